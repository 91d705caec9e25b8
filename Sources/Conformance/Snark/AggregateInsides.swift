internal import CPlatform
internal import CProofs
internal import CVectors
internal import Primitives
internal import ProofEngine

extension Conformance {
    /// The challenges that an aggregate's transcript leads to.
    func compareInsides(
        _ element: VectorRecord, _ aggregate: [UInt8], _ binding: [UInt8], _ version: AggregateVersion,
        _ comparison: Comparison
    ) async throws {
        let expected = try element.record("insides")
        // The number of proofs follows five elements of GT and a point.
        let head = 5 * 288 + 48
        guard aggregate.count > head + 4 else { throw VectorError("a cut aggregate") }
        let proofs = (0..<4).reduce(UInt64(0)) { $0 | UInt64(aggregate[head + $1]) << (8 * UInt64($1)) }
        comparison.equal("nproofs", try expected.number("nproofs"), proofs)
        for (name, found) in [("padded_to", proofs), ("bytes", UInt64(aggregate.count))]
        where element.has(name) {
            comparison.equal(name, try element.number(name), found)
        }
        let said =
            try Array("snarkpack-v1hcom".utf8)
            + (0..<4).flatMap { try Target.said(Array(aggregate[288 * $0..<288 * ($0 + 1)])) }
        comparison.equal(
            "hcom_transcript_bytes_sha256", try expected.text("hcom_transcript_bytes_sha256"), sha256(said))
        let rounds = proofs.trailingZeroBitCount
        let found = try await challenges(aggregate, binding, version, rounds)
        for (index, name) in ["hcom", "r", "y0", "extra", "z"].enumerated() {
            comparison.equal(name, try expected.text(name), found[index])
        }
        comparison.equal(
            "y", try expected.texts("y"), Array(found.dropFirst(QUARRY_VECTORS_CHALLENGES)))
    }

    private func challenges(
        _ aggregate: [UInt8], _ binding: [UInt8], _ version: AggregateVersion, _ rounds: Int
    ) async throws -> [String] {
        let raw = version == .v1 ? QR_AGGREGATE_V1 : QR_AGGREGATE_V2
        return try await unsafe engine.withJob { pointer in
            let job = unsafe pointer.assumingMemoryBound(to: qr_job_t.self)
            let count = QUARRY_VECTORS_CHALLENGES + rounds
            var out = [UInt8](repeating: 0, count: 32 * count)
            let status = unsafe quarry_vectors_challenges(
                job, &out, rounds, aggregate, aggregate.count, raw, binding)
            try EngineError.check(status, "challenges")
            return (0..<count).map { Hex.encode(out[32 * $0..<32 * ($0 + 1)]) }
        }
    }
}
