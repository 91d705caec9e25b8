import Glibc

extension Clock {
    /// Milliseconds since the machine started, time asleep included. It never goes back, whatever is done to the wall
    /// clock, and is the same in all processes.
    public static var bootMilliseconds: Int64 { milliseconds(CLOCK_BOOTTIME) }

    /// Milliseconds since 1970 by the wall clock, which may be set at any time.
    public static var unixMilliseconds: Int64 { milliseconds(CLOCK_REALTIME) }

    /// Names this run of the machine: another one after each start. Empty where the kernel does not tell.
    public static var bootID: String {
        let text = (try? File.readText("/proc/sys/kernel/random/boot_id", limit: 4096)) ?? ""
        return String(text.prefix { !$0.isNewline })
    }

    private static func milliseconds(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        unsafe clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
