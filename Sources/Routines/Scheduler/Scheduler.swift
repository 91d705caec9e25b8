/// # Scheduler
///
/// Jobs that feed pinned workers: a queue in the database, leases with fences, resources, retries, history.
/// It knows
/// nothing of sectors: kinds are names, payloads are text, handlers are given. Start with `Job`, then
/// `JobQueue`
/// (what the database keeps, in any transaction), then `Worker` (claims jobs and runs their handlers on
/// cores).
///
/// The rules of this room. A job is run by whoever holds its lease, and each claim raises its fence:
/// heartbeat,
/// completion and failure are written only where id and fence still match. A worker that lost contact stops
/// writing at
/// half a lease and cancels at a full one. Nothing is assigned early: a worker with free cores takes the best
/// job that
/// fits. Status never waits for the scheduler.

/// What a job is, as handlers and people name it: "pc1", "c2", "window-post".
public struct JobKind: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    /// The name.
    public let rawValue: String
    /// A kind of this name.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// The name.
    public var description: String { rawValue }
}

/// How urgent a kind of work is. Lower goes first; within one, the earlier deadline, then the older job.
public enum JobPriority: Int, Sendable, Codable, Comparable, CaseIterable {
    case winningPoSt = 0, windowPoSt = 10, recovery = 20, deadline = 30, finalize = 40, sealing = 50, idle =
        90

    /// More urgent first.
    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// What a job takes while it runs.
public struct JobNeeds: Sendable, Codable, Hashable {
    /// Fewest cores; they share an L3 cache where the machine's plan allows. 0: hardly any CPU (moves,
    /// messages).
    public var cores: Int
    /// Most cores that it can use well.
    public var maxCores: Int
    /// Bytes of memory at its peak.
    public var memory: UInt64
    /// Parameters kept in memory that jobs of one worker share ("porep-8MiB"), and their bytes; counted once.
    public var shared: String?
    /// Bytes of `shared`.
    public var sharedMemory: UInt64

    /// Needs.
    public init(
        cores: Int = 1, maxCores: Int? = nil, memory: UInt64 = 0, shared: String? = nil,
        sharedMemory: UInt64 = 0
    ) {
        self.cores = cores
        self.maxCores = max(cores, maxCores ?? cores)
        self.memory = memory
        self.shared = shared
        self.sharedMemory = sharedMemory
    }
}

/// A job to be queued.
public struct JobOrder: Sendable, Codable, Hashable {
    /// Which handler runs it.
    public var kind: JobKind
    /// What it is about, for people and for `JobQueue.list`: "s-t01000-1", "batch 12 (32 sectors)".
    public var subject: String
    /// Input of the handler, JSON.
    public var payload: String
    /// How urgent.
    public var priority: JobPriority
    /// What it takes.
    public var needs: JobNeeds
    /// Not before this database time (milliseconds); 0: at once.
    public var notBefore: Int64
    /// Hard deadline in database time: a waiting job fails, a running one is cancelled; nil: none.
    public var deadline: Int64?
    /// Attempts before it has failed for good; each retry waits twice as long as the one before, never less
    /// than a second.
    public var maxAttempts: Int
    /// Jobs that must be done before; if one of them fails for good or is cancelled, this one is cancelled.
    public var after: [JobID]
    /// No two running jobs share one of these keys ("s-t01000-1"): nothing runs twice on the same files.
    public var exclusive: [String]
    /// Runs only on a worker that has this tag (a storage path's machine); nil: on any.
    public var place: String?

    /// An order.
    public init(
        _ kind: JobKind, subject: String, payload: String = "{}", priority: JobPriority = .sealing,
        needs: JobNeeds = JobNeeds(), notBefore: Int64 = 0, deadline: Int64? = nil, maxAttempts: Int = 3,
        after: [JobID] = [], exclusive: [String] = [], place: String? = nil
    ) {
        self.kind = kind
        self.subject = subject
        self.payload = payload
        self.priority = priority
        self.needs = needs
        self.notBefore = notBefore
        self.deadline = deadline
        self.maxAttempts = maxAttempts
        self.after = after
        self.exclusive = exclusive
        self.place = place
    }
}

/// A job's number.
public struct JobID: RawRepresentable, Hashable, Sendable, Codable, Comparable, CustomStringConvertible {
    /// The number.
    public let rawValue: Int64
    /// A number.
    public init(rawValue: Int64) { self.rawValue = rawValue }
    /// The number.
    public var description: String { "\(rawValue)" }
    /// Older first.
    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// Where a job is in its life.
public enum JobState: String, Sendable, Codable, CaseIterable {
    /// For jobs before it, or for its time.
    case waiting
    /// To be claimed.
    case ready
    /// Somebody holds its lease.
    case running
    /// A person or a deadline asked for its end; the holder has not acknowledged yet.
    case cancelling
    /// Its result is there.
    case done
    /// For good; `reason` says why.
    case failed
    /// Ended on request.
    case cancelled

