public import Database

/// What jobs of one kind ask for, and the first of them that is ready.
private struct ReadyShape {
    var id: Int64
    var cores: Int
    var memory: UInt64
    var shared: String?
    var sharedMemory: UInt64
    var place: String?
    var hasReason: Bool
    var headDue: Int64
    var headJob: Int64

    /// Shapes of some kinds of which a job is ready, most urgent first, as far as `condition` holds.
    static func select(kinds: Int, _ condition: String) -> String {
        let head = "FROM job_ready r WHERE r.shape = s.id ORDER BY r.due, r.job LIMIT 1"
        return """
            SELECT id, cores, memory, shared, shared_memory, place, reason, due, job FROM \
            (SELECT s.*, (SELECT r.due \(head)) AS due, (SELECT r.job \(head)) AS job \
            FROM job_shapes s WHERE s.kind IN \(marks(kinds)) AND \(condition)) AS heads \
            WHERE job IS NOT NULL ORDER BY priority, due, job
            """
    }

    /// "(?, ?, ?)"
    static func marks(_ count: Int) -> String {
        "(" + repeatElement("?", count: count).joined(separator: ", ") + ")"
    }

    init(_ row: SQLRow) throws(DatabaseError) {
        id = try row.int64(0)
        cores = try row.int(1)
        memory = try row.uint64(2)
        shared = try row.optionalText(3)
        sharedMemory = try row.uint64(4)
        place = try row.optionalText(5)
        hasReason = !row.isNull(6)
        headDue = try row.int64(7)
        headJob = try row.int64(8)
    }

    /// Why the claimer cannot take jobs of this shape.
    func obstacle(_ claim: JobClaim) -> String {
        if let place, !claim.places.contains(place) {
            return "it runs only where '\(place)' is at hand; \(claim.worker) has not"
        }
        if cores > claim.freeCores {
            return "it needs \(cores) cores; \(claim.worker) had \(claim.freeCores) free"
        }
        let isHeld = shared.map { claim.held.contains($0) } ?? false
        let (needed, overflow) = memory.addingReportingOverflow(isHeld ? 0 : sharedMemory)
        let mebibyte: UInt64 = 1 << 20
        return "it needs \((overflow ? .max : needed) / mebibyte) MiB of memory; \(claim.worker) had "
            + "\(claim.freeMemory / mebibyte) MiB free"
    }
}

extension JobClaim {
    /// What a row of `job_shapes s` is if the claimer can take its jobs, and the parameters.
    fileprivate var fits: (condition: String, parameters: [SQLValue]) {
        // The empty text, which no list holds, keeps the lists from being empty.
        let (held, places) = ([""] + held, [""] + places)
        let condition = """
            s.cores <= ? AND s.memory <= ? - CASE WHEN COALESCE(s.shared, '') IN \
            \(ReadyShape.marks(held.count)) THEN 0 ELSE s.shared_memory END \
            AND COALESCE(s.place, '') IN \(ReadyShape.marks(places.count))
            """
        let parameters = [SQLValue(freeCores), SQLValue(freeMemory)] + (held + places).map { .text($0) }
        return (condition, parameters)
    }
}

extension SQLJobQueue {
    /// Jobs that one claim looks at, at most, in all and in one shape. Those that cannot be had are put aside, so that
    /// the next claim gets further.
    static let lookAhead = 48
    static let lookAheadInShape = 12
    /// Shapes that one claim reads at a time.
    static let shapesAtOnce = 16
    /// A shape's reason is written again no sooner than after so many milliseconds; so many in one claim.
    static let reasonAge: Int64 = 30_000
    static let reasonsAtOnce = 8

    /// The most urgent job that fits; see `JobQueue`.
    public func claim(_ claim: JobClaim, in session: any SQLSession) throws -> Lease? {
        let kinds = try unpausedKinds(claim, in: session)
        guard !kinds.isEmpty else { return nil }
        let names = kinds.map { SQLValue.text($0) }
        return try JobChanges.make(in: session) { changes in
            try noteObstacles(claim, names, changes)
            let fits = claim.fits
            let sql = ReadyShape.select(kinds: kinds.count, fits.condition) + " LIMIT ? OFFSET ?"
            var (offset, glances) = (0, Self.lookAhead)
            while true {
                let page: [SQLValue] = [SQLValue(Self.shapesAtOnce), SQLValue(offset)]
                let rows = try session.query(sql, names + fits.parameters + page)
                for row in rows {
                    let shape = try ReadyShape(row)
                    guard let lease = try take(shape, claim, &glances, changes) else { continue }
                    if shape.hasReason {
                        try session.execute(
                            "UPDATE job_shapes SET reason = NULL WHERE id = ?", [.integer(shape.id)])
                    }
                    return lease
                }
                if glances == 0 { try session.notify(JobChannel.ready) }
                guard rows.count == Self.shapesAtOnce, glances > 0 else { return nil }
                offset += rows.count
            }
        }
    }

    /// Why jobs wait that the claimer cannot take, for people: kept with what they ask for, most urgent first.
    private func noteObstacles(_ claim: JobClaim, _ kinds: [SQLValue], _ changes: JobChanges) throws {
        let fits = claim.fits
        let condition = "NOT (\(fits.condition)) AND (s.reason IS NULL OR s.reason_at < ?)"
        let rows = try changes.session.query(
            ReadyShape.select(kinds: kinds.count, condition) + " LIMIT ?",
            kinds + fits.parameters + [
                .integer(changes.now - Self.reasonAge), SQLValue(Self.reasonsAtOnce),
            ])
        for row in rows {
            let shape = try ReadyShape(row)
            try changes.session.execute(
                "UPDATE job_shapes SET reason = ?, reason_at = ? WHERE id = ?",
                [.text(shape.obstacle(claim)), .integer(changes.now), .integer(shape.id)])
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

    /// The first job of the shape that can be had, found with so many glances at most.
    private func take(
        _ shape: ReadyShape, _ claim: JobClaim, _ glances: inout Int, _ changes: JobChanges
    ) throws -> Lease? {
        let session = changes.session
        var (due, job) = (shape.headDue, shape.headJob - 1)
        let least = max(0, glances - Self.lookAheadInShape)
        while glances > least {
            glances -= 1
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
