internal import CProofs
public import Primitives

/// Calls that the reference's API has and a node seldom needs: for comparisons and for proofs of many sectors.
extension Engine {
    /// generate_piece_commitment: CommP of exactly `unpaddedBytes` from `source`, refused as the reference refuses.
    public func commitPiece(
        exactly unpaddedBytes: UInt64, _ source: sending any ByteSource, job: EngineJob = EngineJob()
    ) async throws -> Commitment {
        let feed = SourceHandle(source)
        return try await unsafe run(job) { context in
            let box = SourceBox(feed.source)
            return try unsafe box.run { pointer in
                try unsafe Commitment(filledBy: { out in
                    let status = unsafe qr_piece_commitment(
                        context, out, unpaddedBytes, SourceBox.callback, pointer)
                    try EngineError.check(status, "piece commitment", job)
                })
            }
        }
    }

    /// The partition proofs (JSON) that a prover assembles from the sectors' vanilla proofs, in order.
    public func assemblePartitions(
        _ config: PoRepConfig, _ kind: PoStKind, proofs: [[UInt8]], form: ProofForm,
        job: EngineJob = EngineJob()
    ) async throws -> [UInt8] {
        try await unsafe run(job) { context in
            let lists = NativeBytes(proofs)
            var raw = config.raw
            var out = unsafe qr_bytes_t()
            defer { unsafe qr_bytes_free(&out) }
            let status = unsafe qr_post_partitions(
                context, &out, &raw, kind.raw, lists.pointer, lists.count, form.raw)
            try EngineError.check(status, "PoSt partitions", job)
            return unsafe copy(out)
        }
    }
}
