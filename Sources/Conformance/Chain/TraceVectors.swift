internal import ChainManager
internal import ChainVerifier
internal import Foundation
internal import Primitives
internal import VMInterpreter

/// `traces`: what Lotus's StateCompute says about a tipset, call by call and charge by charge, but for times and log
/// lines.
enum TraceVectors {
    static func check(
        _ record: VectorRecord, _ state: TipsetState, _ applied: [AppliedMessage], _ network: AddressNetwork,
        _ comparison: Comparison
    ) throws {
        comparison.equal("state_after", try record.link("state_after"), state.root.description)
        let expected = try record.records("trace")
        comparison.equal("messages", expected.count, applied.count)
        for (place, (expected, applied)) in zip(expected, applied).enumerated() {
            let place = "trace[\(place)]"
            let receipt = try expected.record("MsgRct")
            comparison.equal(
                "\(place) exit code", try receipt.number("ExitCode"), UInt64(applied.result.code.rawValue))
            comparison.equal("\(place) gas", try receipt.number("GasUsed"), applied.result.gasUsed)
            try checkFees(expected.record("GasCost"), applied, place, comparison)
            guard let tree = ExecutionTrace(applied.result.trace, network) else {
                // A message that was refused before anything happened has no tree.
                continue
            }
            let found = try JSONDecoder().decode(VectorValue.self, from: JSONEncoder().encode(tree))
            compare(try expected.value("ExecutionTrace"), found, place, comparison)
        }
    }

    private static func checkFees(
        _ expected: VectorRecord, _ applied: AppliedMessage, _ place: String, _ comparison: Comparison
    ) throws {
        guard !applied.isImplicit else { return }
        let fees = applied.result.fees
        for (name, amount) in [
            ("BaseFeeBurn", fees.baseFeeBurn), ("OverEstimationBurn", fees.overEstimationBurn),
            ("MinerPenalty", fees.minerPenalty), ("MinerTip", fees.minerTip), ("Refund", fees.refund),
        ] { comparison.equal("\(place) \(name)", try expected.text(name), amount.atto.description) }
    }

    /// Compares what both have; a null is as good as nothing.
    private static func compare(
        _ expected: VectorValue, _ found: VectorValue?, _ place: String, _ comparison: Comparison
    ) {
        switch (expected, found) {
        case (.null, nil): break
        case (.object(let a), .object(let b)?):
            for (name, value) in a.sorted(by: { $0.key < $1.key }) where !ignored.contains(name) {
                compare(value, b[name], "\(place).\(name)", comparison)
            }
        case (.array(let a), .array(let b)?):
            comparison.equal("\(place) count", a.count, b.count)
            for (index, pair) in zip(a, b).enumerated() {
                compare(pair.0, pair.1, "\(place)[\(index)]", comparison)
            }
        default: comparison.equal(place, TraceText.text(expected), TraceText.text(found ?? .null))
        }
    }

    /// Times, log lines and the node's own block accesses.
    private static let ignored: Set<String> = ["tt", "Logs", "IpldOps"]
}
