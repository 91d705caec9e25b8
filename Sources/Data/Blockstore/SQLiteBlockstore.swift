internal import CSQLite
public import IPLD
public import Primitives
internal import System

/// The node's blocks in one SQLite file, with a cache in front and, beside the blocks, an ordered map of small notes
/// (heads, indexes) that are written in the same transactions. From several threads at once.
///
/// What is put is there for every reader at once, and on disk after `commit`; `kill -9` in between leaves the state of
/// the last commit, never a part.
public final class SQLiteBlockstore: Blockstore, Sendable {
    private let state: Locked<State>
    private let cacheBytes: Int
    /// The file.
    public let path: String

    private struct State {
        let file: SQLiteFile
        var cache: BlockCache
        var pending = 0
    }

    /// Bytes that are written without a commit at most.
    private static let pendingLimit = 32 << 20

    /// Opens or makes the file. `cacheBytes`: memory for blocks.
    public init(_ path: String, cacheBytes: Int = 256 << 20) throws {
        self.path = path
        self.cacheBytes = cacheBytes
        state = Locked(State(file: try SQLiteFile(path), cache: BlockCache(bytes: cacheBytes)))
    }

    /// The block; nil if it is not there.
    public func get(_ cid: CID) throws -> [UInt8]? {
        if cid.hashCode == CID.HashCode.identity { return cid.digest.bytes }
        return try state.withLock { state in
            if let block = state.cache[cid] { return block }
            guard let block = try state.file.block(cid.bytes) else { return nil }
            state.cache[cid] = block
            return block
        }
    }

    /// Keeps a block.
    public func put(_ cid: CID, _ block: [UInt8]) throws {
        guard cid.hashCode != CID.HashCode.identity else { return }
        try state.withLock { state in
            guard state.cache[cid] == nil else { return }
            try state.file.put(cid.bytes, block)
            state.cache[cid] = block
            state.pending += block.count
            if state.pending > Self.pendingLimit {
                try state.file.commit()
                state.pending = 0
            }
        }
    }

    /// Whether the block is there.
    public func has(_ cid: CID) throws -> Bool { try get(cid) != nil }

    /// Everything put so far is on disk afterwards.
    public func commit() throws {
        try state.withLock { state in
            try state.file.commit()
            state.pending = 0
        }
    }

    /// Takes a block away: one that is damaged.
    public func remove(_ cid: CID) throws {
        try state.withLock { state in
            try state.file.removeBlock(cid.bytes)
            state.cache = BlockCache(bytes: cacheBytes)
        }
    }

    /// Blocks in the file.
    public func blockCount() throws -> Int { try state.withLock { try $0.file.blockCount() } }

    /// Calls `body` with every block of the file. Nothing may be written meanwhile.
    public func forEach(_ body: (CID, [UInt8]) throws -> Void) throws {
        try state.withLock { state in
            try state.file.forEachBlock { try body(CID(bytes: $0), $1) }
        }
    }

    // MARK: Notes

    /// The note of a key.
    public func note(_ key: [UInt8]) throws -> [UInt8]? { try state.withLock { try $0.file.note(key) } }

    /// Writes a note, or takes it away.
    public func setNote(_ key: [UInt8], _ value: [UInt8]?) throws {
        try state.withLock { try $0.file.setNote(key, value) }
    }

    /// The notes of keys from `first` up to `last` in order, at most `limit`; from the end if `isReversed`.
    public func notes(
        from first: [UInt8], through last: [UInt8], isReversed: Bool = false, limit: Int = .max
    ) throws -> [(key: [UInt8], value: [UInt8])] {
        try state.withLock {
            try $0.file.notes(from: first, through: last, isReversed: isReversed, limit: limit)
        }
    }

    /// Takes away the notes of keys from `first` up to `last`.
    public func removeNotes(from first: [UInt8], through last: [UInt8]) throws {
        try state.withLock { try $0.file.removeNotes(from: first, through: last) }
    }
}
