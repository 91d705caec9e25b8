internal import Database

extension JobState {
    /// As stored; released databases hold these numbers.
    var code: Int64 {
        switch self {
        case .waiting: 0
        case .ready: 1
        case .running: 2
        case .cancelling: 3
        case .done: 4
        case .failed: 5
        case .cancelled: 6
        }
    }

    var value: SQLValue { .integer(code) }

    init?(code: Int64) {
        guard let state = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = state
    }
}

/// A live job with what only the queue knows of it.
struct JobRow {
    var job: Job
    /// Row of `job_shapes`.
    var shape: Int64
    /// How often in a row it has only waited.
    var waits: Int
    /// How often its worker was lost.
    var losses: Int
    /// How a cancellation ends: as a failure if the deadline asked for it.
    var endsAsFailure: Bool

    /// The deadline as it is ordered by: `Int64.max` for none.
    var due: Int64 { job.order.deadline ?? .max }

    /// Columns of a job that live rows and history share.
    static let shared = """
        id, kind, subject, payload, priority, cores, max_cores, memory, shared, shared_memory, not_before, due, \
        max_attempts, befores, keys, place, state, fence, attempts, worker, stage, work_done, work_total, result, \
        reason, remedy, created, started, finished, peak_memory
        """

    /// Start of a SELECT of live rows, table `jobs`. A ready job has the reason of its shape if it has none of its own.
    static let select = """
        SELECT \(shared), shape, waits, ending, losses, CASE WHEN state = 1 AND reason IS NULL THEN \
        (SELECT s.reason FROM job_shapes s WHERE s.id = jobs.shape) END FROM jobs
        """

    init(_ row: SQLRow) throws(DatabaseError) {
        job = try Job(row)
        shape = try row.int64(30)
        waits = try row.int(31)
        endsAsFailure = try row.bool(32)
        losses = try row.int(33)
        if let reason = try row.optionalText(34) { job.reason = reason }
    }
}

extension JobOrder {
    /// An order from the columns of `JobRow.shared`.
    init(_ row: SQLRow) throws(DatabaseError) {
        let needs = JobNeeds(
            cores: try row.int(5), maxCores: try row.int(6), memory: try row.uint64(7),
            shared: try row.optionalText(8), sharedMemory: try row.uint64(9))
        let due = try row.int64(11)
        self.init(
            JobKind(rawValue: try row.text(1)), subject: try row.text(2), payload: try row.text(3),
            priority: JobPriority(rawValue: try row.int(4)) ?? .idle, needs: needs,
            notBefore: try row.int64(10), deadline: due == .max ? nil : due, maxAttempts: try row.int(12),
            after: TextList.split(try row.text(13)).compactMap { Int64($0).map(JobID.init) },
            exclusive: TextList.split(try row.text(14)), place: try row.optionalText(15))
    }
}

extension Job {
    /// A job from the columns of `JobRow.shared`.
    init(_ row: SQLRow) throws(DatabaseError) {
        let code = try row.int64(16)
        guard let state = JobState(code: code) else {
            throw .column(index: 16, expected: "a job's state", found: "\(code)")
        }
        self.init(
            id: JobID(rawValue: try row.int64(0)), order: try JobOrder(row), state: state,
            fence: try row.int64(17), attempts: try row.int(18), worker: try row.optionalText(19),
            progress: JobProgress(
                stage: try row.text(20), done: try row.uint64(21), total: try row.uint64(22)),
            result: try row.optionalText(23), reason: try row.optionalText(24),
            remedy: try row.optionalText(25), created: try row.int64(26),
            started: try row.optionalInt64(27), finished: try row.optionalInt64(28),
            peakMemory: try row.optionalInt64(29).map { UInt64(clamping: $0) })
    }
}
