import Glibc

/// What the file system says of a name.
public struct FileStatus: Sendable, Hashable {
    /// What it is.
    public enum Kind: Sendable { case file, directory, link, other }
    /// What it is.
    public let kind: Kind
    /// Bytes.
    public let bytes: UInt64
    /// Bytes on disk; less than `bytes` if there are holes.
    public let allocated: UInt64
    /// Number of the file system it is on.
    public let device: UInt64
    /// Its number there: two names of equal `device` and `inode` are one file.
    public let inode: UInt64
    /// When its bytes last changed, in nanoseconds since 1970.
    public let modified: Int64

    /// Of a name, links not followed; nil if there is nothing of that name.
    public init?(_ path: String) throws(SystemError) {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw .last("examine", path)
        }
        kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .directory
            case S_IFLNK: .link
            default: .other
            }
        bytes = UInt64(max(0, status.st_size))
        allocated = UInt64(max(0, status.st_blocks)) * 512
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        modified = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
    }
}

extension Directory {
    /// Bytes of the file system of `path`, and bytes free for this user.
    public static func capacity(_ path: String) throws(SystemError) -> (all: UInt64, free: UInt64) {
        var status = statvfs()
        guard unsafe statvfs(path, &status) == 0 else { throw .last("examine", path) }
        let unit = UInt64(status.f_frsize)
        return (UInt64(status.f_blocks) * unit, UInt64(status.f_bavail) * unit)
    }

    /// Removes an empty directory; false if it is not empty or not there.
    public static func removeEmpty(_ path: String) -> Bool { unsafe rmdir(path) == 0 }
}

extension File {
    /// Gives a file a second name on the same file system. False where that cannot be (another file system, or
    /// one without such names); the new name must be free.
    public static func link(_ path: String, to target: String) throws(SystemError) -> Bool {
        if unsafe Glibc.link(path, target) == 0 { return true }
        switch errno {
        case EXDEV, EPERM, EOPNOTSUPP, ENOSYS, EMLINK: return false
        default: throw .last("link", target)
        }
    }

    /// Asks the kernel to forget its copy of a file, so that the next reader gets what the device has. For
    /// files that were synced; a hint elsewhere.
    public static func dropCache(_ path: String) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        _ = posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED)
    }
}

extension SystemError {
    /// Whether the device or the user's quota is full.
    public var isFull: Bool { code == ENOSPC || code == EDQUOT }
    /// The code of a name that is not there.
    public static var absent: Int32 { ENOENT }
    /// Whether there is nothing of that name.
    public var isAbsent: Bool { code == ENOENT || code == ENOTDIR }
}
