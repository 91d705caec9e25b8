import ActorStates
import Blockstore
import ChainTypes
import IPLD
import Networks
import Primitives
import System
import VMInterpreter

/// How far an import or a replay is.
public struct ChainProgress: Sendable {
    /// Blocks, or epochs, done.
    public var done: UInt64
    /// In all; 0 while unknown.
    public var total: UInt64
}

/// What an import came to.
public struct ImportReport: Sendable, Encodable {
    /// Blocks read.
    public let blocks: Int
    /// Bytes of them.
    public let bytes: UInt64
    /// Height of the head.
    public let head: Int64
    /// Tipsets of the head's chain.
    public let tipsets: Int
    /// Lowest height that is there: 0 where the chain is whole.
    public let lowest: Int64
    /// The network's name.
    public let network: String
}

/// Takes CAR files into a store: a genesis file, a whole chain, or a snapshot; or blocks on top of a chain that is
/// there. An import that is cut off is begun again: what is there already is passed over.
public enum ChainImport {
    /// Blocks between two looks at whether to stop.
    private static let stride = 1024

    /// Reads a file into the chain of `directory`, and makes its roots the head where that is heavier than what is
    /// there. `isCancelled` is asked now and then; `progress` is told the bytes of blocks read. Of a file that is
    /// refused for its roots the last blocks are not kept, unless `keepsBlocks`.
    public static func run(
        _ path: String, into directory: String, cacheBytes: Int = 64 << 20, keepsBlocks: Bool = false,
        isCancelled: () -> Bool = { false }, progress: (ChainProgress) -> Void = { _ in }
    ) throws -> ImportReport {
        try Directory.create(directory)
        let store = try SQLiteBlockstore(ChainManager.path(in: directory), cacheBytes: cacheBytes)
        var file = try CARFile.open(path)
        let roots = file.roots
        var (blocks, bytes) = (0, UInt64(0))
        while let (cid, block) = try file.next() {
            try store.put(cid, block)
            blocks += 1
            bytes += UInt64(block.count)
            if blocks.isMultiple(of: stride) {
                if isCancelled() { throw CancellationError() }
                progress(ChainProgress(done: bytes, total: 0))
            }
        }
        if keepsBlocks { try store.commit() }
        let head = try tipset(roots, store)
        let found = try ChainLinker(store: store).link(head)
        try store.commit()
        return ImportReport(
            blocks: blocks, bytes: bytes, head: head.height, tipsets: found.tipsets, lowest: found.lowest,
            network: found.network)
    }

    private static func tipset(_ roots: [CID], _ store: SQLiteBlockstore) throws -> Tipset {
        do {
            return try Tipset(roots.map { try ChainManager.header($0, store) })
        } catch let error as TipsetError {
            throw ChainError.roots("\(error)")
        } catch let error as ChainError {
            throw ChainError.roots(error.sentence)
        }
    }
}

/// Makes a tipset the head: walks down to what the index knows, and writes the index up to it.
struct ChainLinker {
    let store: SQLiteBlockstore
    private var index: ChainIndex { ChainIndex(store: store) }

    /// Where the walk ended.
    struct Found {
        var tipsets = 0
        var lowest: Int64 = 0
        var network = ""
    }

    /// Seconds that an epoch may have.
    private static let blockDelays: ClosedRange<UInt64> = 1...3600
    /// No network will ever be so high: epochs of thirty seconds reach it in a million years.
    private static let maxHeight: Int64 = 1 << 40

    init(store: SQLiteBlockstore) { self.store = store }

