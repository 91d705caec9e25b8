import ChainTypes
import Keys
import Primitives
import Testing

@testable import ChainVerifier

/// Each field of a header, changed by a miner that signs what it changed.
@Suite struct HeaderTests {
    private func refusal(
        _ height: Int64 = 1612, sign: Bool = true, _ change: (inout Forgery) throws -> Void
    ) throws -> [BlockCheck] {
        var forgery = try Forgery(height: height)
        try change(&forgery)
        if sign { try forgery.sign() }
        return try forgery.verdict()
    }

    private func flipped(_ bytes: [UInt8], _ place: Int = 40) -> [UInt8] {
        var bytes = bytes
        bytes[place] ^= 1
        return bytes
    }

    @Test func `the block is taken as it is, and signed anew`() throws {
        #expect(try refusal(sign: false) { _ in } == [])
        #expect(try refusal { _ in } == [])
        #expect(try refusal(38) { _ in } == [])
    }

    @Test func miner() throws {
        #expect(try refusal(sign: false) { $0.header.miner = Address(actorData: [1]) } == [.sanity])
        // A number that is no miner's, and one of another miner.
        #expect(try refusal(sign: false) { $0.header.miner = Address(id: 99) } == [.workerKey])
        let other = try refusal(sign: false) { forgery in
            forgery.header.miner = try #require(forgery.tipset.blocks.last).miner
        }
        #expect(Set(other).isSuperset(of: [.ticket, .signature, .electionProof, .winningPoSt]))
    }

    @Test func ticket() throws {
        #expect(try refusal { $0.header.ticket = nil } == [.sanity])
        #expect(try refusal { $0.header.ticket?.proof[40] ^= 1 } == [.ticket])
        #expect(try refusal { $0.header.ticket?.proof = [1, 2, 3] } == [.ticket])
        // The worker's own, of another epoch.
        same(
            try refusal { forgery in
                let proof = try forgery.worker.prove([UInt8](repeating: 7, count: 32))
                forgery.header.ticket = Ticket(proof: proof)
            }, [.ticket])
    }

    @Test func electionProof() throws {
        #expect(try refusal { $0.header.electionProof = nil } == [.sanity])
        #expect(try refusal { $0.header.electionProof?.winCount += 1 } == [.winCount])
        #expect(try refusal { $0.header.electionProof?.winCount = 0 } == [.winClaim, .winCount])
        #expect(try refusal { $0.header.electionProof?.winCount = -1 } == [.winClaim, .winCount])
        let ground = try refusal { forgery in
            // The worker looks for a proof that wins as often.
            for seed in UInt8(0)... {
                let proof = try forgery.worker.prove([UInt8](repeating: seed, count: 32))
                forgery.header.electionProof?.proof = proof
                if try !forgery.verdict().contains(.winCount) { return }
            }
        }
        #expect(ground == [.electionProof])
    }

    @Test func beaconEntries() throws {
        // Of two entries, the draws begin with the second.
        #expect(try Forgery(height: 1612).header.beaconEntries.count == 2)
        #expect(try refusal { $0.header.beaconEntries[0].data[5] ^= 1 } == [.beaconValues])
        let forged = try refusal { $0.header.beaconEntries[1].data[5] ^= 1 }
        #expect(forged.contains(.beaconValues))
        #expect(forged.contains(.ticket) && forged.contains(.electionProof))
        #expect(try refusal { $0.header.beaconEntries = [] }.contains(.beaconValues))
        #expect(try refusal { $0.header.beaconEntries.removeLast() }.contains(.beaconValues))
        #expect(try refusal { $0.header.beaconEntries.swapAt(0, 1) } == [.equalBeaconEntries])
    }

    @Test func winningPoSt() throws {
        #expect(try refusal { $0.header.winningPoSt = [] } == [.winningPoSt])
        #expect(try refusal { $0.header.winningPoSt[0].bytes[40] ^= 1 } == [.winningPoSt])
        #expect(try refusal { $0.header.winningPoSt[0].kind = 3 } == [.winningPoSt])
        #expect(try refusal { $0.header.winningPoSt.append($0.header.winningPoSt[0]) } == [.winningPoSt])
        // A real proof of another block.
        same(
            try refusal { forgery in
                forgery.header.winningPoSt = try #require(forgery.tipset.blocks.last).winningPoSt
            }, [.winningPoSt])
    }

