/// A sector size that Filecoin's proofs define, in bytes (padded).
public struct SectorSize: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Bytes of the sector and of its replica.
    public let bytes: UInt64

    /// Every size, ascending: 2, 4, 16, 32 KiB; 8, 16, 512 MiB; 1, 32, 64 GiB.
    public static let all: [SectorSize] = [
        2 << 10, 4 << 10, 16 << 10, 32 << 10, 8 << 20, 16 << 20, 512 << 20, 1 << 30, 32 << 30, 64 << 30,
    ].map(SectorSize.init(known:))

    private init(known bytes: UInt64) { self.bytes = bytes }

    /// `bytes` must be one of `all`.
    public init(bytes: UInt64) throws(PrimitiveError) {
        guard Self.all.contains(where: { $0.bytes == bytes }) else {
            throw PrimitiveError("sector size", "\(bytes) bytes is none of \(Self.names)")
        }
        self.bytes = bytes
    }

    /// From "32GiB" in any case, "32 GiB", or a number of bytes.
    public init(_ text: String) throws(PrimitiveError) {
        let plain = text.lowercased().filter { $0 != " " }
        guard let size = Self.all.first(where: { plain == $0.name.lowercased() || plain == String($0.bytes) })
        else { throw PrimitiveError("sector size", "'\(text)' is none of \(Self.names)") }
        self = size
    }

    private static var names: String { all.map(\.name).joined(separator: ", ") }

    /// "32GiB".
    public var name: String {
        if bytes >= 1 << 30 { return "\(bytes >> 30)GiB" }
        return bytes >= 1 << 20 ? "\(bytes >> 20)MiB" : "\(bytes >> 10)KiB"
    }

    /// As `name`.
    public var description: String { name }
    /// 32-byte nodes of a layer.
    public var nodeCount: UInt64 { bytes / 32 }
    /// The sector as a padded piece.
    public var padded: PaddedPieceSize { PaddedPieceSize(powerOfTwo: bytes) }
    /// Bytes of a client's data that fit.
    public var unpadded: UnpaddedPieceSize { padded.unpadded }

    /// By bytes.
    public static func < (a: SectorSize, b: SectorSize) -> Bool { a.bytes < b.bytes }
}

extension SectorSize: Codable {
    /// Reads the name.
    public init(from decoder: any Decoder) throws {
        try self.init(decoder.singleValueContainer().decode(String.self))
    }

    /// Writes the name.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(name)
    }
}
