public import Database

/// What jobs of one kind ask for, and the first of them that is ready.
private struct ReadyShape {
    var id: Int64
    var kind: String
    var priority: Int64
    var cores: Int
    var memory: UInt64
    var shared: String?
    var sharedMemory: UInt64
    var place: String?
    var hasReason: Bool
    var reasonAt: Int64
    var headDue: Int64
    var headJob: Int64

    /// Nil: no job of this shape is ready.
    init?(_ row: SQLRow) throws(DatabaseError) {
        guard let due = try row.optionalInt64(10), let job = try row.optionalInt64(11) else { return nil }
        id = try row.int64(0)
        kind = try row.text(1)
        priority = try row.int64(2)
        cores = try row.int(3)
        memory = try row.uint64(4)
        shared = try row.optionalText(5)
        sharedMemory = try row.uint64(6)
        place = try row.optionalText(7)
        hasReason = !row.isNull(8)
        reasonAt = try row.int64(9)
        headDue = due
        headJob = job
    }

    /// Why the claimer cannot take jobs of this shape; nil: it can.
    func obstacle(_ claim: JobClaim) -> String? {
        if let place, !claim.places.contains(place) {
            return "it runs only where '\(place)' is at hand; \(claim.worker) has not"
        }
        if cores > claim.freeCores {
            return "it needs \(cores) cores; \(claim.worker) had \(claim.freeCores) free"
        }
        let isHeld = shared.map { claim.held.contains($0) } ?? false
        let (needed, overflow) = memory.addingReportingOverflow(isHeld ? 0 : sharedMemory)
        if overflow || needed > claim.freeMemory {
            let mebibyte: UInt64 = 1 << 20
            return "it needs \(needed / mebibyte) MiB of memory; \(claim.worker) had "
                + "\(claim.freeMemory / mebibyte) MiB free"
        }
        return nil
    }

    func isBefore(_ other: ReadyShape) -> Bool {
        (priority, headDue, headJob) < (other.priority, other.headDue, other.headJob)
    }
}

extension SQLJobQueue {
    /// Jobs that one claim looks at, at most, in one shape.
    static let lookAhead = 64
    /// A shape's reason is written again no sooner than after so many milliseconds.
    static let reasonAge: Int64 = 30_000

    /// The most urgent job that fits; see `JobQueue`.
    public func claim(_ claim: JobClaim, in session: any SQLSession) throws -> Lease? {
        let kinds = try unpausedKinds(claim, in: session)
        guard !kinds.isEmpty else { return nil }
        return try JobChanges.make(in: session) { changes in
            let marks = kinds.map { _ in "?" }.joined(separator: ", ")
            let head = "FROM job_ready r WHERE r.shape = s.id ORDER BY r.due, r.job LIMIT 1"
            let shapes = try session.query(
                """
                SELECT s.id, s.kind, s.priority, s.cores, s.memory, s.shared, s.shared_memory, s.place, \
                s.reason, s.reason_at, (SELECT r.due \(head)), (SELECT r.job \(head)) \
                FROM job_shapes s WHERE s.kind IN (\(marks))
                """, kinds.map { .text($0) }
            ).compactMap { row throws(DatabaseError) in try ReadyShape(row) }
            for shape in shapes.sorted(by: { $0.isBefore($1) }) {
                if let obstacle = shape.obstacle(claim) {
                    try note(obstacle, on: shape, changes)
                } else if let lease = try take(shape, claim, changes) {
                    if shape.hasReason {
                        try session.execute(
                            "UPDATE job_shapes SET reason = NULL WHERE id = ?", [.integer(shape.id)])
                    }
                    return lease
                }
            }
            return nil
        }
    }

    /// Kinds of the claim that nobody has stopped, sorted.
    private func unpausedKinds(_ claim: JobClaim, in session: any SQLSession) throws -> [String] {
        let host = String(claim.worker.prefix { $0 != "/" })
        let pauses = try pauses(in: session).filter { pause in
            pause.worker == nil || pause.worker == claim.worker || pause.worker == host
        }
        if pauses.contains(where: { $0.kind == nil }) { return [] }
        return Set(claim.kinds).subtracting(pauses.compactMap(\.kind)).map(\.rawValue).sorted()
    }

