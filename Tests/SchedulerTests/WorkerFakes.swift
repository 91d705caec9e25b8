import Database
import Logging
import System

@testable import Scheduler

/// A database without tables: runs what it is given, unless it is down.
final class FakeDatabase: Database {
    let place = "fake"
    let dialect = SQLDialect(
        kind: .sqlite, now: "0", identity: "", blob: "", skipLocked: "", forUpdate: "")
    private let state = Locked((isDown: false, writes: 0))
    private let listeners = Locked<[(String, AsyncStream<Void>.Continuation)]>([])

    var isDown: Bool {
        get { state.withLock { $0.isDown } }
        set { state.withLock { $0.isDown = newValue } }
    }
    var writes: Int { state.withLock { $0.writes } }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLSession) throws -> Value
    ) async throws -> Value {
        let isDown = state.withLock { state in
            state.writes += 1
            return state.isDown
        }
        if isDown { throw DatabaseError.unreachable(place: "fake", why: "it is down") }
        return try body(FakeSession(dialect: dialect))
    }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLSession) throws -> Value
    ) async throws -> Value { try await write(body) }

    func notifications(_ channel: String) -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        listeners.withLock { $0.append((channel, continuation)) }
        return stream
    }

    func notify(_ channel: String) {
        for listener in listeners.withLock({ $0 }) where listener.0 == channel { listener.1.yield() }
    }

    func close() async {}
}

final class FakeSession: SQLSession {
    let dialect: SQLDialect
    init(dialect: SQLDialect) { self.dialect = dialect }
    func query(_ sql: String, _ parameters: [SQLValue]) throws(DatabaseError) -> [SQLRow] { [] }
    func execute(_ sql: String, _ parameters: [SQLValue]) throws(DatabaseError) -> Int { 0 }
    func notify(_ channel: String) throws(DatabaseError) {}
}

/// A queue in memory, with the rules that workers rely on: priorities, fences, cancellation.
final class MemoryQueue: JobQueue {
    private struct State {
        var jobs: [JobID: Job] = [:]
        var claims = 0
        var beats = 0
        var workers: [String: WorkerRecord] = [:]
    }

    private let state = Locked(State())

    var claims: Int { state.withLock { $0.claims } }
    var beats: Int { state.withLock { $0.beats } }
    func find(_ id: JobID) -> Job? { state.withLock { $0.jobs[id] } }
    var all: [Job] { state.withLock { $0.jobs.values.sorted { $0.id < $1.id } } }
    var enrolled: [String] { state.withLock { $0.workers.keys.sorted() } }

    @discardableResult
    func add(_ orders: [JobOrder]) -> [JobID] {
        state.withLock { state in
            orders.map { order in
                let id = JobID(rawValue: Int64(state.jobs.count + 1))
                state.jobs[id] = Job(id: id, order: order)
                return id
            }
        }
    }

    /// As if another worker had claimed it.
    func steal(_ id: JobID) { state.withLock { $0.jobs[id]?.fence += 1 } }

    func enqueue(_ orders: [JobOrder], in session: any SQLSession) throws -> [JobID] { add(orders) }

    func claim(_ claim: JobClaim, in session: any SQLSession) throws -> Lease? {
        state.withLock { state in
            state.claims += 1
            let fitting = state.jobs.values.filter { job in
                let needs = job.order.needs
                let shared = needs.shared.map { claim.held.contains($0) ? 0 : needs.sharedMemory } ?? 0
                return job.state == .ready && claim.kinds.contains(job.order.kind)
                    && needs.cores <= claim.freeCores && needs.memory + shared <= claim.freeMemory
            }
            guard var job = fitting.min(by: { ($0.order.priority, $0.id) < ($1.order.priority, $1.id) })
            else { return nil }
            job.state = .running
            job.fence += 1
            job.worker = claim.worker
            job.started = 0
            state.jobs[job.id] = job
            return Lease(job: job, seconds: claim.leaseSeconds)
        }
    }

    private func change(_ lease: Lease, _ body: (inout Job) -> Void) -> Bool {
        state.withLock { state in
            guard var job = state.jobs[lease.job.id], job.fence == lease.job.fence,
                job.state == .running || job.state == .cancelling
            else { return false }
            body(&job)
            state.jobs[job.id] = job
            return true
        }
    }

    func heartbeat(
        _ lease: Lease, _ progress: JobProgress, in session: any SQLSession
    ) throws -> (stands: Bool, cancel: Bool) {
        var cancel = false
        let stands = change(lease) { job in
            job.progress = progress
            cancel = job.state == .cancelling
        }
        state.withLock { $0.beats += 1 }
        return (stands, cancel)
    }

    func note(_ lease: Lease, peakMemory: UInt64, in session: any SQLSession) throws {
        _ = change(lease) { $0.peakMemory = max($0.peakMemory ?? 0, peakMemory) }
    }

    func wake(waitingFor resource: JobResource, in session: any SQLSession) throws {}

    func complete(_ lease: Lease, result: String, in session: any SQLSession) throws -> Bool {
        change(lease) { job in
            job.state = .done
            job.result = result
        }
    }

