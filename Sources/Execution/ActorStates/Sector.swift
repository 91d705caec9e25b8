public import IPLD
public import Primitives

/// A proven sector.
public struct SectorOnChainInfo: Sendable {
    /// Its number.
    public let number: UInt64
    /// RegisteredSealProof's number.
    public let sealProof: Int64
    /// CommR.
    public let sealedCID: CID
    /// Unused since FIP-0076.
    public let deprecatedDealIDs: [UInt64]
    /// When its proof was taken.
    public let activation: Int64
    /// When it ends.
    public let expiration: Int64
    /// Space-time of unverified deals, in byte-epochs.
    public let dealWeight: BigInt
    /// Space-time of verified deals, in byte-epochs.
    public let verifiedDealWeight: BigInt
    /// Its pledge.
    public let initialPledge: TokenAmount
    /// A day's reward as projected; nothing since FIP-0098.
    public let expectedDayReward: TokenAmount?
    /// Twenty days' reward as projected; nothing since FIP-0098.
    public let expectedStoragePledge: TokenAmount?
    /// When its power was last updated.
    public let powerBaseEpoch: Int64
    /// Unused since FIP-0098.
    public let replacedDayReward: TokenAmount?
    /// CommR before the first replica update.
    public let sectorKeyCID: CID?
    /// 1: power by FIP-0045.
    public let flags: UInt64
    /// Fee a day (FIP-0100).
    public let dailyFee: TokenAmount
}

extension SectorOnChainInfo: CBORDecodable {
    /// Reads it; sectors from before FIP-0100 are without a fee.
    public init(from reader: inout CBORReader) throws(CBORError) {
        let count = try reader.array()
        guard count == 15 || count == 16 else { throw .length(expected: 16, found: UInt64(count)) }
        number = try reader.unsigned()
        sealProof = try reader.integer()
        sealedCID = try reader.link()
        deprecatedDealIDs = try reader.list { reader throws(CBORError) in try reader.unsigned() }
        activation = try reader.integer()
        expiration = try reader.integer()
        dealWeight = try reader.bigInt()
        verifiedDealWeight = try reader.bigInt()
        initialPledge = try TokenAmount(from: &reader)
        expectedDayReward = try reader.null() ? nil : TokenAmount(from: &reader)
        expectedStoragePledge = try reader.null() ? nil : TokenAmount(from: &reader)
        powerBaseEpoch = try reader.integer()
        replacedDayReward = try reader.null() ? nil : TokenAmount(from: &reader)
        sectorKeyCID = try reader.optionalLink()
        flags = try reader.unsigned()
        dailyFee = count == 16 ? try TokenAmount(from: &reader) : .zero
    }
}

/// A sector that was promised, with its deposit.
public struct SectorPreCommitOnChainInfo: Sendable, CBORDecodable {
    /// RegisteredSealProof's number.
    public let sealProof: Int64
    /// Its number.
    public let number: UInt64
    /// CommR.
    public let sealedCID: CID
    /// Epoch of the ticket that it is sealed with.
    public let sealRandomnessEpoch: Int64
    /// Deals, of the market's own kind.
    public let dealIDs: [UInt64]
    /// When it ends.
    public let expiration: Int64
    /// CommD; nil for a sector without data.
    public let unsealedCID: CID?
    /// What is lost if it is not proven.
    public let deposit: TokenAmount
    /// When it was promised.
    public let epoch: Int64

    /// Reads it.
    public init(from reader: inout CBORReader) throws(CBORError) {
        try reader.tuple(3)
        try reader.tuple(7)
        sealProof = try reader.integer()
        number = try reader.unsigned()
        sealedCID = try reader.link()
        sealRandomnessEpoch = try reader.integer()
        dealIDs = try reader.list { reader throws(CBORError) in try reader.unsigned() }
        expiration = try reader.integer()
        unsealedCID = try reader.optionalLink()
        deposit = try TokenAmount(from: &reader)
        epoch = try reader.integer()
    }
}
