public import Database
public import System

/// Channels that the queue notifies when a transaction is committed. Hints that may be lost: poll too.
public enum JobChannel {
    /// Some job can be claimed.
    public static let ready = "jobs_ready"
    /// Some job has ended.
    public static let ended = "jobs_ended"
    /// The end of some running job is asked for.
    public static let cancelling = "jobs_cancelling"
}

/// What the queue refuses.
public enum JobQueueError: ExplainedError, Hashable {
    /// A job is ordered after one that is neither live nor in the history.
    case unknownPredecessor(JobID)

    /// What is wrong.
    public var sentence: String {
        switch self {
        case .unknownPredecessor(let job): "a job is to run after job \(job), which is not there"
        }
    }

    /// What to do about it.
    public var remedy: String { "this is a fault of the program: please report it with the log" }
}

/// The queue in SQL, for both databases. Make the tables with `JobSchema.migrations`.
///
/// Its promises, and what keeps them. One holder a job: the fence is raised by each claim, and whatever a holder writes
/// is written only where id and fence match. One running job an exclusive key: the key is a primary key. No lost
/// wake-up: who looks at a row that somebody may be ending locks it first. No claim that looks at many rows: ready jobs
/// lie in order under what they ask for, and a job whose key is held is put aside until the key is free.
public struct SQLJobQueue: JobQueue {
    /// First wait before a retry, and the longest, in milliseconds.
    static let firstDelay: Int64 = 1000
    static let longestDelay: Int64 = 600_000
    /// Longest wait of a job that only waits for something: it looks again every minute.
    static let longestWait: Int64 = 60_000

    /// The queue.
    public init() {}

    /// Milliseconds before attempt `n` + 1, when `n` (from 1) have failed.
    static func delay(after n: Int, longest: Int64) -> Int64 {
        min(longest, firstDelay << Int64(min(max(n - 1, 0), 20)))
    }

    /// Queues jobs; see `JobQueue`. Throws `JobQueueError.unknownPredecessor`.
    public func enqueue(_ orders: [JobOrder], in session: any SQLSession) throws -> [JobID] {
        try JobChanges.make(in: session) { changes in
            try orders.map { try changes.add($0) }
        }
    }

    /// Registers a worker; see `JobQueue`. The times in the record are not looked at.
    public func enroll(_ worker: WorkerRecord, in session: any SQLSession) throws {
        let now = SQLValue(try session.now())
        try session.execute(
            """
            INSERT INTO workers (id, host, kinds, cores, free_cores, memory, started, seen) \
            VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET kinds = excluded.kinds, \
            cores = excluded.cores, free_cores = excluded.free_cores, memory = excluded.memory, \
            seen = excluded.seen
            """,
            [
                .text(worker.id), .text(worker.host), .text(TextList.join(worker.kinds.map(\.rawValue))),
                SQLValue(worker.cores), SQLValue(worker.freeCores), SQLValue(worker.memory), now, now,
            ])
    }

    /// A worker leaves; its leases, if it has any, run out.
    public func dismiss(_ worker: String, in session: any SQLSession) throws {
        try session.execute("DELETE FROM workers WHERE id = ?", [.text(worker)])
        try session.execute("DELETE FROM job_pauses WHERE worker = ?", [.text(worker)])
    }

    /// Stops or lets go on; see `JobQueue`. `worker` is a worker's id, or the name of a machine: what stands before the
    /// first "/" of an id. Letting go on with `kinds` empty ends the pauses of all kinds, with `worker` nil those of
    /// all workers.
    public func setPaused(
        _ paused: Bool, kinds: [JobKind], worker: String?, in session: any SQLSession
    ) throws {
        let names = kinds.isEmpty ? [""] : kinds.map(\.rawValue)
        for name in names {
            if paused {
                try session.execute(
                    "INSERT INTO job_pauses (kind, worker) VALUES (?, ?) ON CONFLICT DO NOTHING",
                    [.text(name), .text(worker ?? "")])
            } else {
                try session.execute(
                    "DELETE FROM job_pauses WHERE (kind = ? OR ? = '') AND (worker = ? OR ? = '')",
                    [.text(name), .text(name), .text(worker ?? ""), .text(worker ?? "")])
            }
        }
        if !paused { try session.notify(JobChannel.ready) }
    }
}

/// Lists of texts in one column: lines, with backslash and line feed escaped.
enum TextList {
    static func join(_ texts: [String]) -> String {
        texts.map { text in
            text.unicodeScalars.contains { $0 == "\\" || $0 == "\n" }
                ? text.unicodeScalars.reduce(into: "") { out, scalar in
                    switch scalar {
                    case "\\": out += "\\\\"
                    case "\n": out += "\\n"
                    default: out.unicodeScalars.append(scalar)
                    }
                } : text
        }.joined(separator: "\n")
    }

    /// An empty column is an empty list: no list holds an empty text alone.
    static func split(_ column: String) -> [String] {
        guard !column.isEmpty else { return [] }
        var out: [String] = []
        var current = String.UnicodeScalarView()
        var isEscaped = false
        for scalar in column.unicodeScalars {
            if isEscaped {
                current.append(scalar == "n" ? "\n" : scalar)
                isEscaped = false
            } else if scalar == "\\" {
                isEscaped = true
            } else if scalar == "\n" {
                out.append(String(current))
                current = String.UnicodeScalarView()
            } else {
                current.append(scalar)
            }
        }
        out.append(String(current))
        return out
    }
}
