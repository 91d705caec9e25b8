import System
import Testing

@testable import Database
@testable import Scheduler

@Suite("Job queue: a job's life")
struct JobQueueLifeTests {
    @Test(
        "A job that outlives its holders is not blamed for them, until it may be what ends them",
        arguments: DatabaseEngine.present)
    func losses(_ engine: DatabaseEngine) async throws {
        try await withQueue(engine) { queue in
            let id = try await queue.enqueue(.work())[0]
            for round in 1...23 {
                _ = try #require(try await queue.claim(.worker("host/1/\(round)")))
                try await queue.pass(31)
                try await queue.keepHouse()
                try await queue.pass(600)
                try await queue.keepHouse()
                let job = try await queue.job(id)
                #expect(job.attempts == max(0, round - 20))
                #expect(job.state == (round < 23 ? .ready : .failed))
            }
        }
    }

    @Test(
        "Waits and claims that were given back are no deaths of its holder", arguments: DatabaseEngine.present
    )
    func waitsAreNoLosses(_ engine: DatabaseEngine) async throws {
        try await withQueue(engine) { queue in
            let id = try await queue.enqueue(.work())[0]
            for _ in 1...25 {
                let lease = try #require(try await queue.claim())
                #expect(try await queue.release(lease))
            }
            _ = try #require(try await queue.claim())
            try await queue.pass(31)
            try await queue.keepHouse()
            let job = try await queue.job(id)
            #expect(job.fence == 26 && job.attempts == 0 && job.state == .waiting)
        }
    }

    @Test("What waits for a resource looks again when some is freed", arguments: DatabaseEngine.present)
    func waking(_ engine: DatabaseEngine) async throws {
        try await withQueue(engine) { queue in
            let ids = try await queue.enqueue(.work(), .work(), .work())
            func wake() async throws {
                try await queue.write { try queue.queue.wake(waitingFor: .space, in: $0) }
            }
            func wait(rounds: Int) async throws {
                for round in 1...rounds {
                    for _ in 0..<2 {
                        let lease = try #require(try await queue.claim())
                        #expect(try await queue.fail(lease, JobFailure("no room", waitingFor: .space)))
                    }
                    if round < rounds {
                        try await queue.pass(61)
                        try await queue.keepHouse()
                    }
                }
            }
            // The third waits for something else.
            for _ in 0..<3 {
                let lease = try #require(try await queue.claim())
                let failure =
                    lease.job.id == ids[2]
                    ? JobFailure("no file", isWait: true) : JobFailure("no room", waitingFor: .space)
                #expect(failure.isWait)
                #expect(try await queue.fail(lease, failure))
            }
            #expect(try await queue.job(ids[0]).reason == "no room")
            // Just now they looked in vain: they are left alone for a second.
            try await wake()
            #expect(try await queue.state(ids[0]) == .waiting)
            try await queue.write { session in
                _ = try session.execute("UPDATE jobs SET started = started - 1000")
            }
            try await wake()
            #expect(try await queue.state(ids[0]) == .ready)
            #expect(try await queue.state(ids[1]) == .ready)
            #expect(try await queue.state(ids[2]) == .waiting)
            #expect(try await queue.job(ids[0]).attempts == 0)
            // After many waits in vain, an eighth of the minute passes before they are woken.
            _ = try await queue.cancel(ids[2])
            try await wait(rounds: 8)
            try await queue.write { session in
                _ = try session.execute("UPDATE jobs SET started = started - 5000")
            }
            try await wake()
            #expect(try await queue.state(ids[0]) == .waiting)
            // By itself then, not only at the next call.
            try await queue.pass(2.6)
            try await queue.keepHouse()
            #expect(try await queue.state(ids[0]) == .ready)
            #expect(try await queue.state(ids[1]) == .ready)
            try await queue.checkInvariants()
        }
    }

    @Test("The memory of its worker stays with a job, in the history too", arguments: DatabaseEngine.present)
    func memory(_ engine: DatabaseEngine) async throws {
        try await withQueue(engine) { queue in
            let id = try await queue.enqueue(.work())[0]
            let lease = try #require(try await queue.claim())
            #expect(try await queue.job(id).peakMemory == nil)
            for bytes: UInt64 in [5 << 30, 7 << 30, 6 << 30] {
                try await queue.write { try queue.queue.note(lease, peakMemory: bytes, in: $0) }
            }
            #expect(try await queue.complete(lease))
            try await queue.write { try queue.queue.note(lease, peakMemory: 9 << 30, in: $0) }
            try await queue.write { try queue.queue.settle(id, in: $0) }
            #expect(try await queue.job(id).peakMemory == 7 << 30)
        }
    }

