public import IPLD
public import Primitives

/// State of the power actor (builtin-actors `actors/power/src/state.rs`).
public struct PowerState: Sendable {
    /// Raw power of the miners above the minimum, in bytes.
    public let totalRawBytePower: BigInt
    /// Raw power of all miners.
    public let totalBytesCommitted: BigInt
    /// Quality-adjusted power of the miners above the minimum: what elections and weight go by.
    public let totalQualityAdjustedPower: BigInt
    /// Quality-adjusted power of all miners.
    public let totalQABytesCommitted: BigInt
    /// Pledge of all sectors.
    public let totalPledgeCollateral: TokenAmount
    /// Raw power as the epoch began.
    public let thisEpochRawBytePower: BigInt
    /// Quality-adjusted power as the epoch began.
    public let thisEpochQualityAdjustedPower: BigInt
    /// Pledge as the epoch began.
    public let thisEpochPledgeCollateral: TokenAmount
    /// Smoothed quality-adjusted power.
    public let thisEpochQAPowerSmoothed: FilterEstimate
    /// Miners with a claim.
    public let minerCount: Int64
    /// Miners above the minimum.
    public let minerAboveMinPowerCount: Int64
    /// First epoch of the change of pledge rules (FIP-0081).
    public let rampStartEpoch: Int64
    /// Epochs of that change.
    public let rampDurationEpochs: UInt64
    /// Multimap of cron events: HAMT (6 bits) of AMTs (6 bits).
    public let cronEventQueue: CID
    /// First epoch that may hold one.
    public let firstCronEpoch: Int64
    /// HAMT of claims by miner.
    public let claims: CID
    /// Unused since FIP-0084.
    public let proofValidationBatch: CID?

    /// The claim of a miner; nil where it has none.
    public func claim(_ miner: UInt64, _ store: any Blockstore) throws -> PowerClaim? {
        try HAMT(store, root: claims).get(Address(id: miner).bytes).map { try PowerClaim(cbor: $0) }
    }

    /// Whether a claim lets its miner mine: enough raw power, or any where too few miners have enough
    /// (`CONSENSUS_MINER_MIN_MINERS`).
    public func meetsMinimum(_ claim: PowerClaim, minimum: BigInt) -> Bool {
        guard claim.rawBytePower < minimum else { return true }
        return minerAboveMinPowerCount < Self.minimumMiners && claim.rawBytePower > 0
    }

    private static let minimumMiners: Int64 = 4
}

extension PowerState: CBORCodable {
    /// Reads it.
    public init(from reader: inout CBORReader) throws(CBORError) {
        try reader.tuple(17)
        totalRawBytePower = try reader.bigInt()
        totalBytesCommitted = try reader.bigInt()
        totalQualityAdjustedPower = try reader.bigInt()
        totalQABytesCommitted = try reader.bigInt()
        totalPledgeCollateral = try TokenAmount(from: &reader)
        thisEpochRawBytePower = try reader.bigInt()
        thisEpochQualityAdjustedPower = try reader.bigInt()
        thisEpochPledgeCollateral = try TokenAmount(from: &reader)
        thisEpochQAPowerSmoothed = try FilterEstimate(from: &reader)
        minerCount = try reader.integer()
        minerAboveMinPowerCount = try reader.integer()
        rampStartEpoch = try reader.integer()
        rampDurationEpochs = try reader.unsigned()
        cronEventQueue = try reader.link()
        firstCronEpoch = try reader.integer()
        claims = try reader.link()
        proofValidationBatch = try reader.optionalLink()
    }

    /// Writes it.
    public func encode(to writer: inout CBORWriter) {
        writer.array(17)
        writer.bigInt(totalRawBytePower)
        writer.bigInt(totalBytesCommitted)
        writer.bigInt(totalQualityAdjustedPower)
        writer.bigInt(totalQABytesCommitted)
        totalPledgeCollateral.encode(to: &writer)
        writer.bigInt(thisEpochRawBytePower)
        writer.bigInt(thisEpochQualityAdjustedPower)
        thisEpochPledgeCollateral.encode(to: &writer)
        thisEpochQAPowerSmoothed.encode(to: &writer)
        writer.integer(minerCount)
        writer.integer(minerAboveMinPowerCount)
        writer.integer(rampStartEpoch)
        writer.unsigned(rampDurationEpochs)
        writer.link(cronEventQueue)
        writer.integer(firstCronEpoch)
        writer.link(claims)
        if let proofValidationBatch { writer.link(proofValidationBatch) } else { writer.null() }
    }
}

/// A miner's power: `[window PoSt proof kind, raw, quality-adjusted]`.
public struct PowerClaim: Hashable, Sendable, CBORCodable {
    /// RegisteredPoStProof's number of its window proofs.
    public let windowPoStProof: Int64
    /// Raw power, in bytes.
    public let rawBytePower: BigInt
    /// Quality-adjusted power.
    public let qualityAdjustedPower: BigInt

    /// Reads one.
    public init(from reader: inout CBORReader) throws(CBORError) {
        try reader.tuple(3)
        windowPoStProof = try reader.integer()
        rawBytePower = try reader.bigInt()
        qualityAdjustedPower = try reader.bigInt()
    }

    /// Writes it.
    public func encode(to writer: inout CBORWriter) {
        writer.array(3)
        writer.integer(windowPoStProof)
        writer.bigInt(rawBytePower)
        writer.bigInt(qualityAdjustedPower)
    }
}