    func link(_ head: Tipset) throws -> Found {
        var found = Found()
        var links: [(height: Int64, key: TipsetKey)] = []
        var tipset = head
        while true {
            if try index.tipset(at: tipset.height) == tipset.key {
                break
            }
            links.append((tipset.height, tipset.key))
            guard let parent = tipset.blocks[0].parents.first, tipset.height > 0, try store.has(parent)
            else { break }
            let below = try Tipset(tipset.blocks[0].parents.map { try ChainManager.header($0, store) })
            guard (0..<tipset.height).contains(below.height), tipset.height <= Self.maxHeight else {
                throw ChainError.malformed(
                    tipset.key.cids[0], what: "block header",
                    why: "its height is \(tipset.height), its parents' \(below.height)")
            }
            tipset = below
        }
        found.lowest = try links.last?.height == tipset.height ? tipset.height : lowestKnown()
        try recordGenesis(tipset, head)
        found.network = String(decoding: try index.named(ChainNotes.network) ?? [], as: UTF8.self)
        let current = try index.named(ChainNotes.head).map { try TipsetKey(bytes: $0) }
        if let current, current != head.key, try !isHeavier(head, than: current) { return found }
        // The old head's chain ends where this one leaves it.
        try index.removeTipsets(above: tipset.height)
        for (height, key) in links { try index.setTipset(at: height, key) }
        try index.setNamed(ChainNotes.head, head.key.bytes)
        found.tipsets = links.count
        return found
    }

    /// Height of the lowest tipset of the index.
    private func lowestKnown() throws -> Int64 {
        guard let cid = try index.nearest(0, before: false)?.cids.first else { return 0 }
        return try ChainManager.header(cid, store).height
    }

    /// By the weight that blocks name: the verifier has to see to it that it is true.
    private func isHeavier(_ head: Tipset, than key: TipsetKey) throws -> Bool {
        let current = try Tipset(key.cids.map { try ChainManager.header($0, store) })
        let (new, old) = (head.blocks[0].parentWeight, current.blocks[0].parentWeight)
        return new > old || new == old && head.height >= current.height
    }

    /// Notes the first block and the network that its state names; refuses another chain's.
    private func recordGenesis(_ lowest: Tipset, _ head: Tipset) throws {
        let known = try index.named(ChainNotes.genesis)
        guard lowest.height == 0 else {
            // It ends on the chain that is here, or nobody knows what it belongs to.
            guard known != nil, try index.tipset(at: lowest.height) == lowest.key else {
                throw ChainError.noGenesis(lowest.height)
            }
            return
        }
        let genesis = lowest.key.cids[0]
        if let known {
            guard try CID(bytes: known) == genesis else {
                throw ChainError.otherGenesis(genesis, store: try CID(bytes: known))
            }
        } else {
            try index.setNamed(ChainNotes.genesis, genesis.bytes)
        }
        try recordNetwork(lowest.blocks[0], head)
    }

    private func recordNetwork(_ genesis: BlockHeader, _ head: Tipset) throws {
        // A snapshot has the states of its newest tipsets only; all name the network.
        let roots = [head.blocks[0].parentStateRoot, genesis.parentStateRoot]
        if try index.named(ChainNotes.network) == nil {
            if let known = Network.begun(by: genesis.cid) {
                try index.setNamed(ChainNotes.network, Array(known.name.utf8))
            } else if let root = try roots.first(where: { try store.has($0) }) {
                let tree = try StateTree(store, root: root)
                try index.setNamed(ChainNotes.network, Array(tree.networkName().utf8))
            }
        }
        let name = try index.named(ChainNotes.network).map { String(decoding: $0, as: UTF8.self) } ?? ""
        // Local networks choose their own block delay: every header tells it.
        guard head.height > 0, Network.named(name) == .local(name) else { return }
        let elapsed = head.blocks[0].timestamp &- genesis.timestamp
        let delay = elapsed / UInt64(head.height)
        if elapsed.isMultiple(of: UInt64(head.height)), Self.blockDelays.contains(delay) {
            try index.setNamed(ChainNotes.blockDelay, Array("\(delay)".utf8))
        }
        // Signatures of drand's quicknet have 48 bytes, entries of the mock 32.
        if head.blocks[0].beaconEntries.last?.data.count == 48 {
            try index.setNamed(ChainNotes.beacon, Array("quicknet".utf8))
        }
    }
}