    @Test("A stale fence writes nothing", arguments: DatabaseEngine.present)
    func fence(_ engine: DatabaseEngine) async throws {
        try await withQueue(engine) { queue in
            let id = try await queue.enqueue(.work())[0]
            let old = try #require(try await queue.claim(.worker("host/1/old")))
            try await queue.pass(31)
            try await queue.keepHouse()
            try await queue.pass(2)
            try await queue.keepHouse()
            let new = try #require(try await queue.claim(.worker("host/1/new")))
            #expect(new.job.fence == 2 && new.job.attempts == 0)
            let before = try await queue.job(id)
            let beat = try await queue.write {
                try queue.queue.heartbeat(old, JobProgress(stage: "x", done: 9, total: 9), in: $0)
            }
            #expect(beat == (false, true))
            #expect(try await queue.complete(old) == false)
            #expect(try await queue.fail(old, JobFailure("late")) == false)
            #expect(try await queue.release(old) == false)
            #expect(try await queue.job(id) == before)
            #expect(try await queue.complete(new, "{\"ok\":1}"))
            #expect(try await queue.complete(new) == false)
            #expect(try await queue.job(id).result == "{\"ok\":1}")
        }
    }

    @Test(
        "Leases end neither early nor late when the server's clock is set",
        .enabled(if: PostgresServer.isPresent, PostgresServer.absence))
    func steppedClock() async throws {
        let server = try await PostgresServer.onThread { try PostgresServer(canStep: true) }
        let database = try await Postgres(server.url, connections: 2)
        try await JobSchema.migrations.run(on: database)
        let queue = TestQueue(database: database)
        let ids = try await queue.enqueue(.work("long"), .work("short"))
        var claim = JobClaim.worker("host/1/a")
        claim.leaseSeconds = 600
        let long = try #require(try await queue.claim(claim))
        claim.leaseSeconds = 1
        _ = try #require(try await queue.claim(claim))
        try server.setClock(3600)
        try await queue.keepHouse()
        #expect(try await queue.state(ids[0]) == .running)
        try server.setClock(-3600)
        await Clock.sleep(seconds: 1.2)
        try await queue.keepHouse()
        #expect(try await queue.state(ids[1]) == .waiting)
        let beat = try await database.write {
            try queue.queue.heartbeat(long, JobProgress(), in: $0).stands
        }
        #expect(beat)
        #expect(try await queue.complete(long))
        await database.close()
        try await server.run("stop")
    }

    @Test("A heartbeat renews the lease and stores progress", arguments: DatabaseEngine.present)
    func heartbeat(_ engine: DatabaseEngine) async throws {
        try await withQueue(engine) { queue in
            let id = try await queue.enqueue(.work())[0]
            let lease = try #require(try await queue.claim())
            for _ in 0..<3 {
                try await queue.pass(20)
                let beat = try await queue.write {
                    try queue.queue.heartbeat(
                        lease, JobProgress(stage: "labels", done: 3, total: .max), in: $0)
                }
                #expect(beat == (true, false))
                try await queue.keepHouse()
            }
            let job = try await queue.job(id)
            #expect(job.state == .running && job.progress.stage == "labels" && job.progress.done == 3)
            #expect(job.progress.total == UInt64(Int64.max))
        }
    }

