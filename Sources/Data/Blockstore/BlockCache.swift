import Primitives

/// Blocks in memory up to a number of bytes. Two generations: when the young one has half of the bytes it becomes the
/// old one, and the old one goes; a block that is asked for moves to the young one. So what is used stays, at the cost
/// of one dictionary.
struct BlockCache {
    private let limit: Int
    private var young: [CID: [UInt8]] = [:]
    private var old: [CID: [UInt8]] = [:]
    private var youngBytes = 0
    /// What an entry takes beside its bytes, roughly.
    private static let overhead = 160

    /// Of so many bytes.
    init(bytes: Int) { limit = bytes }

    subscript(cid: CID) -> [UInt8]? {
        mutating get {
            if let block = young[cid] { return block }
            guard let block = old[cid] else { return nil }
            keep(cid, block)
            return block
        }
        set {
            if let newValue { keep(cid, newValue) }
        }
    }

    private mutating func keep(_ cid: CID, _ block: [UInt8]) {
        if youngBytes > limit / 2 {
            old = young
            young = [:]
            youngBytes = 0
        }
        if young.updateValue(block, forKey: cid) == nil { youngBytes += block.count + Self.overhead }
    }
}
