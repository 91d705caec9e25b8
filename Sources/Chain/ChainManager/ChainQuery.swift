public import ActorStates
import Blockstore
public import ChainTypes
public import IPLD
public import Networks
public import Primitives
public import System
public import VMInterpreter

/// Why a question about the chain has no answer.
public enum QueryError: ExplainedError, Hashable {
    /// What should name a tipset does not.
    case tipset(String, why: String)
    /// The state does not know an address.
    case noActor(Address, AddressNetwork)
    /// The actor is no miner.
    case noMiner(Address, AddressNetwork, is: String)
    /// The state knows no other address of an actor.
    case noRobustAddress(Address, AddressNetwork)
    /// A step of a path leads nowhere.
    case path(String, why: String)

    /// What is wrong.
    public var sentence: String {
        switch self {
        case .tipset(let text, let why): "'\(text)' names no tipset: \(why)"
        case .noActor(let address, let network): "the state has no actor \(address.text(network))"
        case .noMiner(let address, let network, let kind): "\(address.text(network)) is no miner but \(kind)"
        case .noRobustAddress(let address, let network): "\(address.text(network)) has an ID address alone"
        case .path(let step, let why): "the path cannot be followed at '\(step)': \(why)"
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .tipset: "write @head, @1234 for an epoch, or the CIDs of its blocks with commas between them"
        case .noActor: "see 'quarry state list-actors', or ask another state with --tipset"
        case .noMiner: "'quarry state get-actor' says what an actor is"
        case .noRobustAddress: "use the ID address"
        case .path: "see 'quarry chain get --help', and look at the object above with a shorter path"
        }
    }
}

extension ChainManager {
    /// The tipset that a text names: "@head", "@" and an epoch, or CIDs with commas between them. Where the epoch has
    /// no blocks, the last one before it.
    public func tipset(named text: String) throws -> Tipset {
        let head = try head()
        if text.hasPrefix("@") {
            if text == "@head" { return head }
            guard let height = Int64(text.dropFirst()), height >= 0 else {
                throw QueryError.tipset(text, why: "no epoch is behind the @")
            }
            return try tipset(at: height, on: head, before: true)
        }
        do {
            let cids = try text.split(separator: ",").map { part in
                try CID(part.trimmingPrefix { $0 == " " }.description)
            }
            return try tipset(TipsetKey(cids))
        } catch let error as PrimitiveError {
            throw QueryError.tipset(text, why: "\(error)")
        } catch let error as TipsetError {
            throw QueryError.tipset(text, why: "its blocks do not belong together (\(error))")
        }
    }

    /// Up to `count` tipsets of the head's chain from one height down, lowest first.
    public func tipsets(through height: Int64?, count: Int) throws -> [Tipset] {
        let head = try head()
        var found: [Tipset] = []
        var next: Tipset? = try tipset(at: min(height ?? .max, head.height), on: head, before: true)
        while let tipset = next, found.count < count {
            found.append(tipset)
            let parents = tipset.blocks[0].parents
            // Below a snapshot there may be nothing.
            let isThere = try tipset.height > 0 && parents.first.map { try store.has($0) } ?? false
            next = isThere ? try self.tipset(TipsetKey(parents)) : nil
        }
        return found.reversed()
    }

    /// The state that a tipset's blocks begin with: what questions about a tipset are answered from, as in Lotus.
    public func stateView(of tipset: Tipset) throws -> StateView { try StateView(self, tipset) }

    /// An object of the store.
    public func object(_ cid: CID) throws -> [UInt8] {
        guard let block = try store.get(cid) else { throw ChainError.absent(cid, what: "object") }
        return block
    }

    /// A message by its CID: with its signature where it has one of its own.
    public func message(_ cid: CID) throws -> SignedOrPlain {
        let block = try object(cid)
        if let signed = try? SignedMessage(cbor: block) { return .signed(signed) }
        do {
            return .plain(try Message(cbor: block))
        } catch {
            throw ChainError.malformed(cid, what: "message", why: "\(error)")
        }
    }

    /// A block header by its CID.
    public func header(_ cid: CID) throws -> BlockHeader { try Self.header(cid, store) }
}

/// A message as it is stored.
public enum SignedOrPlain: Sendable {
    /// Its signature is in its block's aggregate.
    case plain(Message)
    /// It has a signature of its own.
    case signed(SignedMessage)

    /// The message alone.
    public var message: Message {
        switch self {
        case .plain(let message): message
        case .signed(let signed): signed.message
        }
    }
}

/// A state of the chain, to be asked. For one thread.
public struct StateView {
    /// The network.
    public let network: Network
    /// The tipset whose blocks begin with it.
    public let tipset: Tipset
    /// Root of the state.
    public let root: CID
    /// All actors.
    public let tree: StateTree
    /// Programs by name.
    public let manifest: ActorManifest
    /// Where its blocks are.
    public let store: any Blockstore

    init(_ chain: ChainManager, _ tipset: Tipset) throws {
        network = chain.network
        self.tipset = tipset
        root = tipset.blocks[0].parentStateRoot
        store = chain.store
        guard try store.has(root) else {
            throw ChainError.absent(root, what: "state of epoch \(tipset.height):")
        }
        tree = try StateTree(store, root: root)
        manifest = try ActorManifest(tree)
    }

    /// The ID of an address.
    public func id(_ address: Address) throws -> UInt64 {
        guard let id = try tree.resolve(address) else {
            throw QueryError.noActor(address, network.addresses)
        }
        return id
    }

    /// An actor.
    public func actor(_ address: Address) throws -> ActorState {
        guard let actor = try tree.actor(id(address)) else {
            throw QueryError.noActor(address, network.addresses)
        }
        return actor
    }

    /// The name of an actor's program; "unknown" where the manifest does not have it.
    public func name(_ actor: ActorState) -> String { manifest.name(actor.code) ?? "unknown" }

    /// An actor's state as JSON.
    public func json(_ actor: ActorState) throws -> StateJSON {
        try StateJSON(program: name(actor), state: store.require(actor.head), network.addresses)
    }

    /// IDs of all actors, in the order of the trie.
    public func actors() throws -> [UInt64] {
        var ids: [UInt64] = []
        try tree.forEach { id, _ in ids.append(id) }
        return ids
    }

    /// The address that an actor keeps when the chain is rearranged: that of its key or its f4 address, else what the
    /// init actor knows it by.
    public func robustAddress(_ address: Address) throws -> Address {
        let id = try id(address)
        let actor = try tree.actor(id)
        if let delegated = actor?.delegatedAddress { return delegated }
        if let actor, name(actor) == "account" {
            return try AccountState(cbor: store.require(actor.head)).address
        }
        // An actor that is gone is still known to the init actor.
        let state: InitializerState = try tree.state(Singleton.initializer, store)
        var found: Address?
        try HAMT(store, root: state.addressMap).forEach { key, value in
            var reader = CBORReader(value)
            if found == nil, try reader.unsigned() == id {
                found = try Address(bytes: key, range: .machine)
            }
        }
        if let found { return found }
        throw actor == nil
            ? QueryError.noActor(address, network.addresses)
            : QueryError.noRobustAddress(address, network.addresses)
    }
}
