internal import Blockstore
internal import ChainTypes
internal import IPLD
internal import Primitives
internal import System
internal import VMInterpreter
internal import WasmEngine

extension Conformance {
    /// A file of messages with receipts, state roots and traces.
    func checkMessages(_ root: VectorRecord, _ tally: Tally) async throws {
        let runtime = try vmRuntime()
        let records = try root.records("messages")
        tally.expect(records.count)
        let path = tally.report.file
        let results = try await DeepStack.run {
            try MessageRun(root, records, file: path, runtime: runtime).results()
        }
        for result in results {
            let comparison = try tally.begin(result.place)
            comparison.take(result)
            tally.end(comparison)
        }
    }

    /// The WASM engine, made once.
    func vmRuntime() throws -> Wasmtime {
        if let runtime { return runtime }
        let made = try Wasmtime(
            functions: Syscall.functions, cacheDirectory: Environment.home + "/wasm-cache")
        runtime = made
        return made
    }
}

/// How one record's comparisons ended, carried from another thread.
struct ComparisonResult: Sendable {
    let place: String
    let count: Int
    let firstDifference: String?
}

/// Runs the messages of a file, on a thread with a deep stack.
private struct MessageRun {
    private let root: VectorRecord
    private let records: [VectorRecord]
    private let runtime: Wasmtime
    private let store = MemoryBlockstore()
    private let traces: [VectorValue]

    init(_ root: VectorRecord, _ records: [VectorRecord], file: String, runtime: Wasmtime) throws {
        self.root = root
        self.records = records
        self.runtime = runtime
        let folder = File.parent(of: file)
        let name = try root.text("name")
        try ActorBundles.load(CID(root.text("manifest_cid")), near: file, into: store)
        try ActorBundles.read("\(folder)/\(try root.text("start_car"))", into: store)
        let path = "\(folder)/\(name).trace.jsonl.zst"
        let text = File.exists(path) ? String(decoding: try Zstd.read(path), as: UTF8.self) : ""
        traces = try text.split(separator: "\n").map { line in
            try VectorRecord(parsing: line).value("trace")
        }
    }

    func results() throws -> [ComparisonResult] {
        records.enumerated().map { index, record in
            let label = (try? record.text("label")).map { " (\($0))" } ?? ""
            let comparison = Comparison("messages[\(index)]\(label)")
            do {
                try check(record, trace: index < traces.count ? traces[index] : nil, comparison)
            } catch {
                comparison.fail("could not be run: \(error)")
            }
            return ComparisonResult(
                place: comparison.place, count: comparison.count,
                firstDifference: comparison.firstDifference)
        }
    }

    private func check(_ record: VectorRecord, trace: VectorValue?, _ comparison: Comparison) throws {
        guard let message = try? Message(cbor: record.bytes("message_cbor"), range: .machine) else {
            // A gas limit beyond 63 bits is refused when it is read; the reference's executor refuses it.
            return comparison.equal("executor_error", true, record.has("executor_error"))
        }
        let context = MachineContext(
            epoch: Int64(try record.number("epoch")), timestamp: try record.number("timestamp"),
            baseFee: try amount(record, "base_fee"), circulatingSupply: try amount(record, "circ_supply"),
            networkVersion: UInt32(try root.number("network_version")), chainID: try root.number("chain_id"))
        let externs = try VectorExterns(record.record("externs"))
        let machine = try Machine(
            store, root: CID(record.text("pre_root")), context: context, externs: externs, runtime: runtime)
        machine.isTracing = true
        let kind: ApplyKind = try record.text("kind") == "explicit" ? .explicit : .implicit
        let executor = Executor(machine)
        if record.has("executor_error") {
            comparison.refused("message") {
                _ = try executor.apply(message, kind, rawLength: Int(record.number("raw_length")))
            }
            return
        }
        let result = try executor.apply(message, kind, rawLength: Int(record.number("raw_length")))
        if let trace { compareTrace(trace, result.trace, comparison) }
        try compareReceipt(record, result, comparison)
        comparison.equal("post_root", try record.text("post_root"), try executor.flush().description)
    }

    private func amount(_ record: VectorRecord, _ name: String) throws -> TokenAmount {
        guard let atto = BigInt(try record.text(name)) else { throw VectorError("\(name) is no number") }
        return TokenAmount(atto: atto)
    }

    private func compareReceipt(
        _ record: VectorRecord, _ result: ApplyResult, _ comparison: Comparison
    ) throws {
        let receipt = try record.record("receipt")
        comparison.equal("exit_code", try receipt.number("exit_code"), UInt64(result.code.rawValue))
        comparison.equal("gas_used", try receipt.number("gas_used"), result.gasUsed)
        comparison.equal("return", try receipt.text("return"), Hex.encode(result.returned))
        comparison.equal("return_codec", try? receipt.number("return_codec"), result.returnCodec)
        comparison.equal("events_root", try? receipt.text("events_root"), result.eventsRoot?.description)
        let fees = result.fees
        for (name, value) in [
            ("miner_tip", fees.minerTip), ("miner_penalty", fees.minerPenalty),
            ("base_fee_burn", fees.baseFeeBurn), ("over_estimation_burn", fees.overEstimationBurn),
            ("refund", fees.refund),
        ] { comparison.equal(name, try record.text(name), value.atto.description) }
        comparison.equal("gas_refund", try record.number("gas_refund"), fees.gasRefund)
        comparison.equal("gas_burned", try record.number("gas_burned"), fees.gasBurned)
        if record.has("events") {
            let expected = try record.list("events")
            comparison.equal("events", expected, result.events.map(Self.value))
        }
    }

    private static func value(_ event: ActorEvent) -> VectorValue {
        .object([
            "emitter": .number(Int64(event.emitter)),
            "entries": .array(
                event.entries.map {
                    .array([
                        .number(Int64($0.flags)), .string($0.key), .number(Int64($0.codec)),
                        .string(Hex.encode($0.value)),
                    ])
                }),
        ])
    }

    private func compareTrace(_ expected: VectorValue, _ events: [TraceEvent], _ comparison: Comparison) {
        guard case .array(let expected) = expected else { return comparison.fail("the trace is no list") }
        let found = events.map(TraceText.value)
        for (index, pair) in zip(expected, found).enumerated() where !TraceText.isSame(pair.0, pair.1) {
            return comparison.equal("trace[\(index)]", "\(TraceText.text(pair.0))", TraceText.text(pair.1))
        }
        comparison.equal("length of the trace", expected.count, found.count)
    }
}
