internal import Primitives

/// A state as Lotus prints it: links as `{"/": CID}`, amounts and large numbers in decimal digits, bit fields as run
/// lengths that begin with what is not in them, addresses in the network's letters.
public indirect enum StateJSON: Encodable, Sendable {
    case null
    case text(String)
    case number(Int64)
    case unsigned(UInt64)
    case flag(Bool)
    case list([StateJSON])
    /// Fields in Lotus' order.
    case object([(name: String, value: StateJSON)])

    /// A link.
    static func link(_ cid: CID) -> StateJSON { .object([("/", .text(cid.description))]) }
    /// A link, or null.
    static func link(_ cid: CID?) -> StateJSON { cid.map { link($0) } ?? .null }
    /// An amount in attoFIL.
    static func amount(_ amount: TokenAmount) -> StateJSON { .text(amount.atto.description) }
    /// An amount, or null.
    static func amount(_ amount: TokenAmount?) -> StateJSON { amount.map { .amount($0) } ?? .null }
    /// A large number.
    static func big(_ number: BigInt) -> StateJSON { .text(number.description) }
    /// Bytes, in numbers.
    static func numbers(_ bytes: [UInt8]) -> StateJSON { .list(bytes.map { .number(Int64($0)) }) }
    /// An empty list is null, as a slice of Go's is that was never made.
    static func slice(_ items: [StateJSON]) -> StateJSON { items.isEmpty ? .null : .list(items) }

    /// A bit field: lengths of runs, first of what is not in it. An empty one is `[0]`.
    static func bits(_ field: BitField) -> StateJSON {
        var lengths: [StateJSON] = []
        var end: UInt64 = 0
        for run in field.ranges {
            lengths += [.unsigned(run.lowerBound - end), .unsigned(UInt64(run.count))]
            end = run.upperBound
        }
        return .list(lengths.isEmpty ? [.number(0)] : lengths)
    }

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .list(let items):
            var container = encoder.unkeyedContainer()
            for item in items { try container.encode(item) }
        case .object(let fields):
            var container = encoder.container(keyedBy: Key.self)
            for field in fields { try container.encode(field.value, forKey: Key(stringValue: field.name)) }
        case .null, .text, .number, .unsigned, .flag:
            var container = encoder.singleValueContainer()
            switch self {
            case .text(let text): try container.encode(text)
            case .number(let number): try container.encode(number)
            case .unsigned(let number): try container.encode(number)
            case .flag(let flag): try container.encode(flag)
            default: try container.encodeNil()
            }
        }
    }
}
