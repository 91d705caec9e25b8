import Blockstore
import ChainTypes
import Foundation
import IPLD
import Keys
import Primitives
import ProofEngine
import System
import Testing
import VMInterpreter

@testable import ChainVerifier

/// The chain that tests look at: three tipsets of the captured chain with all that their validation reads.
enum ChainCut {
    private static let here = "/" + #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
    /// Where the cut ships.
    static let folder = here + "/Vectors/chain"
    /// The whole captured chain, where it is there.
    static let corpus: String? = {
        let root = here.split(separator: "/").dropLast().joined(separator: "/")
        let folder = (Environment.value("QUARRY_CORPUS") ?? "/\(root)/../shared/vectors") + "/chain"
        return File.exists(folder + "/chain.car.zst") ? folder : nil
    }()
    /// Heights of the tipsets: 38 has two blocks, with messages of every kind of signature, one by a legacy transaction
    /// of Ethereum; 41 has one, with a transaction of EIP-1559; 1612 has two, follows a null round, and looks back to a
    /// tipset after genesis.
    static let heights: [Int64] = [38, 41, 1612]

    /// The cut, read once.
    static let chain = Result { try open() }

    private static func open() throws -> RecordedChain {
        try RecordedChain(cars: [folder + "/cut.car"], facts: File.read(folder + "/cut.jsonl"))
    }

    /// Keys of the miners' workers, for blocks that a dishonest miner makes: throw-away keys of a throw-away chain.
    static func workers() throws -> [UInt64: BLSKey] {
        let keys = try JSONDecoder().decode(
            [String: String].self, from: Data(File.read(folder + "/workers.json")))
        return try Dictionary(
            uniqueKeysWithValues: keys.map { id, hex in
                let bytes = try Hex.decode(hex)
                let secret = try SecretBytes(capacity: bytes.count) { space in
                    space.raw.copyBytes(from: bytes)
                    return bytes.count
                }
                return (try #require(UInt64(id)), try BLSKey(secret: secret))
            })
    }

    /// The whole chain, in memory.
    static func whole(_ corpus: String) throws -> RecordedChain {
        let reader = try FileReader(corpus + "/tipsets.jsonl.zst")
        let packed = try ZstdReader("tipsets") { count in
            try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
                filled = try reader.read(into: UnsafeMutableRawBufferPointer(buffer))
            }
        }
        var lines: [UInt8] = []
        while case let part = try packed.read(1 << 20), !part.isEmpty { lines += part }
        return try RecordedChain(
            cars: [corpus + "/genesis.car.zst", corpus + "/chain.car.zst"], facts: lines)
    }

    /// Verifying keys of the chain's circuits.
    static let proofs = ProofVerifier(VerifyingKeys(here + "/Vectors/snark/groth16", network: .private))

    static func verifier(_ chain: RecordedChain, _ depth: BlockVerifier.Depth = .first) -> BlockVerifier {
        BlockVerifier(chain, proofs: proofs, depth: depth)
    }
}

@Suite struct ChainCutTests {
    @Test(arguments: ChainCut.heights)
    func `real tipsets are taken`(height: Int64) throws {
        let chain = try ChainCut.chain.get()
        let tipset = try chain.tipset(of: height)
        try ChainCut.verifier(chain).validate(tipset)
        try ChainCut.verifier(chain, .all).validate(tipset)
    }

    @Test func `genesis is taken, and nothing else of its height`() throws {
        let chain = try ChainCut.chain.get()
        let verifier = ChainCut.verifier(chain)
        try verifier.validate(Tipset([chain.genesis]))
        var other = chain.genesis
        other.timestamp += 1
        #expect(throws: TipsetRefusal.self) { try verifier.validate(Tipset([other])) }
    }

    /// Every tenth tipset, so that it stays quick: the `corpus` suite validates all of them.
    @Test func `the captured chain is taken`() throws {
        guard let corpus = ChainCut.corpus else { return print("skipped: no corpus") }
        let chain = try ChainCut.whole(corpus)
        let verifier = ChainCut.verifier(chain)
        for (place, height) in chain.all.enumerated()
        where place % 10 == 0 || ChainCut.heights.contains(height) {
            try verifier.validate(chain.tipset(of: height))
        }
    }

    /// Reads what made-up messages need: accounts of workers, and an actor that is none.
    private func touch(_ state: StateReader, _ workers: [UInt64: BLSKey]) throws {
        for (miner, key) in workers {
            let address = try Address(blsPublicKey: key.publicKey)
            let id = try #require(try state.tree.resolve(address))
            #expect(try state.keyAddress(Address(id: id)) == address)
            #expect(throws: (any Error).self) { try state.keyAddress(Address(id: miner)) }
        }
        _ = try state.tree.resolve(Address(actorData: [1]))
    }

    /// Makes the cut anew: QUARRY_CUT names the folder that it is written to.
    @Test(.enabled(if: Environment.value("QUARRY_CUT") != nil))
    func `the cut is made`() throws {
        let chain = try ChainCut.whole(try #require(ChainCut.corpus))
        let folder = try #require(Environment.value("QUARRY_CUT"))
        let workers = try ChainCut.workers()
        chain.read.withLock { $0 = [] }
        var used: [Tipset] = [try Tipset([chain.genesis])]
        for height in ChainCut.heights {
            let tipset = try chain.tipset(of: height)
            try ChainCut.verifier(chain, .all).validate(tipset)
            let parents = try chain.tipset(TipsetKey(tipset.blocks[0].parents))
            // Also of the epoch after, for faults of blocks that never were in the chain.
            for later in height...height + 1 {
                let lookback = try chain.lookback(of: later, on: tipset)
                let next = try chain.tipset(at: max(0, later - 900) + 1, on: parents, before: false)
                used += [tipset, parents, lookback.tipset, next]
                for miner in workers.keys {
                    let then = try StateReader(chain.blockstore(), root: lookback.state)
                    _ = try then.workerKey(miner)
                    #expect(throws: (any Error).self) { try then.workerKey(99) }
                }
            }
            for root in [try chain.state(after: parents).root, try chain.state(after: tipset).root] {
                try touch(StateReader(chain.blockstore(), root: root), workers)
            }
        }
        let tipsets = Dictionary(used.map { ($0.height, $0) }, uniquingKeysWith: { first, _ in first })
            .sorted { $0.key < $1.key }.map(\.value)
        var car: [UInt8] = []
        let writer = try CARWriter(roots: tipsets.last?.key.cids ?? []) { car += $0 }
        let store = chain.blockstore()
        let cids = chain.read.withLock { $0 }.union(tipsets.flatMap(\.key.cids))
        for cid in cids.sorted() { try writer.append(cid, store.require(cid)) }
        try Data(car).write(to: URL(fileURLWithPath: folder + "/cut.car"))
        let lines = try tipsets.map { try chain.line($0) + "\n" }.joined()
        try Data(lines.utf8).write(to: URL(fileURLWithPath: folder + "/cut.jsonl"))
    }
}
