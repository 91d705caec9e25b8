internal import ProofEngine
internal import System

/// Gathers a file chunk by chunk. A chunk counts only when its digest was right, it is synced, and reads back
/// as it came: a multiple of the chunk's size found after a crash is sound. Blocks.
final class ChunkSink: Sendable {
    /// What became of a chunk.
    enum Outcome: Sendable, Hashable {
        /// It is durable.
        case kept
        /// It has another digest than was said, or another length.
        case wrong
    }

    private struct State {
        let file: FileAppender
        let start: UInt64
        var digest = SHA256Digest()
    }

    private let path: String
    private let state: Locked<State>

    /// Bytes of a part that are sound: whole chunks.
    static func soundLength(_ path: String, chunk: UInt64) throws -> UInt64 {
        guard let status = try FileStatus(path), status.kind == .file else { return 0 }
        return status.bytes / chunk * chunk
    }

    /// Opens the part at `path` to append a chunk at `start`; what lies beyond is cut off.
    init(_ path: String, at start: UInt64) throws {
        try Directory.create(File.parent(of: path))
        let file = try FileAppender(path)
        if file.length > start { try file.cut(to: start) }
        guard file.length == start else {
            throw StorageError.badCopy(path: path, what: "has \(file.length) bytes, not \(start)")
        }
        self.path = path
        state = Locked(State(file: file, start: start))
    }

    /// Adds bytes of the chunk.
    func write(_ bytes: [UInt8]) throws {
        try state.withLock { state in
            state.digest.update(bytes)
            try state.file.write(bytes)
        }
    }

    /// Bytes of the chunk so far.
    var count: UInt64 { state.withLock { $0.file.length - $0.start } }

    /// Ends the chunk: durable if it is what was said, cut off again otherwise.
    func finish(count: UInt64, digest: String) throws -> Outcome {
        try state.withLock { state in
            guard state.file.length - state.start == count, FileDigest.text(state.digest.digest()) == digest
            else {
                try state.file.cut(to: state.start)
                return .wrong
            }
            try state.file.sync()
            state.file.dropCache()
            let back = try FileReader(path).read(at: state.start, count: Int(count))
            guard FileDigest.text(SHA256Digest.hash(back)) == digest else {
                try state.file.cut(to: state.start)
                throw StorageError.badCopy(path: path, what: "reads back other bytes than were written")
            }
            return .kept
        }
    }

    /// Takes the bytes of a chunk that broke off back.
    func abandon() { state.withLock { try? $0.file.cut(to: $0.start) } }
}
