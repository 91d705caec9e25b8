/// # IPLD
///
/// Filecoin's data: strict DAG-CBOR, and the three maps that all state is kept in: HAMT, AMT and the KAMT of the EVM.
/// Start with `CBORReader` and `CBORWriter`, then `HAMT`. It stores nothing itself: blocks come from and go to a
/// `Blockstore`. Every block is from outside until proven otherwise: depth, sizes and counts are bounded, and a
/// block that breaks a rule is an error, never a crash.

public import Primitives

/// Where blocks are kept by their CID.
public protocol Blockstore: AnyObject {
    /// The block; nil if it is not there.
    func get(_ cid: CID) throws -> [UInt8]?
    /// Keeps a block under its CID, which must be that of the bytes.
    func put(_ cid: CID, _ block: [UInt8]) throws
    /// Whether the block is there.
    func has(_ cid: CID) throws -> Bool
}

extension Blockstore {
    /// Keeps a DAG-CBOR block under its BLAKE2b-256 CID.
    public func put(_ block: [UInt8], codec: UInt64 = CID.Codec.dagCBOR) throws -> CID {
        let cid = CID(of: block, codec: codec)
        try put(cid, block)
        return cid
    }

    /// The block, which must be there.
    public func require(_ cid: CID) throws -> [UInt8] {
        guard let block = try get(cid) else { throw IPLDError.absent(cid) }
        return block
    }
}

/// Blocks in memory.
public final class MemoryBlockstore: Blockstore {
    /// All blocks.
    public private(set) var blocks: [CID: [UInt8]] = [:]

    /// An empty store.
    public init() {}

    /// The block; nil if it is not there.
    public func get(_ cid: CID) -> [UInt8]? { blocks[cid] }
    /// Keeps a block.
    public func put(_ cid: CID, _ block: [UInt8]) { blocks[cid] = block }
    /// Whether the block is there.
    public func has(_ cid: CID) -> Bool { blocks[cid] != nil }
}

/// Why data could not be read.
public enum IPLDError: Error, Hashable, CustomStringConvertible {
    /// A linked block is not in the store.
    case absent(CID)
    /// A node of a map breaks a rule.
    case badNode(String)
    /// A key or an index cannot be in the map.
    case outOfRange(String)

    /// One sentence.
    public var description: String {
        switch self {
        case .absent(let cid): "block \(cid) is not there"
        case .badNode(let why): "malformed node: \(why)"
        case .outOfRange(let why): why
        }
    }
}
