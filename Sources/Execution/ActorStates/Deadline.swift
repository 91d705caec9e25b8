public import IPLD
public import Primitives

/// Links to the deadlines of a proving period.
public struct Deadlines: Sendable, CBORDecodable {
    /// One a deadline.
    public let due: [CID]

    /// Reads them.
    public init(from reader: inout CBORReader) throws(CBORError) {
        try reader.tuple(1)
        due = try reader.list { reader throws(CBORError) in try reader.link() }
    }
}

/// Power: raw, and adjusted by quality, in bytes.
public struct PowerPair: Hashable, Sendable, CBORDecodable {
    /// Raw.
    public let raw: BigInt
    /// Quality-adjusted.
    public let qualityAdjusted: BigInt

    /// Reads it.
    public init(from reader: inout CBORReader) throws(CBORError) {
        try reader.tuple(2)
        raw = try reader.bigInt()
        qualityAdjusted = try reader.bigInt()
    }
}

/// The sectors that are proven in one window (builtin-actors `actors/miner/src/deadline_state.rs`).
public struct Deadline: Sendable {
    /// AMT (3 bits) of partitions.
    public let partitions: CID
    /// AMT (5 bits) by epoch of partitions with sectors that may expire.
    public let expirationsEpochs: CID
    /// Partitions that are proven in this window.
    public let partitionsPoSted: BitField
    /// Partitions with sectors that ended early.
    public let earlyTerminations: BitField
    /// Sectors that are not terminated.
    public let liveSectors: UInt64
    /// Sectors in all.
    public let totalSectors: UInt64
    /// Power of faulty sectors.
    public let faultyPower: PowerPair
    /// AMT (2 bits) of proofs that were taken without a check.
    public let optimisticPoStSubmissions: CID
    /// Sectors as the last window closed.
    public let sectorsSnapshot: CID
    /// Partitions as the last window closed.
    public let partitionsSnapshot: CID
    /// Proofs of the last window.
    public let optimisticPoStSubmissionsSnapshot: CID
    /// Power of sectors that are not terminated.
    public let livePower: PowerPair
    /// Fee a day.
    public let dailyFee: TokenAmount

    private static let partitionsWidth = 3

    /// The partitions, in order.
    public func partitions(_ store: any Blockstore) throws -> [Partition] {
        try AMT(store, root: partitions, bitWidth: Self.partitionsWidth).items()
            .map { try Partition(cbor: $0.value) }
    }
}

extension Deadline: CBORDecodable {
    /// Reads it.
    public init(from reader: inout CBORReader) throws(CBORError) {
        try reader.tuple(13)
        partitions = try reader.link()
        expirationsEpochs = try reader.link()
        partitionsPoSted = try BitField(from: &reader)
        earlyTerminations = try BitField(from: &reader)
        liveSectors = try reader.unsigned()
        totalSectors = try reader.unsigned()
        faultyPower = try PowerPair(from: &reader)
        optimisticPoStSubmissions = try reader.link()
        sectorsSnapshot = try reader.link()
        partitionsSnapshot = try reader.link()
        optimisticPoStSubmissionsSnapshot = try reader.link()
        livePower = try PowerPair(from: &reader)
        dailyFee = try TokenAmount(from: &reader)
    }
}

/// Sectors that are proven together (builtin-actors `actors/miner/src/partition_state.rs`).
public struct Partition: Sendable {
    /// All of them, terminated ones too.
    public let sectors: BitField
    /// Those never proven yet.
    public let unproven: BitField
    /// Faulty ones.
    public let faults: BitField
    /// Faulty ones that are to be proven in the next window.
    public let recoveries: BitField
    /// Terminated ones.
    public let terminated: BitField
    /// AMT (4 bits) by epoch of sectors that expire.
    public let expirationsEpochs: CID
    /// AMT (3 bits) by epoch of sectors that ended early.
    public let earlyTerminated: CID
    /// Power of sectors that are not terminated.
    public let livePower: PowerPair
    /// Power of unproven ones.
    public let unprovenPower: PowerPair
    /// Power of faulty ones.
    public let faultyPower: PowerPair
    /// Power of recovering ones.
    public let recoveringPower: PowerPair

    /// Those that are not terminated.
    public var liveSectors: BitField { sectors.subtracting(terminated) }
    /// Those that give power.
    public var activeSectors: BitField { liveSectors.subtracting(faults).subtracting(unproven) }
}

extension Partition: CBORDecodable {
    /// Reads it.
    public init(from reader: inout CBORReader) throws(CBORError) {
        try reader.tuple(11)
        sectors = try BitField(from: &reader)
        unproven = try BitField(from: &reader)
        faults = try BitField(from: &reader)
        recoveries = try BitField(from: &reader)
        terminated = try BitField(from: &reader)
        expirationsEpochs = try reader.link()
        earlyTerminated = try reader.link()
        livePower = try PowerPair(from: &reader)
        unprovenPower = try PowerPair(from: &reader)
        faultyPower = try PowerPair(from: &reader)
        recoveringPower = try PowerPair(from: &reader)
    }
}
