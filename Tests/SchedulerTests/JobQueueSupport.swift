import System
import Testing

@testable import Database
@testable import Scheduler

/// A directory that is removed with the value, in memory where there is such a place: these tests commit often.
final class QueueScratch: Sendable {
    let path: String
    init() throws {
        path = try (try? Directory.makeTemporary(under: "/dev/shm")) ?? Directory.makeTemporary()
    }
    deinit { try? Directory.remove(path) }
}

/// A queue in an empty database.
struct TestQueue: Sendable {
    let database: any Database
    let queue = SQLJobQueue()

    func write<Value: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> Value) async throws
        -> Value
    {
        try await database.write(body)
    }

    func enqueue(_ orders: JobOrder...) async throws -> [JobID] {
        try await database.write { try queue.enqueue(orders, in: $0) }
    }

    func claim(_ claim: JobClaim = .any) async throws -> Lease? {
        try await database.write { try queue.claim(claim, in: $0) }
    }

    func complete(_ lease: Lease, _ result: String = "{}") async throws -> Bool {
        try await database.write { try queue.complete(lease, result: result, in: $0) }
    }

    func fail(_ lease: Lease, _ failure: JobFailure) async throws -> Bool {
        try await database.write { try queue.fail(lease, failure, in: $0) }
    }

    func release(_ lease: Lease) async throws -> Bool {
        try await database.write { try queue.release(lease, in: $0) }
    }

    func cancel(_ job: JobID) async throws -> Bool {
        try await database.write { try queue.cancel(job, in: $0) }
    }

    func job(_ id: JobID) async throws -> Job {
        try #require(try await database.read { try queue.job(id, in: $0) })
    }

    func state(_ id: JobID) async throws -> JobState { try await job(id).state }

    @discardableResult
    func keepHouse(_ limits: HousekeepingLimits = HousekeepingLimits()) async throws -> Int64? {
        try await database.write { try queue.keepHouse(limits, in: $0) }
    }

    /// Lets `seconds` pass for all that waits or ends by time.
    func pass(_ seconds: Double) async throws {
        let milliseconds = SQLValue(Int64(seconds * 1000))
        try await database.write { session in
            for column in ["lease_ends", "wake", "expires", "finished"] {
                try session.execute("UPDATE jobs SET \(column) = \(column) - ?", [milliseconds])
            }
            try session.execute("UPDATE job_history SET finished = finished - ?", [milliseconds])
            _ = try session.execute("UPDATE workers SET seen = seen - ?", [milliseconds])
        }
    }

    func count(_ table: String) async throws -> Int {
        try await database.read { try $0.query("SELECT COUNT(*) FROM \(table)").first?.int(0) ?? 0 }
    }

    /// What must hold between two transactions.
    func checkInvariants(_ place: SourceLocation = #_sourceLocation) async throws {
        let queue = queue
        try await database.read { session in
            func none(_ sql: String, _ what: String) throws {
                let rows = try session.query(sql)
                #expect(rows.isEmpty, "\(what): \(rows.prefix(3))", sourceLocation: place)
            }
            try none(
                """
                SELECT id FROM jobs j WHERE state = 1 AND (SELECT COUNT(*) FROM job_ready r WHERE r.job = j.id) \
                + (SELECT COUNT(*) FROM job_parked p WHERE p.job = j.id) <> 1
                """, "ready jobs that are not in exactly one place")
            try none(
                """
                SELECT r.job FROM job_ready r LEFT JOIN jobs j ON j.id = r.job AND j.state = 1 \
                AND j.shape = r.shape AND j.due = r.due WHERE j.id IS NULL
                """, "entries to be claimed without a ready job")
            try none(
                "SELECT p.job FROM job_parked p LEFT JOIN jobs j ON j.id = p.job AND j.state = 1 WHERE j.id IS NULL",
                "jobs put aside that are not ready")
            try none(
                "SELECT h.job FROM job_held h LEFT JOIN jobs j ON j.id = h.job AND j.state IN (2, 3) "
                    + "WHERE j.id IS NULL", "keys held by no running job")
            try none(
                "SELECT id FROM jobs WHERE (state IN (2, 3)) <> (lease_ends IS NOT NULL)",
                "leases without a running job")
            try none(
                "SELECT id FROM jobs WHERE (state IN (4, 5, 6)) <> (finished IS NOT NULL)",
                "ends without a time")
            try none(
                "SELECT id FROM jobs WHERE (state = 0 AND blockers = 0) <> (wake IS NOT NULL)",
                "waiting jobs that nothing wakes")
            var found: [String: Int] = [:]
            for table in ["jobs", "job_history"] {
                for row in try session.query(
                    "SELECT kind, state, COUNT(*) FROM \(table) GROUP BY kind, state")
                {
                    found["\(try row.text(0)) \(try row.int64(1))", default: 0] += try row.int(2)
                }
            }
            let counted = try queue.counts(in: session).map { ("\($0.kind) \($0.state.code)", $0.count) }
            #expect(Dictionary(uniqueKeysWithValues: counted) == found, sourceLocation: place)
            for row in try session.query("SELECT id, keys FROM jobs WHERE state IN (2, 3)") {
                let held = try session.query(
                    "SELECT key FROM job_held WHERE job = ? ORDER BY key", [row.values[0]])
                #expect(
                    try held.map { try $0.text(0) } == TextList.split(try row.text(1)), sourceLocation: place)
            }
        }
    }
}

extension JobClaim {
    /// Takes everything.
    static var any: JobClaim {
        JobClaim(worker: "host/1/a", kinds: [.work, .other], freeCores: 8, freeMemory: 1 << 40)
    }

    static func worker(_ name: String) -> JobClaim {
        var claim = any
        claim.worker = name
        return claim
    }
}

extension JobKind {
    static let work = JobKind(rawValue: "work")
    static let other = JobKind(rawValue: "other")
}

extension JobOrder {
    static func work(_ subject: String = "s") -> JobOrder { JobOrder(.work, subject: subject) }
}

/// An empty queue that ends with the test, its invariants checked at the end.
func withQueue(_ engine: DatabaseEngine, _ body: (TestQueue) async throws -> Void) async throws {
    try await withQueueUnchecked(engine) { queue in
        try await body(queue)
        try await queue.checkInvariants()
    }
}

/// An empty queue that ends with the test.
func withQueueUnchecked(_ engine: DatabaseEngine, _ body: (TestQueue) async throws -> Void) async throws {
    let scratch = try QueueScratch()
    let database = try await engine.open(scratch.path + "/queue.db")
    do {
        try await JobSchema.migrations.run(on: database)
        try await body(TestQueue(database: database))
        await database.close()
    } catch {
        await database.close()
        throw error
    }
}
