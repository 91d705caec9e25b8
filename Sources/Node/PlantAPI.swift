public import API
public import Database
import FoundationEssentials
public import Primitives
public import Scheduler
public import SectorManager
internal import System

/// Answers for the plant from its database: each question from one snapshot, beside all running work.
///
/// What is asked often is read from summary rows (`sector_counts`, `job_counts`, `job_rates`, `plant_minutes`), so that
/// it does not take longer as sectors and jobs become many.
public struct PlantAPI: SealerAPI {
    let database: any Database
    let queue: any JobQueue
    let storage: SQLStorageIndex
    let ledger: PlantLedger
    let miner: MinerAddress
    let sectorSize: SectorSize
    /// On this machine's monotonic clock; nil where nobody runs the plant.
    let started: Double?

    /// An API over a plant's database. `started`: the monotonic time at which this process began to run it.
    public init(
        database: any Database, queue: any JobQueue, storage: SQLStorageIndex, ledger: PlantLedger,
        miner: MinerAddress, sectorSize: SectorSize, started: Double?
    ) {
        self.database = database
        self.queue = queue
        self.storage = storage
        self.ledger = ledger
        self.miner = miner
        self.sectorSize = sectorSize
        self.started = started
    }

    // MARK: Jobs

    /// Live jobs, or ended ones; see `SealerAPI`.
    public func jobs(state: String?, kind: String?, limit: Int) async throws -> [JobView] {
        let queue = queue
        let kind = kind.map { JobKind(rawValue: $0) }
        let wanted: JobState? = try state.map { name in
            guard let state = JobState(rawValue: name) else {
                let names = JobState.allCases.map(\.rawValue).joined(separator: ", ")
                throw APIError.bad("'\(name)' is no state of a job", remedy: "use one of: \(names)")
            }
            return state
        }
        return try await database.read { session in
            let times = try PlantTimes(session)
            if let wanted, wanted.isFinal {
                // Ended jobs lie by time: those of one state are picked out of a bounded look back.
                let ended = try queue.history(
                    since: 0, kind: kind, limit: max(limit, Self.lookBack), in: session)
                return ended.lazy.filter { $0.state == wanted }.prefix(limit).map { JobView($0, times) }
            }
            let live: [JobState] = wanted.map { [$0] } ?? JobState.allCases.filter { !$0.isFinal }
            return try queue.list(states: live, kind: kind, subject: nil, limit: limit, in: session)
                .map { JobView($0, times) }
        }
    }

    /// Ended jobs that are looked at for those of one state.
    static let lookBack = 5000

    /// One job.
    public func job(_ id: Int64) async throws -> JobView {
        let queue = queue
        return try await database.read { session in
            guard let job = try queue.job(JobID(rawValue: id), in: session) else {
                throw APIError.notFound("job \(id)")
            }
            return JobView(job, try PlantTimes(session))
        }
    }

    /// Ends a job.
    public func cancel(job id: Int64) async throws {
        let queue = queue
        let isDone = try await database.write { try queue.cancel(JobID(rawValue: id), in: $0) }
        guard !isDone else { return }
        let state = try await job(id).state
        throw APIError.conflict(
            "job \(id) is \(state)", remedy: "only jobs that have not ended can be cancelled")
    }

    /// Makes a failed job ready again.
    public func retry(job id: Int64) async throws {
        let queue = queue
        let isDone = try await database.write { try queue.retry(JobID(rawValue: id), in: $0) }
        guard !isDone else { return }
        let view = try await job(id)
        throw APIError.conflict(
            "job \(id) is \(view.state) and cannot be retried",
            remedy: "retry its sector (\(view.subject)) instead: quarry sectors retry \(view.subject)")
    }

    /// Holds work back or lets it go on.
    public func setPaused(_ paused: Bool, kinds: [String], worker: String?) async throws {
        let queue = queue
        try await database.write { session in
            try queue.setPaused(
                paused, kinds: kinds.map { JobKind(rawValue: $0) }, worker: worker, in: session)
            try session.notify(Self.channel)
        }
    }

    // MARK: Orders

    /// Sends a failed sector back.
    public func retry(sector: String) async throws {
        let (ledger, name) = (ledger, try Self.name(sector))
        try await Self.order { try await database.write { try ledger.retry(name, in: $0) } }
    }

