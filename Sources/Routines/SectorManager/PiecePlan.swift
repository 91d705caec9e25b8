internal import Primitives
internal import ProofEngine
internal import System

/// The pieces of one sector as they will lie in it, worked out from the files' sizes before anything is
/// written.
struct PiecePlan: Sendable {
    /// One piece.
    struct Entry: Sendable {
        let input: InputRecord
        let size: UnpaddedPieceSize
    }

    let entries: [Entry]

    /// The pieces from `paths`; throws if one cannot be used or they do not fit `room`.
    init(_ paths: [String], room: UnpaddedPieceSize) throws {
        var entries: [Entry] = []
        var written: UInt64 = 0
        for path in paths {
            guard let bytes = File.size(path), let modified = File.modificationTime(path) else {
                let why = File.exists(path) ? "is no regular file" : "is not there"
                throw SectorError.badPiece(path: path, why: why)
            }
            guard bytes > 0 else { throw SectorError.badPiece(path: path, why: "is empty") }
            let size = try PaddedPieceSize(holding: bytes).unpadded
            let (left, right) = Pieces.alignment(written: written, piece: size.bytes)
            written += left + size.bytes + right
            guard written <= room.bytes else {
                throw SectorError.piecesTooLarge(needed: written, room: room.bytes)
            }
            let input = InputRecord(path: path, bytes: bytes, modified: modified)
            entries.append(Entry(input: input, size: size))
        }
        self.entries = entries
    }

    var inputs: [InputRecord] { entries.map(\.input) }

    /// Whether the files asked for are those that were staged: the same ones untouched since, or of the same
    /// commitments. Before anything is staged, any files are.
    static func matches(
        _ inputs: [InputRecord], recorded: [InputRecord], staged: [PieceRecord]?, engine: Engine
    ) async throws -> Bool {
        guard let staged, recorded != inputs else { return true }
        let real = staged.filter { !$0.isFiller }
        guard real.count == inputs.count else { return false }
        for (piece, input) in zip(real, inputs) {
            guard piece.rawBytes == input.bytes else { return false }
            let found = try await engine.commitPiece(StreamSource(input.path))
            guard found.commitment == piece.commitment else { return false }
        }
        return true
    }

    /// Zero pieces that fill a sector of `size` from padded byte `start` on: each as large as its place
    /// allows.
    static func fillers(from start: UInt64, to size: UInt64) throws -> [PieceRecord] {
        var offset = start
        var pieces: [PieceRecord] = []
        while offset < size {
            let bytes = offset == 0 ? size : offset & (~offset &+ 1)
            let padded = try PaddedPieceSize(bytes: bytes)
            let commitment = try Pieces.zeroCommitment(padded)
            pieces.append(
                PieceRecord(
                    commitment: commitment, cid: commitment.cid(.unsealed), rawBytes: 0,
                    unpaddedBytes: padded.unpadded.bytes, paddedOffset: offset))
            offset += bytes
        }
        return pieces
    }
}

extension [PieceRecord] {
    /// As the engine takes them.
    var infos: [PieceInfo] { map { PieceInfo(commitment: $0.commitment, unpaddedBytes: $0.unpaddedBytes) } }
}
