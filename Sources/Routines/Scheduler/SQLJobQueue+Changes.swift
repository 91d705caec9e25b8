internal import Database

/// What one call changes, inside the caller's transaction: one time for all of it, and the summary counts gathered and
/// written at the end.
final class JobChanges {
    private struct CountKey: Hashable {
        var kind: JobKind
        var state: JobState
    }

    let session: any SQLSession
    /// The database's time when the call began, in milliseconds.
    let now: Int64
    private var counts: [CountKey: Int] = [:]
    private var shapes: [String: Int64] = [:]
    /// Jobs that ended in this call and whose followers have not been told.
    private var ended: [(job: JobID, state: JobState)] = []

    private init(_ session: any SQLSession) throws(DatabaseError) {
        self.session = session
        now = try session.now()
    }

    /// Runs `body`, then tells the followers of the jobs that ended and writes the counts.
    static func make<Value>(
        in session: any SQLSession, _ body: (JobChanges) throws -> Value
    ) throws -> Value {
        let changes = try JobChanges(session)
        let value = try body(changes)
        try changes.finishFollowers()
        try changes.writeCounts()
        return value
    }

    // MARK: Orders

    func add(_ order: JobOrder) throws -> JobID {
        var order = order
        order.exclusive = Array(Set(order.exclusive.filter { !$0.isEmpty })).sorted()
        var blockers: [JobID] = []
        var obstacle: String?
        for before in Set(order.after).sorted() {
            switch try state(of: before) {
            case .done: break
            case .failed, .cancelled: obstacle = Self.obstacle(before)
            default: blockers.append(before)
            }
        }
        let isReady = blockers.isEmpty && obstacle == nil && order.notBefore <= now
        let shape = try shape(of: order)
        let id = try insert(order, isReady ? .ready : .waiting, shape: shape, blockers: blockers.count)
        count(order.kind, isReady ? .ready : .waiting, 1)
        for before in blockers {
            try session.execute(
                "INSERT INTO job_after (before, job) VALUES (?, ?)",
                [.integer(before.rawValue), .integer(id.rawValue)])
        }
        if isReady {
            try session.execute(
                "INSERT INTO job_ready (shape, due, job) VALUES (?, ?, ?)",
                [.integer(shape), .integer(order.deadline ?? .max), .integer(id.rawValue)])
            try session.notify(JobChannel.ready)
        } else if let obstacle, let row = try load(id) {
            try end(row, .cancelled, reason: obstacle)
        }
        return id
    }

    static func obstacle(_ before: JobID) -> String {
        "job \(before), which it was to follow, did not succeed"
    }

    /// The state of a job that others are ordered after. Its row is locked, so that it cannot end unnoticed.
    private func state(of id: JobID) throws -> JobState {
        let live = try session.query(
            "SELECT state FROM jobs WHERE id = ? \(session.dialect.forUpdate)", [.integer(id.rawValue)]
        ).first
        let row =
            try live
            ?? session.query(
                "SELECT state FROM job_history WHERE id = ?", [.integer(id.rawValue)]
            ).first
        guard let code = try row?.int64(0), let state = JobState(code: code) else {
            throw JobQueueError.unknownPredecessor(id)
        }
        return state
    }

    private func insert(
        _ order: JobOrder, _ state: JobState, shape: Int64, blockers: Int
    ) throws -> JobID {
        let wake = state == .waiting && blockers == 0 ? order.notBefore : nil
        let rows = try session.query(
            """
            INSERT INTO jobs (kind, subject, payload, priority, cores, max_cores, memory, shared, \
            shared_memory, not_before, due, max_attempts, befores, keys, place, state, fence, attempts, \
            stage, work_done, work_total, created, shape, waits, ending, blockers, expires, \
            wake) \
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, '', 0, 0, ?, ?, 0, 0, ?, ?, ?) \
            RETURNING id
            """,
            [
                .text(order.kind.rawValue), .text(order.subject), .text(order.payload),
                SQLValue(order.priority.rawValue), SQLValue(order.needs.cores),
                SQLValue(order.needs.maxCores), SQLValue(order.needs.memory), SQLValue(order.needs.shared),
                SQLValue(order.needs.sharedMemory), .integer(order.notBefore),
                .integer(order.deadline ?? .max), SQLValue(max(1, order.maxAttempts)),
                .text(TextList.join(order.after.map(\.description))), .text(TextList.join(order.exclusive)),
                SQLValue(order.place), state.value, .integer(now), .integer(shape), SQLValue(blockers),
                SQLValue(order.deadline), SQLValue(wake),
            ])
        guard let id = try rows.first?.int64(0) else {
            throw DatabaseError.statement(sql: "INSERT INTO jobs", why: "no number came back")
        }
        return JobID(rawValue: id)
    }