    @Test func parents() throws {
        #expect(try refusal { $0.header.parents = [] } == [.parents])
        // Of two epochs, which no tipset is.
        same(
            try refusal { $0.header.parents.append($0.chain.genesis.cid) }, [.parents])
        // An older tipset of the chain, from which time fits as well.
        var older = try Forgery(height: 1612)
        let lookback = try older.chain.tipset(at: 713, on: older.tipset, before: false)
        older.header.parents = lookback.key.cids
        try older.sign()
        #expect(try older.verdict(.first) == [.parentWeight])
        // Not a matter of rules: they are not known.
        #expect(throws: (any Error).self) {
            try refusal { $0.header.parents = [CID(of: [0x80])] }
        }
    }

    @Test func parentWeight() throws {
        #expect(try refusal { $0.header.parentWeight += 1 } == [.parentWeight])
    }

    @Test func height() throws {
        #expect(try refusal { $0.header.height = 1610 } == [.height])
        #expect(try refusal { $0.header.height = -5 }.isEmpty == false)
        #expect(try refusal { $0.header.height += 1 }.first == .timestamp)
        #expect(try refusal { $0.header.height = .max } == [.lookback])
    }

    @Test func parentStateRoot() throws {
        #expect(try refusal { $0.header.parentStateRoot = CID(of: [0x80]) } == [.stateRoot])
    }

    @Test func parentReceipts() throws {
        #expect(try refusal { $0.header.parentReceipts = CID(of: [0x80]) } == [.receiptsRoot])
    }

    @Test func messages() throws {
        #expect(try refusal { $0.header.messages = CID(of: [0x80]) } == [.messageRoots])
    }

    @Test func blsAggregate() throws {
        #expect(try refusal(38) { $0.header.blsAggregate = nil } == [.sanity])
        same(
            try refusal(38) { forgery in
                #expect(!forgery.messages.bls.isEmpty)
                let data = try #require(forgery.header.blsAggregate).data
                forgery.header.blsAggregate = try Signature(kind: .bls, data: flipped(data))
            }, [.blsAggregate])
        same(
            try refusal(38) { forgery in
                forgery.header.blsAggregate = try Signature(
                    kind: .secp256k1, data: [UInt8](repeating: 1, count: 65))
            }, [.blsAggregate])
    }

    @Test func timestamp() throws {
        #expect(try refusal { $0.header.timestamp += 1 } == [.timestamp])
        #expect(try refusal { $0.header.timestamp = .max }.first == .timestamp)
    }

    @Test func `time to come`() throws {
        let forgery = try Forgery(height: 1612)
        let time = forgery.header.timestamp
        #expect(try forgery.verdict(now: time - 1) == [])
        #expect(try forgery.verdict(now: time - 2) == [.clockDrift])
    }

    @Test func signature() throws {
        #expect(try refusal(sign: false) { $0.header.signature = nil } == [.sanity])
        same(
            try refusal(sign: false) { forgery in
                let data = try #require(forgery.header.signature).data
                forgery.header.signature = try Signature(kind: .bls, data: flipped(data))
            }, [.signature])
        // By the other miner's worker.
        same(
            try refusal(sign: false) { forgery in
                let other = try Forgery(height: 1612, block: 1)
                let data = try other.worker.sign(forgery.header.signingBytes)
                forgery.header.signature = try Signature(kind: .bls, data: data)
            }, [.signature])
        same(
            try refusal(sign: false) { forgery in
                forgery.header.signature = try Signature(
                    kind: .secp256k1, data: [UInt8](repeating: 1, count: 65))
            }, [.signature])
    }

    @Test func forkSignaling() throws {
        // No rule looks at it, but it is signed.
        #expect(try refusal { $0.header.forkSignaling = 7 } == [])
        #expect(try refusal(sign: false) { $0.header.forkSignaling = 7 } == [.signature])
    }

    @Test func parentBaseFee() throws {
        same(
            try refusal { $0.header.parentBaseFee += TokenAmount(atto: 1) }, [.baseFee])
    }

    @Test func `a change that is not signed shows as that too`() throws {
        #expect(try refusal(sign: false) { $0.header.parentWeight += 1 } == [.parentWeight, .signature])
        same(
            try refusal(sign: false) { $0.header.parentBaseFee = .zero }, [.signature, .baseFee])
    }

    @Test func `the first stage that fails ends it`() throws {
        var forgery = try Forgery(height: 1612)
        forgery.header.parentBaseFee = .zero
        #expect(try forgery.verdict(.first) == [.signature])
    }
}

@Suite struct TipsetRuleTests {
    @Test func `two blocks of one miner`() throws {
        var forgery = try Forgery(height: 1612)
        forgery.header.forkSignaling = 1
        try forgery.sign()
        let twice = try Tipset([forgery.tipset.blocks[0], forgery.header])
        #expect(try forgery.verdict(twice) == [.equivocation])
    }

    @Test func `blocks with different beacon entries`() throws {
        var forgery = try Forgery(height: 1612)
        forgery.header.beaconEntries.removeFirst()
        try forgery.sign()
        let mixed = try Tipset([forgery.header, forgery.tipset.blocks[1]])
        #expect(try forgery.verdict(mixed) == [.equalBeaconEntries])
    }

    @Test func `the failure names the block`() throws {
        var forgery = try Forgery(height: 1612)
        forgery.header.parentWeight += 1
        try forgery.sign()
        let tipset = try Tipset([forgery.header, forgery.tipset.blocks[1]])
        let verifier = ChainCut.verifier(forgery.chain)
        let refusal = #expect(throws: TipsetRefusal.self) { try verifier.validate(tipset) }
        #expect(refusal?.failures.map(\.block) == [forgery.header.cid])
        #expect(refusal?.description.hasPrefix("parent weight: ") == true)
    }
}
