import Blockstore
import IPLD
import Primitives
import System
import Testing

@testable import ChainManager
@testable import ChainTypes

@Suite struct ChainLinkerTests {
    private func withStore(_ body: (SQLiteBlockstore) throws -> Void) throws {
        let folder = try Directory.makeTemporary()
        defer { try? Directory.remove(folder) }
        try body(SQLiteBlockstore("\(folder)/chain.sqlite"))
    }

    /// A block that is no more than its place in a chain.
    private func block(
        _ store: SQLiteBlockstore, height: Int64, on parent: Tipset? = nil, weight: Int64 = 0,
        miner: UInt64 = 1000
    ) throws -> Tipset {
        let empty = CID(of: [0x80])
        let header = BlockHeader(
            miner: Address(id: miner), ticket: Ticket(proof: [UInt8(miner & 0xff)]), electionProof: nil,
            beaconEntries: [], winningPoSt: [], parents: parent?.key.cids ?? [], parentWeight: BigInt(weight),
            height: height, parentStateRoot: empty, parentReceipts: empty, messages: empty, blsAggregate: nil,
            timestamp: UInt64(truncatingIfNeeded: height), signature: nil, forkSignaling: 0,
            parentBaseFee: .zero)
        try store.put(header.cid, header.cbor)
        return try Tipset([header])
    }

    private func heights(_ store: SQLiteBlockstore) throws -> [Int64] {
        let index = ChainIndex(store: store)
        return try index.tipsets(from: 0, through: .max).map {
            try ChainManager.header($0.cids[0], store).height
        }
    }

    @Test func aHeavierForkTakesThePlaceOfWhatItLeaves() throws {
        try withStore { store in
            let linker = ChainLinker(store: store)
            let genesis = try block(store, height: 0)
            let one = try block(store, height: 1, on: genesis)
            let two = try block(store, height: 2, on: one, weight: 10)
            _ = try linker.link(two)
            #expect(try heights(store) == [0, 1, 2])
            // It is higher than the old head and null where that was.
            let five = try block(store, height: 5, on: one, weight: 20, miner: 1001)
            #expect(try linker.link(five).tipsets == 1)
            #expect(try heights(store) == [0, 1, 5])
        }
    }

    @Test func aLighterForkLeavesTheHeadWhereItIs() throws {
        try withStore { store in
            let linker = ChainLinker(store: store)
            let genesis = try block(store, height: 0)
            let two = try block(store, height: 2, on: genesis, weight: 10)
            _ = try linker.link(two)
            _ = try linker.link(block(store, height: 3, on: genesis, weight: 5, miner: 1001))
            #expect(try heights(store) == [0, 2])
            #expect(try ChainIndex(store: store).named(ChainNotes.head) == two.key.bytes)
        }
    }

    @Test func anotherChainsBlocksAreRefused() throws {
        try withStore { store in
            let linker = ChainLinker(store: store)
            _ = try linker.link(block(store, height: 0))
            let other = try block(store, height: 0, miner: 1001)
            #expect(throws: ChainError.self) { try linker.link(other) }
        }
    }

    @Test func aParentThatIsHigherThanItsChildIsMalformed() throws {
        try withStore { store in
            let linker = ChainLinker(store: store)
            let genesis = try block(store, height: 0)
            let nine = try block(store, height: 9, on: genesis)
            let three = try block(store, height: 3, on: nine, weight: 99)
            #expect(throws: ChainError.self) { try linker.link(three) }
            let beyond = try block(store, height: .max / 2, on: genesis, weight: 99)
            #expect(throws: ChainError.self) { try linker.link(beyond) }
        }
    }

    @Test func aChainWithoutGenesisIsRefused() throws {
        try withStore { store in
            let absent = try Tipset(
                block(store, height: 1, on: block(store, height: 0)).blocks)
            let lone = try SQLiteBlockstore(store.path + "2")
            let header = absent.blocks[0]
            try lone.put(header.cid, header.cbor)
            #expect(throws: ChainError.self) { try ChainLinker(store: lone).link(absent) }
        }
    }
}
