public import Database

extension SQLJobQueue {
    static let overdue = JobFailure(
        "its deadline passed", remedy: "nothing is to be done for this job; see what was late before it",
        isRetryable: false)
    static let onRequest = "cancelled on request"

    /// Renews the lease; see `JobQueue`. A lease that ran out stands until somebody has taken the job back.
    public func heartbeat(
        _ lease: Lease, _ progress: JobProgress, in session: any SQLSession
    ) throws -> (stands: Bool, cancel: Bool) {
        let ends = Self.end(of: lease.seconds, from: try session.now())
        let rows = try session.query(
            """
            UPDATE jobs SET lease_ends = ?, stage = ?, work_done = ?, work_total = ? \
            WHERE id = ? AND fence = ? AND state IN (2, 3) RETURNING state
            """,
            [
                .integer(ends), .text(progress.stage), SQLValue(progress.done), SQLValue(progress.total),
                .integer(lease.job.id.rawValue), .integer(lease.job.fence),
            ])
        guard let state = try rows.first?.int64(0) else { return (false, true) }
        return (true, state == JobState.cancelling.code)
    }

    /// Notes memory; see `JobQueue`.
    public func note(_ lease: Lease, peakMemory: UInt64, in session: any SQLSession) throws {
        let bytes = SQLValue(peakMemory)
        try session.execute(
            """
            UPDATE jobs SET peak_memory = ? WHERE id = ? AND fence = ? AND state IN (2, 3) \
            AND (peak_memory IS NULL OR peak_memory < ?)
            """, [bytes, .integer(lease.job.id.rawValue), .integer(lease.job.fence), bytes])
    }

    /// Jobs that one call of `wake` wakes at most: whatever was freed, they may take.
    static let wokenAtOnce = 64

    /// Wakes; see `JobQueue`. A job that looked in vain is left alone for a while, an eighth of its wait: freeing and
    /// waiting in turn never becomes a spin.
    public func wake(waitingFor resource: JobResource, in session: any SQLSession) throws {
        try JobChanges.make(in: session) { changes in
            let rows = try session.query(
                """
                \(JobRow.select) WHERE wants = ? AND state = 0 ORDER BY priority, due, id LIMIT ? \
                \(session.dialect.skipLocked)
                """, [.text(resource.rawValue), SQLValue(Self.wokenAtOnce)]
            ).map { row throws(DatabaseError) in try JobRow(row) }
            for row in rows {
                let rest = max(Self.firstDelay, Self.delay(after: row.waits, longest: Self.longestWait) / 8)
                let soonest = (row.job.started ?? 0) + rest
                if soonest <= changes.now {
                    try changes.makeReady(row, reason: nil)
                } else {
                    try session.execute(
                        "UPDATE jobs SET wake = ? WHERE id = ? AND wake > ?",
                        [.integer(soonest), .integer(row.job.id.rawValue), .integer(soonest)])
                }
            }
        }
    }

    /// Ends a job with its result; see `JobQueue`. Work that was finished before a cancellation reached it is done.
    public func complete(_ lease: Lease, result: String, in session: any SQLSession) throws -> Bool {
        try JobChanges.make(in: session) { changes in
            guard let row = try changes.load(lease) else { return false }
            try changes.end(row, .done, result: result)
            return true
        }
    }

    /// Ends an attempt; see `JobQueue`.
    public func fail(_ lease: Lease, _ failure: JobFailure, in session: any SQLSession) throws -> Bool {
        try JobChanges.make(in: session) { changes in
            guard let row = try changes.load(lease) else { return false }
            if row.job.state == .cancelling {
                try acknowledge(row, changes)
            } else {
                try settleAttempt(row, failure, changes)
            }
            return true
        }
    }

    /// Deaths of its holder that are not held against a job.
    static let lossesForgiven = 20

    /// A failed attempt: another one after a while, or the end.
    func settleAttempt(_ row: JobRow, _ failure: JobFailure, _ changes: JobChanges) throws {
        var row = row
        if failure.isWait {
            row.waits += 1
            let wake = changes.now + Self.delay(after: row.waits, longest: Self.longestWait)
            return try changes.postpone(row, until: wake, failure)
        }
        row.waits = 0
        if failure.isLoss {
            row.losses += 1
            if row.losses <= Self.lossesForgiven {
                return try changes.postpone(
                    row, until: changes.now + Self.delay(after: 1, longest: 1000), failure)
            }
        }
        row.job.attempts += 1
        guard failure.isRetryable, row.job.attempts < row.job.order.maxAttempts else {
            return try changes.end(row, .failed, reason: failure.reason, remedy: failure.remedy)
        }
        let wake = changes.now + Self.delay(after: row.job.attempts, longest: Self.longestDelay)
        try changes.postpone(row, until: wake, failure)
    }

