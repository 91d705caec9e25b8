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

    /// Bytes of this process that are in memory now, files that it maps included; 0: the system does not say.
    public static var residentMemory: UInt64 {
        guard let text = try? File.readText("/proc/self/statm", limit: 256) else { return 0 }
        let fields = text.split(separator: " ")
        guard fields.count > 1, let pages = UInt64(fields[1]) else { return 0 }
        return pages * UInt64(sysconf(Int32(_SC_PAGESIZE)))
    }
}
