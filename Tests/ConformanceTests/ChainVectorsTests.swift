import Conformance
import Foundation
import ProofEngine
import System
import Testing

/// Election proofs, WinningPoSts and proofs of messages of a Lotus chain; QUARRY_CHAIN_VECTORS names another folder of
/// `winning.jsonl` and `proof-messages.jsonl`.
@Suite struct ChainVectorsTests {
    static let folder =
        Environment.value("QUARRY_CHAIN_VECTORS")
        ?? File.parent(of: File.parent(of: #filePath)) + "/Vectors/chain"

    @Test(arguments: ["winning", "proof-messages"])
    func everyProofOfTheChainHolds(name: String) async throws {
        let conformance = try Conformance(engine: Engine(.single), options: .init())
        let report = try #require(try await conformance.check("\(Self.folder)/\(name).jsonl"))
        try await conformance.finish()
        #expect(report.total >= 13)
        #expect(report.equal == report.total, "\(report.firstDifference ?? name)")
    }

    @Test func aChangedRecordIsFound() async throws {
        let lines = try File.readText("\(Self.folder)/winning.jsonl").split(separator: "\n")
        let line = String(try #require(lines.first))
        let scratch = try Directory.makeTemporary(under: nil)
        defer { try? Directory.remove(scratch) }
        let path = "\(scratch)/winning.jsonl"
        for (text, changed, what) in [
            ("\"win_count\":4", "\"win_count\":5", "wins"),
            ("\"SectorNumber\":2", "\"SectorNumber\":1", "WinningPoSt holds"),
            ("\"height\":1,", "\"height\":2,", "election input"),
            ("\"miner\":\"t01000\"", "\"miner\":\"t01001\"", "election input"),
        ] {
            let spoilt = line.replacingOccurrences(of: text, with: changed)
            #expect(spoilt != line, "\(text) is not in the record")
            try File.writeAtomically(path, text: spoilt)
            let report = try await Self.check(path)
            #expect(report?.equal == 0 && report?.firstDifference?.contains(what) == true)
        }
    }

    private static func check(_ path: String) async throws -> ConformanceReport? {
        var options = Conformance.Options()
        options.verifyingKeys = File.parent(of: File.parent(of: #filePath)) + "/Vectors/snark/groth16"
        let conformance = try Conformance(engine: Engine(.single), options: options)
        let report = try await conformance.check(path)
        try await conformance.finish()
        return report
    }
}
