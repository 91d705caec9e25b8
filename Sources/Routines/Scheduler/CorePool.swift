public import System

/// The OS CPUs of a worker, in groups that share an L3 cache. A value: whoever plans may try on a copy.
public struct CorePool: Sendable, Hashable {
    /// All CPUs, by group.
    public let groups: [[Int]]
    /// CPUs kept for urgent jobs.
    public let reserved: Set<Int>
    private var free: [[Int]]

    /// All CPUs free. `reserve`: how many are kept for urgent jobs; they are the last ones.
    public init(_ groups: [[Int]], reserve: Int = 0) {
        self.groups = groups.filter { !$0.isEmpty }
        free = self.groups
        reserved = Set(self.groups.flatMap(\.self).suffix(max(0, reserve)))
    }

    /// CPUs in all.
    public var count: Int { groups.reduce(0) { $0 + $1.count } }

    /// CPUs that nobody works on and that such a job may have.
    public func freeCount(urgent: Bool = true) -> Int { usable(urgent).reduce(0) { $0 + $1.count } }

    /// The most that one group has free for such a job.
    public func widest(urgent: Bool = true) -> Int { usable(urgent).map(\.count).max() ?? 0 }

    /// Takes `width` CPUs: from the group that fits them best, else from as few groups as possible. Urgent jobs take
    /// reserved CPUs first. Nil: there are not so many.
    public mutating func take(_ width: Int, urgent: Bool = false) -> [Int]? {
        guard width > 0 else { return [] }
        let open = usable(urgent)
        guard open.reduce(0, { $0 + $1.count }) >= width else { return nil }
        if let best = bestFit(open, width, urgent) {
            return remove(Array(preferred(open[best], urgent).prefix(width)))
        }
        var taken: [Int] = []
        for index in open.indices.sorted(by: { (open[$0].count, $1) > (open[$1].count, $0) }) {
            taken += preferred(open[index], urgent).prefix(width - taken.count)
        }
        return remove(taken)
    }

    /// Takes one more CPU for a job that has some: from one of its groups, or with `anywhere` from any. Nil: none.
    public mutating func widen(_ cpus: [Int], urgent: Bool = false, anywhere: Bool) -> Int? {
        let mine = Set(cpus)
        let open = usable(urgent)
        for index in open.indices where !open[index].isEmpty {
            guard anywhere || !mine.isDisjoint(with: groups[index]) else { continue }
            return remove([preferred(open[index], urgent)[0]]).first
        }
        return nil
    }

    /// Takes just these CPUs, which are free.
    public mutating func take(exactly cpus: [Int]) { _ = remove(cpus) }

    /// Gives CPUs back.
    public mutating func give(_ cpus: [Int]) {
        let returned = Set(cpus)
        for index in groups.indices {
            let now = Set(free[index]).union(returned.intersection(groups[index]))
            free[index] = groups[index].filter(now.contains)
        }
    }

    private func usable(_ urgent: Bool) -> [[Int]] {
        guard !urgent, !reserved.isEmpty else { return free }
        return free.map { $0.filter { !reserved.contains($0) } }
    }

    private func preferred(_ cpus: [Int], _ urgent: Bool) -> [Int] {
        guard urgent, !reserved.isEmpty else { return cpus }
        return cpus.filter(reserved.contains) + cpus.filter { !reserved.contains($0) }
    }

    /// The group with the fewest CPUs left over; urgent jobs look at reserved ones first.
    private func bestFit(_ open: [[Int]], _ width: Int, _ urgent: Bool) -> Int? {
        func rank(_ index: Int) -> (Int, Int, Int) {
            let kept = urgent ? open[index].count { reserved.contains($0) } : 0
            return (-min(kept, width), open[index].count, index)
        }
        return open.indices.filter { open[$0].count >= width }.min { rank($0) < rank($1) }
    }

    private mutating func remove(_ cpus: [Int]) -> [Int] {
        let gone = Set(cpus)
        for index in free.indices { free[index].removeAll(where: gone.contains) }
        return cpus
    }
}

/// The right of a process to use some CPUs of this host: no two processes with one home directory work on the same.
/// Held until the value goes or the process ends.
public struct CoreClaim: Sendable {
    private let locks: [HolderLock]
    private let names: [String]

    /// Claims the CPUs, all or none. `home`: the node's home directory, which all its processes on a host share.
    public init(_ cpus: [Int], home: String, host: String = Host.name) throws {
        let folder = "\(home)/cores/\(host)"
        try Directory.create(folder)
        var locks: [HolderLock] = []
        var taken: [Int] = []
        var holder: Int?
        for cpu in cpus.sorted() {
            switch try HolderLock.take("\(folder)/cpu-\(cpu).lock") {
            case .taken(let lock): locks.append(lock)
            case .heldBy(let pid):
                taken.append(cpu)
                holder = holder ?? pid
            }
        }
        if !taken.isEmpty {
            for lock in locks { lock.release() }
            throw CoreError.taken(cpus: taken, pid: holder)
        }
        self.locks = locks
        names = cpus.sorted().map { "\(folder)/cpu-\($0).worker" }
    }

    /// Workers that had some of these CPUs last: their processes are gone, or they have stopped.
    public func predecessors() throws -> Set<String> {
        Set(try names.filter(File.exists).map { try File.readText($0, limit: 4096) }.filter { !$0.isEmpty })
    }

    /// Notes who has the CPUs now, for whoever comes after.
    public func inscribe(_ worker: String) throws {
        for name in names { try File.writeAtomically(name, text: worker) }
    }

    /// Gives the CPUs up.
    public func release() { for lock in locks { lock.release() } }
}

/// Why a worker does not get CPUs.
public enum CoreError: ExplainedError, Hashable {
    /// Another process works on them.
    case taken(cpus: [Int], pid: Int?)
    /// The list names a CPU that this process may not use, or none at all.
    case unknown(cpus: [Int])

    /// What is wrong.
    public var sentence: String {
        switch self {
        case .taken(let cpus, let pid):
            "another worker on this machine\(pid.map { " (process \($0))" } ?? "") works on \(Self.name(cpus))"
        case .unknown(let cpus):
            cpus.isEmpty ? "no CPU is given to the worker" : "\(Self.name(cpus)) cannot be used here"
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .taken:
            "give each worker CPUs of its own with --cpus (say --cpus 0-3 and --cpus 4-7), or stop one"
        case .unknown: "choose from the CPUs that 'quarry hardware' lists"
        }
    }

    private static func name(_ cpus: [Int]) -> String {
        (cpus.count == 1 ? "CPU " : "CPUs ") + cpus.map(String.init).joined(separator: ", ")
    }
}