    /// The shape of an order: jobs of one shape fit a worker, or do not, together.
    private func shape(of order: JobOrder) throws -> Int64 {
        let needs = order.needs
        let name = TextList.join([
            order.kind.rawValue, "\(order.priority.rawValue)", "\(needs.cores)", "\(needs.memory)",
            needs.shared ?? "", "\(needs.sharedMemory)", order.place ?? "",
        ])
        if let known = shapes[name] { return known }
        while true {
            if let row = try session.query(
                "SELECT id, used FROM job_shapes WHERE name = ?", [.text(name)]
            ).first {
                let id = try row.int64(0)
                if try freshen(id, used: try row.int64(1)) {
                    shapes[name] = id
                    return id
                }
            }
            try session.execute(
                """
                INSERT INTO job_shapes (name, kind, priority, cores, memory, shared, shared_memory, place, \
                used, reason_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0) ON CONFLICT DO NOTHING
                """,
                [
                    .text(name), .text(order.kind.rawValue), SQLValue(order.priority.rawValue),
                    SQLValue(needs.cores), SQLValue(needs.memory), SQLValue(needs.shared),
                    SQLValue(needs.sharedMemory), SQLValue(order.place), .integer(now),
                ])
        }
    }

    /// Shapes are forgotten when unused for a day; whoever uses one keeps it from being so, once an hour. False: gone.
    private func freshen(_ shape: Int64, used: Int64) throws -> Bool {
        guard used < now - 3_600_000 else { return true }
        return try session.execute(
            "UPDATE job_shapes SET used = ? WHERE id = ?", [.integer(now), .integer(shape)]) > 0
    }

    // MARK: Rows

    /// A live job, locked.
    func load(_ id: JobID) throws -> JobRow? {
        try session.query(
            "\(JobRow.select) WHERE id = ? \(session.dialect.forUpdate)", [.integer(id.rawValue)]
        ).first.map { row throws(DatabaseError) in try JobRow(row) }
    }

    /// The job while its lease stands, locked.
    func load(_ lease: Lease) throws -> JobRow? {
        try session.query(
            "\(JobRow.select) WHERE id = ? AND fence = ? AND state IN (2, 3) \(session.dialect.forUpdate)",
            [.integer(lease.job.id.rawValue), .integer(lease.job.fence)]
        ).first.map { row throws(DatabaseError) in try JobRow(row) }
    }

    func count(_ kind: JobKind, _ state: JobState, _ change: Int) {
        counts[CountKey(kind: kind, state: state), default: 0] += change
    }

    private func writeCounts() throws {
        let slot = session.dialect.kind == .postgres ? "pg_backend_pid() % 64" : "0"
        let ordered = counts.filter { $0.value != 0 }.sorted {
            ($0.key.kind.rawValue, $0.key.state.code) < ($1.key.kind.rawValue, $1.key.state.code)
        }
        for (key, change) in ordered {
            try session.execute(
                """
                INSERT INTO job_counts (kind, state, slot, n) VALUES (?, ?, \(slot), ?) \
                ON CONFLICT (kind, state, slot) DO UPDATE SET n = job_counts.n + excluded.n
                """,
                [.text(key.kind.rawValue), key.state.value, SQLValue(change)])
        }
    }

    // MARK: States

    /// A waiting job that nothing blocks: ready now, or at its time.
    func arm(_ id: JobID, _ order: JobOrder) throws {
        guard order.notBefore > now else {
            guard let row = try load(id) else { return }
            return try makeReady(row, reason: nil)
        }
        try session.execute(
            "UPDATE jobs SET wake = ? WHERE id = ?", [.integer(order.notBefore), .integer(id.rawValue)])
    }

    /// To be claimed. The row leaves what it was in.
    func makeReady(_ row: JobRow, reason: String?) throws {
        try leave(row)
        let shape = try self.shape(of: row.job.order)
        try session.execute(
            """
            UPDATE jobs SET state = 1, wake = NULL, wants = NULL, lease_ends = NULL, worker = NULL, ending = 0, \
            reason = ?, shape = ? WHERE id = ?
            """, [SQLValue(reason), .integer(shape), .integer(row.job.id.rawValue)])
        try session.execute(
            "INSERT INTO job_ready (shape, due, job) VALUES (?, ?, ?)",
            [.integer(shape), .integer(row.due), .integer(row.job.id.rawValue)])
        count(row.job.order.kind, .ready, 1)
        try session.notify(JobChannel.ready)
    }