    /// Removes a sector.
    public func remove(sector: String) async throws {
        let (ledger, name) = (ledger, try Self.name(sector))
        try await Self.order { try await database.write { try ledger.remove(name, in: $0) } }
    }

    /// Takes a piece into the queue.
    public func addPiece(path: String, label: String?) async throws -> Int64 {
        guard path.hasPrefix("/") else {
            throw APIError.bad("'\(path)' is no absolute path", remedy: "name the file from / on")
        }
        let ledger = ledger
        return try await database.write { session in
            guard let bytes = File.size(path) else { throw APIError.notFound("file \(path)") }
            return try ledger.addPiece(path: path, bytes: bytes, label: label, in: session)
        }
    }

    /// Orders sectors without data.
    public func pledge(count: Int) async throws {
        guard count > 0 else {
            throw APIError.bad("\(count) sectors cannot be ordered", remedy: "order at least 1")
        }
        let ledger = ledger
        _ = try await database.write { try ledger.pledge(count, in: $0) }
    }

    static func name(_ text: String) throws -> SectorName {
        guard let name = try? SectorName(text) else { throw APIError.notFound("sector '\(text)'") }
        return name
    }

    /// Refusals of the plant in the API's words.
    static func order<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as PlantError {
            switch error {
            case .noSector(let name): throw APIError.notFound("sector \(name)")
            case .notNow, .notProven, .nothingProven:
                throw APIError.conflict(error.sentence, remedy: error.remedy)
            case .notOne, .badRandomness: throw APIError.bad(error.sentence, remedy: error.remedy)
            }
        }
    }

    // MARK: Changes

    /// Channel that tells of what is changed here and belongs to no other room.
    static let channel = "plant"

    /// After changes, at most four times a second; while nothing tells of any, once a second, since progress and times
    /// go on.
    public func changes() -> AsyncStream<Void> {
        let database = database
        let channels = [JobChannel.ready, JobChannel.ended, JobChannel.cancelling, "sectors", Self.channel]
        return AsyncStream(unfolding: {
            await Clock.sleep(seconds: 0.25)
            await withTaskGroup(of: Void.self) { group in
                for channel in channels {
                    group.addTask { for await _ in database.notifications(channel) { break } }
                }
                group.addTask { await Clock.sleep(seconds: 0.75) }
                await group.next()
                group.cancelAll()
            }
            return Task.isCancelled ? nil : ()
        })
    }
}

/// The database's time and what it is in milliseconds since 1970.
struct PlantTimes: Sendable {
    /// The database's time.
    let now: Int64
    private let offset: Int64

    init(_ session: any SQLSession) throws {
        now = try session.now()
        offset = Clock.unixMilliseconds - now
    }

    /// Milliseconds since 1970.
    func unix(_ time: Int64) -> Int64 { time + offset }

    /// Seconds from a time to another, or to now.
    func seconds(_ start: Int64, to end: Int64? = nil) -> Double {
        Double(max(0, (end ?? now) - start)) / 1000
    }
}

extension JobView {
    init(_ job: Job, _ times: PlantTimes) {
        let progress = job.progress
        let isRunning = job.state == .running || job.state == .cancelling
        let fraction: Double? =
            job.state == .done
            ? 1 : progress.total == 0 ? nil : min(1, Double(progress.done) / Double(progress.total))
        let seconds: Double? =
            isRunning
            ? job.started.map { times.seconds($0) }
            : job.started.flatMap { start in job.finished.map { times.seconds(start, to: $0) } }
        var left: Double?
        if isRunning, let fraction, let seconds, fraction >= 0.01 {
            left = seconds * (1 - fraction) / fraction
        }
        self.init(
            id: job.id.rawValue, kind: job.order.kind.rawValue, subject: job.order.subject,
            state: job.state.rawValue, worker: job.worker, stage: progress.stage, fraction: fraction,
            secondsLeft: left, seconds: seconds, attempts: job.attempts, reason: job.reason,
            remedy: job.remedy, plannedMemory: job.order.needs.memory &+ job.order.needs.sharedMemory,
            peakMemory: job.peakMemory)
    }
}
