import Blockstore
import ChainTypes
import Foundation
import IPLD
import Networks
import Primitives
import System

@testable import ChainVerifier

/// What Lotus found out about a tipset of a chain that it made.
struct TipsetFacts: Codable {
    /// A CID in JSON.
    struct Link: Codable {
        let text: String
        enum CodingKeys: String, CodingKey { case text = "/" }
    }

    let height: Int64
    let key: [Link]
    let weight: String
    /// Base fee of the next tipset.
    let nextBaseFee: String
    let stateAfter: Link
    let receiptsAfter: Link
}

/// A chain that Lotus made, with what it found out: a cut of it that ships, or a whole one.
final class RecordedChain: ChainView {
    let network = Network.local("testing")
    let genesis: BlockHeader
    private let blocks: [CID: [UInt8]]
    private let facts: [TipsetKey: TipsetFacts]
    private let heights: [(height: Int64, key: TipsetKey)]
    /// Blocks that were read.
    let read = Locked<Set<CID>>([])

    /// From CAR files and facts, one JSON a line.
    init(cars: [String], facts lines: [UInt8]) throws {
        var blocks: [CID: [UInt8]] = [:]
        for car in cars {
            var reader = try CARFile.open(car)
            while let (cid, block) = try reader.next() { blocks[cid] = block }
        }
        self.blocks = blocks
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let all = try lines.split(separator: 10).map {
            try decoder.decode(TipsetFacts.self, from: Data($0))
        }
        let keyed = try all.map { ($0, TipsetKey(try $0.key.map { try CID($0.text) })) }
        facts = Dictionary(keyed.map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        heights = keyed.map { ($0.height, $1) }.sorted { $0.height < $1.height }
        guard let first = heights.first?.key.cids.first, let block = blocks[first] else {
            throw RecordedChainError.absent
        }
        genesis = try BlockHeader(cbor: block)
    }

    enum RecordedChainError: Error { case absent }

    private func facts(_ tipset: Tipset) throws -> TipsetFacts {
        guard let found = facts[tipset.key] else { throw RecordedChainError.absent }
        return found
    }

    /// The tipset of a height that is not null.
    func tipset(of height: Int64) throws -> Tipset {
        guard let key = heights.first(where: { $0.height == height })?.key else {
            throw RecordedChainError.absent
        }
        return try tipset(key)
    }

    /// Heights that are not null.
    var all: [Int64] { heights.map(\.height) }

    func blockstore() -> any Blockstore { Window(self) }

    func tipset(_ key: TipsetKey) throws -> Tipset {
        try Tipset(key.cids.map { try BlockHeader(cbor: blockstore().require($0)) })
    }

    func tipset(at height: Int64, on base: Tipset, before: Bool) throws -> Tipset {
        let found =
            before
            ? heights.last { $0.height <= height && $0.height <= base.height }
            : heights.first { $0.height >= height }
        guard let found else { throw RecordedChainError.absent }
        return try tipset(found.key)
    }

    func messages(_ header: BlockHeader) throws -> BlockMessages {
        let store = blockstore()
        let roots = try MessageRoots(cbor: store.require(header.messages))
        func list<Item: CBORDecodable>(_ root: CID) throws -> [Item] {
            try AMT(store, root: root, version: .v0).items().map {
                try Item(cbor: store.require(CID(cbor: $0.value)))
            }
        }
        return BlockMessages(bls: try list(roots.bls), secp: try list(roots.secp))
    }

    func state(after tipset: Tipset) throws -> TipsetState {
        let found = try facts(tipset)
        return TipsetState(root: try CID(found.stateAfter.text), receipts: try CID(found.receiptsAfter.text))
    }

    func weight(_ tipset: Tipset) throws -> BigInt { BigInt(try facts(tipset).weight) ?? .zero }

    func baseFee(after tipset: Tipset) throws -> TokenAmount {
        TokenAmount(atto: BigInt(try facts(tipset).nextBaseFee) ?? .zero)
    }

    /// Facts about a tipset as one line.
    func line(_ tipset: Tipset) throws -> String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(facts(tipset)), as: UTF8.self)
    }

    /// A view on the blocks for one thread; what is written stays in it.
    private final class Window: Blockstore {
        private let chain: RecordedChain
        private var written: [CID: [UInt8]] = [:]

        init(_ chain: RecordedChain) { self.chain = chain }

        func get(_ cid: CID) -> [UInt8]? {
            if let block = written[cid] { return block }
            guard let block = chain.blocks[cid] else { return nil }
            chain.read.withLock { _ = $0.insert(cid) }
            return block
        }

        func put(_ cid: CID, _ block: [UInt8]) { written[cid] = block }
        func has(_ cid: CID) -> Bool { get(cid) != nil }
    }
}
