/// Ethereum's recursive length prefix: byte strings and lists, one form each.
public indirect enum RLP: Hashable, Sendable {
    case bytes([UInt8])
    case list([RLP])

    /// What is wrong with an encoding.
    public enum Failure: Error, Hashable {
        case cut, trailing, tooDeep, notShortest
    }

    private static let maxDepth = 16

    /// From a whole encoding.
    public init(_ bytes: [UInt8]) throws(Failure) {
        var rest = bytes[...]
        self = try Self.read(&rest, depth: 0)
        guard rest.isEmpty else { throw .trailing }
    }

    private static func read(_ rest: inout ArraySlice<UInt8>, depth: Int) throws(Failure) -> RLP {
        guard depth < maxDepth else { throw .tooDeep }
        guard let first = rest.popFirst() else { throw .cut }
        switch first {
        case 0..<0x80: return .bytes([first])
        case 0x80..<0xb8: return .bytes(try take(&rest, Int(first - 0x80)))
        case 0xb8..<0xc0: return .bytes(try take(&rest, length(&rest, Int(first - 0xb7))))
        case 0xc0..<0xf8: return try items(take(&rest, Int(first - 0xc0)), depth)
        default: return try items(take(&rest, length(&rest, Int(first - 0xf7))), depth)
        }
    }

    private static func take(_ rest: inout ArraySlice<UInt8>, _ count: Int) throws(Failure) -> [UInt8] {
        guard count <= rest.count else { throw .cut }
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    private static func length(_ rest: inout ArraySlice<UInt8>, _ bytes: Int) throws(Failure) -> Int {
        let digits = try take(&rest, bytes)
        guard digits.count <= 7 else { throw .cut }
        return digits.reduce(0) { $0 << 8 | Int($1) }
    }

    private static func items(_ bytes: [UInt8], _ depth: Int) throws(Failure) -> RLP {
        var rest = bytes[...]
        var items: [RLP] = []
        while !rest.isEmpty { items.append(try read(&rest, depth: depth + 1)) }
        return .list(items)
    }

    /// A number as the shortest byte string.
    public static func number(_ bigEndian: [UInt8]) -> RLP { .bytes(Array(bigEndian.drop { $0 == 0 })) }

    /// The encoding.
    public var encoded: [UInt8] {
        switch self {
        case .bytes(let bytes):
            bytes.count == 1 && bytes[0] < 0x80 ? bytes : Self.head(0x80, bytes.count) + bytes
        case .list(let items):
            Self.head(0xc0, items.reduce(0) { $0 + $1.encoded.count }) + items.flatMap(\.encoded)
        }
    }

    private static func head(_ base: UInt8, _ count: Int) -> [UInt8] {
        if count < 56 { return [base + UInt8(count)] }
        var digits: [UInt8] = []
        var rest = count
        while rest > 0 {
            digits.insert(UInt8(rest & 0xff), at: 0)
            rest >>= 8
        }
        return [base + 55 + UInt8(digits.count)] + digits
    }
}