    @Test(
        "A lost worker's job is tried again after a while",
        arguments: DatabaseEngine.present)
    func lost(_ engine: DatabaseEngine) async throws {
        try await withQueue(engine) { queue in
            let id = try await queue.enqueue(JobOrder(.work, subject: "s", maxAttempts: 2))[0]
            for attempt in 1...2 {
                let lease = try await queue.claim()
                #expect(lease?.job.fence == Int64(attempt))
                let due = try await queue.keepHouse()
                #expect(due != nil)
                #expect(try await queue.state(id) == .running)
                try await queue.pass(30)
                try await queue.keepHouse()
                let job = try await queue.job(id)
                #expect(job.attempts == 0 && job.state == .waiting)
                #expect(
                    job.reason?.contains("host/1/a did not renew") == true && job.remedy?.isEmpty == false)
                #expect(try await queue.claim() == nil)
                try await queue.pass(1)
                try await queue.keepHouse()
            }
            #expect(try await queue.state(id) == .ready)
        }
    }

    @Test("Each retry waits twice as long, from a second to ten minutes")
    func backOff() {
        let waits = (1...12).map { SQLJobQueue.delay(after: $0, longest: SQLJobQueue.longestDelay) }
        #expect(
            waits == [
                1000, 2000, 4000, 8000, 16_000, 32_000, 64_000, 128_000, 256_000, 512_000, 600_000, 600_000,
            ])
        #expect(SQLJobQueue.delay(after: .max, longest: SQLJobQueue.longestWait) == 60_000)
    }

    @Test(
        "A failure is retried, a wait is not counted, what no attempt can better fails",
        arguments: DatabaseEngine.present)
    func failures(_ engine: DatabaseEngine) async throws {
        try await withQueue(engine) { queue in
            let id = try await queue.enqueue(JobOrder(.work, subject: "s", maxAttempts: 2))[0]
            for _ in 0..<4 {
                let lease = try #require(try await queue.claim())
                #expect(
                    try await queue.fail(lease, JobFailure("no space", remedy: "free some", isWait: true)))
                let job = try await queue.job(id)
                #expect(job.state == .waiting && job.attempts == 0 && job.reason == "no space")
                try await queue.keepHouse()
                #expect(try await queue.claim() == nil)
                try await queue.pass(60)
                try await queue.keepHouse()
            }
            var lease = try #require(try await queue.claim())
            #expect(try await queue.fail(lease, JobFailure("flaky")))
            try await queue.pass(1)
            try await queue.keepHouse()
            lease = try #require(try await queue.claim())
            #expect(lease.job.attempts == 1)
            #expect(try await queue.fail(lease, JobFailure("flaky again", remedy: "look")))
            let job = try await queue.job(id)
            #expect(
                job.state == .failed && job.attempts == 2 && job.reason == "flaky again"
                    && job.remedy == "look")
            let other = try await queue.enqueue(.work())[0]
            lease = try #require(try await queue.claim())
            #expect(try await queue.fail(lease, JobFailure("hopeless", isRetryable: false)))
            #expect(try await queue.state(other) == .failed)
        }
    }

    @Test(
        "Jobs follow those before them; a failure cancels all that follow", arguments: DatabaseEngine.present)
    func followers(_ engine: DatabaseEngine) async throws {
        try await withQueue(engine) { queue in
            let roots = try await queue.enqueue(.work("a"), .work("b"))
            let join = try await queue.enqueue(JobOrder(.work, subject: "c", after: roots + roots))[0]
            let tail = try await queue.enqueue(JobOrder(.work, subject: "d", after: [join, roots[0]]))[0]
            let a = try #require(try await queue.claim())
            let b = try #require(try await queue.claim())
            #expect(try await queue.claim() == nil)
            #expect(try await queue.complete(b))
            #expect(try await queue.claim() == nil)
            #expect(try await queue.complete(a))
            let c = try #require(try await queue.claim())
            #expect(c.job.id == join)
            let late = try await queue.enqueue(JobOrder(.work, subject: "e", after: [tail]))[0]
            #expect(try await queue.fail(c, JobFailure("broken", isRetryable: false)))
            #expect(try await queue.state(tail) == .cancelled)
            #expect(try await queue.job(late).state == .cancelled)
            #expect(try await queue.job(tail).reason?.contains("job \(join)") == true)
            // After one that has ended: at once, or never; known from the history too.
            try await queue.write { session in
                for id in roots + [join] { try queue.queue.settle(id, in: session) }
            }
            let ended = try await queue.enqueue(
                JobOrder(.work, subject: "f", after: roots), JobOrder(.work, subject: "g", after: [join]))
            #expect(try await queue.state(ended[0]) == .ready)
            #expect(try await queue.state(ended[1]) == .cancelled)
            await #expect(throws: JobQueueError.unknownPredecessor(JobID(rawValue: 999))) {
                try await queue.enqueue(JobOrder(.work, subject: "h", after: [JobID(rawValue: 999)]))
            }
            #expect(try await queue.count("job_after") == 0)
        }
    }

    @Test("A long chain is cancelled to its end", arguments: DatabaseEngine.present)
    func chain(_ engine: DatabaseEngine) async throws {
        try await withQueue(engine) { queue in
            let first = try await queue.enqueue(.work())[0]
            let length = engine == .sqlite ? 3000 : 300
            let last = try await queue.write { session in
                try (0..<length).reduce(first) { before, _ in
                    try queue.queue.enqueue([JobOrder(.work, subject: "s", after: [before])], in: session)[0]
                }
            }
            #expect(try await queue.cancel(first))
            #expect(try await queue.state(last) == .cancelled)
        }
    }

    @Test("Not before its time", arguments: DatabaseEngine.present)
    func notBefore(_ engine: DatabaseEngine) async throws {
        try await withQueue(engine) { queue in
            let now = try await queue.database.read { try $0.now() }
            let jobs = try await queue.enqueue(JobOrder(.work, subject: "s", notBefore: now + 60_000))
            #expect(try await queue.state(jobs[0]) == .waiting)
            #expect(try await queue.keepHouse() == now + 60_000)
            #expect(try await queue.claim() == nil)
            try await queue.pass(61)
            try await queue.keepHouse()
            #expect(try await queue.claim()?.job.id == jobs[0])
        }
    }

    @Test(
        "Past its deadline a job fails: at once, or when its holder has stopped",
        arguments: DatabaseEngine.present)
    func deadline(_ engine: DatabaseEngine) async throws {
        try await withQueue(engine) { queue in
            let now = try await queue.database.read { try $0.now() }
            let jobs = try await queue.enqueue(
                JobOrder(.work, subject: "running", priority: .windowPoSt, deadline: now + 50_000),
                JobOrder(.work, subject: "ready", deadline: now + 50_000),
                JobOrder(.work, subject: "waiting", notBefore: now + 90_000, deadline: now + 50_000),
                JobOrder(.work, subject: "late", priority: .winningPoSt, deadline: now - 1))
            let lease = try #require(try await queue.claim())
            #expect(lease.job.id == jobs[0])
            #expect(try await queue.state(jobs[3]) == .failed)
            try await queue.pass(51)
            _ = try await queue.write { try queue.queue.heartbeat(lease, JobProgress(), in: $0) }
            try await queue.keepHouse()
            #expect(try await queue.state(jobs[1]) == .failed)
            #expect(try await queue.state(jobs[2]) == .failed)
            #expect(try await queue.state(jobs[0]) == .cancelling)
            let beat = try await queue.write { try queue.queue.heartbeat(lease, JobProgress(), in: $0) }
            #expect(beat == (true, true))
            #expect(try await queue.release(lease))
            let job = try await queue.job(jobs[0])
            #expect(
                job.state == .failed && job.reason == "its deadline passed" && job.remedy?.isEmpty == false)
        }
    }

    @Test(
        "Cancelling ends at once what nobody holds, else when the holder says so or is lost",
        arguments: DatabaseEngine.present)
    func cancelling(_ engine: DatabaseEngine) async throws {
        try await withQueue(engine) { queue in
            let jobs = try await queue.enqueue(.work("1"), .work("2"), .work("3"), .work("4"), .work("5"))
            var leases: [Lease] = []
            for _ in 0..<4 { leases.append(try #require(try await queue.claim())) }
            for id in jobs { #expect(try await queue.cancel(id)) }
            #expect(try await queue.state(jobs[4]) == .cancelled)
            #expect(try await queue.state(jobs[0]) == .cancelling)
            #expect(try await queue.release(leases[0]))
            #expect(try await queue.job(jobs[0]).reason == "cancelled on request")
            #expect(try await queue.fail(leases[1], JobFailure("torn down")))
            #expect(try await queue.state(jobs[1]) == .cancelled)
            #expect(try await queue.complete(leases[2]))
            #expect(try await queue.state(jobs[2]) == .done)
            try await queue.pass(31)
            try await queue.keepHouse()
            #expect(try await queue.state(jobs[3]) == .cancelled)
            #expect(try await queue.cancel(jobs[3]) == false)
            #expect(try await queue.cancel(JobID(rawValue: 12345)) == false)
            #expect(try await queue.count("job_ready") == 0)
        }
    }

    @Test("A worker that shuts down gives its job back unharmed", arguments: DatabaseEngine.present)
    func giveBack(_ engine: DatabaseEngine) async throws {
        try await withQueue(engine) { queue in
            let id = try await queue.enqueue(JobOrder(.work, subject: "s", exclusive: ["k"]))[0]
            let lease = try #require(try await queue.claim())
            #expect(try await queue.release(lease))
            let job = try await queue.job(id)
            #expect(job.state == .ready && job.attempts == 0 && job.worker == nil)
            #expect(try await queue.claim()?.job.fence == 2)
        }
    }

    @Test(
        "Retry starts anew what failed or was cancelled, and nothing else", arguments: DatabaseEngine.present)
    func retry(_ engine: DatabaseEngine) async throws {
        try await withQueue(engine) { queue in
            let jobs = try await queue.enqueue(.work(), .work())
            let follower = try await queue.enqueue(JobOrder(.work, subject: "s", after: [jobs[0]]))[0]
            func retry(_ id: JobID) async throws -> Bool {
                try await queue.write { try queue.queue.retry(id, in: $0) }
            }
            #expect(try await retry(jobs[0]) == false)
            let lease = try #require(try await queue.claim())
            #expect(try await queue.fail(lease, JobFailure("no", isRetryable: false)))
            #expect(try await retry(follower) == false)
            #expect(try await retry(jobs[0]))
            let job = try await queue.job(jobs[0])
            #expect(job.state == .ready && job.attempts == 0 && job.reason == nil && job.finished == nil)
            let again = try #require(try await queue.claim())
            #expect(again.job.id == jobs[0] && again.job.fence == 2)
            #expect(try await queue.complete(again))
            #expect(try await retry(jobs[0]) == false)
            #expect(try await retry(follower))
            #expect(try await queue.cancel(jobs[1]))
            #expect(try await retry(jobs[1]))
        }
    }
}