    /// Acknowledges a cancellation, or gives the job back; see `JobQueue`.
    public func release(_ lease: Lease, in session: any SQLSession) throws -> Bool {
        try JobChanges.make(in: session) { changes in
            guard let row = try changes.load(lease) else { return false }
            if row.job.state == .cancelling {
                try acknowledge(row, changes)
            } else {
                try changes.makeReady(row, reason: nil)
            }
            return true
        }
    }

    /// The end of a job whose holder has stopped.
    func acknowledge(_ row: JobRow, _ changes: JobChanges) throws {
        if row.endsAsFailure {
            try changes.end(row, .failed, reason: Self.overdue.reason, remedy: Self.overdue.remedy)
        } else {
            try changes.end(row, .cancelled, reason: row.job.reason ?? Self.onRequest)
        }
    }

    /// Asks for the end of a job; see `JobQueue`.
    public func cancel(_ job: JobID, in session: any SQLSession) throws -> Bool {
        try JobChanges.make(in: session) { changes in
            guard let row = try changes.load(job) else { return false }
            switch row.job.state {
            case .waiting, .ready: try changes.end(row, .cancelled, reason: Self.onRequest)
            case .running: try askForEnd(row, asFailure: false, reason: Self.onRequest, changes)
            case .cancelling: break
            case .done, .failed, .cancelled: return false
            }
            return true
        }
    }

    private func askForEnd(_ row: JobRow, asFailure: Bool, reason: String, _ changes: JobChanges) throws {
        try changes.session.execute(
            "UPDATE jobs SET state = 3, ending = ?, reason = ?, expires = NULL WHERE id = ?",
            [SQLValue(asFailure), .text(reason), .integer(row.job.id.rawValue)])
        changes.count(row.job.order.kind, .running, -1)
        changes.count(row.job.order.kind, .cancelling, 1)
        try changes.session.notify(JobChannel.cancelling)
    }

    /// The deadline has come: a failure, once the holder (if there is one) has stopped.
    func fail(overdue row: JobRow, _ changes: JobChanges) throws {
        switch row.job.state {
        case .waiting, .ready:
            try changes.end(row, .failed, reason: Self.overdue.reason, remedy: Self.overdue.remedy)
        case .running: try askForEnd(row, asFailure: true, reason: Self.overdue.reason, changes)
        case .cancelling, .done, .failed, .cancelled: break
        }
    }

    /// Makes a failed or cancelled job ready again; see `JobQueue`. Not one whose predecessor did not succeed, and not
    /// one that has been taken note of. Jobs that were cancelled on its account stay so.
    public func retry(_ job: JobID, in session: any SQLSession) throws -> Bool {
        try JobChanges.make(in: session) { changes in
            guard let row = try changes.load(job), row.job.state == .failed || row.job.state == .cancelled,
                try changes.predecessorsAreDone(row.job.order)
            else { return false }
            try session.execute(
                """
                UPDATE jobs SET attempts = 0, waits = 0, losses = 0, finished = NULL, remedy = NULL, expires = ? \
                WHERE id = ?
                """, [SQLValue(row.job.order.deadline), .integer(job.rawValue)])
            try changes.makeReady(row, reason: nil)
            return true
        }
    }

    /// Ended jobs that nobody took note of; see `JobQueue`. Kinds empty: all. Skips those that another transaction is
    /// at.
    public func unsettled(_ kinds: [JobKind], limit: Int, in session: any SQLSession) throws -> [Job] {
        let wanted = try kinds.isEmpty ? knownKinds(in: session) : Set(kinds).map(\.rawValue).sorted()
        var found: [Job] = []
        for kind in wanted {
            found += try session.query(
                """
                \(JobRow.select) WHERE kind = ? AND finished IS NOT NULL ORDER BY finished, id LIMIT ? \
                \(session.dialect.skipLocked)
                """, [.text(kind), SQLValue(limit)]
            ).map { row throws(DatabaseError) in try JobRow(row).job }
        }
        found.sort { ($0.finished ?? 0, $0.id) < ($1.finished ?? 0, $1.id) }
        return Array(found.prefix(limit))
    }

    /// Takes note; see `JobQueue`. A job that has not ended, or that is in the history already, is left alone.
    public func settle(_ job: JobID, in session: any SQLSession) throws {
        let id = SQLValue(job.rawValue)
        let moved = try session.execute(
            """
            INSERT INTO job_history (\(JobRow.shared)) SELECT \(JobRow.shared) FROM jobs \
            WHERE id = ? AND finished IS NOT NULL
            """, [id])
        guard moved > 0 else { return }
        try session.execute("DELETE FROM jobs WHERE id = ?", [id])
        try session.execute("DELETE FROM job_after WHERE job = ?", [id])
    }
}

extension JobChanges {
    func predecessorsAreDone(_ order: JobOrder) throws -> Bool {
        for before in order.after {
            for table in ["jobs", "job_history"] {
                let row = try session.query(
                    "SELECT state FROM \(table) WHERE id = ?", [.integer(before.rawValue)]
                ).first
                if let state = try row?.int64(0), state != JobState.done.code { return false }
            }
        }
        return true
    }
}
