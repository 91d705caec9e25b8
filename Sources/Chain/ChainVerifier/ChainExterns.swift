public import ChainTypes
public import Primitives
public import VMInterpreter

/// A node's answers to the virtual machine: the chain under the tipset that is executed, and real verification.
public final class ChainExterns: Externs {
    private let chain: any ChainView
    private let base: Tipset
    private let proofs: ProofVerifier
    private let faults: ConsensusFaults

    /// For the messages of `base`, applied at `epoch` on the state `stateRoot`.
    public init(
        _ chain: any ChainView, base: Tipset, epoch: Int64, stateRoot: CID, proofs: ProofVerifier
    ) {
        self.chain = chain
        self.base = base
        self.proofs = proofs
        faults = ConsensusFaults(chain, base: base, epoch: epoch, stateRoot: stateRoot)
    }

    /// Of the ticket chain.
    public func chainRandomness(_ epoch: Int64) throws -> [UInt8] {
        try chain.ticketRandomness(epoch, on: base)
    }

    /// Of the beacon.
    public func beaconRandomness(_ epoch: Int64) throws -> [UInt8] {
        try chain.beaconRandomness(epoch, on: base)
    }

    /// Key CID of the tipset at or before an epoch.
    public func tipsetCID(_ epoch: Int64) throws -> CID {
        try chain.tipset(at: epoch, on: base, before: true).key.cid
    }

    /// Whether two headers prove a fault.
    public func consensusFault(
        _ header1: [UInt8], _ header2: [UInt8], _ extra: [UInt8]
    ) throws -> ConsensusFault? {
        try faults.fault(header1, header2, extra)
    }

    /// Whether a window proof holds.
    public func verifyPoSt(_ info: WindowPoStInfo) throws -> Bool { try proofs.holds(info) }

    /// Whether each seal holds; one that cannot be judged does not.
    public func verifySeals(_ seals: [SealInfo]) -> [Bool] {
        seals.map { (try? proofs.holds($0)) ?? false }
    }

    /// Whether an aggregate holds.
    public func verifyAggregateSeals(_ aggregate: AggregateSealInfo) throws -> Bool {
        try proofs.holds(aggregate)
    }

    /// Whether an update holds.
    public func verifyReplicaUpdate(_ update: ReplicaUpdateInfo) throws -> Bool { try proofs.holds(update) }

    /// CommD of pieces.
    public func unsealedSectorCID(_ proof: Int64, _ pieces: [SectorPiece]) throws -> CID {
        try SectorCommitment.cid(proof, pieces)
    }
}
