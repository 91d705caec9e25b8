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

    @Test func aBlockOfNoKnownChainIsNoHeadHoweverHeavyItSaysItIs() throws {
        try withStore { store in
            let linker = ChainLinker(store: store)
            let two = try block(store, height: 2, on: block(store, height: 0), weight: 10)
            _ = try linker.link(two)
            let unknown = try Tipset([block(store, height: 6, weight: 1).blocks[0]])
            var header = try block(store, height: 7, on: unknown, weight: 1 << 60).blocks[0]
            header.parents = [CID(of: [0x81, 0x07])]
            try store.put(header.cid, header.cbor)
            let orphan = try Tipset([header])
            #expect(throws: ChainError.self) { try linker.link(orphan) }
            header.parents = []
            try store.put(header.cid, header.cbor)
            let rootless = try Tipset([header])
            #expect(throws: ChainError.self) { try linker.link(rootless) }
            #expect(try ChainIndex(store: store).named(ChainNotes.head) == two.key.bytes)
        }
    }

    @Test func aHeaderThatIsNotInItsShortestFormIsMalformed() throws {
        try withStore { store in
            let header = try block(store, height: 0, weight: 5).blocks[0]
            var bytes = header.cbor
            // The weight: two bytes, the sign and 5; a zero more means the same number.
            let place = try #require(
                bytes.indices.dropLast(2).first { Array(bytes[$0..<$0 + 3]) == [0x42, 0x00, 0x05] })
            bytes.replaceSubrange(place..<place + 3, with: [0x43, 0x00, 0x00, 0x05])
            #expect(try BlockHeader(cbor: bytes) == header)
            let cid = try store.put(bytes)
            #expect(throws: ChainError.self) { try ChainManager.header(cid, store) }
        }
    }

    @Test func anArrayThatSaysItIsHigherThanAnyIsRefused() throws {
        let store = MemoryBlockstore()
        // [height, count, [bitmap, links, values]], 2^63 levels high.
        let root = try store.put([0x83, 0x1b, 0x80, 0, 0, 0, 0, 0, 0, 0, 0x00, 0x83, 0x41, 0x00, 0x80, 0x80])
        #expect(throws: IPLDError.self) { try AMT(store, root: root, version: .v0) }
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
