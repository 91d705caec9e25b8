internal import Primitives
internal import ProofEngine
internal import System

/// Writes the padded data of a sector: its pieces as Lotus adds them, zeros to the end.
struct AddPieces: Sendable {
    let engine: Engine
    let config: PoRepConfig
    /// The staged file; it has a temporary name until it is complete.
    let target: String

    /// What was written.
    struct Result: Sendable {
        let pieces: [PieceRecord]
        let commD: Commitment
    }

    /// Adds the pieces of `plan`; `job.done` counts their raw bytes.
    func run(_ plan: PiecePlan, job: EngineJob) async throws -> Result {
        let staging = temporary(target)
        do {
            try File.remove(staging)
            job.expect(plan.inputs.reduce(0) { $0 + $1.bytes })
            let pieces = try await write(plan, to: staging, job: job)
            try File.setSize(staging, config.sectorBytes)
            let commD = try Pieces.commD(pieces.infos, in: config.kind.size)
            try File.rename(staging, to: target)
            return Result(pieces: pieces, commD: commD)
        } catch {
            try? File.remove(staging)
            throw error
        }
    }

    private func write(_ plan: PiecePlan, to staging: String, job: EngineJob) async throws -> [PieceRecord] {
        var pieces: [PieceRecord] = []
        var written: UInt64 = 0
        for entry in plan.entries {
            let (left, right) = Pieces.alignment(written: written, piece: entry.size.bytes)
            let added = try await engine.addPiece(
                PieceSource(entry.input, pieceBytes: entry.size.bytes), unpaddedBytes: entry.size.bytes,
                to: staging, written: written)
            if Task.isCancelled { throw EngineError(.cancelled, "add piece", entry.input.path) }
            pieces.append(
                PieceRecord(
                    commitment: added.commitment, cid: added.commitment.cid(.unsealed),
                    rawBytes: entry.input.bytes, unpaddedBytes: entry.size.bytes,
                    paddedOffset: added.paddedOffset))
            written += left + entry.size.bytes + right
            job.advance(entry.input.bytes)
        }
        return pieces + (try PiecePlan.fillers(from: written / 127 * 128, to: config.sectorBytes))
    }
}
