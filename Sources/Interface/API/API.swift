/// # API
///
/// What a node tells over its API and on its pages, as values with one JSON form. Start with `SealerStatus`.
/// It holds
/// no logic and opens nothing: `RPC` serves these values, `Node` makes them, `Commands` prints them.

/// The whole plant at one moment.
public struct SealerStatus: Sendable, Codable, Hashable {
    /// "t01000".
    public var miner: String
    /// Bytes.
    public var sectorSize: UInt64
    /// Milliseconds since 1970 of this status.
    public var time: Int64
    /// Seconds since this process started; nil where nobody runs.
    public var uptime: Double?
    /// Number of sectors in each state, in the order of a sector's life; states without sectors are there
    /// too.
    public var states: [StateCount]
    /// Jobs by kind and state.
    public var jobs: [JobCountView]
    /// Workers and what they do.
    public var workers: [WorkerView]
    /// Sectors and bytes proven, failed in the last hour and since ever.
    public var rates: Rates
    /// Storage paths with their room.
    public var storage: [StorageView]
    /// What limits the rate now, in words: "PC2: 2 of 2 cores busy, 12 sectors wait".
    public var limit: String
    /// Whether new sectors are held back.
    public var paused: Bool

    /// A status.
    public init(
        miner: String, sectorSize: UInt64, time: Int64, uptime: Double?, states: [StateCount],
        jobs: [JobCountView], workers: [WorkerView], rates: Rates, storage: [StorageView], limit: String,
        paused: Bool
    ) {
        self.miner = miner
        self.sectorSize = sectorSize
        self.time = time
        self.uptime = uptime
        self.states = states
        self.jobs = jobs
        self.workers = workers
        self.rates = rates
        self.storage = storage
        self.limit = limit
        self.paused = paused
    }

    /// Sectors in a state.
    public struct StateCount: Sendable, Codable, Hashable {
        /// "PreCommit1".
        public var state: String
        /// How many.
        public var count: Int
        /// A state of failure.
        public var isFailure: Bool
        /// Sectors in a state.
        public init(state: String, count: Int, isFailure: Bool) {
            self.state = state
            self.count = count
            self.isFailure = isFailure
        }
    }

    /// Jobs of a kind in a state.
    public struct JobCountView: Sendable, Codable, Hashable {
        /// "pc1".
        public var kind: String
        /// "ready".
        public var state: String
        /// How many.
        public var count: Int
        /// Jobs of a kind in a state.
        public init(kind: String, state: String, count: Int) {
            self.kind = kind
            self.state = state
            self.count = count
        }
    }

    /// Throughput.
    public struct Rates: Sendable, Codable, Hashable {
        /// Sectors proven in the last hour.
        public var provenLastHour: Int
        /// Sectors proven since ever.
        public var proven: Int
        /// Sectors that failed in the last hour.
        public var failedLastHour: Int
        /// By stage: jobs ended and mean seconds in the last hour.
        public var stages: [Stage]
        /// A point each minute of the last hour, oldest first.
        public var history: [Point]

        /// A stage's rate.
        public struct Stage: Sendable, Codable, Hashable {
            /// "pc1".
            public var kind: String
            /// Sectors that went through it in the last hour.
            public var sectors: Int
            /// Mean seconds of a job.
            public var meanSeconds: Double
            /// Core-seconds a sector.
            public var coreSecondsPerSector: Double
            /// A stage's rate.
            public init(kind: String, sectors: Int, meanSeconds: Double, coreSecondsPerSector: Double) {
                self.kind = kind
                self.sectors = sectors
                self.meanSeconds = meanSeconds
                self.coreSecondsPerSector = coreSecondsPerSector
            }
        }

        /// One minute.
        public struct Point: Sendable, Codable, Hashable {
            /// Milliseconds since 1970.
            public var time: Int64
            /// Sectors proven in it.
            public var proven: Int
            /// Jobs ended in it, by kind.
            public var jobs: [String: Int]
            /// One minute.
            public init(time: Int64, proven: Int, jobs: [String: Int]) {
                self.time = time
                self.proven = proven
                self.jobs = jobs
            }
        }

        /// Throughput.
        public init(
            provenLastHour: Int, proven: Int, failedLastHour: Int, stages: [Stage], history: [Point]
        ) {
            self.provenLastHour = provenLastHour
            self.proven = proven
            self.failedLastHour = failedLastHour
            self.stages = stages
            self.history = history
        }
    }
}

/// A worker and what it does.
public struct WorkerView: Sendable, Codable, Hashable {
    /// "host/1234/1a2b3c".
    public var id: String
    /// Machine.
    public var host: String
    /// Kinds it does.
    public var kinds: [String]
    /// Its cores, and those that are free.
    public var cores: Int
    /// Cores that nobody works on now.
    public var freeCores: Int
    /// Seconds since its last sign of life.
    public var silence: Double
    /// Its running jobs.
    public var jobs: [JobView]
    /// Whether it takes no new jobs.
    public var paused: Bool

