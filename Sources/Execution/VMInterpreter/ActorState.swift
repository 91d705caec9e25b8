public import IPLD
public import Primitives

/// An actor in the state tree: `[code, state, nonce, balance, delegated address]`.
public struct ActorState: Hashable, Sendable {
    /// Its program.
    public var code: CID
    /// Root of its data.
    public var head: CID
    /// Messages sent (accounts).
    public var nonce: UInt64
    /// What it owns.
    public var balance: TokenAmount
    /// Its f4 address, where it has one.
    public var delegatedAddress: Address?

    /// Head of an actor without data: the empty array.
    public static let emptyHead = CID(of: [0x80])

    /// An actor.
    public init(
        code: CID, head: CID = ActorState.emptyHead, nonce: UInt64 = 0, balance: TokenAmount = .zero,
        delegatedAddress: Address? = nil
    ) {
        self.code = code
        self.head = head
        self.nonce = nonce
        self.balance = balance
        self.delegatedAddress = delegatedAddress
    }
}

extension ActorState: CBORCodable {
    /// Reads one.
    public init(from reader: inout CBORReader) throws(CBORError) {
        try reader.tuple(5)
        code = try reader.link()
        head = try reader.link()
        nonce = try reader.unsigned()
        balance = try TokenAmount(from: &reader)
        delegatedAddress = try reader.null() ? nil : try Address(from: &reader, range: .machine)
    }

    /// Writes it.
    public func encode(to writer: inout CBORWriter) {
        writer.array(5)
        writer.link(code)
        writer.link(head)
        writer.unsigned(nonce)
        balance.encode(to: &writer)
        if let delegatedAddress { delegatedAddress.encode(to: &writer) } else { writer.null() }
    }
}
