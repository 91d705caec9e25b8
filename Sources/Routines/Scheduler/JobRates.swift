public import Database

/// What jobs that succeeded took, summed by minute, kind and worker as they end, so that rates are read from a few
/// rows. Kept for two hours.
public enum JobRates {
    /// Minutes that are kept.
    public static let kept: Int64 = 120

    /// The table. Make it with the queue's.
    public static let migrations = Migrations(
        "job_rates",
        [
            Migrations.Step([
                """
                CREATE TABLE job_rates (
                    minute BIGINT NOT NULL, kind TEXT NOT NULL, worker TEXT NOT NULL, jobs BIGINT NOT NULL,
                    items BIGINT NOT NULL, seconds DOUBLE PRECISION NOT NULL,
                    core_seconds DOUBLE PRECISION NOT NULL, PRIMARY KEY (minute, kind, worker))
                """
            ])
        ])

    /// Jobs of one kind that ended in one minute.
    public struct Entry: Sendable, Hashable {
        /// Minutes since the epoch of the database's time.
        public var minute: Int64
        /// Their kind.
        public var kind: JobKind
        /// How many.
        public var jobs: Int
        /// Things that they were about, such as sectors: their exclusive keys, at least one a job.
        public var items: Int
        /// Seconds from claim to end, summed.
        public var seconds: Double
        /// The same times the cores that each worked on.
        public var coreSeconds: Double

        /// An entry.
        public init(
            minute: Int64, kind: JobKind, jobs: Int, items: Int, seconds: Double, coreSeconds: Double
        ) {
            self.minute = minute
            self.kind = kind
            self.jobs = jobs
            self.items = items
            self.seconds = seconds
            self.coreSeconds = coreSeconds
        }
    }

    /// Adds a job that succeeded, in the transaction that completes it.
    static func add(
        _ job: Job, worker: String, cores: Int, seconds: Double, in session: any SQLSession
    ) throws {
        let minute = "((\(session.dialect.now)) / 60000)"
        try session.execute(
            """
            INSERT INTO job_rates (minute, kind, worker, jobs, items, seconds, core_seconds) \
            VALUES (\(minute), ?, ?, 1, ?, ?, ?) ON CONFLICT (minute, kind, worker) DO UPDATE SET \
            jobs = job_rates.jobs + 1, items = job_rates.items + excluded.items, \
            seconds = job_rates.seconds + excluded.seconds, \
            core_seconds = job_rates.core_seconds + excluded.core_seconds
            """,
            [
                .text(job.order.kind.rawValue), .text(worker),
                .integer(Int64(max(1, job.order.exclusive.count))),
                .real(seconds), .real(seconds * Double(cores)),
            ])
        try session.execute("DELETE FROM job_rates WHERE minute < \(minute) - \(kept)", [])
    }

    /// Entries from a minute on, oldest first.
    public static func read(since minute: Int64, in session: any SQLSession) throws -> [Entry] {
        try session.query(
            """
            SELECT minute, kind, CAST(SUM(jobs) AS BIGINT), CAST(SUM(items) AS BIGINT), SUM(seconds), \
            SUM(core_seconds) FROM job_rates WHERE minute >= ? GROUP BY minute, kind ORDER BY minute, kind
            """, [.integer(minute)]
        ).map { row throws(DatabaseError) in
            Entry(
                minute: try row.int64(0), kind: JobKind(rawValue: try row.text(1)), jobs: try row.int(2),
                items: try row.int(3), seconds: try row.real(4), coreSeconds: try row.real(5))
        }
    }
}