    /// A worker.
    public init(
        id: String, host: String, kinds: [String], cores: Int, freeCores: Int, silence: Double,
        jobs: [JobView],
        paused: Bool
    ) {
        self.id = id
        self.host = host
        self.kinds = kinds
        self.cores = cores
        self.freeCores = freeCores
        self.silence = silence
        self.jobs = jobs
        self.paused = paused
    }
}

/// A job as people see it.
public struct JobView: Sendable, Codable, Hashable {
    /// Its number.
    public var id: Int64
    /// "pc1".
    public var kind: String
    /// What it is about.
    public var subject: String
    /// "running".
    public var state: String
    /// Who works on it.
    public var worker: String?
    /// "labels".
    public var stage: String
    /// 0 to 1; nil while unknown.
    public var fraction: Double?
    /// Seconds left by this run's rate; nil while unknown.
    public var secondsLeft: Double?
    /// Seconds since it was claimed (running) or of its run (ended).
    public var seconds: Double?
    /// Attempts that failed.
    public var attempts: Int
    /// Why it waits or failed.
    public var reason: String?
    /// What to do about it.
    public var remedy: String?
    /// Bytes of memory that it was planned with, shared parameters included.
    public var plannedMemory: UInt64?
    /// The most bytes that its worker's process had in memory while it ran, jobs beside it included; nil: not known.
    public var peakMemory: UInt64?

    /// A job.
    public init(
        id: Int64, kind: String, subject: String, state: String, worker: String?, stage: String,
        fraction: Double?,
        secondsLeft: Double?, seconds: Double?, attempts: Int, reason: String?, remedy: String?,
        plannedMemory: UInt64? = nil, peakMemory: UInt64? = nil
    ) {
        self.id = id
        self.kind = kind
        self.subject = subject
        self.state = state
        self.worker = worker
        self.stage = stage
        self.fraction = fraction
        self.secondsLeft = secondsLeft
        self.seconds = seconds
        self.attempts = attempts
        self.reason = reason
        self.remedy = remedy
        self.plannedMemory = plannedMemory
        self.peakMemory = peakMemory
    }
}

/// A storage path with its room.
public struct StorageView: Sendable, Codable, Hashable {
    /// Its name in the table.
    public var id: String
    /// Directory.
    public var path: String
    /// "sealing", "long-term".
    public var roles: [String]
    /// Bytes of the file system, free, and reserved for running jobs.
    public var capacity: UInt64
    /// Bytes free.
    public var free: UInt64
    /// Bytes reserved for running jobs.
    public var reserved: UInt64
    /// Sectors with files there.
    public var sectors: Int
    /// Why it takes nothing; nil: it does.
    public var problem: String?

    /// A path.
    public init(
        id: String, path: String, roles: [String], capacity: UInt64, free: UInt64, reserved: UInt64,
        sectors: Int,
        problem: String?
    ) {
        self.id = id
        self.path = path
        self.roles = roles
        self.capacity = capacity
        self.free = free
        self.reserved = reserved
        self.sectors = sectors
        self.problem = problem
    }
}

/// A sector as people see it.
public struct SectorView: Sendable, Codable, Hashable {
    /// "s-t01000-1".
    public var name: String
    /// "PreCommit1".
    public var state: String
    /// Milliseconds since 1970 at which it entered the state.
    public var since: Int64
    /// Milliseconds since 1970 at which it was made.
    public var created: Int64
    /// CIDs, where known.
    public var commD: String?
    /// Of the replica.
    public var commR: String?
    /// Number of pieces of clients, and their padded bytes.
    public var pieces: Int
    /// Padded bytes of clients' pieces.
    public var pieceBytes: UInt64
    /// Times it went back.
    public var retries: Int
    /// What is wrong; nil unless in a state of failure.
    public var reason: String?
    /// What to do about it.
    public var remedy: String?
    /// Where its files are: file type to storage path.
    public var files: [String: String]
    /// What happened to it, oldest first; only where one sector is shown.
    public var log: [Event]?

    /// A change of state.
    public struct Event: Sendable, Codable, Hashable {
        /// Milliseconds since 1970.
        public var time: Int64
        /// "PC1 done in 12.3 s".
        public var text: String
        /// A change of state.
        public init(time: Int64, text: String) {
            self.time = time
            self.text = text
        }
    }

    /// A sector.
    public init(
        name: String, state: String, since: Int64, created: Int64, commD: String?, commR: String?,
        pieces: Int,
        pieceBytes: UInt64, retries: Int, reason: String?, remedy: String?, files: [String: String],
        log: [Event]?
    ) {
        self.name = name
        self.state = state
        self.since = since
        self.created = created
        self.commD = commD
        self.commR = commR
        self.pieces = pieces
        self.pieceBytes = pieceBytes
        self.retries = retries
        self.reason = reason
        self.remedy = remedy
        self.files = files
        self.log = log
    }
}
