import Glibc

/// A new file, written in order. Not shared between threads: whoever writes owns it.
public final class FileWriter {
    private let descriptor: Int32
    private let path: String

    /// Makes the file, or empties it.
    public init(_ path: String) throws(SystemError) {
        descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .last("create", path) }
        self.path = path
    }

    deinit { close(descriptor) }

    /// Appends bytes.
    public func write(_ bytes: [UInt8]) throws(SystemError) {
        try File.write(descriptor, bytes, named: path)
    }

    /// Makes what was written durable.
    public func finish() throws(SystemError) {
        guard fsync(descriptor) == 0 else { throw .last("sync", path) }
    }
}
