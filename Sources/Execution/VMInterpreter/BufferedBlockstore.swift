public import IPLD
public import Primitives

/// Blocks written by messages, in memory until `flush` hands those on that a root reaches.
public final class BufferedBlockstore: Blockstore {
    private let base: any Blockstore
    private var written: [CID: [UInt8]] = [:]
    /// Blocks that were asked of the store below, and their bytes: what state access costs.
    public private(set) var blocksRead = 0
    /// Bytes of them.
    public private(set) var bytesRead = 0
    /// Bytes of blocks that were written: each was hashed.
    public private(set) var bytesWritten = 0

    /// In front of a store.
    public init(_ base: any Blockstore) { self.base = base }

    /// The block, from the buffer or from below.
    public func get(_ cid: CID) throws -> [UInt8]? {
        if let block = written[cid] { return block }
        let block = try base.get(cid)
        blocksRead += 1
        bytesRead += block?.count ?? 0
        return block
    }

    /// Keeps a block in the buffer.
    public func put(_ cid: CID, _ block: [UInt8]) {
        written[cid] = block
        bytesWritten += block.count
    }
    /// Whether the block is here or below.
    public func has(_ cid: CID) throws -> Bool { try written[cid] != nil || base.has(cid) }

    /// Writes the blocks that `root` reaches, children first, and forgets the rest. A block that is not in the buffer
    /// is taken as stored, with all below it.
    public func flush(_ root: CID) throws {
        var stack: [(cid: CID, isDone: Bool)] = [(root, false)]
        while let (cid, isDone) = stack.popLast() {
            guard let block = written[cid] else { continue }
            if isDone {
                try base.put(cid, block)
                written[cid] = nil
                continue
            }
            stack.append((cid, true))
            guard cid.codec == CID.Codec.dagCBOR else { continue }
            for link in try LinkScanner.links(in: block) where written[link] != nil {
                stack.append((link, false))
            }
        }
        written = [:]
    }
}
