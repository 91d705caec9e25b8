public import Primitives

/// Writes DAG-CBOR in its one canonical form.
public struct CBORWriter {
    /// What was written.
    public private(set) var bytes: [UInt8] = []

    /// Nothing written yet.
    public init() {}

    /// Room for this many bytes at once.
    public init(capacity: Int) { bytes.reserveCapacity(capacity) }

    private mutating func head(_ major: UInt8, _ argument: UInt64) {
        let type = major << 5
        switch argument {
        case 0...23: bytes.append(type | UInt8(argument))
        case 24...0xff:
            bytes.append(type | 24)
            bytes.append(UInt8(argument))
        case 0x100...0xffff: wide(type | 25, argument, 2)
        case 0x1_0000...0xffff_ffff: wide(type | 26, argument, 4)
        default: wide(type | 27, argument, 8)
        }
    }

    private mutating func wide(_ first: UInt8, _ argument: UInt64, _ count: Int) {
        bytes.append(first)
        for index in (0..<count).reversed() {
            bytes.append(UInt8(truncatingIfNeeded: argument >> UInt64(index * 8)))
        }
    }

    /// An unsigned number.
    public mutating func unsigned(_ value: UInt64) { head(CBORMajor.unsigned, value) }

    /// A signed number.
    public mutating func integer(_ value: Int64) {
        value >= 0
            ? head(CBORMajor.unsigned, UInt64(value)) : head(CBORMajor.negative, UInt64(-1 - value))
    }

    /// The number -1 - `value`.
    mutating func negative(_ value: UInt64) { head(CBORMajor.negative, value) }

    /// A byte string.
    public mutating func byteString(_ value: some Collection<UInt8>) {
        head(CBORMajor.bytes, UInt64(value.count))
        bytes.append(contentsOf: value)
    }

    /// A text.
    public mutating func text(_ value: String) {
        head(CBORMajor.text, UInt64(value.utf8.count))
        bytes.append(contentsOf: value.utf8)
    }

    /// The head of an array.
    public mutating func array(_ count: Int) { head(CBORMajor.array, UInt64(count)) }

    /// The head of a map; the caller writes keys in canonical order: shorter first, then by bytes.
    public mutating func map(_ count: Int) { head(CBORMajor.map, UInt64(count)) }

    /// True or false.
    public mutating func boolean(_ value: Bool) { bytes.append(value ? 0xf5 : 0xf4) }

    /// Null.
    public mutating func null() { bytes.append(0xf6) }

    /// A number of floating point, which must be finite.
    mutating func double(_ value: Double) { wide(0xfb, value.bitPattern, 8) }

    /// A link.
    public mutating func link(_ cid: CID) {
        head(CBORMajor.tag, 42)
        head(CBORMajor.bytes, UInt64(cid.byteCount + 1))
        bytes.append(0)
        cid.append(to: &bytes)
    }

    /// An item that is encoded already.
    public mutating func raw(_ item: some Collection<UInt8>) { bytes.append(contentsOf: item) }
}

/// A value that is read from DAG-CBOR.
public protocol CBORDecodable {
    /// Reads one.
    init(from reader: inout CBORReader) throws(CBORError)
}

/// A value with one form in DAG-CBOR.
public protocol CBORCodable: CBORDecodable {
    /// Writes it.
    func encode(to writer: inout CBORWriter)
}

extension CBORDecodable {
    /// From a whole block.
    public init(cbor bytes: [UInt8]) throws(CBORError) {
        var reader = CBORReader(bytes)
        try self.init(from: &reader)
        try reader.finish()
    }
}

extension CBORCodable {
    /// As a block.
    public var cbor: [UInt8] {
        var writer = CBORWriter()
        encode(to: &writer)
        return writer.bytes
    }
}