    func fail(_ lease: Lease, _ failure: JobFailure, in session: any SQLSession) throws -> Bool {
        change(lease) { job in
            if !failure.isWait { job.attempts += 1 }
            job.reason = failure.reason
            job.remedy = failure.remedy
            job.state = failure.isRetryable && job.attempts < job.order.maxAttempts ? .waiting : .failed
        }
    }

    func release(_ lease: Lease, in session: any SQLSession) throws -> Bool {
        change(lease) { $0.state = $0.state == .cancelling ? .cancelled : .ready }
    }

    func cancel(_ job: JobID, in session: any SQLSession) throws -> Bool { cancel(job) }

    @discardableResult
    func cancel(_ id: JobID) -> Bool {
        state.withLock { state in
            guard let job = state.jobs[id], !job.state.isFinal else { return false }
            state.jobs[id]?.state = job.state == .running ? .cancelling : .cancelled
            return true
        }
    }

    func enroll(_ worker: WorkerRecord, in session: any SQLSession) throws {
        state.withLock { $0.workers[worker.id] = worker }
    }

    func dismiss(_ worker: String, in session: any SQLSession) throws {
        state.withLock { $0.workers[worker] = nil }
    }

    func retry(_ job: JobID, in session: any SQLSession) throws -> Bool { false }
    func unsettled(_ kinds: [JobKind], limit: Int, in session: any SQLSession) throws -> [Job] { [] }
    func settle(_ job: JobID, in session: any SQLSession) throws {}
    func keepHouse(_ limits: HousekeepingLimits, in session: any SQLSession) throws -> Int64? { nil }
    func setPaused(_ paused: Bool, kinds: [JobKind], worker: String?, in session: any SQLSession) throws {}
    func job(_ id: JobID, in session: any SQLSession) throws -> Job? { find(id) }
    func list(
        states: [JobState], kind: JobKind?, subject: String?, limit: Int, in session: any SQLSession
    ) throws -> [Job] { all }
    func history(since: Int64, kind: JobKind?, limit: Int, in session: any SQLSession) throws -> [Job] { [] }
    func counts(in session: any SQLSession) throws -> [JobCount] { [] }
    func workers(in session: any SQLSession) throws -> [WorkerRecord] { [] }
    func pauses(in session: any SQLSession) throws -> [JobPause] { [] }
}

extension Job {
    /// A job that waits to be claimed.
    init(id: JobID, order: JobOrder) {
        self.init(
            id: id, order: order, state: .ready, fence: 0, attempts: 0, worker: nil, progress: JobProgress(),
            result: nil, reason: nil, remedy: nil, created: 0, started: nil, finished: nil)
    }
}

/// A handler made of a closure.
struct Doing: JobHandler {
    let kind: JobKind
    let body: @Sendable (JobWork) async throws -> String

    init(_ kind: String = "work", _ body: @escaping @Sendable (JobWork) async throws -> String) {
        self.kind = JobKind(rawValue: kind)
        self.body = body
    }

    func run(_ work: JobWork) async throws -> String { try await body(work) }
}

/// Events in order.
final class Notes: Sendable {
    private let lines = Locked<[String]>([])
    func add(_ line: String) { lines.withLock { $0.append(line) } }
    var all: [String] { lines.withLock { $0 } }
    func count(_ line: String) -> Int { all.count { $0 == line } }
}

func order(
    _ kind: String = "work", cores: Int = 1, maxCores: Int? = nil, memory: UInt64 = 0,
    deadline: Int64? = nil, priority: JobPriority = .sealing
) -> JobOrder {
    JobOrder(
        JobKind(rawValue: kind), subject: kind, priority: priority,
        needs: JobNeeds(cores: cores, maxCores: maxCores, memory: memory), deadline: deadline)
}

/// Sleeps until cancelled.
func sleepForever() async throws -> String {
    while !Task.isCancelled { await Clock.sleep(seconds: 10) }
    throw CancellationError()
}

/// Waits for a condition, at most five seconds.
func eventually(_ condition: @Sendable () async -> Bool) async -> Bool {
    let end = Clock.now + 5
    while Clock.now < end {
        if await condition() { return true }
        await Clock.sleep(seconds: 0.005)
    }
    return await condition()
}

let silence = Logger(label: "test") { _, _, _, _ in }

/// A worker on fakes.
struct Bench {
    let database = FakeDatabase()
    let queue = MemoryQueue()

    func worker(
        _ handlers: [any JobHandler], groups: [[Int]] = [[0, 1]], memory: UInt64 = 1 << 30,
        _ change: (inout WorkerSettings) -> Void = { _ in }
    ) -> Worker {
        var settings = WorkerSettings(groups: groups, memory: memory)
        settings.leaseSeconds = 0.6
        settings.progressSeconds = 0.05
        settings.pollSeconds = 0.05
        change(&settings)
        return Worker(settings, database: database, queue: queue, handlers: handlers, log: silence)
    }

    /// Runs the worker while `body` does, then stops it and waits for its end.
    func running<Value>(_ worker: Worker, _ body: () async throws -> Value) async throws -> Value {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await worker.run() }
            defer { worker.stop() }
            return try await body()
        }
    }
}