    /// Why jobs of this shape wait, for people.
    private func note(_ obstacle: String, on shape: ReadyShape, _ changes: JobChanges) throws {
        guard !shape.hasReason || shape.reasonAt < changes.now - Self.reasonAge else { return }
        try changes.session.execute(
            "UPDATE job_shapes SET reason = ?, reason_at = ? WHERE id = ?",
            [.text(obstacle), .integer(changes.now), .integer(shape.id)])
    }

    /// The first job of the shape that can be had.
    private func take(_ shape: ReadyShape, _ claim: JobClaim, _ changes: JobChanges) throws -> Lease? {
        let session = changes.session
        var (due, job) = (shape.headDue, shape.headJob - 1)
        for _ in 0..<Self.lookAhead {
            let next = try session.query(
                """
                SELECT due, job FROM job_ready WHERE shape = ? AND (due, job) > (?, ?) \
                ORDER BY due, job LIMIT 1 \(session.dialect.skipLocked)
                """, [.integer(shape.id), .integer(due), .integer(job)])
            guard let found = next.first else { return nil }
            (due, job) = (try found.int64(0), try found.int64(1))
            // Who holds the job's row is ending it: not waited for, since he may wait for the row just locked.
            let rows = try session.query(
                "\(JobRow.select) WHERE id = ? AND state = 1 \(session.dialect.skipLocked)", [.integer(job)])
            guard let row = try rows.first.map({ row throws(DatabaseError) in try JobRow(row) }) else {
                continue
            }
            if due <= changes.now {
                try fail(overdue: row, changes)
            } else if try hold(row, changes) {
                return try start(row, claim, changes)
            }
        }
        return nil
    }

    /// Takes the job's keys. False: somebody has one; the job is put aside until that one is free.
    private func hold(_ row: JobRow, _ changes: JobChanges) throws -> Bool {
        let session = changes.session
        let id = SQLValue(row.job.id.rawValue)
        for key in row.job.order.exclusive {
            let taken = try session.execute(
                "INSERT INTO job_held (key, job) VALUES (?, ?) ON CONFLICT DO NOTHING", [.text(key), id])
            if taken == 1 { continue }
            for own in row.job.order.exclusive where own < key {
                try session.execute("DELETE FROM job_held WHERE key = ? AND job = ?", [.text(own), id])
            }
            // The holder's end waits for this lock, and then finds the job put aside.
            let holder = try session.query(
                "SELECT job FROM job_held WHERE key = ? \(session.dialect.forUpdate)", [.text(key)])
            guard let holder = try holder.first?.int64(0) else { return false }
            try session.execute(
                "DELETE FROM job_ready WHERE shape = ? AND due = ? AND job = ?",
                [.integer(row.shape), .integer(row.due), id])
            try session.execute(
                "INSERT INTO job_parked (key, priority, due, job) VALUES (?, ?, ?, ?)",
                [.text(key), SQLValue(row.job.order.priority.rawValue), .integer(row.due), id])
            try session.execute(
                "UPDATE jobs SET reason = ? WHERE id = ?", [.text("job \(holder) works on \(key)"), id])
            // Another job that was put aside may be the next for the keys that this one lets go.
            try changes.unpark(row.job.order.exclusive.filter { $0 != key })
            return false
        }
        return true
    }

    private func start(_ row: JobRow, _ claim: JobClaim, _ changes: JobChanges) throws -> Lease {
        var job = row.job
        let session = changes.session
        try session.execute(
            "DELETE FROM job_ready WHERE shape = ? AND due = ? AND job = ?",
            [.integer(row.shape), .integer(row.due), .integer(job.id.rawValue)])
        job.state = .running
        job.fence += 1
        job.worker = claim.worker
        job.progress = JobProgress()
        (job.reason, job.remedy, job.result) = (nil, nil, nil)
        job.started = changes.now
        try session.execute(
            """
            UPDATE jobs SET state = 2, fence = ?, worker = ?, stage = '', work_done = 0, work_total = 0, \
            reason = NULL, remedy = NULL, started = ?, lease_ends = ? WHERE id = ?
            """,
            [
                .integer(job.fence), .text(claim.worker), .integer(changes.now),
                .integer(Self.end(of: claim.leaseSeconds, from: changes.now)), .integer(job.id.rawValue),
            ])
        changes.count(job.order.kind, .ready, -1)
        changes.count(job.order.kind, .running, 1)
        return Lease(job: job, seconds: claim.leaseSeconds)
    }

    static func end(of seconds: Double, from now: Int64) -> Int64 {
        now + Int64(max(0, min(seconds, 1e9)) * 1000)
    }
}
