/// The two letters that addresses begin with. It is a matter of display: the bytes are the same.
public enum AddressNetwork: String, Sendable, CaseIterable, Codable {
    /// `f`: the main network.
    case mainnet
    /// `t`: every other.
    case testnet

    /// `f` or `t`.
    public var letter: Character { self == .mainnet ? "f" : "t" }
}

extension Address: CustomStringConvertible, Codable {
    private static let checksumCount = 4

    /// From text such as `f1abjxfbp274xpdqcpuaykwkfb43omjotacm2p3za`: lower case, the checksum right, nothing
    /// around it. `network` refuses the other network's letter; nil takes both.
    public init(
        _ text: String, network: AddressNetwork? = nil, range: AddressRange = .node
    ) throws(PrimitiveError) {
        let letters = network.map { [$0] } ?? AddressNetwork.allCases
        guard let first = text.first, letters.contains(where: { $0.letter == first }) else {
            let names = letters.map { "'\($0.letter)'" }.joined(separator: " or ")
            throw Self.refusal(text, "does not begin with \(names)")
        }
        let digit = text.utf8.dropFirst().first ?? 0
        guard let kind = AddressProtocol(rawValue: digit &- UInt8(ascii: "0")) else {
            throw Self.refusal(text, "has no protocol digit 0 to 4 behind its first letter")
        }
        let rest = text.dropFirst(2)
        switch kind {
        case .id: self.init(id: try Self.number(rest, text, range))
        case .secp256k1, .actor, .bls:
            try self.init(bytes: Self.checked([kind.rawValue], rest, text), range: range)
        case .delegated:
            guard let separator = rest.firstIndex(of: "f") else {
                throw Self.refusal(text, "has no 'f' between its manager's number and its name")
            }
            let namespace = try Self.number(rest[..<separator], text, range)
            let head = [kind.rawValue] + Varint.encode(namespace)
            let bytes = try Self.checked(head, rest[rest.index(after: separator)...], text)
            try self.init(bytes: bytes, range: range)
        }
    }

    /// A decimal number. The virtual machine's parser takes a plus sign too.
    private static func number(
        _ digits: Substring, _ text: String, _ range: AddressRange
    ) throws(PrimitiveError) -> UInt64 {
        let plain = range == .machine && digits.hasPrefix("+") ? digits.dropFirst() : digits
        guard !plain.isEmpty, digits.utf8.count <= 20,
            plain.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let number = UInt64(plain)
        else { throw refusal(text, "has no number of at most 64 bits where one must be") }
        guard range.contains(number) else { throw tooLarge(number) }
        return number
    }

    /// `head` and the payload behind which its checksum is.
    private static func checked(
        _ head: [UInt8], _ digits: Substring, _ text: String
    ) throws(PrimitiveError) -> [UInt8] {
        let decoded: [UInt8]
        do {
            decoded = try Base32.decode(digits)
        } catch {
            throw refusal(text, "is cut, or has a character that cannot be there")
        }
        guard decoded.count >= checksumCount else { throw refusal(text, "is too short for its checksum") }
        let bytes = head + decoded.dropLast(checksumCount)
        guard Blake2b.hash(bytes, count: checksumCount).elementsEqual(decoded.suffix(checksumCount)) else {
            throw refusal(text, "has a wrong checksum: a character is mistyped or missing")
        }
        return bytes
    }

    private static func refusal(_ text: String, _ why: String) -> PrimitiveError {
        PrimitiveError("address", "'\(text.prefix(120))' \(why)")
    }

    /// As a network writes it.
    public func text(_ network: AddressNetwork) -> String {
        let head = "\(network.letter)\(bytes[0])"
        if let id { return head + String(id) }
        let checksum = Blake2b.hash(bytes, count: Self.checksumCount)
        if let (namespace, subaddress) = delegated {
            return head + "\(namespace)f" + Base32.encode(subaddress + checksum)
        }
        return head + Base32.encode(payload + checksum)
    }

    /// As the main network writes it.
    public var description: String { text(.mainnet) }

    /// Reads the text of either network.
    public init(from decoder: any Decoder) throws {
        try self.init(decoder.singleValueContainer().decode(String.self))
    }

    /// Writes the text of the network that the encoder is told, the main network's otherwise.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text(encoder.addressNetwork))
    }
}

extension CodingUserInfoKey {
    /// How an encoder writes addresses: an `AddressNetwork`.
    public static let addressNetwork: CodingUserInfoKey? = CodingUserInfoKey(rawValue: "addressNetwork")
}

extension Encoder {
    /// The network whose letters addresses are written with.
    public var addressNetwork: AddressNetwork {
        CodingUserInfoKey.addressNetwork.flatMap { userInfo[$0] as? AddressNetwork } ?? .mainnet
    }
}
