import System
import Testing

@testable import Database
@testable import Scheduler

@Suite("Job queue: what is claimed")
struct JobQueueClaimTests {
    @Test("An order comes back as it was given", arguments: DatabaseEngine.present)
    func roundTrip(_ engine: DatabaseEngine) async throws {
        try await withQueue(engine) { queue in
            let first = try await queue.enqueue(.work())[0]
            let order = JobOrder(
                .other, subject: "s-t01000-1 'ü'", payload: #"{"a": "\n"}"#, priority: .recovery,
                needs: JobNeeds(cores: 3, maxCores: 9, memory: 1 << 36, shared: "porep", sharedMemory: 5),
                notBefore: 7, deadline: 1 << 50, maxAttempts: 9, after: [first],
                exclusive: ["a\\n\nb", "c"], place: "disk-1")
            let id = try await queue.enqueue(order)[0]
            let job = try await queue.job(id)
            #expect(job.order == order)
            #expect(job.state == .waiting && job.fence == 0 && job.attempts == 0 && job.worker == nil)
            #expect(abs(job.created - Clock.unixMilliseconds) < 3_600_000)
        }
    }

    @Test(
        "Priority goes first, then the earlier deadline, then the older job",
        arguments: DatabaseEngine.present)
    func order(_ engine: DatabaseEngine) async throws {
        try await withQueue(engine) { queue in
            let far: Int64 = 1 << 50
            let names = try await queue.enqueue(
                .work("5"), .work("6"), JobOrder(.work, subject: "4", deadline: far + 2),
                JobOrder(.other, subject: "3", deadline: far + 1),
                JobOrder(.other, subject: "2", priority: .windowPoSt, needs: JobNeeds(cores: 2)),
                JobOrder(.work, subject: "1", priority: .winningPoSt), .work("7"))
            #expect(names == names.sorted() && Set(names).count == 7)
            var claimed: [String] = []
            while let lease = try await queue.claim() { claimed.append(lease.job.order.subject) }
            #expect(claimed == ["1", "2", "3", "4", "5", "6", "7"])
        }
    }

    @Test(
        "What does not fit is passed over with its reason, and starves nobody",
        arguments: DatabaseEngine.present
    )
    func fit(_ engine: DatabaseEngine) async throws {
        try await withQueue(engine) { queue in
            let gibibyte: UInt64 = 1 << 30
            let jobs = try await queue.enqueue(
                JobOrder(.work, subject: "cores", priority: .winningPoSt, needs: JobNeeds(cores: 9)),
                JobOrder(.work, subject: "memory", needs: JobNeeds(memory: 65 * gibibyte)),
                JobOrder(
                    .work, subject: "shared",
                    needs: JobNeeds(memory: gibibyte, shared: "p", sharedMemory: 64 * gibibyte)),
                JobOrder(.work, subject: "place", place: "disk-2"), JobOrder(.work, subject: "fits"))
            var claim = JobClaim(
                worker: "w/1/a", kinds: [.work], freeCores: 8, freeMemory: 64 * gibibyte, places: ["disk-1"])
            #expect(try await queue.claim(claim)?.job.order.subject == "fits")
            #expect(try await queue.claim(claim) == nil)
            #expect(try await queue.job(jobs[0]).reason == "it needs 9 cores; w/1/a had 8 free")
            #expect(try await queue.job(jobs[1]).reason?.contains("66560 MiB") == true)
            #expect(try await queue.job(jobs[3]).reason?.contains("disk-2") == true)
            #expect(try await queue.state(jobs[0]) == .ready)
            claim.held = ["p"]
            #expect(try await queue.claim(claim)?.job.order.subject == "shared")
            claim.places = ["disk-2"]
            let placed = try #require(try await queue.claim(claim))
            #expect(placed.job.order.subject == "place" && placed.job.reason == nil)
            claim.freeCores = 9
            #expect(try await queue.claim(claim)?.job.order.subject == "cores")
            claim.freeMemory *= 2
            #expect(try await queue.claim(claim)?.job.order.subject == "memory")
        }
    }

    @Test("Nothing to do writes nothing", arguments: DatabaseEngine.present)
    func idle(_ engine: DatabaseEngine) async throws {
        try await withQueue(engine) { queue in
            _ = try await queue.enqueue(JobOrder(.work, subject: "large", needs: JobNeeds(cores: 99)))
            _ = try await queue.claim()
            guard engine == .sqlite else { return }
            let changes = try await queue.write { session in
                let before = (session as? SQLiteConnection)?.totalChanges
                for _ in 0..<10 {
                    #expect(try SQLJobQueue().claim(.any, in: session) == nil)
                    _ = try SQLJobQueue().keepHouse(HousekeepingLimits(), in: session)
                }
                return ((session as? SQLiteConnection)?.totalChanges ?? 1) - (before ?? 0)
            }
            #expect(changes == 0)
        }
    }

