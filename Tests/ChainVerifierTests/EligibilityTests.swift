import ActorStates
import ChainTypes
import IPLD
import Primitives
import Testing

@testable import ChainVerifier
@testable import VMInterpreter

/// Blocks of a miner that may not mine: the same blocks on states that were otherwise.
@Suite struct EligibilityTests {
    /// Which of the states that a block is judged by is changed.
    private enum State {
        /// That the parents begin with.
        case parents
        /// That the look-back tipset begins with: the least power is asked of it.
        case lookbackBefore
        /// After the look-back tipset: worker, power and sectors are read from it.
        case lookback
    }

    private static let claims = 15

    private func refusal(
        _ state: State, _ change: (StateTree, UInt64) throws -> Void
    ) throws -> [BlockCheck] {
        let forgery = try Forgery(height: 1612)
        let parents = try forgery.chain.tipset(TipsetKey(forgery.header.parents))
        let lookback = try forgery.chain.lookback(of: 1612, on: parents)
        let root =
            switch state {
            case .parents: parents.blocks[0].parentStateRoot
            case .lookbackBefore: lookback.tipset.blocks[0].parentStateRoot
            case .lookback: lookback.state
            }
        let miner = try #require(forgery.header.miner.id)
        let altered = try AlteredChain(forgery.chain, root) { try change($0, miner) }
        return try forgery.verdict(Tipset([forgery.header]), [forgery.messages], on: altered)
    }

    /// Another claim of a miner's, or none.
    private func claim(_ tree: StateTree, _ miner: UInt64, _ claim: PowerClaim?) throws {
        let actor = try #require(try tree.actor(Singleton.power))
        let power = try PowerState(cbor: tree.store.require(actor.head))
        let map = try HAMT(tree.store, root: power.claims)
        let key = Address(id: miner).bytes
        if let claim { try map.set(key, claim.cbor) } else { try map.remove(key) }
        try tree.replace(Singleton.power, field: Self.claims, with: map.flush().cbor)
    }

    private func claim(raw: Int64, qualityAdjusted: Int64) throws -> PowerClaim {
        var writer = CBORWriter()
        writer.array(3)
        writer.integer(10)
        TokenAmount(atto: raw).encode(to: &writer)
        TokenAmount(atto: qualityAdjusted).encode(to: &writer)
        return try PowerClaim(cbor: writer.bytes)
    }

    @Test func `without a change it is taken`() throws {
        for state in [State.parents, .lookbackBefore, .lookback] {
            #expect(try refusal(state) { _, _ in } == [])
        }
    }

    @Test func `a miner without power`() throws {
        #expect(try refusal(.parents) { try claim($0, $1, nil) } == [.minerExists, .eligibility])
        let none = try claim(raw: 4096, qualityAdjusted: 0)
        #expect(try refusal(.parents) { try claim($0, $1, none) } == [.eligibility])
    }

    @Test func `the least power, at the look-back`() throws {
        #expect(try refusal(.lookbackBefore) { try claim($0, $1, nil) } == [.eligibility])
        // Too few miners have the least power: any will do, but some there must be.
        let little = try claim(raw: 1, qualityAdjusted: 10)
        #expect(try refusal(.lookbackBefore) { try claim($0, $1, little) } == [])
        let none = try claim(raw: 0, qualityAdjusted: 10)
        #expect(try refusal(.lookbackBefore) { try claim($0, $1, none) } == [.eligibility])
        // Once four have it, it is asked of all.
        same(
            try refusal(.lookbackBefore) { tree, miner in
                try claim(tree, miner, little)
                try tree.replace(Singleton.power, field: 10, with: [4])
            }, [.eligibility])
    }

    @Test func `a miner in debt`() throws {
        let debt = TokenAmount(atto: 1).cbor
        #expect(try refusal(.parents) { try $0.replace($1, field: 4, with: debt) } == [.eligibility])
    }

    @Test func `a miner that was caught`() throws {
        func fault(until epoch: Int64) throws -> [BlockCheck] {
            var writer = CBORWriter()
            writer.integer(epoch)
            return try refusal(.parents) {
                try $0.replace($1, linkedBy: 0, field: 9, with: writer.bytes)
            }
        }
        // The parents are of epoch 1610.
        #expect(try fault(until: 1609) == [])
        #expect(try fault(until: 1610) == [.eligibility])
    }

    @Test func `other power at the election`() throws {
        let little = try claim(raw: 4096, qualityAdjusted: 1)
        #expect(try refusal(.lookback) { try claim($0, $1, little) } == [.winCount])
        #expect(try refusal(.lookback) { try claim($0, $1, nil) } == [.winCount])
    }

    @Test func `another worker`() throws {
        // A miner has no key; an account's secp256k1 key makes no blocks.
        same(
            try refusal(.lookback) {
                try $0.replace($1, linkedBy: 0, field: 1, with: Address(id: $1).cbor)
            }, [.workerKey])
        let key = try Address("f1aaaqeayeaudaocajbifqydiob4ibceqt2oc2pvy")
        same(
            try refusal(.lookback) {
                try $0.replace($1, linkedBy: 0, field: 1, with: key.cbor)
            }, [.workerKey])
    }

    @Test func `no active sectors`() throws {
        let forgery = try Forgery(height: 1612)
        let parents = try forgery.chain.tipset(TipsetKey(forgery.header.parents))
        let lookback = try forgery.chain.lookback(of: 1612, on: parents)
        let state = try StateReader(forgery.chain.blockstore(), root: lookback.state)
        let miner = try state.miner(try #require(forgery.header.miner.id))
        let deadlines = try miner.deadlines(state.store)
        let empty = try #require(deadlines.firstIndex { $0.totalSectors == 0 })
        let due = try Deadlines(cbor: state.store.require(miner.deadlines)).due
        var writer = CBORWriter()
        writer.array(1)
        writer.array(due.count)
        for _ in due { writer.link(due[empty]) }
        let block = writer.bytes
        same(
            try refusal(.lookback) { tree, miner in
                try tree.replace(miner, field: 12, with: tree.store.put(block).cbor)
            }, [.winningPoSt])
    }
}
