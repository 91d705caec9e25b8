/// Ethereum's 20 bytes. Of a contract or an Ethereum account they are the name in an f410 address; of any other
/// actor they are `ff`, eleven zeros and the actor's number, big endian.
extension Address {
    private static let ethereumCount = 20
    private static let numberPrefix = [0xff] + [UInt8](repeating: 0, count: 11)

    /// From Ethereum's bytes: an f0 address if they hold an actor's number, else an f410 address.
    public init(ethereum bytes: [UInt8]) throws(PrimitiveError) {
        guard bytes.count == Self.ethereumCount else {
            throw PrimitiveError("Ethereum address", "needs 20 bytes, but \(bytes.count) were given")
        }
        if bytes.starts(with: Self.numberPrefix) {
            let id = bytes.dropFirst(Self.numberPrefix.count).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            guard AddressRange.node.contains(id) else { throw Self.tooLarge(id) }
            self.init(id: id)
        } else {
            try self.init(namespace: Self.ethereumManager, subaddress: bytes)
        }
    }

    /// From `0x` and 40 hex digits.
    public init(ethereum text: String) throws(PrimitiveError) {
        guard text.hasPrefix("0x") else {
            throw PrimitiveError("Ethereum address", "'\(text.prefix(80))' does not begin with 0x")
        }
        try self.init(
            ethereum: Hex.decode(text, count: Self.ethereumCount, subject: "Ethereum address"))
    }

    /// Ethereum's bytes; nil for f1, f2 and f3, whose number only the chain knows, and for an f410 address that no
    /// contract can have: of another length, or one that looks like a number.
    public var ethereumBytes: [UInt8]? {
        if let id {
            let shifts = stride(from: UInt64(56), through: 0, by: -8)
            return Self.numberPrefix + shifts.map { UInt8(truncatingIfNeeded: id >> $0) }
        }
        guard let (namespace, subaddress) = delegated, namespace == Self.ethereumManager,
            subaddress.count == Self.ethereumCount, !subaddress.starts(with: Self.numberPrefix)
        else { return nil }
        return subaddress
    }

    /// `0x` and 40 lower-case hex digits.
    public var ethereumText: String? { ethereumBytes.map { "0x" + Hex.encode($0) } }
}