    @Test(
        "A claim tells its lease, and the job's row says who works on it", arguments: DatabaseEngine.present)
    func lease(_ engine: DatabaseEngine) async throws {
        try await withQueue(engine) { queue in
            let id = try await queue.enqueue(.work())[0]
            let lease = try #require(try await queue.claim(.worker("host/7/b")))
            #expect(lease.seconds == 30 && lease.job.fence == 1 && lease.job.state == .running)
            #expect(try await queue.job(id) == lease.job)
            #expect(lease.job.worker == "host/7/b" && lease.job.started != nil)
        }
    }

    @Test("Pauses of kinds, workers and machines hold, and end", arguments: DatabaseEngine.present)
    func pauses(_ engine: DatabaseEngine) async throws {
        try await withQueue(engine) { queue in
            _ = try await queue.enqueue(.work(), JobOrder(.other, subject: "o"), .work(), .work(), .work())
            func pause(_ on: Bool, _ kinds: [JobKind], _ worker: String?) async throws {
                try await queue.write { try queue.queue.setPaused(on, kinds: kinds, worker: worker, in: $0) }
            }
            try await pause(true, [.work], nil)
            #expect(try await queue.claim()?.job.order.kind == .other)
            #expect(try await queue.claim() == nil)
            try await pause(false, [], nil)
            try await pause(true, [], "host")
            try await pause(true, [.work], "far/2/x")
            #expect(try await queue.claim() == nil)
            #expect(try await queue.claim(.worker("far/2/x")) == nil)
            #expect(try await queue.claim(.worker("far/2/y")) != nil)
            let listed = try await queue.database.read { try queue.queue.pauses(in: $0) }
            #expect(
                listed == [JobPause(kind: nil, worker: "host"), JobPause(kind: .work, worker: "far/2/x")])
            try await pause(false, [.work], nil)
            #expect(try await queue.claim(.worker("far/2/x")) != nil)
            try await pause(false, [], "host")
            #expect(try await queue.claim() != nil)
        }
    }

    @Test("Keys are exclusive: the most urgent goes next when one is free", arguments: DatabaseEngine.present)
    func exclusive(_ engine: DatabaseEngine) async throws {
        try await withQueue(engine) { queue in
            let jobs = try await queue.enqueue(
                JobOrder(.work, subject: "a", exclusive: ["1", "2"]),
                JobOrder(.work, subject: "b", exclusive: ["2", "3"]),
                JobOrder(.work, subject: "c", exclusive: ["2"]),
                JobOrder(.work, subject: "d", priority: .windowPoSt, exclusive: ["4"]))
            _ = try await queue.claim()
            let a = try #require(try await queue.claim())
            #expect(a.job.order.subject == "a")
            #expect(try await queue.claim() == nil)
            #expect(try await queue.job(jobs[1]).reason == "job \(jobs[0]) works on 2")
            try await queue.checkInvariants()
            _ = try await queue.enqueue(
                JobOrder(.work, subject: "e", priority: .recovery, exclusive: ["2"]),
                JobOrder(.work, subject: "f", exclusive: ["3"]))
            let f = try #require(try await queue.claim())
            #expect(f.job.order.subject == "f")
            #expect(try await queue.complete(a))
            let e = try #require(try await queue.claim())
            #expect(e.job.order.subject == "e" && e.job.reason == nil)
            #expect(try await queue.claim() == nil)
            #expect(try await queue.release(e))
            #expect(try await queue.cancel(e.job.id))
            let c = try #require(try await queue.claim())
            #expect(c.job.order.subject == "c")
            #expect(try await queue.complete(f))
            #expect(try await queue.claim() == nil)
            #expect(try await queue.complete(c))
            #expect(try await queue.claim()?.job.order.subject == "b")
        }
    }

    @Test("A job that was put aside can be cancelled, and its keys go on", arguments: DatabaseEngine.present)
    func cancelParked(_ engine: DatabaseEngine) async throws {
        try await withQueue(engine) { queue in
            let jobs = try await queue.enqueue(
                JobOrder(.work, subject: "a", exclusive: ["k"]),
                JobOrder(.work, subject: "b", exclusive: ["k"]),
                JobOrder(.work, subject: "c", exclusive: ["k"]))
            let a = try #require(try await queue.claim())
            #expect(try await queue.claim() == nil)
            #expect(try await queue.complete(a))
            #expect(try await queue.cancel(jobs[1]))
            #expect(try await queue.claim()?.job.id == jobs[2])
        }
    }
}
