public import IPLD
public import Primitives

/// The blocks of a tipset by their CIDs, in order.
public struct TipsetKey: Hashable, Sendable {
    /// The blocks.
    public let cids: [CID]

    /// A key.
    public init(_ cids: [CID]) { self.cids = cids }

    /// From joined CIDs.
    public init(bytes: [UInt8]) throws(PrimitiveError) {
        var rest = bytes[...]
        var cids: [CID] = []
        while !rest.isEmpty { cids.append(try CID(reading: &rest)) }
        self.cids = cids
    }

    /// The CIDs' bytes, joined.
    public var bytes: [UInt8] { cids.flatMap(\.bytes) }

    /// The key as a block: a byte string.
    public var cbor: [UInt8] {
        var writer = CBORWriter()
        writer.byteString(bytes)
        return writer.bytes
    }

    /// CID of the key as a block: what actors are told.
    public var cid: CID { CID(of: cbor) }
}

/// Why blocks make no tipset.
public enum TipsetError: Error, Hashable {
    /// There are none.
    case empty
    /// Two of them are of different epochs.
    case heights(Int64, Int64)
    /// Two of them have different parents.
    case parents
}

/// Blocks of one epoch with the same parents, the one with the smallest ticket first.
public struct Tipset: Hashable, Sendable {
    /// The blocks.
    public let blocks: [BlockHeader]
    /// Their CIDs.
    public let key: TipsetKey

    /// From blocks in any order.
    public init(_ blocks: [BlockHeader]) throws(TipsetError) {
        guard let first = blocks.first else { throw .empty }
        for block in blocks.dropFirst() {
            guard block.height == first.height else { throw .heights(first.height, block.height) }
            guard block.parents == first.parents else { throw .parents }
        }
        let ordered = blocks.map { (ticket: $0.ticket?.digest ?? Blake2b.hash([]), cid: $0.cid, block: $0) }
            .sorted {
                $0.ticket == $1.ticket
                    ? $0.cid < $1.cid : $0.ticket.lexicographicallyPrecedes($1.ticket)
            }
        self.blocks = ordered.map(\.block)
        key = TipsetKey(ordered.map(\.cid))
    }

    /// The epoch.
    public var height: Int64 { blocks[0].height }
    /// The block with the smallest ticket: where randomness is drawn from.
    public var minTicketBlock: BlockHeader { blocks[0] }
}

/// What a block's `messages` names: `[BLS messages, others]`, an AMT of CIDs each.
public struct MessageRoots: Hashable, Sendable, CBORCodable {
    /// Root of the AMT of BLS messages' CIDs.
    public var bls: CID
    /// Root of the AMT of the other messages' CIDs.
    public var secp: CID

    /// Roots.
    public init(bls: CID, secp: CID) {
        self.bls = bls
        self.secp = secp
    }

    /// The roots of messages, whose arrays are written to `store`.
    public init(bls: [CID], secp: [CID], store: any Blockstore) throws {
        func root(_ cids: [CID]) throws -> CID {
            let array = AMT(store, version: .v0)
            for cid in cids { try array.append(cid.cbor) }
            return try array.flush()
        }
        self.init(bls: try root(bls), secp: try root(secp))
    }

    /// Reads them.
    public init(from reader: inout CBORReader) throws(CBORError) {
        try reader.tuple(2)
        bls = try reader.link()
        secp = try reader.link()
    }

    /// Writes them.
    public func encode(to writer: inout CBORWriter) {
        writer.array(2)
        writer.link(bls)
        writer.link(secp)
    }
}
