/// The ID address of a storage provider's miner actor: `t01000` on test networks, `f01000` on the main
/// network.
public struct MinerAddress: Hashable, Sendable, CustomStringConvertible {
    /// Number of the actor.
    public let id: UInt64

    /// Miner number `id`.
    public init(id: UInt64) { self.id = id }

    /// From `t01000`, `f01000` or `1000`.
    public init(_ text: String) throws(PrimitiveError) {
        var digits = text[...]
        if digits.hasPrefix("t0") || digits.hasPrefix("f0") { digits = digits.dropFirst(2) }
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }), let id = UInt64(digits),
            digits == "0" || !digits.hasPrefix("0")
        else {
            throw PrimitiveError("miner address", "'\(text)' is no ID address such as t01000")
        }
        self.id = id
    }

    /// The prover id that enters every replica id and proof: the address's payload (the number in LEB128),
    /// then zeros, 32 bytes in all.
    public var proverID: [UInt8] {
        let payload = Varint.encode(id)
        return payload + [UInt8](repeating: 0, count: 32 - payload.count)
    }

    /// `t01000`: the form Lotus uses in file names on every network.
    public var description: String { "t0\(id)" }
}

/// A sector's number among those of its miner.
public struct SectorName: Hashable, Sendable, CustomStringConvertible {
    /// Whose sector.
    public let miner: MinerAddress
    /// Which.
    public let number: UInt64

    /// Sector `number` of `miner`.
    public init(miner: MinerAddress, number: UInt64) {
        self.miner = miner
        self.number = number
    }

    /// From `s-t01000-1`.
    public init(_ text: String) throws(PrimitiveError) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "s", parts[1].hasPrefix("t0"),
            let number = UInt64(parts[2]), String(number) == parts[2]
        else { throw PrimitiveError("sector name", "'\(text)' is not of the form s-t01000-1") }
        miner = try MinerAddress(String(parts[1]))
        self.number = number
    }

    /// `s-t01000-1`: the sector's file and folder name in Lotus's layout.
    public var description: String { "s-\(miner)-\(number)" }
}
