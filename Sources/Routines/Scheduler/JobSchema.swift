public import Database

/// The tables of the queue.
///
/// `jobs` has what lives: everything about a job in one row. What is looked for often lies in small tables beside it:
/// `job_ready` (to be claimed, in order, by shape), `job_shapes` (what ready jobs ask for: kind, priority, needs,
/// place; one row for all jobs that ask for the same), `job_held` (keys of running jobs), `job_parked` (ready jobs
/// whose key somebody holds), `job_after` (who waits for whom). `job_counts` are the summary rows; PostgreSQL keeps
/// them in a slot a connection, so that transactions do not wait for each other.
public enum JobSchema {
    /// Makes them.
    public static let migrations = Migrations("jobs", [first, second])

    /// `losses`: attempts that ended with their worker; `wants`: the resource that a waiting job waits for.
    private static let second = Migrations.Step([
        "ALTER TABLE jobs ADD COLUMN peak_memory BIGINT",
        "ALTER TABLE job_history ADD COLUMN peak_memory BIGINT",
        "ALTER TABLE jobs ADD COLUMN losses BIGINT NOT NULL DEFAULT 0",
        "ALTER TABLE jobs ADD COLUMN wants TEXT",
        "CREATE INDEX jobs_wants ON jobs (wants, priority, due, id) WHERE wants IS NOT NULL",
    ])

    private static let columns = """
        kind TEXT NOT NULL, subject TEXT NOT NULL, payload TEXT NOT NULL, priority BIGINT NOT NULL, \
        cores BIGINT NOT NULL, max_cores BIGINT NOT NULL, memory BIGINT NOT NULL, shared TEXT, \
        shared_memory BIGINT NOT NULL, not_before BIGINT NOT NULL, due BIGINT NOT NULL, \
        max_attempts BIGINT NOT NULL, befores TEXT NOT NULL, keys TEXT NOT NULL, place TEXT, \
        state BIGINT NOT NULL, fence BIGINT NOT NULL, attempts BIGINT NOT NULL, worker TEXT, \
        stage TEXT NOT NULL, work_done BIGINT NOT NULL, work_total BIGINT NOT NULL, result TEXT, reason TEXT, \
        remedy TEXT, created BIGINT NOT NULL, started BIGINT, finished BIGINT
        """

    private static let first = Migrations.Step { dialect in
        [
            """
            CREATE TABLE jobs (id \(dialect.identity), \(columns), shape BIGINT NOT NULL, \
            waits BIGINT NOT NULL, ending BIGINT NOT NULL, blockers BIGINT NOT NULL, lease_ends BIGINT, \
            wake BIGINT, expires BIGINT)
            """,
            "CREATE INDEX jobs_listed ON jobs (kind, state, priority, due, id)",
            "CREATE INDEX jobs_subject ON jobs (subject)",
            "CREATE INDEX jobs_leases ON jobs (lease_ends) WHERE lease_ends IS NOT NULL",
            "CREATE INDEX jobs_wake ON jobs (wake) WHERE wake IS NOT NULL",
            "CREATE INDEX jobs_expire ON jobs (expires) WHERE expires IS NOT NULL",
            "CREATE INDEX jobs_ended ON jobs (kind, finished, id) WHERE finished IS NOT NULL",
            "CREATE INDEX jobs_finished ON jobs (finished) WHERE finished IS NOT NULL",
            "CREATE TABLE job_history (id BIGINT PRIMARY KEY, \(columns))",
            "CREATE INDEX job_history_finished ON job_history (finished, id)",
            "CREATE INDEX job_history_kind ON job_history (kind, finished, id)",
            """
            CREATE TABLE job_ready (shape BIGINT NOT NULL, due BIGINT NOT NULL, job BIGINT NOT NULL, \
            PRIMARY KEY (shape, due, job))
            """,
            """
            CREATE TABLE job_shapes (id \(dialect.identity), name TEXT NOT NULL UNIQUE, \
            kind TEXT NOT NULL, priority BIGINT NOT NULL, cores BIGINT NOT NULL, memory BIGINT NOT NULL, \
            shared TEXT, shared_memory BIGINT NOT NULL, place TEXT, used BIGINT NOT NULL, reason TEXT, \
            reason_at BIGINT NOT NULL)
            """,
            "CREATE INDEX job_shapes_kind ON job_shapes (kind)",
            "CREATE TABLE job_held (key TEXT PRIMARY KEY, job BIGINT NOT NULL)",
            """
            CREATE TABLE job_parked (key TEXT NOT NULL, priority BIGINT NOT NULL, due BIGINT NOT NULL, \
            job BIGINT NOT NULL, PRIMARY KEY (key, priority, due, job))
            """,
            "CREATE INDEX job_parked_job ON job_parked (job)",
            """
            CREATE TABLE job_after (before BIGINT NOT NULL, job BIGINT NOT NULL, \
            PRIMARY KEY (before, job))
            """,
            """
            CREATE TABLE job_counts (kind TEXT NOT NULL, state BIGINT NOT NULL, slot BIGINT NOT NULL, \
            n BIGINT NOT NULL, PRIMARY KEY (kind, state, slot))
            """,
            """
            CREATE TABLE job_pauses (kind TEXT NOT NULL, worker TEXT NOT NULL, \
            PRIMARY KEY (kind, worker))
            """,
            """
            CREATE TABLE workers (id TEXT PRIMARY KEY, host TEXT NOT NULL, kinds TEXT NOT NULL, \
            cores BIGINT NOT NULL, free_cores BIGINT NOT NULL, memory BIGINT NOT NULL, \
            started BIGINT NOT NULL, seen BIGINT NOT NULL)
            """,
            "CREATE INDEX workers_seen ON workers (seen)",
        ]
    }
}
