/// Memory that the jobs of a worker may use: each job's own, and what jobs share, counted once. A value: whoever plans
/// may try on a copy.
public struct MemoryBudget: Sendable, Hashable {
    /// Bytes in all.
    public let total: UInt64
    private var own: UInt64 = 0
    private var shared: [String: Shared] = [:]

    private struct Shared: Sendable, Hashable {
        var bytes: UInt64
        var users: Int
    }

    /// All of it free.
    public init(_ total: UInt64) { self.total = total }

    /// Bytes in use.
    public var used: UInt64 { shared.values.reduce(own) { $0 + $1.bytes } }
    /// Bytes free; 0 if more is in use than there is.
    public var free: UInt64 { total - min(total, used) }
    /// What is held already and costs the next user nothing.
    public var held: [String] { shared.keys.sorted() }

    /// Whether a job fits beside those that run.
    public func fits(_ needs: JobNeeds) -> Bool { cost(needs) <= free }

    /// Counts a job.
    public mutating func take(_ needs: JobNeeds) {
        own += needs.memory
        guard let name = needs.shared else { return }
        var entry = shared[name] ?? Shared(bytes: 0, users: 0)
        entry.bytes = max(entry.bytes, needs.sharedMemory)
        entry.users += 1
        shared[name] = entry
    }

    /// Counts a job no more.
    public mutating func give(_ needs: JobNeeds) {
        own -= min(own, needs.memory)
        guard let name = needs.shared, var entry = shared[name] else { return }
        entry.users -= 1
        shared[name] = entry.users > 0 ? entry : nil
    }

    private func cost(_ needs: JobNeeds) -> UInt64 {
        needs.memory + (needs.shared.map { shared[$0] == nil ? needs.sharedMemory : 0 } ?? 0)
    }
}
