internal import ActorStates
internal import Beacon
internal import ChainTypes
internal import IPLD
internal import Keys
internal import Networks
internal import Primitives
internal import ProofEngine
internal import VMInterpreter

/// What is drawn from a beacon entry for a block (specification, "Domain separation tags").
private enum Draw: Int64 {
    case ticket = 1
    case election = 2
    case winningPoSt = 3
}

extension Candidate {
    /// 32 bytes drawn for it from the beacon.
    fileprivate func draw(_ draw: Draw, epoch: Int64, more: [UInt8] = []) -> [UInt8] {
        VRF.draw(tag: draw.rawValue, base: entry.data, epoch: epoch, entropy: header.miner.cbor + more)
    }

    /// What the election proof is made from.
    var electionInput: [UInt8] { draw(.election, epoch: header.height) }

    /// What the ticket is made from: the chain of tickets goes on from the parents' smallest.
    var ticketInput: [UInt8] {
        draw(
            .ticket, epoch: header.height - Network.ticketLookback,
            more: setting.parents.minTicketBlock.ticket?.proof ?? [])
    }

    /// Randomness of the WinningPoSt, as drawn.
    var winningPoStRandomness: [UInt8] { draw(.winningPoSt, epoch: header.height) }
}

extension BlockVerifier {
    /// What the states say about each block's miner.
    func leadershipJobs(_ blocks: [Candidate]) -> [CheckJob] {
        blocks.map { block in
            {
                let store = try chain.blockstore()
                let before = try StateReader(store, root: block.setting.parentsBefore)
                let then = try StateReader(store, root: block.setting.lookback.state)
                var run = CheckRun(depth: .all)
                try run.make(.minerExists, block.cid) { try minerExists(block, before) }
                try run.make(.winClaim, block.cid) { try winClaim(block) }
                try run.make(.eligibility, block.cid) { try eligibility(block, before, store) }
                try run.make(.winCount, block.cid) { try winCount(block, then) }
                return run.failures
            }
        }
    }

    /// The miner has power, and so was not slashed (`minerIsValid` and `GetMinerSlashed` of Lotus).
    func minerExists(_ block: Candidate, _ before: StateReader) throws {
        guard try before.power().claim(block.miner, before.store) != nil else {
            throw Refused("f0\(block.miner) has no power")
        }
    }

    /// It says that it won.
    func winClaim(_ block: Candidate) throws {
        let wins = block.electionProof.winCount
        guard wins >= 1 else { throw Refused("it claims \(wins) wins") }
    }

    /// The miner has the least power at the look-back, and power, no debt and no fresh fault now
    /// (`MinerEligibleToMine` of Lotus).
    func eligibility(_ block: Candidate, _ before: StateReader, _ store: any Blockstore) throws {
        let root = block.setting.lookback.tipset.minTicketBlock.parentStateRoot
        let power = try StateReader(store, root: root).power()
        guard let claim = try power.claim(block.miner, store) else {
            throw Refused("f0\(block.miner) had no power at the look-back")
        }
        guard power.meetsMinimum(claim, minimum: chain.network.consensusMinerMinPower) else {
            throw Refused(
                "\(claim.rawBytePower) bytes at the look-back, less than \(chain.network.consensusMinerMinPower)"
            )
        }
        guard let now = try before.power().claim(block.miner, store), now.qualityAdjustedPower > 0 else {
            throw Refused("f0\(block.miner) has no power")
        }
        let miner = try before.miner(block.miner)
        guard miner.feeDebt.isZero else { throw Refused("a debt of \(miner.feeDebt) FIL") }
        let until = try miner.info(store).consensusFaultElapsed
        guard block.setting.parents.height > until else {
            throw Refused("after a consensus fault, it may not mine before epoch \(until)")
        }
    }

    /// The wins are those that the election proof draws with the power of the look-back.
    func winCount(_ block: Candidate, _ then: StateReader) throws {
        let power = try then.power()
        guard let claim = try power.claim(block.miner, then.store), power.totalQualityAdjustedPower > 0 else {
            throw Refused("f0\(block.miner) had no power at the look-back")
        }
        let wins = WinCount.wins(
            proof: block.electionProof.proof, power: claim.qualityAdjustedPower,
            networkPower: power.totalQualityAdjustedPower)
        guard block.electionProof.winCount == wins else {
            throw Refused("it claims \(block.electionProof.winCount) wins and has \(wins)")
        }
    }

