import IPLD
import Primitives

/// A block in an actor's hands.
final class Block {
    let codec: UInt64
    let bytes: [UInt8]
    let links: [CID]

    init(codec: UInt64, bytes: [UInt8], links: [CID] = []) {
        self.codec = codec
        self.bytes = bytes
        self.links = links
    }

    var traced: TracedBlock { TracedBlock(codec: codec, bytes: bytes) }
}

/// The blocks of one call, by handle, and the CIDs that it may reach.
struct BlockRegistry {
    /// Stands for no block.
    static let noData: UInt32 = 0
    private static let maxBlocks = Int(Int32.max)

    private var blocks: [Block] = []
    private var reachable = SmallMap<CID, Bool>()

    var isFull: Bool { blocks.count >= Self.maxBlocks }

    func isReachable(_ cid: CID) -> Bool { reachable[cid] != nil }
    mutating func markReachable(_ cid: CID) { reachable.set(cid, true) }

    /// A block that came from outside: what it links to becomes reachable.
    mutating func putReachable(_ block: Block) throws(ExecutionError) -> UInt32 {
        try checkRoom()
        for link in block.links { reachable.set(link, true) }
        return add(block)
    }

    /// A block that the actor made: it may link only to what is reachable.
    mutating func putChecked(_ block: Block) throws(ExecutionError) -> UInt32 {
        try checkRoom()
        for link in block.links where reachable[link] == nil {
            throw .syscall(.notFound, "\(link) is not reachable")
        }
        return add(block)
    }

    private func checkRoom() throws(ExecutionError) {
        guard !isFull else { throw .syscall(.limitExceeded, "too many blocks") }
    }

    private mutating func add(_ block: Block) -> UInt32 {
        blocks.append(block)
        return UInt32(blocks.count)
    }

    func get(_ id: UInt32) throws(ExecutionError) -> Block {
        guard id >= 1, Int(id) <= blocks.count else {
            throw .syscall(.invalidHandle, "there is no block \(id)")
        }
        return blocks[Int(id) - 1]
    }
}
