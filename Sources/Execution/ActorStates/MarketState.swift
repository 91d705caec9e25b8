public import IPLD
public import Primitives

/// State of the storage market (builtin-actors `actors/market/src/state.rs`).
public struct MarketState: Sendable {
    /// AMT (5 bits) of proposals by deal.
    public let proposals: CID
    /// AMT (6 bits) of states by deal.
    public let states: CID
    /// HAMT of digests of proposals that wait for their sector.
    public let pendingProposals: CID
    /// HAMT (6 bits) of funds by address.
    public let escrowTable: CID
    /// HAMT (6 bits) of locked funds by address.
    public let lockedTable: CID
    /// Number of the next deal.
    public let nextID: UInt64
    /// HAMT by epoch of deals that are due.
    public let dealOpsByEpoch: CID
    /// When cron last ran.
    public let lastCron: Int64
    /// Clients' collateral.
    public let totalClientLockedCollateral: TokenAmount
    /// Providers' collateral.
    public let totalProviderLockedCollateral: TokenAmount
    /// Fees that are locked.
    public let totalClientStorageFee: TokenAmount
    /// HAMT of DataCap allocations by deal.
    public let pendingDealAllocationIDs: CID
    /// HAMT by provider of HAMTs of deals by sector.
    public let providerSectors: CID

    private static let proposalsWidth = 5
    private static let statesWidth = 6
    private static let balancesWidth = 6

    /// The proposal of a deal; nil where there is none.
    public func proposal(_ deal: UInt64, _ store: any Blockstore) throws -> DealProposal? {
        try AMT(store, root: proposals, bitWidth: Self.proposalsWidth).get(deal)
            .map { try DealProposal(cbor: $0) }
    }

    /// All proposals, by deal.
    public func allProposals(_ store: any Blockstore) throws -> [(deal: UInt64, proposal: DealProposal)] {
        try AMT(store, root: proposals, bitWidth: Self.proposalsWidth).items()
            .map { ($0.index, try DealProposal(cbor: $0.value)) }
    }

    /// The state of a deal; nil until it is in a sector.
    public func dealState(_ deal: UInt64, _ store: any Blockstore) throws -> DealState? {
        try AMT(store, root: states, bitWidth: Self.statesWidth).get(deal).map { try DealState(cbor: $0) }
    }

    /// What an actor has in the market, and how much of it is locked.
    public func balance(
        _ actor: UInt64, _ store: any Blockstore
    ) throws -> (escrow: TokenAmount, locked: TokenAmount) {
        func amount(_ table: CID) throws -> TokenAmount {
            let value = try HAMT(store, root: table, bitWidth: Self.balancesWidth)
                .get(Address(id: actor).bytes)
            return try value.map { try TokenAmount(cbor: $0) } ?? .zero
        }
        return (try amount(escrowTable), try amount(lockedTable))
    }
}

extension MarketState: CBORDecodable {
    /// Reads it.
    public init(from reader: inout CBORReader) throws(CBORError) {
        try reader.tuple(13)
        proposals = try reader.link()
        states = try reader.link()
        pendingProposals = try reader.link()
        escrowTable = try reader.link()
        lockedTable = try reader.link()
        nextID = try reader.unsigned()
        dealOpsByEpoch = try reader.link()
        lastCron = try reader.integer()
        totalClientLockedCollateral = try TokenAmount(from: &reader)
        totalProviderLockedCollateral = try TokenAmount(from: &reader)
        totalClientStorageFee = try TokenAmount(from: &reader)
        pendingDealAllocationIDs = try reader.link()
        providerSectors = try reader.link()
    }
}

/// What client and provider agreed on.
public struct DealProposal: Hashable, Sendable, CBORDecodable {
    /// A note of the client: a text, or bytes that are none.
    public enum Label: Hashable, Sendable {
        /// UTF-8.
        case text(String)
        /// Anything.
        case bytes([UInt8])
    }

    /// CommP.
    public let piece: CID
    /// Its bytes with padding.
    public let pieceSize: UInt64
    /// Whether it is paid with DataCap.
    public let isVerified: Bool
    /// Whose data.
    public let client: Address
    /// Who stores it.
    public let provider: Address
    /// A note.
    public let label: Label
    /// Latest epoch for it to be in a sector.
    public let startEpoch: Int64
    /// When it ends.
    public let endEpoch: Int64
    /// What the client pays an epoch.
    public let storagePricePerEpoch: TokenAmount
    /// What the provider stakes.
    public let providerCollateral: TokenAmount
    /// What the client stakes.
    public let clientCollateral: TokenAmount

    /// Reads it.
    public init(from reader: inout CBORReader) throws(CBORError) {
        try reader.tuple(11)
        piece = try reader.link()
        pieceSize = try reader.unsigned()
        isVerified = try reader.boolean()
        client = try Address(from: &reader)
        provider = try Address(from: &reader)
        let isText = try reader.peek() >> 5 == 3
        label = isText ? .text(try reader.text()) : .bytes(try reader.byteString())
        startEpoch = try reader.integer()
        endEpoch = try reader.integer()
        storagePricePerEpoch = try TokenAmount(from: &reader)
        providerCollateral = try TokenAmount(from: &reader)
        clientCollateral = try TokenAmount(from: &reader)
    }
}

/// What became of a deal.
public struct DealState: Hashable, Sendable, CBORDecodable {
    /// Its sector.
    public let sector: UInt64
    /// When it came into it; -1 before.
    public let sectorStartEpoch: Int64
    /// When it was last paid; -1 before.
    public let lastUpdatedEpoch: Int64
    /// When it was slashed; -1 if it was not.
    public let slashEpoch: Int64

    /// Reads it.
    public init(from reader: inout CBORReader) throws(CBORError) {
        try reader.tuple(4)
        sector = try reader.unsigned()
        sectorStartEpoch = try reader.integer()
        lastUpdatedEpoch = try reader.integer()
        slashEpoch = try reader.integer()
    }
}