    /// A signature by a worker.
    private struct Sealed {
        let check: BlockCheck
        let block: CID
        let key: [UInt8]
        let message: [UInt8]
        let signature: Signature?

        /// Whether the worker made it; false for another kind of signature.
        var isValid: Bool {
            guard let signature, signature.kind == .bls else { return false }
            return (try? BLS.verify(signature.data, message, publicKey: key)) ?? false
        }
    }

    /// Tickets, block signatures and election proofs of all blocks: checked together, and one by one if that fails.
    func signatureJob(_ blocks: [Candidate]) -> CheckJob {
        {
            let seals = blocks.flatMap { block in
                let key = Array(block.workerKey.payload)
                func vrf(_ check: BlockCheck, _ input: [UInt8], _ proof: [UInt8]) -> Sealed {
                    Sealed(
                        check: check, block: block.cid, key: key, message: input,
                        signature: try? Signature(kind: .bls, data: proof))
                }
                return [
                    vrf(.ticket, block.ticketInput, block.ticket.proof),
                    Sealed(
                        check: .signature, block: block.cid, key: key, message: block.header.signingBytes,
                        signature: block.header.signature),
                    vrf(.electionProof, block.electionInput, block.electionProof.proof),
                ]
            }
            let batch = seals.compactMap { seal in
                seal.signature?.kind == .bls
                    ? (publicKey: seal.key, message: seal.message, signature: seal.signature?.data ?? [])
                    : nil
            }
            if batch.count == seals.count, !batch.isEmpty, (try? BLS.verifyBatch(batch)) == true { return [] }
            return seals.filter { !$0.isValid }.map {
                CheckFailure(check: $0.check, block: $0.block, reason: "the miner's worker did not make it")
            }
        }
    }

    /// The entries are those of the epochs since the parents, and genuine. Blocks of a tipset carry the same ones.
    func beaconJob(_ blocks: [Candidate]) -> CheckJob {
        {
            guard let block = blocks.first else { return [] }
            return try CheckRun.failures(.beaconValues, nil) { try beaconValues(block) }
        }
    }

    /// The entries are those of the epochs since the parents, and genuine.
    func beaconValues(_ block: Candidate) throws {
        try beacon.check(
            block.header.beaconEntries, epoch: block.header.height,
            parentEpoch: block.setting.parents.height, previous: block.setting.previousEntry)
    }

    /// WinningPoSts, each by itself.
    func winningPoStJobs(_ blocks: [Candidate]) -> [CheckJob] {
        blocks.map { block in
            { try CheckRun.failures(.winningPoSt, block.cid) { try winningPoSt(block) } }
        }
    }

    /// The miner holds the sector that was drawn from those active at the look-back.
    func winningPoSt(_ block: Candidate) throws {
        let state = try StateReader(chain.blockstore(), root: block.setting.lookback.state)
        let randomness = block.winningPoStRandomness
        let sectors = try winningSectors(block.miner, randomness: randomness, state)
        guard !sectors.isEmpty else { throw Refused("f0\(block.miner) had no active sector") }
        let isValid = try proofs.holdsWinning(
            randomness: randomness, sectors: sectors,
            proofs: block.header.winningPoSt.map { ($0.kind, $0.bytes) })
        guard isValid else { throw Refused("the proof of sector \(sectors[0].number) does not hold") }
    }

    /// The sectors that a winning proof is about: one, drawn from the active ones by its place among them
    /// (`GetSectorsForWinningPoSt` of Lotus).
    func winningSectors(
        _ miner: UInt64, randomness: [UInt8], _ state: StateReader
    ) throws -> [ProvenSector] {
        let miner = (id: miner, state: try state.miner(miner))
        let sectors = try active.numbers(miner.state, state.store)
        guard !sectors.isEmpty else { return [] }
        var element = randomness
        element[element.count - 1] &= 0x3f
        let place = try PoStKind.winningSector(
            randomness: element, of: sectors.count, proverID: MinerAddress(id: miner.id).proverID)
        guard let number = sectors.members.dropFirst(Int(place)).first(where: { _ in true }),
            let sector = try miner.state.sector(number, state.store)
        else { throw Refused("active sector \(place) of \(sectors.count) is not there") }
        return [ProvenSector(proof: sector.sealProof, number: number, sealedCID: sector.sealedCID)]
    }
}