    /// Waits until `wake`, with failed attempts and waits as in `row`.
    func postpone(_ row: JobRow, until wake: Int64, _ failure: JobFailure) throws {
        try leave(row)
        try session.execute(
            """
            UPDATE jobs SET state = 0, wake = ?, wants = ?, lease_ends = NULL, attempts = ?, waits = ?, \
            losses = ?, reason = ?, remedy = ? WHERE id = ?
            """,
            [
                .integer(wake), SQLValue(failure.resource?.rawValue), SQLValue(row.job.attempts),
                SQLValue(row.waits), SQLValue(row.losses), .text(failure.reason), .text(failure.remedy),
                .integer(row.job.id.rawValue),
            ])
        count(row.job.order.kind, .waiting, 1)
    }

    /// The end of a job. Its followers are told when the call is over.
    func end(
        _ row: JobRow, _ state: JobState, result: String? = nil, reason: String? = nil, remedy: String? = nil
    ) throws {
        try leave(row)
        try session.execute(
            """
            UPDATE jobs SET state = ?, finished = ?, result = ?, reason = ?, remedy = ?, attempts = ?, \
            lease_ends = NULL, wake = NULL, wants = NULL, expires = NULL, blockers = 0, ending = 0 WHERE id = ?
            """,
            [
                state.value, .integer(now), SQLValue(result), SQLValue(reason), SQLValue(remedy),
                SQLValue(row.job.attempts), .integer(row.job.id.rawValue),
            ])
        count(row.job.order.kind, state, 1)
        ended.append((row.job.id, state))
        try session.notify(JobChannel.ended)
    }

    /// Takes a job out of the tables beside `jobs` and out of the counts.
    func leave(_ row: JobRow) throws {
        let id = SQLValue(row.job.id.rawValue)
        count(row.job.order.kind, row.job.state, -1)
        switch row.job.state {
        case .ready:
            let taken = try session.execute(
                "DELETE FROM job_ready WHERE shape = ? AND due = ? AND job = ?",
                [.integer(row.shape), .integer(row.due), id])
            if taken == 0 { try session.execute("DELETE FROM job_parked WHERE job = ?", [id]) }
            try unpark(row.job.order.exclusive)
        case .running, .cancelling:
            for key in row.job.order.exclusive {
                try session.execute("DELETE FROM job_held WHERE key = ? AND job = ?", [.text(key), id])
            }
            try unpark(row.job.order.exclusive)
        case .waiting, .done, .failed, .cancelled: break
        }
    }

    /// For each key that nobody holds: the most urgent job that was put aside for it may be claimed again.
    func unpark(_ keys: [String]) throws {
        for key in keys {
            let waiting = try session.query(
                """
                SELECT job FROM job_parked WHERE key = ? AND NOT EXISTS \
                (SELECT 1 FROM job_held h WHERE h.key = job_parked.key) ORDER BY priority, due, job LIMIT 8
                """, [.text(key)])
            for row in waiting where try unpark(try row.int64(0)) { break }
        }
    }

    /// False: somebody else is at this job. He sees to the next one.
    private func unpark(_ job: Int64) throws -> Bool {
        let found = try session.query(
            "SELECT shape, due FROM jobs WHERE id = ? AND state = 1 \(session.dialect.skipLocked)",
            [.integer(job)])
        guard let row = found.first,
            try session.execute("DELETE FROM job_parked WHERE job = ?", [.integer(job)]) > 0
        else { return false }
        try session.execute(
            "INSERT INTO job_ready (shape, due, job) VALUES (?, ?, ?)",
            [.integer(try row.int64(0)), .integer(try row.int64(1)), .integer(job)])
        try session.execute("UPDATE jobs SET reason = NULL WHERE id = ?", [.integer(job)])
        try session.notify(JobChannel.ready)
        return true
    }

    // MARK: Followers

    /// Jobs after one that is done lose a blocker; those after one that is not are cancelled, and so on.
    private func finishFollowers() throws {
        var next = 0
        while next < ended.count {
            let (id, state) = ended[next]
            next += 1
            let followers = try session.query(
                "SELECT job FROM job_after WHERE before = ? ORDER BY job", [.integer(id.rawValue)])
            guard !followers.isEmpty else { continue }
            for follower in followers {
                try tell(JobID(rawValue: try follower.int64(0)), id, isDone: state == .done)
            }
            try session.execute("DELETE FROM job_after WHERE before = ?", [.integer(id.rawValue)])
        }
    }

    private func tell(_ follower: JobID, _ before: JobID, isDone: Bool) throws {
        guard isDone else {
            guard let row = try load(follower), row.job.state == .waiting else { return }
            return try end(row, .cancelled, reason: Self.obstacle(before))
        }
        let left = try session.query(
            "UPDATE jobs SET blockers = blockers - 1 WHERE id = ? AND state = 0 AND blockers > 0 RETURNING blockers",
            [.integer(follower.rawValue)]
        ).first?.int(0)
        if left == 0, let row = try load(follower) { try arm(follower, row.job.order) }
    }
}
