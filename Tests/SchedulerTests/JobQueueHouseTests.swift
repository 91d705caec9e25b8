import System
import Testing

@testable import Database
@testable import Scheduler

@Suite("Job queue: notes, lists and house")
struct JobQueueHouseTests {
    @Test(
        "Ended jobs are told until somebody takes note, then they are history",
        arguments: DatabaseEngine.present
    )
    func settle(_ engine: DatabaseEngine) async throws {
        try await withQueue(engine) { queue in
            let jobs = try await queue.enqueue(.work("1"), .work("2"), JobOrder(.other, subject: "3"))
            for _ in jobs {
                let lease = try #require(try await queue.claim())
                #expect(try await queue.complete(lease, "{\"n\": 1}"))
            }
            func unsettled(_ kinds: [JobKind], _ limit: Int = 10) async throws -> [JobID] {
                try await queue.write { try queue.queue.unsettled(kinds, limit: limit, in: $0).map(\.id) }
            }
            #expect(try await unsettled([.work, .other]) == jobs)
            #expect(try await unsettled([.work, .other], 1) == [jobs[0]])
            #expect(try await unsettled([.other]) == [jobs[2]])
            #expect(try await unsettled([]) == jobs)
            let before = try await queue.job(jobs[0])
            try await queue.write { try queue.queue.settle(jobs[0], in: $0) }
            try await queue.write { try queue.queue.settle(jobs[0], in: $0) }
            #expect(try await unsettled([.work]) == [jobs[1]])
            #expect(try await queue.job(jobs[0]) == before)
            let history = try await queue.database.read {
                try queue.queue.history(since: 0, kind: nil, limit: 10, in: $0).map(\.id)
            }
            #expect(history == jobs.reversed())
            let works = try await queue.database.read {
                try queue.queue.history(since: 0, kind: .work, limit: 1, in: $0).map(\.id)
            }
            #expect(works == [jobs[1]])
            let counts = try await queue.database.read { try queue.queue.counts(in: $0) }
            #expect(
                counts == [
                    JobCount(kind: .other, state: .done, count: 1),
                    JobCount(kind: .work, state: .done, count: 2),
                ])
            let live = try await queue.enqueue(.work())[0]
            try await queue.write { try queue.queue.settle(live, in: $0) }
            #expect(try await queue.state(live) == .ready)
        }
    }

    @Test("Lists are by urgency, and by state, kind and subject", arguments: DatabaseEngine.present)
    func list(_ engine: DatabaseEngine) async throws {
        try await withQueue(engine) { queue in
            let jobs = try await queue.enqueue(
                .work("a"), .work("b"), JobOrder(.other, subject: "a", priority: .windowPoSt), .work("c"))
            _ = try await queue.claim()
            _ = try await queue.cancel(jobs[3])
            func list(_ states: [JobState], _ kind: JobKind?, _ subject: String?, _ limit: Int = 9)
                async throws -> [JobID]
            {
                try await queue.database.read {
                    try queue.queue.list(states: states, kind: kind, subject: subject, limit: limit, in: $0)
                        .map(\.id)
                }
            }
            #expect(try await list([], nil, nil) == [jobs[2], jobs[0], jobs[1], jobs[3]])
            #expect(try await list([], nil, nil, 2) == [jobs[2], jobs[0]])
            #expect(try await list([.running], nil, nil) == [jobs[2]])
            #expect(try await list([.ready, .ready], .work, nil) == [jobs[0], jobs[1]])
            #expect(try await list([], nil, "a") == [jobs[2], jobs[0]])
            #expect(try await list([.ready], nil, "a") == [jobs[0]])
            #expect(try await list([], .other, "b") == [])
        }
    }

    @Test(
        "History is pruned in slices, and in the end nothing is left of ended jobs",
        arguments: DatabaseEngine.present)
    func prune(_ engine: DatabaseEngine) async throws {
        try await withQueue(engine) { queue in
            for round in 0..<5 {
                let jobs = try await queue.write { session in
                    try queue.queue.enqueue(
                        (0..<10).map { JobOrder(.work, subject: "\($0)", exclusive: ["k\($0)"]) }, in: session
                    )
                }
                _ = try await queue.enqueue(JobOrder(.work, subject: "x", after: [jobs[0], jobs[1]]))
                while let lease = try await queue.claim() { _ = try await queue.complete(lease) }
                let isSettled = round % 2 == 0
                try await queue.write { session in
                    if isSettled { for id in jobs { try queue.queue.settle(id, in: session) } }
                }
            }
            let limits = HousekeepingLimits(historySeconds: 100, slice: 20)
            try await queue.keepHouse(limits)
            #expect(try await queue.count("jobs") + queue.count("job_history") == 55)
            try await queue.pass(101)
            try await queue.keepHouse(limits)
            #expect(try await queue.count("jobs") + queue.count("job_history") == 35)
            try await queue.checkInvariants()
            for _ in 0..<5 { try await queue.keepHouse(limits) }
            for table in ["jobs", "job_history", "job_ready", "job_after", "job_held", "job_parked"] {
                #expect(try await queue.count(table) == 0, "\(table)")
            }
            #expect(try await queue.database.read { try queue.queue.counts(in: $0) } == [])
            // Shapes go a day after their last use.
            try await queue.write { _ = try $0.execute("UPDATE job_shapes SET used = used - 90000000") }
            try await queue.keepHouse(limits)
            #expect(try await queue.count("job_shapes") == 0)
            _ = try await queue.enqueue(.work())
            #expect(try await queue.claim() != nil)
        }
    }

    @Test("Workers are seen, renewed, forgotten and dismissed", arguments: DatabaseEngine.present)
    func workers(_ engine: DatabaseEngine) async throws {
        try await withQueue(engine) { queue in
            var worker = WorkerRecord(
                id: "h/1/a", host: "h", kinds: [.work, .other], cores: 8, freeCores: 8, memory: 1 << 40)
            func enroll(_ worker: WorkerRecord) async throws {
                try await queue.write { try queue.queue.enroll(worker, in: $0) }
            }
            func there() async throws -> [WorkerRecord] {
                try await queue.database.read { try queue.queue.workers(in: $0) }
            }
            try await enroll(worker)
            let first = try #require(try await there().first)
            #expect(first.kinds == [.work, .other] && first.memory == 1 << 40 && first.started == first.seen)
            await Clock.sleep(seconds: 0.005)
            worker.freeCores = 2
            try await enroll(worker)
            let second = try #require(try await there().first)
            #expect(second.freeCores == 2 && second.started == first.started && second.seen > first.seen)
            worker.id = "h/2/b"
            try await enroll(worker)
            try await queue.write { try queue.queue.setPaused(true, kinds: [], worker: "h/1/a", in: $0) }
            try await queue.pass(200)
            try await enroll(worker)
            try await queue.pass(200)
            try await queue.keepHouse()
            #expect(try await there().map(\.id) == ["h/2/b"])
            #expect(try await queue.count("job_pauses") == 0)
            try await queue.write { try queue.queue.dismiss("h/2/b", in: $0) }
            #expect(try await there() == [])
        }
    }

    @Test("Whoever waits for jobs, ends and cancellations is woken", arguments: DatabaseEngine.present)
    func notifications(_ engine: DatabaseEngine) async throws {
        try await withQueue(engine) { queue in
            var ready = queue.database.notifications(JobChannel.ready).makeAsyncIterator()
            var ended = queue.database.notifications(JobChannel.ended).makeAsyncIterator()
            var stopping = queue.database.notifications(JobChannel.cancelling).makeAsyncIterator()
            let id = try await queue.enqueue(.work())[0]
            #expect(await ready.next() != nil)
            let lease = try #require(try await queue.claim())
            _ = try await queue.cancel(id)
            #expect(await stopping.next() != nil)
            _ = try await queue.release(lease)
            #expect(await ended.next() != nil)
        }
    }

    @Test("Lists of texts survive what is in them")
    func textLists() {
        for list in [[], ["a"], ["a", "", "b"], ["\\", "\n", "\\n"], ["ä\u{301}", "x\ny\\"]] {
            #expect(TextList.split(TextList.join(list)) == list)
        }
    }
}
