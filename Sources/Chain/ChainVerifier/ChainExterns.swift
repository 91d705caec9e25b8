public import ChainTypes
internal import IPLD
public import Primitives
internal import ProofEngine
internal import System
public import VMInterpreter

/// A node's answers to the virtual machine: the chain under the tipset that is executed, and real verification.
public final class ChainExterns: Externs {
    private let chain: any ChainView
    private let base: Tipset
    private let proofs: ProofVerifier
    private let faults: ConsensusFaults
    private let fail: (any Error) -> Void

    /// For the messages of `base`, applied at `epoch` on the state `stateRoot`. `fail` is told of what is this node's
    /// own fault (a key or a block is missing, the store cannot be read): no result may be made of that.
    public init(
        _ chain: any ChainView, base: Tipset, epoch: Int64, stateRoot: CID, proofs: ProofVerifier,
        fail: @escaping (any Error) -> Void
    ) {
        self.fail = fail
        self.chain = chain
        self.base = base
        self.proofs = proofs
        faults = ConsensusFaults(chain, base: base, epoch: epoch, stateRoot: stateRoot)
    }

    /// Of the ticket chain.
    public func chainRandomness(_ epoch: Int64) throws -> [UInt8] {
        try own { try chain.ticketRandomness(epoch, on: base) }
    }

    /// Of the beacon.
    public func beaconRandomness(_ epoch: Int64) throws -> [UInt8] {
        try own { try chain.beaconRandomness(epoch, on: base) }
    }

    /// Key CID of the tipset at or before an epoch.
    public func tipsetCID(_ epoch: Int64) throws -> CID {
        try own { try chain.tipset(at: epoch, on: base, before: true).key.cid }
    }

    /// Whether two headers prove a fault.
    public func consensusFault(
        _ header1: [UInt8], _ header2: [UInt8], _ extra: [UInt8]
    ) throws -> ConsensusFault? {
        try own { try faults.fault(header1, header2, extra) }
    }

    /// Whether a window proof holds.
    public func verifyPoSt(_ info: WindowPoStInfo) throws -> Bool { try own { try proofs.holds(info) } }

    /// Whether each seal holds; one that cannot be judged does not.
    public func verifySeals(_ seals: [SealInfo]) -> [Bool] {
        seals.map { seal in (try? own { try proofs.holds(seal) }) ?? false }
    }

    /// Whether an aggregate holds.
    public func verifyAggregateSeals(_ aggregate: AggregateSealInfo) throws -> Bool {
        try own { try proofs.holds(aggregate) }
    }

    /// Whether an update holds.
    public func verifyReplicaUpdate(_ update: ReplicaUpdateInfo) throws -> Bool {
        try own { try proofs.holds(update) }
    }

    /// CommD of pieces.
    public func unsealedSectorCID(_ proof: Int64, _ pieces: [SectorPiece]) throws -> CID {
        try SectorCommitment.cid(proof, pieces)
    }

    /// Runs `body`; tells of what went wrong that the actor could not help.
    private func own<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch {
            // Errors with a remedy are for whoever runs the node, but for those about values that actors give.
            let isActors = error is EngineError || error is PrimitiveError
            if error is any ExplainedError, !isActors { fail(error) }
            if case IPLDError.absent = error { fail(error) }
            throw error
        }
    }
}
