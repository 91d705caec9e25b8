import Glibc

extension File {
    /// Writes bytes at a place of an existing file. Not atomic, not synced: for scratch files.
    public static func write(_ bytes: [UInt8], at offset: UInt64, of path: String) throws(SystemError) {
        let descriptor = unsafe open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .last("open", path) }
        defer { close(descriptor) }
        var done = 0
        while done < bytes.count {
            let place = off_t(offset) + off_t(done)
            let put = unsafe bytes.withUnsafeBytes { buffer in
                guard let base = buffer.baseAddress else { return 0 }
                return unsafe pwrite(descriptor, base + done, bytes.count - done, place)
            }
            if put < 0 && errno == EINTR { continue }
            guard put > 0 else { throw .last("write", path) }
            done += put
        }
    }
}

extension Environment {
    /// Path of the running program.
    public static var executable: String {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let length = unsafe buffer.withUnsafeMutableBytes { buffer in
            guard let base = buffer.baseAddress else { return 0 }
            return unsafe readlink("/proc/self/exe", base.assumingMemoryBound(to: CChar.self), buffer.count)
        }
        return length > 0 ? String(decoding: buffer.prefix(length), as: UTF8.self) : CommandLine.arguments[0]
    }
}
