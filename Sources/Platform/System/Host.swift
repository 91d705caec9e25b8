import Glibc

/// This machine and this process, as names that tell runs apart.
public enum Host {
    /// The machine's name.
    public static var name: String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard unsafe gethostname(&buffer, buffer.count - 1) == 0 else { return "localhost" }
        return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// The process's number.
    public static var processID: Int { Int(getpid()) }
}