    /// Nothing more will happen to it.
    public var isFinal: Bool { self == .done || self == .failed || self == .cancelled }
}

/// A job as the database has it.
public struct Job: Sendable, Codable, Hashable {
    /// Its number.
    public var id: JobID
    /// What was ordered.
    public var order: JobOrder
    /// Where it is.
    public var state: JobState
    /// Claims so far: the fence of the current lease.
    public var fence: Int64
    /// Attempts that failed.
    public var attempts: Int
    /// Who holds or held the lease.
    public var worker: String?
    /// Work done and work in all, in units of its own; 0 of 0 while unknown.
    public var progress: JobProgress
    /// Result of the handler, JSON; nil unless done.
    public var result: String?
    /// Why it waits, failed, or was not claimed last time.
    public var reason: String?
    /// What to do about a failure.
    public var remedy: String?
    /// Database times in milliseconds.
    public var created: Int64
    /// Of the latest claim.
    public var started: Int64?
    /// Of the end.
    public var finished: Int64?
    /// The most memory in bytes that its worker's process had while it ran, mapped files and jobs beside it included;
    /// nil: not known.
    public var peakMemory: UInt64?
}

/// How far a job is.
public struct JobProgress: Sendable, Codable, Hashable {
    /// The stage it is at: "labels".
    public var stage: String
    /// Work done.
    public var done: UInt64
    /// Work in all; 0: unknown.
    public var total: UInt64

    /// Progress.
    public init(stage: String = "", done: UInt64 = 0, total: UInt64 = 0) {
        self.stage = stage
        self.done = done
        self.total = total
    }
}

/// A claimed job: the right to work on it while the fence stands.
public struct Lease: Sendable, Hashable {
    /// The job as claimed; `job.fence` is this lease's fence.
    public let job: Job
    /// Length in seconds; counted on the worker's monotonic clock from the last contact.
    public let seconds: Double

    /// A lease.
    public init(job: Job, seconds: Double) {
        self.job = job
        self.seconds = seconds
    }
}

/// Does one kind of job.
public protocol JobHandler: Sendable {
    /// The kind it does.
    var kind: JobKind { get }
    /// Does it; returns the result, JSON. Throws `JobFailure` to say whether a retry makes sense; any other
    /// error
    /// is retried. Cancelling the task must end it within seconds.
    func run(_ work: JobWork) async throws -> String
}

/// What jobs wait for and others free.
public struct JobResource: RawRepresentable, Hashable, Sendable {
    /// The name, as stored.
    public let rawValue: String
    /// A resource of this name.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// Room on storage paths.
    public static let space = JobResource(rawValue: "space")
}

/// Why an attempt failed.
public struct JobFailure: Error, Sendable, Hashable {
    /// What is wrong.
    public var reason: String
    /// What to do about it.
    public var remedy: String
    /// False: no attempt will do better.
    public var isRetryable: Bool
    /// True: it only has to wait (for space, for a file to arrive): not counted as an attempt.
    public var isWait: Bool
    /// True: whoever ran it is gone, which is not the job's fault: not counted either, until it happened so often that
    /// the job may be what ends its workers.
    public var isLoss: Bool
    /// What it waits for, if somebody says when there may be more of it: `JobQueue.wake`.
    public var resource: JobResource?

    /// A failure. With a resource it is a wait.
    public init(
        _ reason: String, remedy: String = "", isRetryable: Bool = true, isWait: Bool = false,
        isLoss: Bool = false, waitingFor resource: JobResource? = nil
    ) {
        self.reason = reason
        self.remedy = remedy
        self.isRetryable = isRetryable
        self.isWait = isWait || resource != nil
        self.isLoss = isLoss
        self.resource = resource
    }
}

/// What a handler is given.
public struct JobWork: Sendable {
    /// The lease.
    public let lease: Lease
    /// OS CPUs to work on; empty for jobs that need none.
    public let cpus: [Int]
    /// Tells how far it is; cheap.
    public let report: @Sendable (JobProgress) -> Void
    /// Throws if the lease no longer stands (too long without contact): call it before a file gets its name.
    public let checkLease: @Sendable () throws -> Void

    /// The job.
    public var job: Job { lease.job }

    /// Work.
    public init(
        lease: Lease, cpus: [Int], report: @escaping @Sendable (JobProgress) -> Void,
        checkLease: @escaping @Sendable () throws -> Void
    ) {
        self.lease = lease
        self.cpus = cpus
        self.report = report
        self.checkLease = checkLease
    }
}
