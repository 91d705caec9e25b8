public import Primitives

/// What the node answers while a message is applied: the chain before this epoch, and proofs.
public protocol Externs: AnyObject {
    /// 32 bytes drawn from the ticket chain at an epoch. Throws where there is none.
    func chainRandomness(_ epoch: Int64) throws -> [UInt8]
    /// 32 bytes from the beacon at an epoch.
    func beaconRandomness(_ epoch: Int64) throws -> [UInt8]
    /// Key CID of the tipset at or before an epoch.
    func tipsetCID(_ epoch: Int64) throws -> CID
    /// Whether two headers prove a fault of their miner. Throws where the headers make no sense.
    func consensusFault(_ header1: [UInt8], _ header2: [UInt8], _ extra: [UInt8]) throws -> ConsensusFault?
    /// Whether a window proof holds; throws for what cannot even be judged.
    func verifyPoSt(_ info: WindowPoStInfo) throws -> Bool
    /// Whether each proof of replication holds.
    func verifySeals(_ seals: [SealInfo]) throws -> [Bool]
    /// Whether an aggregate of proofs of replication holds.
    func verifyAggregateSeals(_ aggregate: AggregateSealInfo) throws -> Bool
    /// Whether an update proof holds.
    func verifyReplicaUpdate(_ update: ReplicaUpdateInfo) throws -> Bool
    /// CommD of pieces in a sector of a proof kind, as a CID; throws where the pieces make no sector.
    func unsealedSectorCID(_ proof: Int64, _ pieces: [SectorPiece]) throws -> CID
}

/// A proven consensus fault.
public struct ConsensusFault: Hashable, Sendable {
    /// The miner's ID.
    public let target: UInt64
    /// The epoch of the fault.
    public let epoch: Int64
    /// 1 double fork, 2 parent grinding, 3 time offset.
    public let kind: UInt32

    /// A fault.
    public init(target: UInt64, epoch: Int64, kind: UInt32) {
        self.target = target
        self.epoch = epoch
        self.kind = kind
    }
}
