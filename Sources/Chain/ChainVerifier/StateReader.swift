internal import ActorStates
internal import ChainTypes
internal import IPLD
internal import Primitives
internal import VMInterpreter

/// A state of the chain, as checks read it; for one thread.
struct StateReader {
    let store: any Blockstore
    let tree: StateTree

    /// The state under `root`.
    init(_ store: any Blockstore, root: CID) throws {
        self.store = store
        tree = try StateTree(store, root: root)
    }

    /// The power actor's state.
    func power() throws -> PowerState { try read(Singleton.power) }

    /// A miner's state. Throws where there is no miner of that number.
    func miner(_ id: UInt64) throws -> MinerState { try read(id) }

    /// An actor's state.
    private func read<State: CBORDecodable>(_ id: UInt64) throws -> State {
        guard let actor = try tree.actor(id) else { throw StateFailure.noActor(id) }
        return try State(cbor: store.require(actor.head))
    }

    /// The address whose key signs for an account: f1, f3 and f4 as they are, others by the state
    /// (`ResolveToDeterministicAddr` of Lotus).
    func keyAddress(_ address: Address) throws -> Address {
        switch address.kind {
        case .secp256k1, .bls, .delegated: return address
        case .id, .actor: break
        }
        guard let id = try tree.resolve(address), let actor = try tree.actor(id) else {
            throw StateFailure.unknown(address)
        }
        if let delegated = actor.delegatedAddress { return delegated }
        return try AccountState(cbor: store.require(actor.head)).address
    }

    /// The key address of a miner's worker.
    func workerKey(_ miner: UInt64) throws -> Address {
        try keyAddress(self.miner(miner).info(store).worker)
    }
}

/// What a state lacks.
enum StateFailure: Error, Hashable, CustomStringConvertible {
    case noActor(UInt64)
    case unknown(Address)
    case lookback(Int64, base: Int64)

    var description: String {
        switch self {
        case .noActor(let id): "there is no actor f0\(id)"
        case .unknown(let address): "the state does not know \(address)"
        case .lookback(let height, let base):
            "the look-back epoch \(height) is not below the parents' epoch \(base)"
        }
    }
}
