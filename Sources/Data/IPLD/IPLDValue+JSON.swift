import FoundationEssentials
import Primitives

/// The JSON that Lotus shows DAG-CBOR in: links as `{"/": CID}`, bytes as `{"/": {"bytes": base 64 without padding}}`.
extension IPLDValue: Encodable {
    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    private static let reserved = "/"

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .array(let items):
            var container = encoder.unkeyedContainer()
            for item in items { try container.encode(item) }
        case .map(let pairs):
            var container = encoder.container(keyedBy: Name.self)
            for (key, value) in pairs { try container.encode(value, forKey: Name(stringValue: key)) }
        case .link(let cid): try [Self.reserved: cid.description].encode(to: encoder)
        case .bytes(let bytes):
            var text = Data(bytes).base64EncodedString()
            while text.hasSuffix("=") { text.removeLast() }
            try [Self.reserved: ["bytes": text]].encode(to: encoder)
        default: try encodeScalar(to: encoder)
        }
    }

    private func encodeScalar(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .boolean(let value): try container.encode(value)
        case .unsigned(let number): try container.encode(number)
        // Down to -2^64, which is below every integer type: JSON has no limit.
        case .negative(let number):
            if let value = Int64(exactly: number) {
                try container.encode(-1 - value)
            } else {
                try container.encode(-1 - Double(number))
            }
        case .float(let value): try container.encode(value)
        case .text(let text): try container.encode(text)
        default: try container.encodeNil()
        }
    }
}
