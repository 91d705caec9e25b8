internal import Database

/// What a worker has free, as a value that a transaction may fill: claims jobs one by one at their least width, then
/// gives the cores that nobody waits for to those that can use more.
struct JobOffer: Sendable {
    /// A claimed job with its cores.
    struct Taken: Sendable {
        var lease: Lease
        var cpus: [Int]
        let isUrgent: Bool
    }

    let settings: WorkerSettings
    /// Kinds that the worker does.
    let kinds: [JobKind]
    var pool: CorePool
    var budget: MemoryBudget
    /// Jobs under way by kind, and how many of them have no core.
    var running: [JobKind: Int]
    var light: Int
    /// Kinds that are known to need no core.
    var lightKinds: Set<JobKind>
    var taken: [Taken] = []

    /// Most jobs that one transaction claims.
    static let most = 64

    /// Claims what fits, until nothing does.
    mutating func fill(_ queue: any JobQueue, in session: any SQLSession) throws -> [Taken] {
        while taken.count < Self.most, try claimOne(queue, session) {}
        widen()
        return taken
    }

    private mutating func claimOne(_ queue: any JobQueue, _ session: any SQLSession) throws -> Bool {
        let urgent = available(kinds.filter(settings.urgent.contains))
        let all = available(kinds)
        // Reserved cores are offered to urgent kinds alone; where nothing is reserved, one offer is for all.
        if !urgent.isEmpty, !pool.reserved.isEmpty,
            try claim(urgent, urgent: true, queue, session)
        {
            return true
        }
        return try claim(all, urgent: false, queue, session)
    }

    /// Kinds whose limits leave room.
    private func available(_ kinds: [JobKind]) -> [JobKind] {
        kinds.filter { kind in
            running[kind, default: 0] < settings.limits[kind, default: .max]
                && !(light >= settings.lightJobs && lightKinds.contains(kind))
        }
    }

    private mutating func claim(
        _ kinds: [JobKind], urgent: Bool, _ queue: any JobQueue, _ session: any SQLSession
    ) throws -> Bool {
        guard !kinds.isEmpty else { return false }
        let together = pool.widest(urgent: urgent)
        let scattered = pool.freeCount(urgent: urgent)
        for cores in together == scattered ? [together] : [together, scattered] {
            let claim = JobClaim(
                worker: settings.id, kinds: kinds, freeCores: cores, freeMemory: budget.free,
                held: budget.held, places: settings.places, leaseSeconds: settings.leaseSeconds)
            guard let lease = try queue.claim(claim, in: session) else { continue }
            return try note(lease, urgent: urgent, queue, session)
        }
        return false
    }

    private mutating func note(
        _ lease: Lease, urgent: Bool, _ queue: any JobQueue, _ session: any SQLSession
    ) throws -> Bool {
        let needs = lease.job.order.needs
        guard let cpus = pool.take(needs.cores, urgent: urgent) else {
            _ = try queue.release(lease, in: session)
            return false
        }
        budget.take(needs)
        running[lease.job.order.kind, default: 0] += 1
        if needs.cores == 0 {
            light += 1
            lightKinds.insert(lease.job.order.kind)
        }
        taken.append(Taken(lease: lease, cpus: cpus, isUrgent: urgent))
        return true
    }

    /// Deals the cores left over: a core a round, in the jobs' own groups first.
    private mutating func widen() {
        for anywhere in [false, true] {
            var isDealing = true
            while isDealing, pool.freeCount() > 0 {
                isDealing = false
                for index in taken.indices {
                    let job = taken[index]
                    guard !job.cpus.isEmpty, job.cpus.count < job.lease.job.order.needs.maxCores,
                        let cpu = pool.widen(job.cpus, urgent: job.isUrgent, anywhere: anywhere)
                    else { continue }
                    taken[index].cpus.append(cpu)
                    isDealing = true
                }
            }
        }
    }
}
