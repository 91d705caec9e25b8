internal import CProofs
public import Primitives

/// A piece as sectors list it.
public struct PieceInfo: Hashable, Sendable, Codable {
    /// CommP.
    public let commitment: Commitment
    /// Unpadded bytes: 127 times a power of two.
    public let unpaddedBytes: UInt64

    /// A piece of this commitment and size.
    public init(commitment: Commitment, unpaddedBytes: UInt64) {
        self.commitment = commitment
        self.unpaddedBytes = unpaddedBytes
    }
}

/// What `Engine.commitPiece` found.
public struct PieceCommitment: Hashable, Sendable {
    /// CommP.
    public let commitment: Commitment
    /// Bytes that came.
    public let rawBytes: UInt64
    /// Bytes of the piece after padding: a power of two.
    public let paddedBytes: UInt64
}

/// Arithmetic of pieces that needs no threads.
public enum Pieces {
    /// CommD of the pieces in order, joined with zero pieces where alignment needs them.
    public static func commD(_ pieces: [PieceInfo], in size: SectorSize) throws -> Commitment {
        let list = pieces.map { piece in
            var item = qr_piece_t()
            store(piece.commitment.bytes, in: &item.commitment)
            item.unpadded_size = piece.unpaddedBytes
            return item
        }
        return try unsafe Commitment(filledBy: { out in
            try EngineError.check(
                unsafe qr_comm_d(out, size.bytes, list, list.count), "CommD of \(list.count) pieces")
        })
    }

    /// CommP of `size` zero bytes.
    public static func zeroCommitment(_ size: PaddedPieceSize) throws -> Commitment {
        try unsafe Commitment(filledBy: { out in
            try EngineError.check(
                unsafe qr_zero_commitment(out, size.bytes), "commitment of \(size.bytes) zero bytes")
        })
    }

    /// Unpadded zero bytes before and after a piece that follows `written` unpadded bytes.
    public static func alignment(written: UInt64, piece: UInt64) -> (left: UInt64, right: UInt64) {
        var left: UInt64 = 0
        var right: UInt64 = 0
        unsafe qr_piece_alignment(&left, &right, written, piece)
        return (left, right)
    }

    /// 127-byte units of raw data as 128-byte units of field elements; `raw` is cut to whole units.
    public static func pad(_ raw: [UInt8]) -> [UInt8] {
        let units = raw.count / 127
        var out = [UInt8](repeating: 0, count: units * 128)
        unsafe qr_fr32_pad(&out, raw, units)
        return out
    }

    /// The reverse of `pad`.
    public static func unpad(_ padded: [UInt8]) -> [UInt8] {
        let units = padded.count / 128
        var out = [UInt8](repeating: 0, count: units * 127)
        unsafe qr_fr32_unpad(&out, padded, units)
        return out
    }
}
