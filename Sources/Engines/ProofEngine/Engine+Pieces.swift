internal import CPlatform
internal import CProofs
public import Primitives

/// Where a piece went in a staged sector file.
public struct AddedPiece: Sendable {
    /// CommP.
    public let commitment: Commitment
    /// First byte of the padded piece in the staged file.
    public let paddedOffset: UInt64
    /// Unpadded bytes written to the file in all, alignment included.
    public let totalUnpadded: UInt64
}

extension Engine {
    /// CommP of all bytes that `source` gives, zero-filled to the next piece size. Constant memory, any
    /// length. `job.done` counts bytes.
    public func commitPiece(
        _ source: sending any ByteSource, job: EngineJob = EngineJob()
    ) async throws -> PieceCommitment {
        let feed = SourceHandle(source)
        return try await unsafe run(job) { context in try unsafe Self.commit(feed.source, context, job) }
    }

    private static func commit(
        _ source: any ByteSource, _ context: UnsafeMutablePointer<qr_job_t>, _ job: EngineJob
    ) throws -> PieceCommitment {
        var handle: OpaquePointer?
        try EngineError.check(unsafe qr_commp_create(&handle, context.pointee.group), "piece commitment")
        defer { unsafe qr_commp_destroy(handle) }
        var buffer = [UInt8](repeating: 0, count: 127 << 15)
        while !job.isCancelled {
            let got = try unsafe buffer.withUnsafeMutableBytes { try unsafe source.read(into: $0) }
            if got == 0 { break }
            try EngineError.check(unsafe qr_commp_update(handle, buffer, got), "piece commitment")
            job.advance(UInt64(got))
        }
        if job.isCancelled { throw EngineError(.cancelled, "piece commitment", "") }
        guard job.done > 0 else {
            throw EngineError(.invalidArgument, "piece commitment", "the input is empty")
        }
        var raw: UInt64 = 0
        var padded: UInt64 = 0
        let commitment = try unsafe Commitment(filledBy: { out in
            try EngineError.check(unsafe qr_commp_finish(out, &raw, &padded, handle), "piece commitment")
        })
        return PieceCommitment(commitment: commitment, rawBytes: raw, paddedBytes: padded)
    }

    /// Appends a piece of `unpaddedBytes` to the staged file at `target`, aligned as Lotus does.
    /// `written`: unpadded bytes that are in the file already.
    public func addPiece(
        _ source: sending any ByteSource, unpaddedBytes: UInt64, to target: String, written: UInt64,
        job: EngineJob = EngineJob()
    ) async throws -> AddedPiece {
        let feed = SourceHandle(source)
        return try await unsafe run(job) { context in
            let box = SourceBox(feed.source)
            var offset: UInt64 = 0
            var total: UInt64 = 0
            let commitment = try unsafe box.run { pointer in
                try unsafe Commitment(filledBy: { out in
                    let status = unsafe qr_piece_add(
                        context, out, &offset, &total, target, written, unpaddedBytes, SourceBox.callback,
                        pointer)
                    try EngineError.check(status, "add piece", job)
                })
            }
            return AddedPiece(commitment: commitment, paddedOffset: offset, totalUnpadded: total)
        }
    }

    /// tree-d of the staged file into `tree` (nil: not written); CommD. `job.done` counts bytes.
    public func buildTreeD(
        _ tree: String?, staged: String, sectorBytes: UInt64, job: EngineJob = EngineJob()
    ) async throws -> Commitment {
        try await unsafe run(job) { context in
            let path = COptionalString(tree)
            return try unsafe Commitment(filledBy: { out in
                let status = unsafe qr_tree_d_build(context, out, path.pointer, staged, sectorBytes)
                try EngineError.check(status, "tree-d", job)
            })
        }
    }

    /// Decodes `length` unpadded bytes from unpadded `offset` of a replica into the file `out`; bytes
    /// written.
    public func unsealRange(
        _ config: PoRepConfig, replica: String, keyLayer: String, offset: UInt64, length: UInt64,
        to out: String,
        job: EngineJob = EngineJob()
    ) async throws -> UInt64 {
        try await unsafe run(job) { context in
            var raw = config.raw
            var written: UInt64 = 0
            let status = unsafe qr_unseal_range(
                context, &written, out, &raw, replica, keyLayer, offset, length)
            try EngineError.check(status, "unseal", job)
            return written
        }
    }
}

/// Hands a source to the job's thread.
///
/// Safe: the caller gave the source away (`sending`), and only the job's thread reads it.
final class SourceHandle: @unchecked Sendable {
    let source: any ByteSource

    init(_ source: any ByteSource) { self.source = source }
}
