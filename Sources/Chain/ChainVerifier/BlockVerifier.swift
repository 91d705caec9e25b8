/// # ChainVerifier
///
/// Whether a block may be taken: every rule of the protocol that a node checks before it builds on a block. Start with
/// `BlockVerifier.validate`; the checks are named in `BlockCheck`, and each has a function of that name. It asks the
/// chain below through `ChainView`, and writes nothing.

internal import Beacon
public import ChainTypes
internal import Networks
public import System

/// Checks tipsets.
public struct BlockVerifier: Sendable {
    /// How much is found out about a block that fails.
    public enum Depth: Sendable {
        /// Up to the first stage that fails: a forged block costs little.
        case first
        /// Every check that can still be made, for who wants to know what is wrong.
        case all
    }

    let chain: any ChainView
    let proofs: ProofVerifier
    let depth: Depth
    let now: @Sendable () -> UInt64
    let beacon: Beacon
    let active = ActiveSectors()

    /// For blocks on a chain. `now`: seconds since 1970.
    public init(
        _ chain: any ChainView, proofs: ProofVerifier, depth: Depth = .first,
        now: @escaping @Sendable () -> UInt64 = { UInt64(max(0, Clock.unixTime)) }
    ) {
        self.chain = chain
        self.proofs = proofs
        self.depth = depth
        self.now = now
        beacon = Beacon(chain.network, genesisTime: chain.genesis.timestamp)
    }

    /// Checks all blocks of a tipset, on all processors. `messages`: those of the blocks, in order, where they are not
    /// the chain's yet. The state after the parents is asked for on the calling thread, which needs a deep stack if it
    /// must be computed. Throws `TipsetRefusal` for a tipset that breaks a rule, and other errors where that cannot be
    /// found out: a block of the state is missing, a verifying key.
    public func validate(_ tipset: Tipset, messages: [BlockMessages]? = nil) throws {
        var run = CheckRun(depth: depth)
        guard tipset.height > 0 else {
            try run.make(.parents) { try genesis(tipset) }
            return try run.finish()
        }
        try run.make(.equalBeaconEntries) { try equalBeaconEntries(tipset) }
        try run.make(.equivocation) { try equivocation(tipset) }
        for (header, cid) in zip(tipset.blocks, tipset.key.cids) {
            try run.make(.sanity, cid) { try sanity(header) }
        }
        try run.finish()

        let setting = try setting(of: tipset, &run)
        let blocks = try candidates(tipset, setting, &run)
        try run.stage(
            [signatureJob(blocks), beaconJob(blocks)] + leadershipJobs(blocks) + winningPoStJobs(blocks))
        let lists = try messageLists(blocks, tipset, messages, &run)
        try run.endStage()
        try outcome(blocks, &run)
        try run.endStage()
        let state = try chain.state(after: setting.parents).root
        try run.stage(lists.flatMap { messageJobs($0, state: state) })
        try run.finish()
    }
}
