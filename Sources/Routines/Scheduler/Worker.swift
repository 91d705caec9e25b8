public import Database
public import Logging
public import ServiceLifecycle
internal import System

/// Takes jobs from the queue and runs their handlers on its cores. It claims only what it can start at once, holds
/// each job by a lease that `LeaseKeeper` renews, and gives cores back only when a handler has really ended.
///
/// `Worker+Jobs.swift` has the life of one job, `JobOffer` what is claimed, `RunningJob` when a job must end early.
public actor Worker: Service {
    /// What it has and how it behaves.
    public nonisolated let settings: WorkerSettings
    nonisolated let database: any Database
    nonisolated let queue: any JobQueue
    nonisolated let handlers: [JobKind: any JobHandler]
    nonisolated let log: Logger
    private let kinds: [JobKind]

    private var pool: CorePool
    private var budget: MemoryBudget
    private var running: [RunningJob] = []
    private var working: [JobKind: Int] = [:]
    private var light = 0
    private var lightKinds: Set<JobKind> = []
    private var isOutOfContact = false
    private let wakes: AsyncStream<Void>
    private nonisolated let waker: AsyncStream<Void>.Continuation
    private nonisolated let stopSignal = ShutdownSignal()
    private nonisolated let heartbeat = Alarm()
    nonisolated let housekeeper: Housekeeper?
    nonisolated let observe: @Sendable (JobKind, String, Double) -> Void

    /// A worker for the kinds that `handlers` do. `housekeeper`: is told when a job waits for its retry.
    /// `observe`: hears of each job that ended here: its kind, "done", "failed", "cancelled" or "released", and the
    /// seconds that it took.
    public init(
        _ settings: WorkerSettings, database: any Database, queue: any JobQueue, handlers: [any JobHandler],
        housekeeper: Housekeeper? = nil,
        observe: @escaping @Sendable (JobKind, String, Double) -> Void = { _, _, _ in }, log: Logger
    ) {
        self.settings = settings
        self.database = database
        self.queue = queue
        self.handlers = Dictionary(handlers.map { ($0.kind, $0) }) { first, _ in first }
        self.housekeeper = housekeeper
        self.observe = observe
        self.log = log
        kinds = self.handlers.keys.sorted { $0.rawValue < $1.rawValue }
        let hasUrgent = kinds.contains(where: settings.urgent.contains)
        pool = CorePool(settings.groups, reserve: hasUrgent ? settings.reserve : 0)
        budget = MemoryBudget(settings.memory)
        (wakes, waker) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Looks for jobs soon.
    public nonisolated func wake() { waker.yield() }

    /// Begins to stop: claims no more, and does with running jobs what the settings say.
    public nonisolated func stop() {
        stopSignal.trigger()
        waker.yield()
    }

    /// Ends the attempts of workers that are known to be gone, so that nobody waits for their leases to run out, and
    /// strikes them off. Call it before `run`, with the CPUs of `claim` in hand. Returns how many jobs came free.
    @discardableResult
    public nonisolated func succeed(_ claim: CoreClaim) async throws -> Int {
        let gone = try claim.predecessors().subtracting([settings.id])
        try claim.inscribe(settings.id)
        guard !gone.isEmpty else { return 0 }
        let failure = JobFailure(
            "its worker's process ended while it ran",
            remedy: "see the log, and the kernel's for want of memory", isLoss: true)
        let count = try await database.write { [queue] session in
            let held = try queue.list(
                states: [.running, .cancelling], kind: nil, subject: nil, limit: 10_000, in: session
            ).filter { $0.worker.map(gone.contains) ?? false }
            for job in held {
                let lease = Lease(job: job, seconds: 0)
                _ =
                    job.state == .cancelling
                    ? try queue.release(lease, in: session) : try queue.fail(lease, failure, in: session)
            }
            for worker in gone { try queue.dismiss(worker, in: session) }
            return held.count
        }
        if count > 0 { log.notice("\(count) jobs of a worker that is gone are taken up again") }
        return count
    }

    /// Works until told to stop; returns when no handler runs any more and all jobs have been given back or ended.
    public func run() async throws {
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                group.addTask { await self.keeper.run() }
                group.addTask { await self.listen() }
                group.addTask { await self.poll() }
                group.addTask { await self.watchMemory() }
                await work()
                group.cancelAll()
            }
        } onGracefulShutdown: { [weak self] in
            self?.stop()
        }
        await leave()
    }

    /// Claims and runs until stopped, then until nothing runs.
    private func work() async {
        await withDiscardingTaskGroup { group in
            waker.yield()
            for await _ in wakes {
                if stopSignal.isTriggered { break }
                for job in await claimAll() { group.addTask { await self.perform(job) } }
            }
            group.addTask { await self.endJobs() }
        }
    }

    /// Tells running jobs to end, at once or after the time to drain.
    private func endJobs() async {
        if case .drain(let seconds) = settings.whenStopped {
            let end = Clock.now + seconds
            while !running.isEmpty, Clock.now < end, !Task.isCancelled { await Clock.sleep(seconds: 0.05) }
        }
        for job in running { job.give(.giveBack) }
    }

    private nonisolated func listen() async {
        await withDiscardingTaskGroup { group in
            group.addTask { for await _ in self.database.notifications(JobChannel.ready) { self.wake() } }
            for await _ in database.notifications(JobChannel.cancelling) { heartbeat.ring() }
        }
    }

    private nonisolated func poll() async {
        while !Task.isCancelled {
            await Clock.sleep(seconds: settings.pollSeconds)
            waker.yield()
        }
    }

    /// Seconds between two looks at the process's memory.
    private static let memorySeconds = 0.25

    /// What a job took at most is looked at later: for plans, and where a process was killed for want of memory.
    private func watchMemory() async {
        while !Task.isCancelled {
            if !running.isEmpty {
                let bytes = Host.residentMemory
                for job in running { job.seeMemory(bytes) }
            }
            await Clock.sleep(seconds: Self.memorySeconds)
        }
    }

    private nonisolated var keeper: LeaseKeeper {
        LeaseKeeper(database: database, queue: queue, settings: settings, alarm: heartbeat, log: log) {
            await (self.running, self.entry)
        }
    }

    /// The worker as the database is to have it.
    private var entry: WorkerRecord {
        WorkerRecord(
            id: settings.id, host: settings.host, kinds: kinds, cores: pool.count,
            freeCores: pool.freeCount(), memory: settings.memory)
    }

    /// Claims until nothing more fits.
    private func claimAll() async -> [RunningJob] {
        var started: [RunningJob] = []
        while !stopSignal.isTriggered {
            let jobs = await claim()
            started += jobs
            if jobs.count < JobOffer.most { break }
        }
        return started
    }

    private func claim() async -> [RunningJob] {
        let offer = JobOffer(
            settings: settings, kinds: kinds, pool: pool, budget: budget, running: working, light: light,
            lightKinds: lightKinds)
        let contact = Clock.now
        do {
            let taken = try await database.write { [queue] session in
                var offer = offer
                return try offer.fill(queue, in: session)
            }
            if isOutOfContact { log.notice("the database answers again") }
            isOutOfContact = false
            return taken.map { start($0, contact) }
        } catch {
            if !isOutOfContact { log.warning("no jobs can be claimed: \(explain(error).reason)") }
            isOutOfContact = true
            return []
        }
    }

    private func start(_ taken: JobOffer.Taken, _ contact: Double) -> RunningJob {
        let order = taken.lease.job.order
        pool.take(exactly: taken.cpus)
        budget.take(order.needs)
        working[order.kind, default: 0] += 1
        if order.needs.cores == 0 {
            light += 1
            lightKinds.insert(order.kind)
        }
        let job = RunningJob(taken.lease, cpus: taken.cpus, contact: contact)
        running.append(job)
        return job
    }

    /// The handler has ended: its cores and memory are free.
    func freed(_ job: RunningJob) {
        let order = job.lease.job.order
        pool.give(job.cpus)
        budget.give(order.needs)
        working[order.kind, default: 1] -= 1
        if order.needs.cores == 0 { light -= 1 }
    }

    /// The job's end is in the database, or never will be: its lease is renewed no more.
    func ended(_ job: RunningJob) {
        running.removeAll { $0 === job }
        waker.yield()
    }

    private func leave() async {
        let id = settings.id
        _ = try? await database.write { [queue] session in try queue.dismiss(id, in: session) }
    }
}
