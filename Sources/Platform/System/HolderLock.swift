import Glibc

/// A file that one process at a time holds and that says which; held until `release`, or until the process or
/// the last reference goes.
public final class HolderLock: Sendable {
    private let descriptor: Locked<Int32?>

    /// What came of asking for a lock.
    public enum Outcome: Sendable {
        /// It is ours.
        case taken(HolderLock)
        /// Another process has it; its number if the file tells.
        case heldBy(pid: Int?)
    }

    /// Asks for the lock in the file `path`, which is created if absent.
    public static func take(_ path: String) throws(SystemError) -> Outcome {
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .last("open", path) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            close(descriptor)
            guard code == EWOULDBLOCK else { throw SystemError("lock", path, code: code) }
            let text = try File.readText(path, limit: 64)
            return .heldBy(pid: Int(text.prefix { $0.isNumber }))
        }
        let lock = HolderLock(descriptor)
        guard ftruncate(descriptor, 0) == 0 else { throw .last("write", path) }
        try File.write(descriptor, Array("\(getpid())\n".utf8), named: path)
        return .taken(lock)
    }

    private init(_ descriptor: Int32) { self.descriptor = Locked(descriptor) }

    deinit { release() }

    /// Gives the lock up. Once is enough; more does no harm.
    public func release() {
        descriptor.withLock { held in
            // Unlocked first: a child that is just being started may have the descriptor for a moment longer.
            if let held {
                flock(held, LOCK_UN)
                close(held)
            }
            held = nil
        }
    }
}
