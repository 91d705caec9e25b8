public import Primitives

/// Where the gas fee of a message goes.
public struct GasOutputs: Hashable, Sendable {
    /// Burnt for the gas used.
    public var baseFeeBurn = TokenAmount.zero
    /// Burnt for a limit far above the use.
    public var overEstimationBurn = TokenAmount.zero
    /// What the block's miner pays for including it at a cap below the base fee.
    public var minerPenalty = TokenAmount.zero
    /// What the block's miner gets.
    public var minerTip = TokenAmount.zero
    /// What the sender gets back.
    public var refund = TokenAmount.zero
    /// Gas that was not used and is not burnt.
    public var gasRefund: UInt64 = 0
    /// Gas that was not used and is burnt.
    public var gasBurned: UInt64 = 0

    init() {}

    init(used: UInt64, limit: UInt64, baseFee: TokenAmount, feeCap: TokenAmount, premium: TokenAmount) {
        let paid = min(baseFee, feeCap)
        let unpaid = baseFee - paid
        baseFeeBurn = paid * used
        minerPenalty = unpaid * used
        minerTip = min(premium, feeCap - paid) * limit
        (gasRefund, gasBurned) = Self.overEstimation(used: used, limit: limit)
        overEstimationBurn = paid * gasBurned
        minerPenalty += unpaid * gasBurned
        refund = feeCap * limit - baseFeeBurn - minerTip - overEstimationBurn
    }

    /// Up to a tenth above the use is free; beyond, the share that is burnt grows to all of it.
    static func overEstimation(used: UInt64, limit: UInt64) -> (refund: UInt64, burned: UInt64) {
        guard used > 0 else { return (0, limit) }
        let (used, limit) = (UInt128(used), UInt128(limit))
        let tolerated = 11 * used / 10
        let over = min(limit > tolerated ? limit - tolerated : 0, used)
        let unused = limit > used ? limit - used : 0
        let burned = unused * over / used
        return (UInt64(unused - burned), UInt64(burned))
    }
}
