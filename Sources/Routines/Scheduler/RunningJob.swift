public import System

/// A job in the hands of this worker, from its claim until its end is in the database.
final class RunningJob: Sendable {
    /// Why it ends before its handler does.
    enum Order: Sendable, Hashable {
        /// Somebody asked for it in the database.
        case cancel
        /// The worker stops.
        case giveBack
        /// Somebody else holds, or may hold, the lease.
        case lost
        /// Its hard deadline has come.
        case deadline
    }

    private struct State {
        var contact: Double
        var progress = JobProgress()
        var order: Order?
        var changed = false
        var memory: UInt64 = 0
    }

    let lease: Lease
    let cpus: [Int]
    /// On this machine's monotonic clock; infinity: none.
    let deadline: Double
    private let state: Locked<State>
    private let stream: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation

    /// `contact`: the monotonic time before the transaction that claimed it.
    init(_ lease: Lease, cpus: [Int], contact: Double) {
        self.lease = lease
        self.cpus = cpus
        state = Locked(State(contact: contact))
        if let end = lease.job.order.deadline, let started = lease.job.started {
            deadline = contact + Double(end - started) / 1000
        } else {
            deadline = .infinity
        }
        (stream, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Takes note that the database had the lease at `time`.
    func touched(at time: Double) { state.withLock { $0.contact = max($0.contact, time) } }

    func report(_ progress: JobProgress) {
        state.withLock { state in
            state.changed = state.changed || state.progress != progress
            state.progress = progress
        }
    }

    /// Takes note of what the process has in memory.
    func seeMemory(_ bytes: UInt64) { state.withLock { $0.memory = max($0.memory, bytes) } }

    /// The most of it so far.
    var peakMemory: UInt64 { state.withLock { $0.memory } }

    var progress: JobProgress { state.withLock { $0.progress } }

    /// Whether there is progress that was not read yet by `takeProgress`.
    var hasNews: Bool { state.withLock { $0.changed } }

    func takeProgress() -> JobProgress {
        state.withLock { state in
            state.changed = false
            return state.progress
        }
    }

    /// Makes the job end; the first order stands, but for `lost`, after which nothing may be written.
    func give(_ order: Order) {
        state.withLock { state in
            if state.order == nil || order == .lost { state.order = order }
        }
        wake.yield()
    }

    /// Throws once files must not get their names any more.
    func checkLease() throws {
        let (contact, order) = state.withLock { ($0.contact, $0.order) }
        switch order {
        case .cancel, .deadline: throw CancellationError()
        case .lost: throw LeaseError.lost(job: lease.job.id)
        case .giveBack, nil: break
        }
        let silence = Clock.now - contact
        if silence > lease.seconds / 2 { throw LeaseError.silent(job: lease.job.id, seconds: silence) }
    }

    /// Returns when the job is to end, and why; `giveBack` when the task is cancelled.
    func untilOrdered() async -> Order {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.watchClock() }
            for await _ in stream where state.withLock({ $0.order }) != nil { break }
            group.cancelAll()
        }
        return state.withLock { $0.order } ?? .giveBack
    }

    /// Gives the orders that come with time.
    private func watchClock() async {
        while !Task.isCancelled {
            let expiry = state.withLock { $0.contact } + lease.seconds
            let now = Clock.now
            if now >= expiry { return give(.lost) }
            if now >= deadline { return give(.deadline) }
            await Clock.sleep(seconds: min(expiry, deadline) - now)
        }
    }
}

/// Why a job's work must not be made permanent.
public enum LeaseError: ExplainedError, Hashable {
    /// Too long without contact to the database: another worker may soon have the job.
    case silent(job: JobID, seconds: Double)
    /// Another worker may have it.
    case lost(job: JobID)

    /// What is wrong.
    public var sentence: String {
        switch self {
        case .silent(let job, let seconds):
            "job \(job): no contact to the database for \(Int(seconds)) s, so its files are not kept"
        case .lost(let job): "job \(job) is no longer this worker's, so its files are not kept"
        }
    }

    /// What to do about it.
    public var remedy: String {
        "check the database and the network to it; the job runs again by itself"
    }
}
