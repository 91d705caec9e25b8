public import IPLD
public import Primitives

/// A state by the names of its fields, in their order.
public indirect enum NamedState: Sendable, Encodable {
    case null
    case boolean(Bool)
    case integer(Int64)
    case unsigned(UInt64)
    case text(String)
    case address(Address)
    case link(CID)
    case list([NamedState])
    case object([(name: String, value: NamedState)])

    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// Writes it; addresses with the letter of the encoder's network.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .list(let items):
            var container = encoder.unkeyedContainer()
            for item in items { try container.encode(item) }
        case .object(let fields):
            var container = encoder.container(keyedBy: Name.self)
            for (name, value) in fields { try container.encode(value, forKey: Name(stringValue: name)) }
        case .link(let cid): try ["/": cid.description].encode(to: encoder)
        case .address(let address): try address.encode(to: encoder)
        default:
            var container = encoder.singleValueContainer()
            switch self {
            case .boolean(let value): try container.encode(value)
            case .integer(let value): try container.encode(value)
            case .unsigned(let value): try container.encode(value)
            case .text(let value): try container.encode(value)
            default: try container.encodeNil()
            }
        }
    }

    /// The state of an actor by its name in the manifest; null for one without a state that can be shown.
    public init(stateOf actor: String, _ block: [UInt8]) throws(CBORError) {
        guard let item = StateSchema.state(of: actor) else {
            self = .null
            return
        }
        var reader = CBORReader(block)
        try self.init(item, &reader)
        try reader.finish()
    }

    private init(_ item: StateItem, _ reader: inout CBORReader) throws(CBORError) {
        switch item {
        case .link: self = .link(try reader.link())
        case .amount: self = .text(try reader.bigInt().description)
        case .integer:
            let isNegative = try reader.peek() >> 5 == 1
            self = isNegative ? .integer(try reader.integer()) : .unsigned(try reader.unsigned())
        case .boolean: self = .boolean(try reader.boolean())
        case .address: self = .address(try Address(from: &reader))
        case .text: self = .text(try reader.text())
        case .byteArray: self = .list(try reader.byteString().map { .unsigned(UInt64($0)) })
        case .bitField: self = Self.runs(try BitField(from: &reader))
        case .optional(let item): self = try reader.null() ? .null : NamedState(item, &reader)
        case .list(let item):
            let items = try reader.list { reader throws(CBORError) in try NamedState(item, &reader) }
            // Go's lists are null before anything is in them.
            self = items.isEmpty ? .null : .list(items)
        case .tuple(let fields):
            try reader.tuple(fields.count)
            var values: [(name: String, value: NamedState)] = []
            for field in fields { values.append((field.name, try NamedState(field.item, &reader))) }
            self = .object(values)
        }
    }

    /// Lengths of runs, from a run of numbers that are not members on; the empty field is one run of none.
    private static func runs(_ field: BitField) -> NamedState {
        var lengths: [UInt64] = []
        var end: UInt64 = 0
        for range in field.ranges {
            lengths += [range.lowerBound - end, UInt64(range.count)]
            end = range.upperBound
        }
        return .list((lengths.isEmpty ? [0] : lengths).map { .unsigned($0) })
    }
}
