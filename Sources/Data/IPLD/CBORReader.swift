public import Primitives

/// What is wrong with CBOR.
public enum CBORError: Error, Hashable {
    /// It ends early.
    case cut
    /// Another type was expected.
    case mismatch(expected: String, byte: UInt8)
    /// A form that DAG-CBOR does not have: indefinite lengths, other simple values, half floats.
    case unsupported(byte: UInt8)
    /// A tag other than 42.
    case tag(UInt64)
    /// A link that is no CID.
    case badLink
    /// A text that is not UTF-8.
    case badText
    /// The same key twice.
    case duplicateKey
    /// Bytes after the end.
    case trailing
    /// Nested deeper than anything real.
    case tooDeep
    /// A number that its type cannot hold.
    case overflow
    /// An array of another length.
    case length(expected: Int, found: UInt64)
    /// A value that is well formed and still cannot be.
    case invalid(String)
}

/// The major types.
enum CBORMajor {
    static let unsigned: UInt8 = 0
    static let negative: UInt8 = 1
    static let bytes: UInt8 = 2
    static let text: UInt8 = 3
    static let array: UInt8 = 4
    static let map: UInt8 = 5
    static let tag: UInt8 = 6
    static let simple: UInt8 = 7
}

/// Reads DAG-CBOR item by item, as strictly as the reference (serde_ipld_dagcbor) and no stricter: numbers in longer
/// forms than needed and unsorted maps are taken, indefinite lengths and other tags are not.
public struct CBORReader {
    /// What is read.
    public let bytes: [UInt8]
    /// Where the next item begins.
    public private(set) var position: Int

    /// Levels of arrays and maps that `IPLDValue` and `skip` go down.
    public static let maxDepth = 127

