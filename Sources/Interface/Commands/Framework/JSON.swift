import FoundationEssentials
import Primitives

/// Results as JSON: keys sorted, so that two runs can be compared by `diff`.
enum JSON {
    /// On several lines; addresses with a network's letter.
    static func text(_ value: some Encodable, _ network: AddressNetwork = .mainnet) throws -> String {
        let encoder = JSONEncoder()
        if let key = CodingUserInfoKey.addressNetwork { encoder.userInfo[key] = network }
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// On one line.
    static func line(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
