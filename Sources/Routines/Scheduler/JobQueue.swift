public import Database

/// What the database keeps of jobs. All calls run inside a transaction of the caller, so that a sector's
/// state and the
/// jobs that follow from it change together. The tables are `jobs` (live), `job_history` (ended and pruned),
/// `workers`.
public protocol JobQueue: Sendable {
    /// Queues jobs; returns their numbers, in order.
    func enqueue(_ orders: [JobOrder], in session: any SQLSession) throws -> [JobID]
    /// Takes the most urgent ready job that fits, and starts its lease. Jobs that do not fit are passed over
    /// and
    /// keep the reason.
    func claim(_ claim: JobClaim, in session: any SQLSession) throws -> Lease?
    /// Renews the lease and stores progress. False: the lease no longer stands. `cancel`: the holder must
    /// stop.
    func heartbeat(
        _ lease: Lease, _ progress: JobProgress, in session: any SQLSession
    ) throws -> (stands: Bool, cancel: Bool)
    /// Ends a job with its result; jobs after it become ready. False: the lease no longer stood, nothing was
    /// written.
    func complete(_ lease: Lease, result: String, in session: any SQLSession) throws -> Bool
    /// Ends an attempt. False: the lease no longer stood.
    func fail(_ lease: Lease, _ failure: JobFailure, in session: any SQLSession) throws -> Bool
    /// Notes how much memory the job's worker had at most so far. Nothing is written once the lease is gone.
    func note(_ lease: Lease, peakMemory: UInt64, in session: any SQLSession) throws
    /// There is more of a resource: the most urgent jobs that wait for it look again, at once or, if their last look
    /// was just now, soon. In the transaction that frees it.
    func wake(waitingFor resource: JobResource, in session: any SQLSession) throws
    /// Acknowledges a cancellation, or gives the job back unharmed when a worker shuts down.
    func release(_ lease: Lease, in session: any SQLSession) throws -> Bool
    /// Asks for the end of a job: at once if nobody holds it, else when the holder acknowledges. False: it
    /// had
    /// ended, or there is none.
    func cancel(_ job: JobID, in session: any SQLSession) throws -> Bool
    /// Makes a failed or cancelled job ready again with its attempts at 0. False: it is in no such state.
    func retry(_ job: JobID, in session: any SQLSession) throws -> Bool
    /// Jobs that ended (done, failed, cancelled) and were not yet taken note of, oldest first: whoever
    /// ordered
    /// them acts on them and calls `settle` in the same transaction.
    func unsettled(_ kinds: [JobKind], limit: Int, in session: any SQLSession) throws -> [Job]
    /// Takes note: moves the job to the history.
    func settle(_ job: JobID, in session: any SQLSession) throws
    /// Gives expired leases back (an attempt is counted once it happens often), fails jobs past their deadline, wakes
    /// jobs whose time has come, forgets dead workers, prunes the history in slices. Returns when next something
    /// falls due.
    func keepHouse(_ limits: HousekeepingLimits, in session: any SQLSession) throws -> Int64?
    /// Registers a worker or renews its entry.
    func enroll(_ worker: WorkerRecord, in session: any SQLSession) throws
    /// A worker leaves.
    func dismiss(_ worker: String, in session: any SQLSession) throws
    /// Stops or lets go on: claims of these kinds (empty: all) by this worker (nil: any).
    func setPaused(_ paused: Bool, kinds: [JobKind], worker: String?, in session: any SQLSession) throws

    /// One job, live or from the history.
    func job(_ id: JobID, in session: any SQLSession) throws -> Job?
    /// Live jobs, most urgent first; states empty: all.
    func list(
        states: [JobState], kind: JobKind?, subject: String?, limit: Int, in session: any SQLSession
    ) throws -> [Job]
    /// Ended jobs, latest first.
    func history(since: Int64, kind: JobKind?, limit: Int, in session: any SQLSession) throws -> [Job]
    /// Jobs by kind and state: from summary rows, not by counting.
    func counts(in session: any SQLSession) throws -> [JobCount]
    /// Workers that are there.
    func workers(in session: any SQLSession) throws -> [WorkerRecord]
    /// What is paused.
    func pauses(in session: any SQLSession) throws -> [JobPause]
}

/// What a worker can take now.
public struct JobClaim: Sendable, Hashable {
    /// Who claims: unique to a run of a process (boot id and process inside).
    public var worker: String
    /// Kinds it does.
    public var kinds: [JobKind]
    /// Cores of its largest free group.
    public var freeCores: Int
    /// Bytes of memory free.
    public var freeMemory: UInt64
    /// Shared parameters that it holds already.
    public var held: [String]
    /// Tags: places that it can reach.
    public var places: [String]
    /// Length of the lease in seconds.
    public var leaseSeconds: Double

    /// A claim.
    public init(
        worker: String, kinds: [JobKind], freeCores: Int, freeMemory: UInt64, held: [String] = [],
        places: [String] = [], leaseSeconds: Double = 30
    ) {
        self.worker = worker
        self.kinds = kinds
        self.freeCores = freeCores
        self.freeMemory = freeMemory
        self.held = held
        self.places = places
        self.leaseSeconds = leaseSeconds
    }
}

/// A worker process as the database has it.
public struct WorkerRecord: Sendable, Codable, Hashable {
    /// Unique to this run: "host/1234/1a2b3c".
    public var id: String
    /// Machine.
    public var host: String
    /// Kinds it does.
    public var kinds: [JobKind]
    /// Cores it works on, and how many of them are free.
    public var cores: Int
    /// Cores that nobody works on now.
    public var freeCores: Int
    /// Bytes of memory that jobs may use.
    public var memory: UInt64
    /// Database times in milliseconds: of its start and last sign of life.
    public var started: Int64
    /// Of the last sign of life.
    public var seen: Int64

    /// A worker.
    public init(
        id: String, host: String, kinds: [JobKind], cores: Int, freeCores: Int, memory: UInt64,
        started: Int64 = 0,
        seen: Int64 = 0
    ) {
        self.id = id
        self.host = host
        self.kinds = kinds
        self.cores = cores
        self.freeCores = freeCores
        self.memory = memory
        self.started = started
        self.seen = seen
    }
}

/// Jobs of one kind in one state.
public struct JobCount: Sendable, Codable, Hashable {
    /// The kind.
    public var kind: JobKind
    /// The state.
    public var state: JobState
    /// How many.
    public var count: Int

    /// A count.
    public init(kind: JobKind, state: JobState, count: Int) {
        self.kind = kind
        self.state = state
        self.count = count
    }
}

/// Something that is not claimed for now.
public struct JobPause: Sendable, Codable, Hashable {
    /// The kind; nil: every one.
    public var kind: JobKind?
    /// The worker; nil: every one.
    public var worker: String?

    /// A pause.
    public init(kind: JobKind?, worker: String?) {
        self.kind = kind
        self.worker = worker
    }
}

/// How long things are kept.
public struct HousekeepingLimits: Sendable, Hashable {
    /// Seconds that ended jobs stay in the history.
    public var historySeconds: Double
    /// Rows that one call prunes at most.
    public var slice: Int
    /// Seconds without a sign of life after which a worker is forgotten.
    public var workerSeconds: Double

    /// Limits.
    public init(historySeconds: Double = 14 * 86400, slice: Int = 1000, workerSeconds: Double = 300) {
        self.historySeconds = historySeconds
        self.slice = slice
        self.workerSeconds = workerSeconds
    }
}
