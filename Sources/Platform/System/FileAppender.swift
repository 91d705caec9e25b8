import Glibc

/// A file that grows at its end, and goes on where an earlier process stopped. Never follows a symbolic link
/// of that name. Not shared between threads: whoever writes owns it.
public final class FileAppender {
    private let descriptor: Int32
    private let path: String
    /// Bytes that the file has.
    public private(set) var length: UInt64

    /// Opens the file, or makes it.
    public init(_ path: String) throws(SystemError) {
        descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard descriptor >= 0 else { throw .last("create", path) }
        self.path = path
        let end = lseek(descriptor, 0, SEEK_END)
        length = UInt64(max(0, end))
        guard end >= 0 else { throw .last("examine", path) }
    }

    deinit { close(descriptor) }

    /// Appends the first `count` bytes. After an error the file may be longer than `length`: `cut(to:)`.
    public func write(_ bytes: [UInt8], count: Int? = nil) throws(SystemError) {
        let count = min(count ?? bytes.count, bytes.count)
        var done = 0
        while done < count {
            let place = off_t(length)
            let put = unsafe bytes.withUnsafeBytes { buffer in
                guard let base = buffer.baseAddress else { return 0 }
                return unsafe pwrite(descriptor, base + done, count - done, place)
            }
            if put < 0 && errno == EINTR { continue }
            guard put > 0 else { throw .last("write", path) }
            done += put
            length += UInt64(put)
        }
    }

    /// Cuts the file.
    public func cut(to bytes: UInt64) throws(SystemError) {
        guard ftruncate(descriptor, off_t(bytes)) == 0 else { throw .last("resize", path) }
        length = min(length, bytes)
    }

    /// Makes what was written durable.
    public func sync() throws(SystemError) {
        guard fsync(descriptor) == 0 else { throw .last("sync", path) }
    }

    /// Asks the kernel to forget its copy, so that the next reader gets what the device has.
    public func dropCache() { _ = posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED) }
}
