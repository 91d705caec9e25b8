public import Primitives

/// No chain and no proofs: for machines whose messages ask for neither.
public final class NoChain: Externs {
    private struct NotHere: Error {}

    /// Knows nothing.
    public init() {}

    /// Throws.
    public func chainRandomness(_ epoch: Int64) throws -> [UInt8] { throw NotHere() }
    /// Throws.
    public func beaconRandomness(_ epoch: Int64) throws -> [UInt8] { throw NotHere() }
    /// Throws.
    public func tipsetCID(_ epoch: Int64) throws -> CID { throw NotHere() }
    /// Throws.
    public func consensusFault(
        _ header1: [UInt8], _ header2: [UInt8], _ extra: [UInt8]
    ) throws -> ConsensusFault? { throw NotHere() }
    /// Throws.
    public func verifyPoSt(_ info: WindowPoStInfo) throws -> Bool { throw NotHere() }
    /// Throws.
    public func verifySeals(_ seals: [SealInfo]) throws -> [Bool] { throw NotHere() }
    /// Throws.
    public func verifyAggregateSeals(_ aggregate: AggregateSealInfo) throws -> Bool { throw NotHere() }
    /// Throws.
    public func verifyReplicaUpdate(_ update: ReplicaUpdateInfo) throws -> Bool { throw NotHere() }
    /// Throws.
    public func unsealedSectorCID(_ proof: Int64, _ pieces: [SectorPiece]) throws -> CID { throw NotHere() }
}
