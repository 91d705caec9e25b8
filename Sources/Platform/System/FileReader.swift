import Glibc

/// A file or standard input, read in order.
///
/// Not shared between threads: whoever reads owns it.
public final class FileReader {
    private let descriptor: Int32
    private let path: String
    private let isOwned: Bool

    /// Opens a regular file, a pipe or a device for reading.
    public init(_ path: String) throws(SystemError) {
        descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .last("open", path) }
        self.path = path
        isOwned = true
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw .last("examine", path) }
        if status.st_mode & S_IFMT == S_IFDIR { throw SystemError("read", path, code: EISDIR) }
        _ = posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
    }

    /// Standard input.
    public init(standardInput: Void) {
        descriptor = STDIN_FILENO
        path = "standard input"
        isOwned = false
    }

    deinit {
        if isOwned { close(descriptor) }
    }

    /// Fills up to `buffer.count` bytes and says how many; fewer only at the end, 0 there.
    public func read(into buffer: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int {
        var filled = 0
        while filled < buffer.count, let base = buffer.baseAddress {
            let got = unsafe Glibc.read(descriptor, base + filled, buffer.count - filled)
            if got < 0 && errno == EINTR { continue }
            guard got >= 0 else { throw .last("read", path) }
            if got == 0 { break }
            filled += got
        }
        return filled
    }

    /// Reads `count` bytes at `offset` (fewer at the end), leaving the place of `read` alone.
    public func read(at offset: UInt64, count: Int) throws(SystemError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let place = off_t(offset) + off_t(filled)
            let got = unsafe bytes.withUnsafeMutableBytes { buffer in
                guard let base = buffer.baseAddress else { return 0 }
                return unsafe pread(descriptor, base + filled, count - filled, place)
            }
            if got < 0 && errno == EINTR { continue }
            guard got >= 0 else { throw .last("read", path) }
            if got == 0 { break }
            filled += got
        }
        bytes.removeLast(count - filled)
        return bytes
    }
}

extension File {
    /// Makes a file exactly `bytes` long, created if absent: cut, or filled with zeros that take no space.
    public static func setSize(_ path: String, _ bytes: UInt64) throws(SystemError) {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .last("create", path) }
        defer { close(descriptor) }
        guard ftruncate(descriptor, off_t(bytes)) == 0 else { throw .last("resize", path) }
        guard fsync(descriptor) == 0 else { throw .last("sync", path) }
    }

    /// When a file's bytes last changed, in nanoseconds since 1970; nil if there is none.
    public static func modificationTime(_ path: String) -> Int64? {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        return Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
    }

    /// Bytes on disk that a file takes; less than its size if it has holes.
    public static func allocatedBytes(_ path: String) -> UInt64 {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? UInt64(status.st_blocks) * 512 : 0
    }
}

extension SystemError {
    /// Whether the place cannot be written to by this user.
    public var isReadOnly: Bool { code == EROFS || code == EACCES || code == EPERM }
}
