public import Database

extension SQLJobQueue {
    /// One job, live or from the history.
    public func job(_ id: JobID, in session: any SQLSession) throws -> Job? {
        let number = [SQLValue(id.rawValue)]
        if let row = try session.query("\(JobRow.select) WHERE id = ?", number).first {
            return try JobRow(row).job
        }
        return try session.query("SELECT \(JobRow.shared) FROM job_history WHERE id = ?", number).first
            .map { row throws(DatabaseError) in try Job(row) }
    }

    /// Live jobs, most urgent first; see `JobQueue`. Looks at no more than `limit` rows of each kind and state.
    public func list(
        states: [JobState], kind: JobKind?, subject: String?, limit: Int, in session: any SQLSession
    ) throws -> [Job] {
        let wanted = states.isEmpty ? JobState.allCases : states
        var found: [Job] = []
        if let subject {
            found = try session.query("\(JobRow.select) WHERE subject = ?", [.text(subject)])
                .map { row throws(DatabaseError) in try JobRow(row).job }
                .filter { wanted.contains($0.state) && (kind == nil || $0.order.kind == kind) }
        } else {
            for name in try kind.map({ [$0.rawValue] }) ?? knownKinds(in: session) {
                for state in Set(wanted) {
                    found += try session.query(
                        """
                        \(JobRow.select) WHERE kind = ? AND state = ? ORDER BY priority, due, id LIMIT ?
                        """, [.text(name), state.value, SQLValue(limit)]
                    ).map { row throws(DatabaseError) in try JobRow(row).job }
                }
            }
        }
        found.sort { Self.urgency($0) < Self.urgency($1) }
        return Array(found.prefix(limit))
    }

    private static func urgency(_ job: Job) -> (Int, Int64, Int64) {
        (job.order.priority.rawValue, job.order.deadline ?? .max, job.id.rawValue)
    }

    /// Kinds of which some job is or was.
    func knownKinds(in session: any SQLSession) throws -> [String] {
        try session.query("SELECT DISTINCT kind FROM job_counts ORDER BY kind")
            .map { row throws(DatabaseError) in try row.text(0) }
    }

    /// Ended jobs, latest first, whether or not somebody took note of them.
    public func history(
        since: Int64, kind: JobKind?, limit: Int, in session: any SQLSession
    ) throws -> [Job] {
        let (condition, values) =
            kind.map { ("kind = ? AND finished >= ?", [.text($0.rawValue), .integer(since)]) }
            ?? ("finished >= ?", [SQLValue(since)])
        let tail = "WHERE \(condition) ORDER BY finished DESC, id DESC LIMIT ?"
        var found: [Job] = []
        for table in ["jobs", "job_history"] {
            found += try session.query(
                "SELECT \(JobRow.shared) FROM \(table) \(tail)", values + [SQLValue(limit)]
            ).map { row throws(DatabaseError) in try Job(row) }
        }
        found.sort { ($0.finished ?? 0, $0.id) > ($1.finished ?? 0, $1.id) }
        return Array(found.prefix(limit))
    }

    /// Jobs by kind and state, ended ones for as long as the history keeps them.
    public func counts(in session: any SQLSession) throws -> [JobCount] {
        try session.query(
            """
            SELECT kind, state, CAST(SUM(n) AS BIGINT) FROM job_counts GROUP BY kind, state \
            HAVING SUM(n) <> 0 ORDER BY kind, state
            """
        ).compactMap { row throws(DatabaseError) in
            guard let state = JobState(code: try row.int64(1)) else { return nil }
            return JobCount(kind: JobKind(rawValue: try row.text(0)), state: state, count: try row.int(2))
        }
    }

    /// Workers that are there, by id.
    public func workers(in session: any SQLSession) throws -> [WorkerRecord] {
        try session.query(
            "SELECT id, host, kinds, cores, free_cores, memory, started, seen FROM workers ORDER BY id"
        ).map { row throws(DatabaseError) in
            WorkerRecord(
                id: try row.text(0), host: try row.text(1),
                kinds: TextList.split(try row.text(2)).map { JobKind(rawValue: $0) },
                cores: try row.int(3), freeCores: try row.int(4), memory: try row.uint64(5),
                started: try row.int64(6), seen: try row.int64(7))
        }
    }

    /// What is paused, by kind and worker.
    public func pauses(in session: any SQLSession) throws -> [JobPause] {
        try session.query("SELECT kind, worker FROM job_pauses ORDER BY kind, worker")
            .map { row throws(DatabaseError) in
                let (kind, worker) = (try row.text(0), try row.text(1))
                return JobPause(
                    kind: kind.isEmpty ? nil : JobKind(rawValue: kind), worker: worker.isEmpty ? nil : worker)
            }
    }
}
