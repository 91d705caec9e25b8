public import Database

extension SQLJobQueue {
    /// See `JobQueue`. Several processes may do so at once: what one is at, the others skip.
    public func keepHouse(_ limits: HousekeepingLimits, in session: any SQLSession) throws -> Int64? {
        try JobChanges.make(in: session) { changes in
            try recoverLeases(limits.slice, changes)
            try failOverdue(limits.slice, changes)
            try wakeWaiting(limits.slice, changes)
            try unparkForgotten(limits.slice, changes)
            try forgetWorkers(limits, changes)
        }
        try prune(limits, in: session)
        return try nextDue(in: session)
    }

    /// Jobs whose rows `condition` finds, locked.
    private func rows(
        _ condition: String, _ value: Int64, _ limit: Int, _ changes: JobChanges
    ) throws -> [JobRow] {
        try changes.session.query(
            "\(JobRow.select) WHERE \(condition) LIMIT ? \(changes.session.dialect.skipLocked)",
            [.integer(value), SQLValue(limit)]
        ).map { row throws(DatabaseError) in try JobRow(row) }
    }

    private func recoverLeases(_ limit: Int, _ changes: JobChanges) throws {
        for row in try rows("lease_ends <= ? ORDER BY lease_ends", changes.now, limit, changes) {
            if row.job.state == .cancelling {
                try acknowledge(row, changes)
            } else {
                let worker = row.job.worker ?? "its worker"
                try settleAttempt(
                    row,
                    JobFailure(
                        "\(worker) did not renew its lease",
                        remedy: "see whether that process and its machine are alive and reach the database",
                        isLoss: true),
                    changes)
            }
        }
    }

    private func failOverdue(_ limit: Int, _ changes: JobChanges) throws {
        for row in try rows("expires <= ? ORDER BY expires", changes.now, limit, changes) {
            try fail(overdue: row, changes)
        }
    }

    private func wakeWaiting(_ limit: Int, _ changes: JobChanges) throws {
        for row in try rows("wake <= ? ORDER BY wake", changes.now, limit, changes) {
            try changes.makeReady(row, reason: nil)
        }
    }

    /// A net below the unparking at the end of each holder. Each key is looked at once, however many jobs wait for it.
    private func unparkForgotten(_ limit: Int, _ changes: JobChanges) throws {
        let keys = try changes.session.query(
            """
            WITH RECURSIVE k (key) AS (SELECT MIN(key) FROM job_parked UNION ALL \
            SELECT (SELECT MIN(p.key) FROM job_parked p WHERE p.key > k.key) FROM k WHERE k.key IS NOT NULL) \
            SELECT key FROM k WHERE key IS NOT NULL AND NOT EXISTS \
            (SELECT 1 FROM job_held h WHERE h.key = k.key) LIMIT ?
            """, [SQLValue(limit)])
        try changes.unpark(keys.map { row throws(DatabaseError) in try row.text(0) })
    }

    /// Workers without a sign of life, and the pauses of those that are gone.
    private func forgetWorkers(_ limits: HousekeepingLimits, _ changes: JobChanges) throws {
        let session = changes.session
        let horizon = changes.now - Int64(limits.workerSeconds * 1000)
        let gone = try session.execute("DELETE FROM workers WHERE seen < ?", [.integer(horizon)])
        guard gone > 0 else { return }
        try session.execute(
            """
            DELETE FROM job_pauses WHERE worker LIKE '%/%' AND NOT EXISTS \
            (SELECT 1 FROM workers w WHERE w.id = job_pauses.worker)
            """)
    }

    /// A slice of what is too old: of the history, of ended jobs that nobody took note of, of shapes without jobs.
    private func prune(_ limits: HousekeepingLimits, in session: any SQLSession) throws {
        let now = try session.now()
        let horizon = SQLValue(now - Int64(limits.historySeconds * 1000))
        let forgotten = try session.query(
            """
            SELECT id FROM jobs WHERE finished IS NOT NULL AND finished < ? ORDER BY finished LIMIT ? \
            \(session.dialect.skipLocked)
            """, [horizon, SQLValue(limits.slice)])
        for row in forgotten { try settle(JobID(rawValue: try row.int64(0)), in: session) }
        let pruned = try session.query(
            """
            DELETE FROM job_history WHERE id IN (SELECT id FROM job_history WHERE finished < ? \
            ORDER BY finished, id LIMIT ? \(session.dialect.skipLocked)) RETURNING kind, state
            """, [horizon, SQLValue(limits.slice)])
        if !pruned.isEmpty {
            try JobChanges.make(in: session) { changes in
                for row in pruned {
                    guard let state = JobState(code: try row.int64(1)) else { continue }
                    changes.count(JobKind(rawValue: try row.text(0)), state, -1)
                }
            }
        }
        try session.execute(
            """
            DELETE FROM job_shapes WHERE used < ? AND NOT EXISTS \
            (SELECT 1 FROM job_ready r WHERE r.shape = job_shapes.id) AND NOT EXISTS \
            (SELECT 1 FROM jobs j WHERE j.kind = job_shapes.kind AND j.finished IS NULL)
            """, [.integer(now - 86_400_000)])
    }

    /// When next a lease ends, a deadline comes or a job's time has come.
    private func nextDue(in session: any SQLSession) throws -> Int64? {
        try session.query(
            """
            SELECT (SELECT MIN(lease_ends) FROM jobs WHERE lease_ends IS NOT NULL), \
            (SELECT MIN(expires) FROM jobs WHERE expires IS NOT NULL), \
            (SELECT MIN(wake) FROM jobs WHERE wake IS NOT NULL)
            """
        ).first.flatMap { row throws(DatabaseError) in
            try [row.optionalInt64(0), row.optionalInt64(1), row.optionalInt64(2)].compactMap { $0 }.min()
        }
    }
}
