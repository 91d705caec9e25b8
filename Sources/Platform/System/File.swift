import Glibc

/// Files by path. Every failure names the path and what to do.
public enum File {
    /// The whole file; refuses one larger than `limit` bytes with EFBIG.
    public static func read(_ path: String, limit: Int = 1 << 30) throws(SystemError) -> [UInt8] {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .last("open", path) }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw .last("examine", path) }
        if status.st_mode & S_IFMT == S_IFDIR { throw SystemError("read", path, code: EISDIR) }
        var out: [UInt8] = []
        out.reserveCapacity(max(0, min(Int(status.st_size), limit)))
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let got = unsafe Glibc.read(descriptor, &buffer, buffer.count)
            if got < 0 && errno == EINTR { continue }
            guard got >= 0 else { throw .last("read", path) }
            if got == 0 { return out }
            guard out.count + got <= limit else { throw SystemError("read", path, code: EFBIG) }
            out.append(contentsOf: buffer[..<got])
        }
    }

    /// The whole file as text; bytes that are no UTF-8 become U+FFFD.
    public static func readText(_ path: String, limit: Int = 1 << 30) throws(SystemError) -> String {
        String(decoding: try read(path, limit: limit), as: UTF8.self)
    }

    /// Makes or replaces a file so that a reader, and a restart after any crash, finds the old bytes or the new ones:
    /// temporary name, fsync, rename, fsync of the directory.
    public static func writeAtomically(_ path: String, _ bytes: [UInt8]) throws(SystemError) {
        let temporary = path + ".tmp"
        let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .last("create", temporary) }
        do throws(SystemError) {
            defer { close(descriptor) }
            try write(descriptor, bytes, named: temporary)
            guard fsync(descriptor) == 0 else { throw SystemError.last("sync", temporary) }
        } catch {
            unsafe unlink(temporary)
            throw error
        }
        try rename(temporary, to: path)
    }

    /// `writeAtomically` of a text.
    public static func writeAtomically(_ path: String, text: String) throws(SystemError) {
        try writeAtomically(path, Array(text.utf8))
    }

    /// Writes all bytes to an open descriptor.
    static func write(_ descriptor: Int32, _ bytes: [UInt8], named name: String) throws(SystemError) {
        var start = 0
        while start < bytes.count {
            let put = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.write(
                    descriptor, buffer.baseAddress.map { unsafe $0 + start }, buffer.count - start)
            }
            if put < 0 && errno == EINTR { continue }
            guard put >= 0 else { throw .last("write", name) }
            start += put
        }
    }

    /// Gives a file another name and makes that durable; a file of that name is replaced.
    public static func rename(_ path: String, to target: String) throws(SystemError) {
        guard unsafe Glibc.rename(path, target) == 0 else { throw .last("rename", path) }
        try syncDirectory(parent(of: target))
    }

    /// Makes the names in a directory durable.
    public static func syncDirectory(_ path: String) throws(SystemError) {
        let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .last("open", path) }
        defer { close(descriptor) }
        // Some file systems have nothing to sync for a directory and say EINVAL.
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw .last("sync", path) }
    }

    /// Makes a file's bytes durable.
    public static func sync(_ path: String) throws(SystemError) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .last("open", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .last("sync", path) }
    }

    /// Removes a file; one that is not there is no error.
    public static func remove(_ path: String) throws(SystemError) {
        guard unsafe unlink(path) == 0 || errno == ENOENT else { throw .last("remove", path) }
    }

    /// Bytes of a file; nil if there is none.
    public static func size(_ path: String) -> UInt64? {
        var status = stat()
        guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return UInt64(status.st_size)
    }

    /// Whether there is anything of this name.
    public static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

    /// Whether it is a directory.
    public static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// The path from the root, without links; the file must be there.
    public static func absolutePath(_ path: String) throws(SystemError) -> String {
        guard let resolved = unsafe realpath(path, nil) else { throw .last("find", path) }
        defer { unsafe free(resolved) }
        return unsafe String(cString: resolved)
    }

    /// The path without its last component: "." for a bare name.
    public static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The last component of a path.
    public static func name(of path: String) -> String {
        String(path[(path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex)...])
    }
}

/// Directories.
public enum Directory {
    /// Makes a directory and those above it; one that exists is no error.
    public static func create(_ path: String) throws(SystemError) {
        if File.isDirectory(path) { return }
        let parent = File.parent(of: path)
        if parent != path && parent != "." { try create(parent) }
        guard unsafe mkdir(path, 0o755) == 0 || (errno == EEXIST && File.isDirectory(path)) else {
            throw .last("create directory", path)
        }
    }

    /// Names in a directory, sorted, without "." and "..".
    public static func list(_ path: String) throws(SystemError) -> [String] {
        guard let stream = unsafe opendir(path) else { throw .last("list", path) }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe String(cString: UnsafeRawPointer(pointer).assumingMemoryBound(to: CChar.self))
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Removes a directory and all in it; one that is not there is no error.
    public static func remove(_ path: String) throws(SystemError) {
        guard File.exists(path) else { return }
        for name in try list(path) {
            let child = path + "/" + name
            if File.isDirectory(child) && !File.isLink(child) {
                try remove(child)
            } else {
                try File.remove(child)
            }
        }
        guard unsafe rmdir(path) == 0 else { throw .last("remove", path) }
    }

    /// A new empty directory of a name that nobody has, under `parent`.
    public static func makeTemporary(under parent: String? = nil) throws(SystemError) -> String {
        let base = parent ?? Environment.value("TMPDIR") ?? "/tmp"
        for _ in 0..<100 {
            let suffix = Randomness.bytes(8).map { "abcdefghijklmnopqrstuvwxyz234567".utf8Character($0 & 31) }
            let path = base + "/quarry-" + suffix.joined()
            if unsafe mkdir(path, 0o700) == 0 { return path }
            if errno != EEXIST { throw .last("create directory", path) }
        }
        throw SystemError("create directory", base, code: EEXIST)
    }

    /// Bytes free for this user on the file system of `path`.
    public static func freeBytes(_ path: String) throws(SystemError) -> UInt64 {
        var status = statvfs()
        guard unsafe statvfs(path, &status) == 0 else { throw .last("examine", path) }
        return UInt64(status.f_bavail) * UInt64(status.f_frsize)
    }
}

extension File {
    /// Whether it is a symbolic link.
    static func isLink(_ path: String) -> Bool {
        var status = stat()
        return unsafe lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }
}

extension String {
    /// The character at a byte position of an ASCII text.
    fileprivate func utf8Character(_ position: UInt8) -> String {
        String(UnicodeScalar(Array(utf8)[Int(position)]))
    }
}

/// A file that one process at a time holds, released when the value goes or the process dies.
public struct FileLock: ~Copyable {
    private let descriptor: Int32

    /// Takes the lock; EWOULDBLOCK if another process has it.
    public init(_ path: String) throws(SystemError) {
        descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .last("open", path) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            close(descriptor)
            throw SystemError("lock", path, code: code)
        }
    }

    deinit { close(descriptor) }
}
