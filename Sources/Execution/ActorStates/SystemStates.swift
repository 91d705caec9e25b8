public import IPLD
public import Primitives

/// State of the init actor (builtin-actors `actors/init/src/state.rs`).
public struct InitializerState: Sendable, CBORDecodable {
    /// HAMT of IDs by address.
    public let addressMap: CID
    /// The next ID.
    public let nextID: UInt64
    /// The network's name.
    public let networkName: String

    /// Reads it.
    public init(from reader: inout CBORReader) throws(CBORError) {
        try reader.tuple(3)
        addressMap = try reader.link()
        nextID = try reader.unsigned()
        networkName = try reader.text()
    }
}

/// State of the system actor: where the list of actors' programs is.
public struct SystemState: Hashable, Sendable, CBORDecodable {
    /// The list.
    public let builtinActors: CID

    /// Reads it.
    public init(from reader: inout CBORReader) throws(CBORError) {
        try reader.tuple(1)
        builtinActors = try reader.link()
    }
}

/// State of the cron actor: what it calls each epoch.
public struct CronState: Hashable, Sendable, CBORDecodable {
    /// A call.
    public struct Entry: Hashable, Sendable {
        /// Whose method.
        public let receiver: Address
        /// Which method.
        public let method: UInt64
    }

    /// In order.
    public let entries: [Entry]

    /// Reads it.
    public init(from reader: inout CBORReader) throws(CBORError) {
        try reader.tuple(1)
        entries = try reader.list { reader throws(CBORError) in
            try reader.tuple(2)
            return Entry(receiver: try Address(from: &reader), method: try reader.unsigned())
        }
    }
}
