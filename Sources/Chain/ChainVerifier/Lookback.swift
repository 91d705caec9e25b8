internal import ChainTypes
internal import Networks
internal import Primitives

/// Where elections look: a finality back, so that power cannot be made up for a known beacon.
struct Lookback: Sendable {
    /// The last tipset at or below the look-back epoch.
    let tipset: Tipset
    /// State after it.
    let state: CID
}

extension ChainView {
    /// The look-back of a block at `height` on `base` (`GetLookbackTipSetForRound` of Lotus): genesis where there is
    /// no epoch so far back.
    func lookback(of height: Int64, on base: Tipset) throws -> Lookback {
        let epoch = max(0, height - Network.finality)
        guard epoch < base.height else {
            guard base.height == 0 else { throw StateFailure.lookback(epoch, base: base.height) }
            return Lookback(tipset: base, state: try state(after: base).root)
        }
        // The state after a tipset is in the headers of the next one.
        let next = try tipset(at: epoch + 1, on: base, before: false).minTicketBlock
        return Lookback(tipset: try tipset(TipsetKey(next.parents)), state: next.parentStateRoot)
    }
}
