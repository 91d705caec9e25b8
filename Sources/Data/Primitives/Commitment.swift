/// 32 bytes that commit to data or a replica: CommP, CommD, CommC, CommRLast, CommR. Little-endian field
/// element.
public struct Commitment: Hashable, Sendable, CustomStringConvertible {
    /// Always 32 bytes.
    public let bytes: [UInt8]

    /// Length of every commitment.
    public static let byteCount = 32

    /// `bytes` must be 32 bytes.
    public init(_ bytes: some Collection<UInt8>) throws(PrimitiveError) {
        guard bytes.count == Self.byteCount else {
            throw PrimitiveError("commitment", "needs 32 bytes, but \(bytes.count) were given")
        }
        self.bytes = Array(bytes)
    }

    /// From 64 hex digits.
    public init(hex text: String) throws(PrimitiveError) {
        bytes = try Hex.decode(text, count: Self.byteCount, subject: "commitment")
    }

    /// 64 hex digits, first byte first.
    public var hex: String { Hex.encode(bytes) }

    /// As `hex`.
    public var description: String { hex }
}

extension Commitment: Codable {
    /// Reads the hex text.
    public init(from decoder: any Decoder) throws {
        try self.init(hex: decoder.singleValueContainer().decode(String.self))
    }

    /// Writes the hex text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(hex)
    }
}
