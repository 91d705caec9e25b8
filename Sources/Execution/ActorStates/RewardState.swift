public import IPLD
public import Primitives

/// State of the reward actor (builtin-actors `actors/reward/src/state.rs`).
public struct RewardState: Sendable {
    /// What the realised sum must reach for network time to go on, in byte-epochs.
    public let cumulativeBaseline: BigInt
    /// Sum of the network's power, capped by the baseline, in byte-epochs.
    public let cumulativeRealized: BigInt
    /// Network time.
    public let effectiveNetworkTime: Int64
    /// Baseline power at network time.
    public let effectiveBaselinePower: BigInt
    /// Reward of this epoch; each win is worth a fifth.
    public let thisEpochReward: TokenAmount
    /// The same, smoothed.
    public let thisEpochRewardSmoothed: FilterEstimate
    /// Power that the network aims at.
    public let thisEpochBaselinePower: BigInt
    /// Epoch that the reward was computed for.
    public let epoch: Int64
    /// FIL that miners were given so far.
    public let totalStoragePowerReward: TokenAmount
    /// Constant of the simple part.
    public let simpleTotal: TokenAmount
    /// Constant of the baseline part.
    public let baselineTotal: TokenAmount
}

extension RewardState: CBORCodable {
    /// Reads it.
    public init(from reader: inout CBORReader) throws(CBORError) {
        try reader.tuple(11)
        cumulativeBaseline = try reader.bigInt()
        cumulativeRealized = try reader.bigInt()
        effectiveNetworkTime = try reader.integer()
        effectiveBaselinePower = try reader.bigInt()
        thisEpochReward = try TokenAmount(from: &reader)
        thisEpochRewardSmoothed = try FilterEstimate(from: &reader)
        thisEpochBaselinePower = try reader.bigInt()
        epoch = try reader.integer()
        totalStoragePowerReward = try TokenAmount(from: &reader)
        simpleTotal = try TokenAmount(from: &reader)
        baselineTotal = try TokenAmount(from: &reader)
    }

    /// Writes it.
    public func encode(to writer: inout CBORWriter) {
        writer.array(11)
        writer.bigInt(cumulativeBaseline)
        writer.bigInt(cumulativeRealized)
        writer.integer(effectiveNetworkTime)
        writer.bigInt(effectiveBaselinePower)
        thisEpochReward.encode(to: &writer)
        thisEpochRewardSmoothed.encode(to: &writer)
        writer.bigInt(thisEpochBaselinePower)
        writer.integer(epoch)
        totalStoragePowerReward.encode(to: &writer)
        simpleTotal.encode(to: &writer)
        baselineTotal.encode(to: &writer)
    }
}
