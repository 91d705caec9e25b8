import Foundation
import System
import Testing

@testable import Database
@testable import Scheduler

/// Random numbers that a seed repeats.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}

/// Who works on what, as the workers see it.
private struct Shop {
    var keys: Set<String> = []
    var jobs: Set<JobID> = []
    var done: [JobID: Int] = [:]
    var problems: [String] = []

    mutating func enter(_ job: Job) {
        if !jobs.insert(job.id).inserted { problems.append("job \(job.id) runs twice") }
        for key in job.order.exclusive where !keys.insert(key).inserted {
            problems.append("job \(job.id) shares \(key)")
        }
    }

    mutating func leave(_ job: Job) {
        jobs.remove(job.id)
        keys.subtract(job.order.exclusive)
    }
}

@Suite("Job queue: many at once")
struct JobQueueConcurrencyTests {
    @Test("Eight claimers never get the same job, nor two jobs of one key", arguments: DatabaseEngine.present)
    func claimers(_ engine: DatabaseEngine) async throws {
        try await withQueue(engine) { queue in
            let count = 200
            let jobs = try await queue.write { session in
                try queue.queue.enqueue(
                    (0..<count).map { number in
                        JobOrder(
                            number % 3 == 0 ? .other : .work, subject: "\(number)",
                            priority: number % 5 == 0 ? .deadline : .sealing,
                            exclusive: ["a\(number % 11)", "b\(number % 7)"])
                    }, in: session)
            }
            let shop = Locked(Shop())
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in 0..<8 {
                    group.addTask { try await Self.work(queue, "host/\(worker)/x", count, shop) }
                }
                try await group.waitForAll()
            }
            let found = shop.withLock { $0 }
            #expect(found.problems == [])
            #expect(found.done == Dictionary(uniqueKeysWithValues: jobs.map { ($0, 1) }))
        }
    }

    /// Does jobs until `count` are done by all together.
    private static func work(
        _ queue: TestQueue, _ name: String, _ count: Int, _ shop: Locked<Shop>
    ) async throws {
        while shop.withLock({ $0.done.count < count && $0.problems.isEmpty }) {
            guard let lease = try await queue.claim(.worker(name)) else {
                _ = try await queue.keepHouse()
                await Clock.sleep(seconds: 0.002)
                continue
            }
            shop.withLock { $0.enter(lease.job) }
            await Task.yield()
            let isGivenBack = lease.job.fence == 1 && lease.job.id.rawValue % 9 == 0
            shop.withLock { $0.leave(lease.job) }
            if isGivenBack {
                #expect(try await queue.release(lease))
            } else if try await queue.complete(lease) {
                shop.withLock { $0.done[lease.job.id, default: 0] += 1 }
            }
        }
    }

    @Test(
        "Under everything at once, what must hold holds, and every job ends",
        arguments: DatabaseEngine.present)
    func everything(_ engine: DatabaseEngine) async throws {
        try await withQueue(engine) { queue in
            let shop = Locked(Shop())
            let steps = 120
            try await withThrowingTaskGroup(of: Void.self) { group in
                for actor in 0..<6 {
                    group.addTask {
                        var random = SeededGenerator(UInt64(actor))
                        for _ in 0..<steps { try await Self.act(queue, "host/\(actor)/x", &random, shop) }
                    }
                }
                try await group.waitForAll()
            }
            #expect(shop.withLock { $0.problems } == [])
            try await queue.checkInvariants()
            // Whatever was left lying is taken back, and in the end all is done, failed or cancelled.
            for _ in 0..<40 {
                try await queue.pass(700)
                try await queue.keepHouse()
                while let lease = try await queue.claim() {
                    if try await queue.complete(lease) {
                        shop.withLock { $0.done[lease.job.id, default: 0] += 1 }
                    }
                }
            }
            let counts = try await queue.database.read { try queue.queue.counts(in: $0) }
            #expect(counts.allSatisfy { $0.state.isFinal }, "\(counts)")
            #expect(Set(counts.map(\.state)) == [.done, .failed, .cancelled])
            #expect(shop.withLock { $0.done.values.allSatisfy { $0 == 1 } })
        }
    }

    /// One random thing that somebody may do.
    private static func act(
        _ queue: TestQueue, _ name: String, _ random: inout SeededGenerator, _ shop: Locked<Shop>
    ) async throws {
        let (choice, key, number) = (
            Int.random(in: 0..<10, using: &random), Int.random(in: 0..<6, using: &random),
            JobID(rawValue: Int64.random(in: 1...400, using: &random))
        )
        switch choice {
        case 0...2:
            try await queue.write { session in
                var order = JobOrder(
                    .work, subject: "s\(key)", maxAttempts: 2, exclusive: ["k\(key)", "m\(key % 2)"])
                if number.rawValue % 3 == 0, try queue.queue.job(number, in: session) != nil {
                    order.after = [number]
                }
                if key == 5 { order.notBefore = try session.now() + 2000 }
                if key == 4 { order.deadline = try session.now() + 100 }
                _ = try queue.queue.enqueue([order], in: session)
            }
        case 3...7: try await Self.attempt(queue, name, key, shop)
        case 8 where key < 2: _ = try await queue.cancel(number)
        case 8 where key == 2: _ = try await queue.write { try queue.queue.retry(number, in: $0) }
        case 8:
            try await queue.write { session in
                for job in try queue.queue.unsettled([.work], limit: 3, in: session)
                where job.id.rawValue % 2 == 0 {
                    try queue.queue.settle(job.id, in: session)
                }
            }
        default: try await queue.keepHouse()
        }
    }

    private static func attempt(
        _ queue: TestQueue, _ name: String, _ fate: Int, _ shop: Locked<Shop>
    ) async throws {
        guard let lease = try await queue.claim(.worker(name)) else { return }
        shop.withLock { $0.enter(lease.job) }
        let beat = try await queue.write { try queue.queue.heartbeat(lease, JobProgress(), in: $0) }
        shop.withLock { $0.leave(lease.job) }
        #expect(beat.stands)
        switch fate {
        case 0: break  // The worker is gone.
        case 1: #expect(try await queue.fail(lease, JobFailure("bad luck")))
        case 2: #expect(try await queue.release(lease))
        case 3: #expect(try await queue.fail(lease, JobFailure("no space", isWait: true)))
        default:
            #expect(try await queue.complete(lease))
            shop.withLock { $0.done[lease.job.id, default: 0] += 1 }
        }
    }

    @Test("Thousands that share a key keep nobody else waiting for long", arguments: DatabaseEngine.present)
    func crowd(_ engine: DatabaseEngine) async throws {
        try await withQueue(engine) { queue in
            let crowd = engine == .sqlite ? 2000 : 200
            let last = try await queue.write { session in
                let orders = (0..<crowd).map { JobOrder(.work, subject: "\($0)", exclusive: ["everybody's"]) }
                _ = try queue.queue.enqueue(orders, in: session)
                return try queue.queue.enqueue(
                    [JobOrder(.work, subject: "last", exclusive: ["own"])], in: session)
            }
            let urgent = try await queue.enqueue(JobOrder(.other, subject: "other kind", exclusive: ["mine"]))
            #expect(try await queue.claim()?.job.order.subject == "0")
            #expect(try await queue.claim()?.job.id == urgent[0])
            var claims = 0
            var found: Lease?
            while found == nil, claims <= crowd / SQLJobQueue.lookAheadInShape {
                found = try await queue.claim()
                claims += 1
            }
            #expect(found?.job.id == last[0])
            #expect(try await queue.count("job_parked") == crowd - 1)
        }
    }

    @Test("Two processes on one file share its jobs")
    func processes() async throws {
        let scratch = try QueueScratch()
        let path = scratch.path + "/queue.db"
        let database = try await SQLite(path)
        try await JobSchema.migrations.run(on: database)
        let queue = TestQueue(database: database)
        let count = 300
        _ = try await queue.write { session in
            try queue.queue.enqueue((0..<count).map { .work("\($0)") }, in: session)
        }
        let other = try await PostgresServer.onThread { try Self.startOther(path) }
        let here = try await OtherProcess.work(queue, "here")
        try await PostgresServer.onThread { other.waitUntilExit() }
        #expect(other.terminationStatus == 0)
        let workers = try await database.read { session in
            try session.query(
                "SELECT worker, COUNT(*) FROM jobs WHERE state = 4 AND fence = 1 GROUP BY worker ORDER BY worker"
            ).map { "\(try $0.text(0)) \(try $0.int(1))" }
        }
        #expect(here > 0 && here < count)
        #expect(workers == ["here \(here)", "there \(count - here)"])
        try await queue.checkInvariants()
        await database.close()
    }

    /// This test program once more, as the other process.
    private static func startOther(_ path: String) throws -> Process {
        let process = Process()
        let words = CommandLine.arguments.drop { $0 != "--testing-library" }
        process.executableURL = try URL(
            fileURLWithPath: FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        process.arguments =
            ["--filter", "OtherProcess"] + (words.isEmpty ? ["--testing-library", "swift-testing"] : words)
        process.environment = ProcessInfo.processInfo.environment.merging([otherProcessVariable: path]) {
            $1
        }
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        return process
    }
}

/// Tells the other process its file.
private let otherProcessVariable = "QUARRY_TEST_QUEUE"

@Suite(
    "Job queue: the other process",
    .enabled(if: Environment.value(otherProcessVariable) != nil, "run by its parent"))
struct OtherProcess {
    @Test("Does jobs beside its parent")
    func work() async throws {
        let database = try await SQLite(try #require(Environment.value(otherProcessVariable)))
        #expect(try await Self.work(TestQueue(database: database), "there") > 0)
        await database.close()
    }

    /// Does jobs until all are done; returns how many it did.
    static func work(_ queue: TestQueue, _ name: String) async throws -> Int {
        var done = 0
        let end = Clock.now + 60
        while Clock.now < end {
            if let lease = try await queue.claim(.worker(name)) {
                // Long enough for the other one to get some.
                await Clock.sleep(seconds: 0.003)
                #expect(try await queue.complete(lease))
                done += 1
            } else if try await queue.database.read({ session in
                try queue.queue.counts(in: session).allSatisfy { $0.state.isFinal }
            }) {
                return done
            }
        }
        return done
    }
}
