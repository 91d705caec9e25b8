/// Size of a piece after Fr32 padding: a power of two, at least 128 bytes.
public struct PaddedPieceSize: Hashable, Comparable, Sendable {
    /// Bytes.
    public let bytes: UInt64

    /// `bytes` must be a power of two of at least 128.
    public init(bytes: UInt64) throws(PrimitiveError) {
        guard bytes >= 128, bytes.nonzeroBitCount == 1 else {
            throw PrimitiveError("padded piece size", "\(bytes) is no power of two of at least 128")
        }
        self.bytes = bytes
    }

    init(powerOfTwo bytes: UInt64) { self.bytes = bytes }

    /// The smallest piece that holds `raw` bytes of a client's data (at least one byte).
    public init(holding raw: UInt64) throws(PrimitiveError) {
        let units = max(1, (raw - min(raw, 1)) / 127 + 1)
        guard units <= 1 << 56 else { throw PrimitiveError("piece", "\(raw) bytes are too many") }
        var power: UInt64 = 1
        while power < units { power <<= 1 }
        bytes = power * 128
    }

    /// Before padding.
    public var unpadded: UnpaddedPieceSize { UnpaddedPieceSize(known: bytes / 128 * 127) }
    /// By bytes.
    public static func < (a: PaddedPieceSize, b: PaddedPieceSize) -> Bool { a.bytes < b.bytes }
}

/// Size of a piece before Fr32 padding: 127 times a power of two.
public struct UnpaddedPieceSize: Hashable, Comparable, Sendable {
    /// Bytes.
    public let bytes: UInt64

    /// `bytes` must be 127 times a power of two.
    public init(bytes: UInt64) throws(PrimitiveError) {
        guard bytes.isMultiple(of: 127), (bytes / 127).nonzeroBitCount == 1 else {
            throw PrimitiveError("piece size", "\(bytes) is not 127 times a power of two")
        }
        self.bytes = bytes
    }

    init(known bytes: UInt64) { self.bytes = bytes }

    /// After padding.
    public var padded: PaddedPieceSize { PaddedPieceSize(powerOfTwo: bytes / 127 * 128) }
    /// By bytes.
    public static func < (a: UnpaddedPieceSize, b: UnpaddedPieceSize) -> Bool { a.bytes < b.bytes }
}
