internal import Primitives
internal import ProofEngine
internal import System

/// Writes the padded data of a sector: its pieces as Lotus adds them, zeros to the end.
struct AddPieces: Sendable {
    let engine: Engine
    let observer: any StageObserver
    let config: PoRepConfig
    let sector: SectorName
    /// The staged file; it has a temporary name until it is complete.
    let target: String

    /// What was written.
    struct Result: Sendable {
        let pieces: [PieceRecord]
        let commD: Commitment
    }

    /// Adds the pieces of `plan`.
    func run(_ plan: PiecePlan) async throws -> Result {
        let staging = temporary(target)
        do {
            try File.remove(staging)
            let pieces = try await write(plan, to: staging)
            try File.setSize(staging, config.sectorBytes)
            let commD = try Pieces.commD(pieces.infos, in: config.kind.size)
            try observer.permit()
            try File.rename(staging, to: target)
            return Result(pieces: pieces, commD: commD)
        } catch {
            try? File.remove(staging)
            throw error
        }
    }

    private func write(_ plan: PiecePlan, to staging: String) async throws -> [PieceRecord] {
        var pieces: [PieceRecord] = []
        var written: UInt64 = 0
        for (index, entry) in plan.entries.enumerated() {
            let job = EngineJob()
            let name = plan.entries.count == 1 ? "piece" : "piece \(index + 1) of \(plan.entries.count)"
            let before = written
            let added = try await observer.stage(StageInfo(name, "\(sector)", .bytes), job: job) {
                try await engine.addPiece(
                    PieceSource(entry.input, pieceBytes: entry.size.bytes), unpaddedBytes: entry.size.bytes,
                    to: staging, written: before, job: job)
            }
            pieces.append(
                PieceRecord(
                    commitment: added.commitment, cid: added.commitment.cid(.unsealed),
                    rawBytes: entry.input.bytes, unpaddedBytes: entry.size.bytes,
                    paddedOffset: added.paddedOffset))
            let (left, right) = Pieces.alignment(written: written, piece: entry.size.bytes)
            written += left + entry.size.bytes + right
        }
        return pieces + (try PiecePlan.fillers(from: written / 127 * 128, to: config.sectorBytes))
    }
}
