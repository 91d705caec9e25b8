import ActorStates
import ChainTypes
import IPLD
import Networks
import Primitives
import Testing

@testable import ChainVerifier
@testable import VMInterpreter

/// A chain of which one state is another one, as if its past had been different.
struct AlteredChain: ChainView {
    private let chain: RecordedChain
    private let blocks: [CID: [UInt8]]
    private let roots: [CID: CID]

    var network: Network { chain.network }
    var genesis: BlockHeader { chain.genesis }

    /// The chain with `change` made to the state under `root`.
    init(_ chain: RecordedChain, _ root: CID, _ change: (StateTree) throws -> Void) throws {
        self.chain = chain
        let layer = Layer(chain.blockstore())
        let tree = try StateTree(layer, root: root)
        try change(tree)
        roots = [root: try tree.flush()]
        blocks = layer.written
    }

    private func altered(_ tipset: Tipset) throws -> Tipset {
        try Tipset(
            tipset.blocks.map { block in
                var block = block
                block.parentStateRoot = roots[block.parentStateRoot] ?? block.parentStateRoot
                return block
            })
    }

    func blockstore() -> any Blockstore { Layer(chain.blockstore(), blocks) }
    func tipset(_ key: TipsetKey) throws -> Tipset { try altered(chain.tipset(key)) }
    func tipset(at height: Int64, on base: Tipset, before: Bool) throws -> Tipset {
        try altered(chain.tipset(at: height, on: base, before: before))
    }
    func messages(_ header: BlockHeader) throws -> BlockMessages { try chain.messages(header) }
    /// Facts of the tipset that it was.
    private func original(_ tipset: Tipset) throws -> Tipset { try chain.tipset(of: tipset.height) }
    func state(after tipset: Tipset) throws -> TipsetState { try chain.state(after: original(tipset)) }
    func weight(_ tipset: Tipset) throws -> BigInt { try chain.weight(original(tipset)) }
    func baseFee(after tipset: Tipset) throws -> TokenAmount {
        try chain.baseFee(after: original(tipset))
    }

    /// Blocks in front of a store.
    private final class Layer: Blockstore {
        let below: any Blockstore
        var written: [CID: [UInt8]]

        init(_ below: any Blockstore, _ written: [CID: [UInt8]] = [:]) {
            self.below = below
            self.written = written
        }

        func get(_ cid: CID) throws -> [UInt8]? { try written[cid] ?? below.get(cid) }
        func put(_ cid: CID, _ block: [UInt8]) { written[cid] = block }
        func has(_ cid: CID) throws -> Bool { try get(cid) != nil }
    }
}

extension StateTree {
    /// Replaces a field of an actor's state, which is a tuple.
    func replace(_ actor: UInt64, field: Int, with value: [UInt8]) throws {
        var entry = try #require(try self.actor(actor))
        entry.head = try store.put(Self.replaced(store.require(entry.head), field, value))
        set(actor, entry)
    }

    /// Replaces a field of what a field of an actor's state links to.
    func replace(_ actor: UInt64, linkedBy link: Int, field: Int, with value: [UInt8]) throws {
        let entry = try #require(try self.actor(actor))
        let linked = try CID(cbor: Self.fields(store.require(entry.head))[link])
        let changed = try store.put(Self.replaced(store.require(linked), field, value))
        try replace(actor, field: link, with: changed.cbor)
    }

    private static func fields(_ block: [UInt8]) throws -> [[UInt8]] {
        var reader = CBORReader(block)
        return try (0..<(try reader.array())).map { _ in try reader.raw() }
    }

    private static func replaced(_ block: [UInt8], _ field: Int, _ value: [UInt8]) throws -> [UInt8] {
        var fields = try fields(block)
        fields[field] = value
        var writer = CBORWriter()
        writer.array(fields.count)
        for field in fields { writer.raw(field) }
        return writer.bytes
    }
}
