/// # ChainManager
///
/// The node's chain: its store and index, the heaviest tipset, what executing a tipset comes to. Start with
/// `ChainManager`, then `TipsetExecution`. It trusts what was imported as far as its hashes go; whether blocks are
/// valid is the verifier's question, whose view of the chain (`ChainView`) it is.
import ActorStates
import Blockstore
public import ChainTypes
public import ChainVerifier
public import IPLD
public import Networks
public import Primitives
import System
import VMInterpreter

/// A chain in a directory. May be used from several threads at once.
public final class ChainManager: ChainView {
    /// The network.
    public let network: Network
    /// The first block.
    public let genesis: BlockHeader
    /// What runs messages; nil where only what is stored is asked for.
    public let execution: ExecutionServices?
    let store: SQLiteBlockstore
    let index: ChainIndex
    /// Actors' programs that are known to be in the store.
    let programs = Locked<Set<CID>>([])
    private let tipsets = Locked(TipsetCache())

    /// The store's file in a directory.
    static func path(in directory: String) -> String { "\(directory)/chain.sqlite" }

    /// Opens the chain of a directory. `cacheBytes`: memory for blocks.
    public convenience init(
        _ directory: String, execution: ExecutionServices? = nil, cacheBytes: Int = 256 << 20
    ) throws {
        let path = Self.path(in: directory)
        guard File.exists(path) else { throw ChainError.empty(path: directory) }
        try self.init(SQLiteBlockstore(path, cacheBytes: cacheBytes), execution)
    }

    init(_ store: SQLiteBlockstore, _ execution: ExecutionServices?) throws {
        self.store = store
        index = ChainIndex(store: store)
        self.execution = execution
        guard let bytes = try index.named(ChainNotes.genesis) else {
            throw ChainError.empty(path: store.path)
        }
        genesis = try Self.header(CID(bytes: bytes), store)
        let name = try index.named(ChainNotes.network).map { String(decoding: $0, as: UTF8.self) } ?? ""
        var network = Network.named(name)
        let delay = try index.named(ChainNotes.blockDelay).map { String(decoding: $0, as: UTF8.self) }
        if let delay = delay.flatMap({ UInt64($0) }) { network.blockDelay = delay }
        if try index.named(ChainNotes.beacon) != nil { network.beacon = .quicknet }
        self.network = network
    }

    /// The newest tipset of the heaviest chain.
    public func head() throws -> Tipset {
        guard let bytes = try index.named(ChainNotes.head) else { throw ChainError.empty(path: store.path) }
        return try tipset(TipsetKey(bytes: bytes))
    }

    /// Everything so far is on disk afterwards.
    public func commit() throws { try store.commit() }

    // MARK: ChainView

    /// The store of blocks.
    public func blockstore() -> any Blockstore { store }

    /// The blocks of a key.
    public func tipset(_ key: TipsetKey) throws -> Tipset {
        if let known = tipsets.withLock({ $0[key] }) { return known }
        let tipset = try Tipset(key.cids.map { try Self.header($0, store) })
        tipsets.withLock { $0[key] = tipset }
        return tipset
    }

    static func header(_ cid: CID, _ store: any Blockstore) throws -> BlockHeader {
        guard let block = try store.get(cid) else { throw ChainError.absent(cid, what: "block header") }
        let header: BlockHeader
        do {
            header = try BlockHeader(cbor: block)
        } catch {
            throw ChainError.malformed(cid, what: "block header", why: "\(error)")
        }
        guard header.cid == cid else {
            throw ChainError.malformed(cid, what: "block header", why: "it is not in its shortest form")
        }
        return header
    }

    /// The tipset at a height under `base`.
    public func tipset(at height: Int64, on base: Tipset, before: Bool) throws -> Tipset {
        guard height < base.height else {
            guard height == base.height else { throw ChainError.noTipset(height, head: base.height) }
            return base
        }
        var child = base
        while try index.tipset(at: child.height) != child.key {
            guard child.height > 0 else { throw ChainError.noTipset(height, head: base.height) }
            let parent = try tipset(TipsetKey(child.blocks[0].parents))
            if parent.height <= height { return parent.height == height || before ? parent : child }
            child = parent
        }
        // From here on the chain is the head's.
        guard let key = try index.nearest(height, before: before) else {
            throw ChainError.noGenesis(child.height)
        }
        return try tipset(key)
    }

    /// The messages that a header names.
    public func messages(_ header: BlockHeader) throws -> BlockMessages {
        let roots = try MessageRoots(cbor: block(header.messages, "message list"))
        let bls = try links(roots.bls).map { cid in
            try Message(cbor: block(cid, "message"), range: .node)
        }
        let secp = try links(roots.secp).map { cid in
            try SignedMessage(cbor: block(cid, "message"))
        }
        return BlockMessages(bls: bls, secp: secp)
    }

    private func links(_ root: CID) throws -> [CID] {
        try AMT(store, root: root, version: .v0).items().map { try CID(cbor: $0.value) }
    }

    private func block(_ cid: CID, _ what: String) throws -> [UInt8] {
        guard let block = try store.get(cid) else { throw ChainError.absent(cid, what: what) }
        return block
    }

    /// What executing a tipset comes to: from the index, or executed now, which needs a thread with a deep stack.
    public func state(after tipset: Tipset) throws -> TipsetState {
        if let known = try index.state(after: tipset.key) { return known }
        let state = try execute(tipset)
        try index.setState(after: tipset.key, state)
        return state
    }

    /// Notes what executing a tipset came to.
    public func record(_ state: TipsetState, after tipset: Tipset) throws {
        try index.setState(after: tipset.key, state)
    }

    /// Weight of the chain up to and with a tipset.
    public func weight(_ tipset: Tipset) throws -> BigInt { try Weight.of(tipset, store) }

    /// Base fee of blocks on a tipset.
    public func baseFee(after tipset: Tipset) throws -> TokenAmount {
        BaseFee.next(
            after: tipset.blocks[0].parentBaseFee, messages: try tipset.blocks.map { try messages($0) })
    }
}

/// Names of single notes.
enum ChainNotes {
    static let genesis = "genesis"
    static let network = "network"
    static let blockDelay = "block-delay"
    static let beacon = "beacon"
    static let head = "head"
}

/// The tipsets used last.
private struct TipsetCache {
    private var young: [TipsetKey: Tipset] = [:]
    private var old: [TipsetKey: Tipset] = [:]
    private static let limit = 2048

    subscript(key: TipsetKey) -> Tipset? {
        mutating get {
            if let tipset = young[key] { return tipset }
            guard let tipset = old[key] else { return nil }
            self[key] = tipset
            return tipset
        }
        set {
            if young.count >= Self.limit { (old, young) = (young, [:]) }
            young[key] = newValue
        }
    }
}
