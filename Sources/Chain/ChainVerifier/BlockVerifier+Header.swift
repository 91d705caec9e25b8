internal import ChainTypes
internal import IPLD
internal import Networks
internal import Primitives

/// What all blocks of a tipset stand on.
struct Setting: Sendable {
    let parents: Tipset
    let lookback: Lookback
    /// The newest beacon entry before the tipset.
    let previousEntry: BeaconEntry
    /// Weight of the chain up to the parents.
    let weight: BigInt

    /// State that the parents begin with.
    var parentsBefore: CID { parents.minTicketBlock.parentStateRoot }
}

/// A block that looks like one, with what was found out about it.
struct Candidate: Sendable {
    let header: BlockHeader
    let cid: CID
    let setting: Setting
    /// The miner's ID.
    let miner: UInt64
    let ticket: Ticket
    let electionProof: ElectionProof
    /// The worker's f3 address, whose key makes blocks.
    let workerKey: Address

    /// The beacon entry that its draws begin with: its own newest, or the one before it.
    var entry: BeaconEntry { header.beaconEntries.last ?? setting.previousEntry }
}

extension BlockVerifier {
    /// The first block is the chain's.
    func genesis(_ tipset: Tipset) throws {
        guard tipset.key.cids == [chain.genesis.cid] else {
            throw Refused("another first block than the chain's")
        }
    }

    /// All blocks carry the same entries, in order of rounds (`collectHeaders` of Lotus).
    func equalBeaconEntries(_ tipset: Tipset) throws {
        let entries = tipset.blocks[0].beaconEntries
        guard tipset.blocks.allSatisfy({ $0.beaconEntries == entries }) else {
            throw Refused("blocks of one tipset carry different beacon entries")
        }
        guard zip(entries, entries.dropFirst()).allSatisfy({ $0.round <= $1.round }) else {
            throw Refused("beacon entries out of order")
        }
    }

    /// No miner has two blocks of one epoch.
    func equivocation(_ tipset: Tipset) throws {
        var miners: Set<Address> = []
        for block in tipset.blocks where !miners.insert(block.miner).inserted {
            throw Refused("two blocks of \(block.miner) at height \(block.height)")
        }
    }

    /// What every block has (`blockSanityChecks` of Lotus).
    func sanity(_ header: BlockHeader) throws {
        guard header.electionProof != nil else { throw Refused("no election proof") }
        guard header.ticket != nil else { throw Refused("no ticket") }
        guard header.signature != nil else { throw Refused("no signature") }
        guard header.blsAggregate != nil else { throw Refused("no aggregate of BLS signatures") }
        guard header.miner.id != nil else { throw Refused("miner \(header.miner) is no ID address") }
    }

    /// Loads what the blocks stand on. Throws `TipsetRefusal` where they stand on nothing.
    func setting(of tipset: Tipset, _ run: inout CheckRun) throws -> Setting {
        let parents = try need(.parents, &run) { try self.parents(tipset) }
        try run.make(.height) { try height(tipset, parents) }
        try run.finish()
        let lookback = try need(.lookback, &run) { try chain.lookback(of: tipset.height, on: parents) }
        let entry = try need(.latestBeaconEntry, &run) { try chain.latestBeaconEntry(parents) }
        return Setting(
            parents: parents, lookback: lookback, previousEntry: entry, weight: try chain.weight(parents))
    }

    /// A value that nothing can go on without.
    private func need<Value>(
        _ check: BlockCheck, _ run: inout CheckRun, _ body: () throws -> Value
    ) throws -> Value {
        var found: Value?
        try run.make(check) { found = try body() }
        try run.finish()
        guard let found else { throw Refused("\(check.rawValue) gave nothing") }
        return found
    }

    /// The parents are known, and make a tipset.
    func parents(_ tipset: Tipset) throws -> Tipset {
        let parents = tipset.blocks[0].parents
        guard !parents.isEmpty else { throw Refused("no parents") }
        return try chain.tipset(TipsetKey(parents))
    }

    /// Epochs go up.
    func height(_ tipset: Tipset, _ parents: Tipset) throws {
        guard tipset.height > parents.height else {
            throw Refused("height \(tipset.height) on parents of height \(parents.height)")
        }
    }

    /// Checks each header against what it stands on; those whose worker is known can be checked further.
    func candidates(
        _ tipset: Tipset, _ setting: Setting, _ run: inout CheckRun
    ) throws -> [Candidate] {
        let lookback = try StateReader(chain.blockstore(), root: setting.lookback.state)
        var candidates: [Candidate] = []
        for (header, cid) in zip(tipset.blocks, tipset.key.cids) {
            try run.make(.timestamp, cid) { try timestamp(header, setting.parents) }
            try run.make(.clockDrift, cid) { try clockDrift(header) }
            try run.make(.parentWeight, cid) { try parentWeight(header, setting) }
            try run.make(.workerKey, cid) {
                guard let miner = header.miner.id, let ticket = header.ticket,
                    let proof = header.electionProof
                else { throw Refused("no miner, ticket or election proof") }
                let key = try workerKey(miner, lookback)
                candidates.append(
                    Candidate(
                        header: header, cid: cid, setting: setting, miner: miner, ticket: ticket,
                        electionProof: proof, workerKey: key))
            }
        }
        try run.endStage()
        return candidates
    }

    /// The time is the parents' and a block delay for each epoch since.
    func timestamp(_ header: BlockHeader, _ parents: Tipset) throws {
        let start = parents.blocks.map(\.timestamp).min() ?? 0
        let epochs = UInt64(header.height - parents.height)
        let (delay, tooLong) = epochs.multipliedReportingOverflow(by: chain.network.blockDelay)
        let (time, tooLate) = start.addingReportingOverflow(delay)
        guard !tooLong, !tooLate else { throw Refused("height \(header.height) is beyond all time") }
        guard header.timestamp == time else { throw Refused("\(header.timestamp), where \(time) must be") }
    }

    /// The time has come, but for a second that clocks may differ by.
    func clockDrift(_ header: BlockHeader) throws {
        let now = now()
        guard header.timestamp <= now + Network.allowedClockDrift else {
            throw Refused("from the future: \(header.timestamp), and it is \(now)")
        }
    }

    /// The parent weight is what the parents' chain weighs.
    func parentWeight(_ header: BlockHeader, _ setting: Setting) throws {
        guard header.parentWeight == setting.weight else {
            throw Refused("\(header.parentWeight), where the parents weigh \(setting.weight)")
        }
    }

    /// The key of the miner's worker at the look-back; an f3 address.
    func workerKey(_ miner: UInt64, _ lookback: StateReader) throws -> Address {
        let key = try lookback.workerKey(miner)
        guard key.kind == .bls else { throw Refused("the worker's key \(key) is no BLS key") }
        return key
    }
}
