/// System: the only room that asks the operating system for clocks, random bytes, files, locks, signals and the
/// terminal, so that the rooms above can be run on others. Start reading at `File`. It must never know what the
/// bytes mean.

import Glibc

/// A call that the operating system refused: what was tried, on what, and why not.
public struct SystemError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What was tried: "open", "rename"…
    public let operation: String
    /// The file or other object that it was tried on.
    public let subject: String
    /// The reason, as `errno` has it.
    public let code: Int32

    /// A refusal with the reason given.
    public init(_ operation: String, _ subject: String, code: Int32) {
        self.operation = operation
        self.subject = subject
        self.code = code
    }

    /// A refusal with the reason that `errno` has now.
    static func last(_ operation: String, _ subject: String) -> SystemError {
        SystemError(operation, subject, code: errno)
    }

    /// "cannot open PATH: No such file or directory".
    public var description: String {
        "cannot \(operation) \(subject): \(unsafe String(cString: strerror(code)))"
    }

    /// What the user can do about it.
    public var remedy: String {
        switch code {
        case ENOENT: "check the path"
        case EISDIR: "name a file, not a directory"
        case EACCES, EPERM: "give this user the right to it, or choose another place"
        case ENOSPC, EDQUOT: "free space or choose another file system, then run the same command again"
        case EROFS: "choose a place that can be written to"
        case EMFILE, ENFILE: "raise the limit of open files (ulimit -n)"
        case EWOULDBLOCK: "wait for the other process to end, or choose another directory"
        default: "check the device and its file system (dmesg may say more)"
        }
    }
}

/// Clocks.
public enum Clock {
    /// Seconds of a clock that only goes forward.
    public static var now: Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    /// CPU seconds that this process has used, user and system, of all its threads.
    public static var processTime: Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    /// CPU seconds that this thread has used, user and system.
    public static var threadTime: Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    /// Whole seconds since 1970.
    public static var unixTime: Int { time(nil) }

    /// Waits; ends early when the task is cancelled.
    public static func sleep(seconds: Double) async {
        try? await Task.sleep(nanoseconds: UInt64(max(0, seconds) * 1e9))
    }
}

/// Random bytes from the kernel.
public enum Randomness {
    /// Bytes fit for keys and nonces.
    public static func bytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}

/// The process's environment.
public enum Environment {
    /// Value of a variable; nil if it is not set or empty.
    public static func value(_ name: String) -> String? {
        guard let text = unsafe getenv(name) else { return nil }
        let value = unsafe String(cString: text)
        return value.isEmpty ? nil : value
    }

    /// Where the node keeps its things: QUARRY_HOME, or ~/.quarry.
    public static var home: String {
        value("QUARRY_HOME") ?? (value("HOME") ?? ".") + "/.quarry"
    }
}
