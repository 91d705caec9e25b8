public import Primitives

/// Any DAG-CBOR item.
public indirect enum IPLDValue: Hashable, Sendable {
    case null
    case boolean(Bool)
    /// Zero or more.
    case unsigned(UInt64)
    /// -1 - the number.
    case negative(UInt64)
    case float(Double)
    case bytes([UInt8])
    case text(String)
    case array([IPLDValue])
    /// Keys in the order of canonical CBOR.
    case map([(key: String, value: IPLDValue)])
    case link(CID)

    /// Equal item by item.
    public static func == (a: IPLDValue, b: IPLDValue) -> Bool { a.cbor == b.cbor }

    /// As `==`.
    public func hash(into hasher: inout Hasher) { hasher.combine(cbor) }
}

extension IPLDValue: CBORCodable {
    /// Reads one.
    public init(from reader: inout CBORReader) throws(CBORError) {
        try self.init(from: &reader, depth: 0)
    }

    private init(from reader: inout CBORReader, depth: Int) throws(CBORError) {
        let first = try reader.peek()
        switch first >> 5 {
        case CBORMajor.unsigned: self = .unsigned(try reader.unsigned())
        case CBORMajor.negative: self = .negative(try reader.head().argument)
        case CBORMajor.bytes: self = .bytes(try reader.byteString())
        case CBORMajor.text: self = .text(try reader.text())
        case CBORMajor.array:
            guard depth < CBORReader.maxDepth else { throw .tooDeep }
            var items: [IPLDValue] = []
            for _ in 0..<(try reader.array()) {
                items.append(try IPLDValue(from: &reader, depth: depth + 1))
            }
            self = .array(items)
        case CBORMajor.map:
            guard depth < CBORReader.maxDepth else { throw .tooDeep }
            self = .map(try Self.pairs(from: &reader, depth: depth))
        case CBORMajor.tag: self = .link(try reader.link())
        default:
            switch first {
            case 0xf4, 0xf5: self = .boolean(try reader.boolean())
            case 0xfa, 0xfb: self = .float(try reader.double())
            default:
                guard try reader.null() else { throw .unsupported(byte: first) }
                self = .null
            }
        }
    }

    private static func pairs(
        from reader: inout CBORReader, depth: Int
    ) throws(CBORError) -> [(key: String, value: IPLDValue)] {
        // By bytes: Swift's strings would take two spellings of one character for the same key.
        var found: [[UInt8]: IPLDValue] = [:]
        for _ in 0..<(try reader.map()) {
            // Keys are texts; the reference takes a byte string for one too.
            let key: [UInt8]
            if try reader.peek() >> 5 == CBORMajor.bytes {
                key = try reader.byteString()
                guard String(validating: key, as: UTF8.self) != nil else { throw .badText }
            } else {
                key = Array(try reader.text().utf8)
            }
            guard found[key] == nil else { throw .duplicateKey }
            found[key] = try IPLDValue(from: &reader, depth: depth + 1)
        }
        return found.sorted { isBefore($0.key, $1.key) }.map {
            (String(decoding: $0.key, as: UTF8.self), $0.value)
        }
    }

    /// Canonical order: the shorter key first, then by bytes.
    private static func isBefore(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        a.count != b.count ? a.count < b.count : a.lexicographicallyPrecedes(b)
    }

    /// Writes it.
    public func encode(to writer: inout CBORWriter) {
        switch self {
        case .null: writer.null()
        case .boolean(let value): writer.boolean(value)
        case .unsigned(let value): writer.unsigned(value)
        case .negative(let value): writer.negative(value)
        case .float(let value): writer.double(value)
        case .bytes(let value): writer.byteString(value)
        case .text(let value): writer.text(value)
        case .array(let items):
            writer.array(items.count)
            for item in items { item.encode(to: &writer) }
        case .map(let pairs):
            writer.map(pairs.count)
            for (key, value) in pairs {
                writer.text(key)
                value.encode(to: &writer)
            }
        case .link(let cid): writer.link(cid)
        }
    }

    /// Whether it can be written: DAG-CBOR has neither NaN nor infinity.
    public var isFinite: Bool {
        switch self {
        case .float(let value): value.isFinite
        case .array(let items): items.allSatisfy(\.isFinite)
        case .map(let pairs): pairs.allSatisfy { $0.value.isFinite }
        default: true
        }
    }
}
