/// A number of bytes, written with a unit: KiB, MiB, GiB, TiB, PiB (powers of 1024) or kB, MB, GB, TB, PB (powers of
/// 1000).
public struct ByteCount: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The number.
    public let bytes: UInt64

    /// A number of bytes.
    public init(_ bytes: UInt64) { self.bytes = bytes }

    private static let units: [(name: String, bytes: Double)] = [
        ("kib", 0x1p10), ("mib", 0x1p20), ("gib", 0x1p30), ("tib", 0x1p40), ("pib", 0x1p50), ("kb", 1e3),
        ("mb", 1e6), ("gb", 1e9), ("tb", 1e12), ("pb", 1e15), ("b", 1),
    ]

    /// From "64GiB", "1.5 TB" or "4096"; nil if it is none of these or too large.
    public init?(_ text: String) {
        let plain = text.lowercased().filter { $0 != " " }
        if let bytes = UInt64(plain) {
            self.init(bytes)
            return
        }
        guard let unit = Self.units.first(where: { plain.hasSuffix($0.name) }) else { return nil }
        let digits = plain.dropLast(unit.name.count)
        guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && $0.isNumber || $0 == "." }),
            let number = Double(digits), number * unit.bytes < 0x1p63
        else { return nil }
        self.init(UInt64((number * unit.bytes).rounded()))
    }

    /// Three digits and a binary unit: "64 GiB", "1.50 MiB", "127 B".
    public var description: String {
        var value = Double(bytes)
        var name = "B"
        for unit in ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"] where value >= 1024 {
            value /= 1024
            name = unit
        }
        return "\(Format.number(value)) \(name)"
    }

    /// By number.
    public static func < (a: ByteCount, b: ByteCount) -> Bool { a.bytes < b.bytes }
}