    /// A reader at the beginning of `bytes`.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
        position = 0
    }

    /// Whether everything was read.
    public var isAtEnd: Bool { position == bytes.count }

    /// Throws unless everything was read.
    public func finish() throws(CBORError) {
        guard isAtEnd else { throw .trailing }
    }

    /// The first byte of the next item.
    public func peek() throws(CBORError) -> UInt8 {
        guard position < bytes.count else { throw .cut }
        return bytes[position]
    }

    /// Major type and argument of the next item's head.
    mutating func head() throws(CBORError) -> (major: UInt8, argument: UInt64) {
        let first = try peek()
        let (major, minor) = (first >> 5, first & 31)
        switch minor {
        case 0...23:
            position += 1
            return (major, UInt64(minor))
        case 24...27:
            let count = 1 << Int(minor - 24)
            guard bytes.count - position > count else { throw .cut }
            var argument: UInt64 = 0
            for index in position + 1...position + count { argument = argument << 8 | UInt64(bytes[index]) }
            position += 1 + count
            return (major, argument)
        default: throw .unsupported(byte: first)
        }
    }

    private mutating func head(_ major: UInt8, _ name: String) throws(CBORError) -> UInt64 {
        let first = try peek()
        guard first >> 5 == major else { throw .mismatch(expected: name, byte: first) }
        return try head().argument
    }

    /// An unsigned number.
    public mutating func unsigned() throws(CBORError) -> UInt64 { try head(CBORMajor.unsigned, "a number") }

    /// A number of a narrower type.
    public mutating func unsigned<Number: UnsignedInteger & FixedWidthInteger>(
        _ type: Number.Type
    ) throws(CBORError) -> Number {
        guard let number = Number(exactly: try unsigned()) else { throw .overflow }
        return number
    }

    /// A signed number.
    public mutating func integer() throws(CBORError) -> Int64 {
        let first = try peek()
        guard first >> 5 <= CBORMajor.negative else { throw .mismatch(expected: "a number", byte: first) }
        let (major, argument) = try head()
        guard argument <= UInt64(Int64.max) else { throw .overflow }
        return major == CBORMajor.unsigned ? Int64(argument) : -1 - Int64(argument)
    }

    /// A byte string of at most `limit` bytes.
    public mutating func byteString(limit: Int = .max) throws(CBORError) -> [UInt8] {
        let count = try head(CBORMajor.bytes, "a byte string")
        return Array(try take(count, limit: limit))
    }

    /// A text.
    public mutating func text(limit: Int = .max) throws(CBORError) -> String {
        let count = try head(CBORMajor.text, "a text")
        guard let text = String(validating: try take(count, limit: limit), as: UTF8.self) else {
            throw .badText
        }
        return text
    }

    private mutating func take(_ count: UInt64, limit: Int) throws(CBORError) -> ArraySlice<UInt8> {
        guard count <= UInt64(bytes.count - position) else { throw .cut }
        guard count <= UInt64(limit) else { throw .invalid("\(count) bytes where \(limit) are the most") }
        defer { position += Int(count) }
        return bytes[position..<position + Int(count)]
    }

    /// The number of elements of an array that begins here. The rest of the block must have a byte for each.
    public mutating func array() throws(CBORError) -> Int { try elements(CBORMajor.array, "an array") }

    /// The number of pairs of a map that begins here.
    public mutating func map() throws(CBORError) -> Int { try elements(CBORMajor.map, "a map") }

    private mutating func elements(_ major: UInt8, _ name: String) throws(CBORError) -> Int {
        let count = try head(major, name)
        guard count <= UInt64(bytes.count - position) else { throw .cut }
        return Int(count)
    }

    /// An array of this many elements: a tuple.
    public mutating func tuple(_ count: Int) throws(CBORError) {
        let found = try head(CBORMajor.array, "an array")
        guard found == UInt64(count) else { throw .length(expected: count, found: found) }
    }

    /// True or false.
    public mutating func boolean() throws(CBORError) -> Bool {
        let first = try peek()
        guard first == 0xf4 || first == 0xf5 else { throw .mismatch(expected: "true or false", byte: first) }
        position += 1
        return first == 0xf5
    }

    /// Passes over a null, if one is next.
    public mutating func null() throws(CBORError) -> Bool {
        guard try peek() == 0xf6 else { return false }
        position += 1
        return true
    }

    /// A number of floating point, of 32 or 64 bits.
    mutating func double() throws(CBORError) -> Double {
        let first = try peek()
        guard first == 0xfa || first == 0xfb else { throw .mismatch(expected: "a float", byte: first) }
        let argument = try head().argument
        return first == 0xfb
            ? Double(bitPattern: argument)
            : Double(Float(bitPattern: UInt32(truncatingIfNeeded: argument)))
    }

    /// A link: tag 42 around a byte string that is a zero and a CID.
    public mutating func link() throws(CBORError) -> CID {
        let number = try head(CBORMajor.tag, "a link")
        guard number == 42 else { throw .tag(number) }
        let content = try take(head(CBORMajor.bytes, "a byte string"), limit: .max)
        guard content.first == 0 else { throw .badLink }
        do {
            return try CID(bytes: content.dropFirst())
        } catch {
            throw .badLink
        }
    }

    /// Passes over one item, and checks its form.
    public mutating func skip() throws(CBORError) {
        var open = [1]
        while let last = open.indices.last {
            guard open[last] > 0 else {
                open.removeLast()
                continue
            }
            open[last] -= 1
            if let inside = try skipHead() {
                guard open.count <= Self.maxDepth else { throw .tooDeep }
                open.append(inside)
            }
        }
    }

    /// Passes over an item's head and what has no items inside; the number of items inside else.
    private mutating func skipHead() throws(CBORError) -> Int? {
        let first = try peek()
        switch first >> 5 {
        case CBORMajor.unsigned, CBORMajor.negative: _ = try head()
        case CBORMajor.bytes: _ = try take(head().argument, limit: .max)
        case CBORMajor.text: _ = try text()
        case CBORMajor.array: return try array()
        case CBORMajor.map: return try map() * 2
        case CBORMajor.tag: _ = try link()
        default: try simple()
        }
        return nil
    }

    private mutating func simple() throws(CBORError) {
        let first = try peek()
        switch first {
        case 0xf4...0xf6: position += 1
        case 0xfa, 0xfb: _ = try head()
        default: throw .unsupported(byte: first)
        }
    }

    /// The bytes of the next item, as they are.
    public mutating func raw() throws(CBORError) -> [UInt8] {
        let start = position
        try skip()
        return Array(bytes[start..<position])
    }
}
