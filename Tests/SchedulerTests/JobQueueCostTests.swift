import Glibc
import System
import Testing

@testable import Database
@testable import Scheduler

@Suite("Job queue: cost", .serialized)
struct JobQueueCostTests {
    /// Many jobs of some kinds, priorities, needs and places, half of them with a deadline, some for later; a key that
    /// many share.
    private static func orders(_ count: Int) -> [JobOrder] {
        let priorities = JobPriority.allCases
        return (0..<count).map { number in
            var order = JobOrder(
                JobKind(rawValue: "kind-\(number % 8)"), subject: "s-\(number / 4)",
                priority: priorities[number % priorities.count],
                needs: JobNeeds(cores: number % 3 == 0 ? 64 : 4, memory: UInt64(number % 5) << 30))
            if number % 2 == 0 { order.deadline = 4_000_000_000_000 + Int64(number * 7919 % 100_000) }
            order.exclusive = [number % 10 == 0 ? "everybody's" : "s-\(number / 4)"]
            order.place = number % 7 == 0 ? "disk-\(number % 2)" : nil
            return order
        }
    }

    private static let claim = JobClaim(
        worker: "host/1/a", kinds: (0..<8).map { JobKind(rawValue: "kind-\($0)") }, freeCores: 8,
        freeMemory: 3 << 30, places: ["disk-1"])

    /// Orders a thousand jobs and multiplies them.
    private static func fill(_ queue: TestQueue, thousands: Int) async throws {
        let columns = JobRow.shared.dropFirst("id, ".count) + ", shape, waits, ending, blockers, expires"
        // Each copy has a key of its own, but for the one that a tenth of all share.
        let copied = columns.split(separator: ", ").map { column in
            column == "keys" ? "CASE WHEN keys LIKE 'e%' THEN keys ELSE keys || '-' || n END" : column
        }.joined(separator: ", ")
        try await queue.write { session in
            _ = try queue.queue.enqueue(orders(1000), in: session)
            try session.execute("CREATE TABLE copies (n BIGINT)")
            for number in 1..<max(2, thousands) where number < thousands {
                try session.execute("INSERT INTO copies VALUES (?)", [SQLValue(number)])
            }
            try session.execute(
                "INSERT INTO jobs (\(columns)) SELECT \(copied) FROM jobs CROSS JOIN copies ORDER BY n, id")
            try session.execute(
                "INSERT INTO job_ready (shape, due, job) SELECT shape, due, id FROM jobs WHERE id > 1000")
            try session.execute("UPDATE job_counts SET n = n * ?", [SQLValue(thousands)])
            if session.dialect.kind == .postgres {
                for table in ["jobs", "job_ready", "job_shapes"] { try session.execute("ANALYZE \(table)") }
            }
        }
    }

    @Test("Whatever waits, a claim and a look at the house cost about the same")
    func steps() async throws {
        var costs: [Int: (claim: Int, house: Int, status: Int)] = [:]
        for thousands in [1, 100] {
            try await withQueueUnchecked(.sqlite) { queue in
                try await Self.fill(queue, thousands: thousands)
                let cost = try await queue.write { session in
                    let connection = try #require(session as? SQLiteConnection)
                    var dearest = 0
                    for _ in 0..<100 {
                        let before = connection.steps
                        let lease = try #require(try queue.queue.claim(Self.claim, in: session))
                        #expect(lease.job.order.needs.cores == 4)
                        dearest = max(dearest, connection.steps - before)
                    }
                    let before = connection.steps
                    _ = try queue.queue.keepHouse(HousekeepingLimits(), in: session)
                    let middle = connection.steps
                    _ = try queue.queue.counts(in: session)
                    _ = try queue.queue.list(states: [], kind: nil, subject: nil, limit: 100, in: session)
                    _ = try queue.queue.history(since: 0, kind: nil, limit: 100, in: session)
                    return (dearest, middle - before, connection.steps - middle)
                }
                costs[thousands] = cost
                let slow = try await Self.measure(queue)
                print("claims of \(thousands),000 jobs on SQLite: \(cost) steps; \(slow)")
            }
        }
        let (few, many) = (try #require(costs[1]), try #require(costs[100]))
        // A hundred times as many jobs: a scan would cost a hundred times as much.
        #expect(many.claim < few.claim * 3 && many.claim < 100_000)
        #expect(many.house < few.house * 3 && many.house < 30_000)
        #expect(many.status < few.status * 3)
    }

    /// Times of 100 claims, each a transaction of its own: on the clock, and of the CPU without the server's share
    /// and without the commit.
    private static func measure(_ queue: TestQueue) async throws -> String {
        var (times, ownTimes) = ([Double](), [Double]())
        for _ in 0..<100 {
            let start = Clock.now
            ownTimes.append(
                try await queue.write { session in
                    let start = threadTime()
                    _ = try queue.queue.claim(Self.claim, in: session)
                    return threadTime() - start
                })
            times.append(Clock.now - start)
        }
        func spread(_ times: [Double]) -> String {
            let sorted = times.sorted()
            return "p50 \(Int(sorted[49] * 1e6)) µs, p99 \(Int(sorted[98] * 1e6)) µs"
        }
        return "\(spread(times)) with commit; \(spread(ownTimes)) of this process's CPU"
    }

    private static func threadTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    @Test(
        "PostgreSQL finds what it claims by index",
        .enabled(if: PostgresServer.isPresent, PostgresServer.absence))
    func plans() async throws {
        try await withQueueUnchecked(.postgres) { queue in
            try await Self.fill(queue, thousands: 100)
            print("claims of 100,000 jobs on PostgreSQL: \(try await Self.measure(queue))")
            let head = "FROM job_ready r WHERE r.shape = s.id ORDER BY r.due, r.job LIMIT 1"
            let plans = try await queue.database.write { session in
                try [
                    "SELECT s.id, (SELECT r.due \(head)) FROM job_shapes s WHERE s.kind IN ('kind-1')",
                    "SELECT due, job FROM job_ready WHERE shape = 3 AND (due, job) > (5, 6) ORDER BY due, job "
                        + "LIMIT 1 FOR UPDATE SKIP LOCKED",
                    "\(JobRow.select) WHERE lease_ends <= 5 ORDER BY lease_ends LIMIT 9",
                    "\(JobRow.select) WHERE expires <= 5 ORDER BY expires LIMIT 9",
                    "\(JobRow.select) WHERE wake <= 5 ORDER BY wake LIMIT 9",
                    "SELECT MIN(expires) FROM jobs WHERE expires IS NOT NULL",
                    "\(JobRow.select) WHERE kind = 'kind-1' AND state = 1 ORDER BY priority, due, id LIMIT 9",
                ].map { sql in
                    try session.query("EXPLAIN \(sql)").map { try $0.text(0) }.joined(separator: "\n")
                }
            }
            for plan in plans {
                #expect(
                    !plan.contains("Seq Scan on jobs") && !plan.contains("Seq Scan on job_ready"), "\(plan)")
                #expect(!plan.contains("Sort"), "\(plan)")
            }
        }
    }
}
