import Glibc

/// Why a file of secrets was not read or written.
public enum PrivateFileError: ExplainedError, Equatable {
    /// Others than its owner may read or change it: path and permissions.
    case tooOpen(String, mode: UInt32)
    /// There is a file of that name already, and it is not to be replaced.
    case exists(String)
    /// A directory, a link, or something else that is no plain file.
    case notAFile(String)
    /// More bytes than a secret has.
    case tooLarge(String)

    /// Names the path, never the contents.
    public var sentence: String {
        switch self {
        case .tooOpen(let path, let mode):
            "others than its owner have rights to \(path) (mode 0\(String(mode, radix: 8)))"
        case .exists(let path): "\(path) exists already"
        case .notAFile(let path): "\(path) is no plain file"
        case .tooLarge(let path): "\(path) is too large to be a secret"
        }
    }

    /// What the owner can do.
    public var remedy: String {
        switch self {
        case .tooOpen(let path, _): "find out who has read it; then: chmod go= \(path)"
        case .exists: "choose another name, or remove it first"
        case .notAFile, .tooLarge: "name the right file"
        }
    }
}

/// Files that hold secrets: for their owner alone, never found half-written, never reached through a link. Their
/// bytes pass through the caller's memory only, so that it can be wiped.
public enum PrivateFile {
    /// Permissions of everybody but the owner.
    private static let others: mode_t = 0o077

    /// Makes a directory (0700) and those above it; one that is there must be its owner's alone.
    public static func createDirectory(_ path: String) throws {
        let parent = File.parent(of: path)
        if !File.exists(parent) { try Directory.create(parent) }
        guard unsafe mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw SystemError.last("create directory", path)
        }
        try checkDirectory(path)
    }

    /// Makes a directory (0700) and those above it, or takes others' rights to one of ours that is there. Refused
    /// where others could write: what is in it may be theirs.
    public static func ownDirectory(_ path: String) throws {
        do {
            try createDirectory(path)
        } catch PrivateFileError.tooOpen(_, let mode) where mode & 0o022 == 0 {
            guard unsafe chmod(path, 0o700) == 0 else { throw SystemError.last("close", path) }
        }
    }

    /// Refuses a directory in which others may read or write.
    public static func checkDirectory(_ path: String) throws {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { throw SystemError.last("examine", path) }
        guard status.st_mode & S_IFMT == S_IFDIR else { throw SystemError("open", path, code: ENOTDIR) }
        try check(status, path)
    }

    private static func check(_ status: stat, _ path: String) throws(PrivateFileError) {
        if status.st_mode & others != 0 { throw .tooOpen(path, mode: status.st_mode & 0o7777) }
    }

    /// Reads the whole file; returns its bytes' number. Refused if others may read it, and if it does not fit.
    public static func read(_ path: String, into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ELOOP { throw PrivateFileError.notAFile(path) }
            throw SystemError.last("open", path)
        }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw SystemError.last("examine", path) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw PrivateFileError.notAFile(path) }
        try check(status, path)
        return try unsafe readAll(descriptor, path, buffer)
    }

    /// Whether standard input is a person at a terminal, who must be told what is asked.
    public static var inputIsTerminal: Bool { isatty(0) == 1 }

    /// Reads all of a file that anybody may have made, or of standard input ("-").
    public static func readAny(_ path: String, into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        if path == "-" { return try unsafe readAll(0, "standard input", buffer) }
        let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError.last("open", path) }
        defer { close(descriptor) }
        return try unsafe readAll(descriptor, path, buffer)
    }

    private static func readAll(
        _ descriptor: Int32, _ path: String, _ buffer: UnsafeMutableRawBufferPointer
    ) throws -> Int {
        var count = 0
        while count < buffer.count {
            let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[count...])
            let got = unsafe Glibc.read(descriptor, rest.baseAddress, rest.count)
            if got < 0 && errno == EINTR { continue }
            guard got >= 0 else { throw SystemError.last("read", path) }
            if got == 0 { return count }
            count += got
        }
        throw PrivateFileError.tooLarge(path)
    }

    /// Makes a file (0600) under a temporary name and gives it its name when it is whole and durable. One caller at a
    /// time for each name: hold a lock of the directory.
    public static func write(_ path: String, _ bytes: UnsafeRawBufferPointer, replacing: Bool) throws {
        let temporary = path + ".new"
        // One that a killed process left.
        try File.remove(temporary)
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
        let descriptor = unsafe Glibc.open(temporary, flags, 0o600)
        guard descriptor >= 0 else { throw SystemError.last("create", temporary) }
        do {
            defer { close(descriptor) }
            try unsafe writeAll(descriptor, temporary, bytes)
            guard fsync(descriptor) == 0 else { throw SystemError.last("sync", temporary) }
        } catch {
            unsafe unlink(temporary)
            throw error
        }
        if replacing { return try File.rename(temporary, to: path) }
        let linked = unsafe link(temporary, path)
        let code = errno
        unsafe unlink(temporary)
        guard linked == 0 else {
            throw code == EEXIST
                ? PrivateFileError.exists(path) : SystemError("create", path, code: code) as any Error
        }
        try File.syncDirectory(File.parent(of: path))
    }

    private static func writeAll(
        _ descriptor: Int32, _ path: String, _ bytes: UnsafeRawBufferPointer
    ) throws(SystemError) {
        var start = 0
        while start < bytes.count {
            let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[start...])
            let put = unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
            if put < 0 && errno == EINTR { continue }
            guard put >= 0 else { throw .last("write", path) }
            start += put
        }
    }

    /// Writes bytes to standard output without a copy of them in a text.
    public static func print(_ bytes: UnsafeRawBufferPointer) throws(SystemError) {
        try unsafe writeAll(1, "standard output", bytes)
    }
}
