import ActorStates
import ChainTypes
import IPLD
import Networks
import Primitives
import VMInterpreter

/// How heavy a chain is (specification, "Chain Weighting").
enum Weight {
    /// The network has no power left: it has no weight either.
    struct NoPower: Error, CustomStringConvertible {
        let description = "all power of the network is gone"
    }

    /// Of the chain up to and with a tipset: log2 of the network's power for each epoch with blocks, and as much
    /// again, in halves, for each expected win.
    static func of(_ tipset: Tipset, _ store: any Blockstore) throws -> BigInt {
        let tree = try StateTree(store, root: tipset.blocks[0].parentStateRoot)
        let power: PowerState = try tree.state(Singleton.power, store)
        guard power.totalQualityAdjustedPower > 0 else { throw NoPower() }
        let log2 = BigInt(power.totalQualityAdjustedPower.bitWidth - 1) << 8
        let wins = tipset.blocks.reduce(Int64(0)) { $0 &+ ($1.electionProof?.winCount ?? 0) }
        // Wins count as a ratio of 1/2 to the expected number.
        return tipset.blocks[0].parentWeight + log2
            + (log2 * BigInt(wins)).dividedDown(by: BigInt(Network.blocksPerEpoch * 2))
    }
}

extension StateTree {
    /// An actor that every network has.
    func required(_ id: UInt64) throws -> ActorState {
        guard let actor = try actor(id) else { throw IPLDError.badNode("there is no actor \(id)") }
        return actor
    }

    /// Its state, decoded.
    func state<State: CBORDecodable>(_ id: UInt64, _ store: any Blockstore) throws -> State {
        try State(cbor: store.require(required(id).head))
    }
}
