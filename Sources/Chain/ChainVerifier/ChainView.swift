public import ChainTypes
public import IPLD
public import Networks
public import Primitives

/// State and receipts after a tipset.
public struct TipsetState: Hashable, Sendable {
    /// Root of the state tree.
    public let root: CID
    /// Root of the AMT of receipts.
    public let receipts: CID

    /// Both.
    public init(root: CID, receipts: CID) {
        self.root = root
        self.receipts = receipts
    }
}

/// A block's messages, in order.
public struct BlockMessages: Sendable {
    /// Those whose signatures are in the aggregate.
    public let bls: [Message]
    /// Those with signatures of their own: secp256k1 and delegated.
    public let secp: [SignedMessage]

    /// Messages.
    public init(bls: [Message], secp: [SignedMessage]) {
        self.bls = bls
        self.secp = secp
    }
}

/// What the verifier asks of the chain that a block stands on. Everything may be asked from several threads at once.
public protocol ChainView: Sendable {
    /// The network.
    var network: Network { get }
    /// The first block.
    var genesis: BlockHeader { get }

    /// A store of states and messages for use on one thread.
    func blockstore() throws -> any Blockstore
    /// The blocks of a key, as a tipset.
    func tipset(_ key: TipsetKey) throws -> Tipset
    /// The tipset at a height on the chain below and with `base`; where the height is null, the one before it
    /// (`before`) or after it.
    func tipset(at height: Int64, on base: Tipset, before: Bool) throws -> Tipset
    /// The messages that a header names.
    func messages(_ header: BlockHeader) throws -> BlockMessages
    /// What executing a tipset comes to: from the store, or executed now.
    func state(after tipset: Tipset) throws -> TipsetState
    /// Weight of the chain up to and with a tipset.
    func weight(_ tipset: Tipset) throws -> BigInt
    /// Base fee of blocks on a tipset.
    func baseFee(after tipset: Tipset) throws -> TokenAmount
}
