public import IPLD
public import Primitives

/// State of a storage miner (builtin-actors `actors/miner/src/state.rs`).
public struct MinerState: Sendable {
    /// Its `MinerInfo`.
    public let info: CID
    /// Deposits of all pre-commits.
    public let preCommitDeposits: TokenAmount
    /// Funds that vest.
    public let lockedFunds: TokenAmount
    /// When they vest; nil where none do.
    public let vesting: VestingFunds?
    /// Fees that it owes.
    public let feeDebt: TokenAmount
    /// Pledge of all active sectors.
    public let initialPledge: TokenAmount
    /// HAMT of pre-commits by sector number.
    public let preCommittedSectors: CID
    /// AMT (6 bits) by epoch of sectors whose pre-commit expires.
    public let preCommittedSectorsCleanUp: CID
    /// Bit field of numbers that are taken.
    public let allocatedSectors: CID
    /// AMT (5 bits) of sectors by number.
    public let sectors: CID
    /// First epoch of the proving period.
    public let provingPeriodStart: Int64
    /// Deadline that is not closed yet.
    public let currentDeadline: UInt64
    /// The deadlines.
    public let deadlines: CID
    /// Deadlines with sectors whose early termination is not settled.
    public let earlyTerminations: BitField
    /// Whether cron closes its deadlines.
    public let isDeadlineCronActive: Bool

    /// Width of the AMT of sectors.
    static let sectorsWidth = 5
}

extension MinerState: CBORDecodable {
    /// Reads it.
    public init(from reader: inout CBORReader) throws(CBORError) {
        try reader.tuple(15)
        info = try reader.link()
        preCommitDeposits = try TokenAmount(from: &reader)
        lockedFunds = try TokenAmount(from: &reader)
        vesting = try reader.null() ? nil : VestingFunds(from: &reader)
        feeDebt = try TokenAmount(from: &reader)
        initialPledge = try TokenAmount(from: &reader)
        preCommittedSectors = try reader.link()
        preCommittedSectorsCleanUp = try reader.link()
        allocatedSectors = try reader.link()
        sectors = try reader.link()
        provingPeriodStart = try reader.integer()
        currentDeadline = try reader.unsigned()
        deadlines = try reader.link()
        earlyTerminations = try BitField(from: &reader)
        isDeadlineCronActive = try reader.boolean()
    }
}

extension MinerState {
    /// Who may act for it, and what it proves with.
    public func info(_ store: any Blockstore) throws -> MinerInfo { try MinerInfo(cbor: store.require(info)) }

    /// A sector; nil where there is none of that number.
    public func sector(_ number: UInt64, _ store: any Blockstore) throws -> SectorOnChainInfo? {
        try AMT(store, root: sectors, bitWidth: Self.sectorsWidth).get(number)
            .map { try SectorOnChainInfo(cbor: $0) }
    }

    /// All sectors, by number.
    public func allSectors(_ store: any Blockstore) throws -> [SectorOnChainInfo] {
        try AMT(store, root: sectors, bitWidth: Self.sectorsWidth).items()
            .map { try SectorOnChainInfo(cbor: $0.value) }
    }

    /// A pre-commit; nil where there is none of that sector.
    public func preCommit(_ sector: UInt64, _ store: any Blockstore) throws -> SectorPreCommitOnChainInfo? {
        try HAMT(store, root: preCommittedSectors).get(Varint.encode(sector))
            .map { try SectorPreCommitOnChainInfo(cbor: $0) }
    }

    /// The deadlines, in order.
    public func deadlines(_ store: any Blockstore) throws -> [Deadline] {
        try Deadlines(cbor: store.require(deadlines)).due.map { try Deadline(cbor: store.require($0)) }
    }

    /// Numbers of the sectors that give power: neither terminated nor faulty nor still unproven.
    public func activeSectors(_ store: any Blockstore) throws -> BitField {
        var active = BitField()
        for deadline in try deadlines(store) where deadline.liveSectors > 0 {
            for partition in try deadline.partitions(store) { active = active.union(partition.activeSectors) }
        }
        return active
    }
}

/// Funds that vest: the next of them, and a link to the rest.
public struct VestingFunds: Hashable, Sendable, CBORDecodable {
    /// An amount that vests at an epoch.
    public struct Fund: Hashable, Sendable, CBORDecodable {
        /// When.
        public let epoch: Int64
        /// How much.
        public let amount: TokenAmount

        /// Reads one.
        public init(from reader: inout CBORReader) throws(CBORError) {
            try reader.tuple(2)
            epoch = try reader.integer()
            amount = try TokenAmount(from: &reader)
        }
    }

    /// The next.
    public let head: Fund
    /// A list of those after it.
    public let tail: CID

    /// Reads them.
    public init(from reader: inout CBORReader) throws(CBORError) {
        try reader.tuple(2)
        head = try Fund(from: &reader)
        tail = try reader.link()
    }

    /// The next and those after it, in order.
    public func all(_ store: any Blockstore) throws -> [Fund] {
        var reader = CBORReader(try store.require(tail))
        return [head] + (try reader.list { reader throws(CBORError) in try Fund(from: &reader) })
    }
}
