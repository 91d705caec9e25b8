import Blockstore
import IPLD
import Primitives
import System
import Testing

@Suite struct SQLiteBlockstoreTests {
    private func withStore(_ body: (String) throws -> Void) throws {
        let folder = try Directory.makeTemporary()
        defer { try? Directory.remove(folder) }
        try body("\(folder)/chain.sqlite")
    }

    @Test func whatWasCommittedIsThereAfterTheFileIsOpenedAgain() throws {
        try withStore { path in
            let block: [UInt8] = [0x83, 1, 2, 3]
            let cid: CID
            do {
                let store = try SQLiteBlockstore(path)
                cid = try store.put(block)
                try store.setNote([1], [])
                try store.commit()
                _ = try store.put([0x80])
            }
            let again = try SQLiteBlockstore(path)
            #expect(try again.get(cid) == block)
            #expect(try again.note([1]) == [])
            #expect(try again.get(CID(of: [0x80])) == nil)
            #expect(try again.blockCount() == 1)
        }
    }

    @Test func notesAreFoundInTheOrderOfTheirKeys() throws {
        try withStore { path in
            let store = try SQLiteBlockstore(path)
            for key: UInt8 in [5, 1, 9, 3] { try store.setNote([7, key], [key]) }
            #expect(try store.notes(from: [7, 2], through: [7, 8]).map(\.value) == [[3], [5]])
            let last = try store.notes(from: [7, 0], through: [7, 8], isReversed: true, limit: 1)
            #expect(last.map(\.value) == [[5]])
            try store.removeNotes(from: [7, 4], through: [7, 255])
            #expect(try store.notes(from: [7], through: [8]).map(\.value) == [[1], [3]])
        }
    }

    @Test func aSmallCacheForgetsAndTheFileDoesNot() throws {
        try withStore { path in
            let store = try SQLiteBlockstore(path, cacheBytes: 4096)
            let blocks = (0..<200).map { [UInt8](repeating: UInt8($0), count: 100) }
            let cids = try blocks.map { try store.put($0, codec: CID.Codec.raw) }
            for (cid, block) in zip(cids, blocks) { #expect(try store.get(cid) == block) }
        }
    }

    @Test func aFileThatIsNoStoreIsRefused() throws {
        try withStore { path in
            try File.writeAtomically(path, text: String(repeating: "no database ", count: 200))
            #expect(throws: StoreError.self) { try SQLiteBlockstore(path) }
        }
    }

    @Test func identityLinksNeedNoBlock() throws {
        try withStore { path in
            let store = try SQLiteBlockstore(path)
            let digest = MultihashDigest([1, 2])
            let cid = CID(codec: CID.Codec.raw, hashCode: CID.HashCode.identity, digest: digest)
            #expect(try store.get(cid) == [1, 2])
        }
    }
}
