/// # ActorStates
///
/// The states of the built-in actors (v18) as data: what the node reads of them to check blocks, to know the supply and
/// to answer queries. One file an actor, field for field as the actor writes it. It decodes and looks up; it never
/// changes a state and runs no actor.
public import IPLD
public import Primitives

/// Numbers of the actors that there is one of.
public enum Singleton {
    /// Names the bundle.
    public static let system: UInt64 = 0
    /// Gives IDs.
    public static let initializer: UInt64 = 1
    /// Pays block rewards.
    public static let reward: UInt64 = 2
    /// Runs what is due each epoch.
    public static let cron: UInt64 = 3
    /// Power of miners.
    public static let power: UInt64 = 4
    /// Deals.
    public static let market: UInt64 = 5
    /// DataCap allocations.
    public static let verifiedRegistry: UInt64 = 6
    /// DataCap tokens.
    public static let dataCap: UInt64 = 7
    /// Ethereum's address manager.
    public static let ethereumManager: UInt64 = 10
    /// The reserve.
    public static let reserve: UInt64 = 90
    /// Where burnt funds go.
    public static let burntFunds: UInt64 = 99
}

/// An alpha-beta filter's estimate: position and velocity, in Q.128.
public struct FilterEstimate: Hashable, Sendable, CBORCodable {
    /// Position.
    public let position: BigInt
    /// Change an epoch.
    public let velocity: BigInt

    /// Reads one.
    public init(from reader: inout CBORReader) throws(CBORError) {
        try reader.tuple(2)
        position = try reader.bigInt()
        velocity = try reader.bigInt()
    }

    /// Writes it.
    public func encode(to writer: inout CBORWriter) {
        writer.array(2)
        writer.bigInt(position)
        writer.bigInt(velocity)
    }
}

extension CBORReader {
    /// A whole number as actors write it: a sign byte and the magnitude, as token amounts are.
    mutating func bigInt() throws(CBORError) -> BigInt { try TokenAmount(from: &self).atto }

    /// An array of items of one kind.
    mutating func list<Item>(
        _ item: (inout CBORReader) throws(CBORError) -> Item
    ) throws(CBORError) -> [Item] {
        var items: [Item] = []
        for _ in 0..<(try array()) { items.append(try item(&self)) }
        return items
    }

    /// A link, or nothing.
    mutating func optionalLink() throws(CBORError) -> CID? { try null() ? nil : link() }
}

extension CBORWriter {
    /// A whole number as actors write it.
    mutating func bigInt(_ number: BigInt) { TokenAmount(atto: number).encode(to: &self) }
}
