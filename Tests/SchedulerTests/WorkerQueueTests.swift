import Database
import Scheduler
import System
import Testing

/// Workers on the queue as the databases keep it.
@Suite struct WorkerQueueTests {
    /// An empty queue and the tables of rates; the queue's invariants hold at the end.
    private func withDatabase(
        _ engine: DatabaseEngine, _ body: (any Database) async throws -> Void
    ) async throws {
        try await withQueue(engine) { queue in
            try await JobRates.migrations.run(on: queue.database)
            try await body(queue.database)
        }
    }

    private func settings(_ change: (inout WorkerSettings) -> Void = { _ in }) -> WorkerSettings {
        var settings = WorkerSettings(groups: [[0, 1]], memory: 1 << 30)
        settings.leaseSeconds = 3
        settings.pollSeconds = 1
        change(&settings)
        return settings
    }

    private func finished(_ database: any Database, _ ids: [JobID]) async -> [JobState] {
        let jobs = try? await database.read { session in
            try ids.compactMap { try SQLJobQueue().job($0, in: session)?.state }
        }
        return jobs ?? []
    }

    @Test(arguments: DatabaseEngine.present)
    func whatAJobTookOfMemoryIsInItsRow(_ engine: DatabaseEngine) async throws {
        try await withDatabase(engine) { database in
            let queue = SQLJobQueue()
            let ids = try await database.write { try queue.enqueue([order(maxCores: 1)], in: $0) }
            let before = Host.residentMemory
            #expect(before > 1 << 20)
            let handler = Doing { _ in
                // Touched, so that it is there; held past two looks.
                let block = [UInt8](repeating: 1, count: 64 << 20)
                await Clock.sleep(seconds: 0.6)
                return "{\"last\":\(block[block.count - 1])}"
            }
            let worker = Worker(
                settings(), database: database, queue: queue, handlers: [handler], log: silence)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await worker.run() }
                while await finished(database, ids) != [.done] { await Clock.sleep(seconds: 0.02) }
                worker.stop()
                try await group.waitForAll()
            }
            let job = try #require(try await database.read { try queue.job(ids[0], in: $0) })
            let peak = try #require(job.peakMemory)
            #expect(peak >= 64 << 20, "\(peak) bytes")
        }
    }

    @Test(arguments: DatabaseEngine.present)
    func twoWorkersDoEachJobOnceAndExclusiveKeysHold(_ engine: DatabaseEngine) async throws {
        try await withDatabase(engine) { database in
            let queue = SQLJobQueue()
            let ids = try await database.write { session in
                try queue.enqueue(
                    (0..<60).map { number in
                        var one = order(maxCores: 2)
                        one.exclusive = ["s-\(number % 7)"]
                        return one
                    }, in: session)
            }
            let held = Locked<Set<String>>([])
            let runs = Notes()
            let handler = Doing { work in
                let key = work.job.order.exclusive[0]
                if !held.withLock({ $0.insert(key).inserted }) { runs.add("\(key) twice at once") }
                await Clock.sleep(seconds: 0.002)
                held.withLock { _ = $0.remove(key) }
                runs.add("\(work.job.id)")
                return "{}"
            }
            let workers = (0..<2).map { number in
                Worker(
                    settings { $0.id = "host/\(number)/a" }, database: database, queue: queue,
                    handlers: [handler], log: silence)
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in workers { group.addTask { try await worker.run() } }
                let isDone = await eventually {
                    await finished(database, ids).allSatisfy { $0 == .done }
                }
                #expect(isDone)
                for worker in workers { worker.stop() }
                try await group.waitForAll()
            }
            #expect(runs.all.sorted() == ids.map { "\($0)" }.sorted())
        }
    }

    @Test(arguments: DatabaseEngine.present)
    func aFailedJobIsRetriedWhenItsTimeHasComeAndAnExpiredLeaseIsTakenUpAgain(_ engine: DatabaseEngine)
        async throws
    {
        try await withDatabase(engine) { database in
            let queue = SQLJobQueue()
            let ids = try await database.write { session in
                try queue.enqueue([order("flaky"), order("orphan")], in: session)
            }
            // Another process claims one and dies.
            _ = try await database.write { session in
                try queue.claim(
                    JobClaim(
                        worker: "dead/1/a", kinds: [JobKind(rawValue: "orphan")], freeCores: 1,
                        freeMemory: 1 << 20, leaseSeconds: 0.2), in: session)
            }
            let housekeeper = Housekeeper(database: database, queue: queue, log: silence)
            let worker = Worker(
                settings(), database: database, queue: queue,
                handlers: [
                    Doing("flaky") { work in
                        if work.job.attempts == 0 { throw JobFailure("not yet") }
                        return "{}"
                    },
                    Doing("orphan") { work in "\(work.job.fence)" },
                ], housekeeper: housekeeper, log: silence)
            let start = Clock.now
            try await withThrowingDiscardingTaskGroup { group in
                group.addTask { try await worker.run() }
                group.addTask { try await housekeeper.run() }
                #expect(await eventually { await finished(database, ids) == [.done, .done] })
                worker.stop()
                group.cancelAll()
            }
            #expect(Clock.now - start < 4, "retries wait for the poll, not for their time")
            let orphan = try await database.read { try queue.job(ids[1], in: $0) }
            #expect(orphan?.result == "2" && orphan?.fence == 2)
        }
    }

    @Test(arguments: DatabaseEngine.present)
    func cancellingInTheDatabaseEndsTheHandlerSoon(_ engine: DatabaseEngine) async throws {
        try await withDatabase(engine) { database in
            let queue = SQLJobQueue()
            let id = try await database.write { try queue.enqueue([order()], in: $0)[0] }
            let notes = Notes()
            let worker = Worker(
                settings { $0.leaseSeconds = 60 }, database: database, queue: queue,
                handlers: [
                    Doing { _ in
                        notes.add("on")
                        return try await sleepForever()
                    }
                ], log: silence)
            try await withThrowingDiscardingTaskGroup { group in
                group.addTask { try await worker.run() }
                #expect(await eventually { notes.all == ["on"] })
                let start = Clock.now
                let isAsked = try await database.write { try queue.cancel(id, in: $0) }
                #expect(isAsked)
                #expect(await eventually { await finished(database, [id]) == [.cancelled] })
                #expect(Clock.now - start < 2)
                worker.stop()
            }
        }
    }

    @Test(arguments: DatabaseEngine.present)
    func aStoppedWorkerLeavesTheJobToTheNext(_ engine: DatabaseEngine) async throws {
        try await withDatabase(engine) { database in
            let queue = SQLJobQueue()
            let id = try await database.write { try queue.enqueue([order()], in: $0)[0] }
            let notes = Notes()
            for round in 0..<2 {
                let worker = Worker(
                    settings(), database: database, queue: queue,
                    handlers: [
                        Doing { work in
                            notes.add("\(work.job.fence)")
                            return round == 0 ? try await sleepForever() : "{}"
                        }
                    ], log: silence)
                try await withThrowingDiscardingTaskGroup { group in
                    group.addTask { try await worker.run() }
                    #expect(await eventually { notes.all.count == round + 1 })
                    if round == 1 { #expect(await eventually { await finished(database, [id]) == [.done] }) }
                    worker.stop()
                }
            }
            #expect(notes.all == ["1", "2"])
        }
    }

    @Test(arguments: DatabaseEngine.present)
    func whatJobsTookIsSummedByKind(_ engine: DatabaseEngine) async throws {
        try await withDatabase(engine) { database in
            let queue = SQLJobQueue()
            let ids = try await database.write { session in
                var wide = order(maxCores: 2)
                wide.exclusive = ["a", "b", "c"]
                return try queue.enqueue([wide], in: session)
            }
            let worker = Worker(
                settings(), database: database, queue: queue,
                handlers: [
                    Doing { _ in
                        await Clock.sleep(seconds: 0.05)
                        return "{}"
                    }
                ], log: silence)
            try await withThrowingDiscardingTaskGroup { group in
                group.addTask { try await worker.run() }
                #expect(await eventually { await finished(database, ids) == [.done] })
                worker.stop()
            }
            let entries = try await database.read { try JobRates.read(since: 0, in: $0) }
            #expect(entries.count == 1)
            #expect(entries.first?.jobs == 1 && entries.first?.items == 3)
            let (seconds, cores) = (entries.first?.seconds ?? 0, entries.first?.coreSeconds ?? 0)
            #expect(seconds > 0.04 && seconds < 2 && abs(cores - 2 * seconds) < 1e-6)
        }
    }

    @Test(arguments: DatabaseEngine.present)
    func jobsOfADeadProcessOnTheSameCPUsAreTakenUpAtOnce(_ engine: DatabaseEngine) async throws {
        try await withDatabase(engine) { database in
            let home = try Directory.makeTemporary()
            defer { try? Directory.remove(home) }
            let queue = SQLJobQueue()
            let ids = try await database.write { try queue.enqueue([order(), order(), order()], in: $0) }
            func claim(_ worker: String) async throws {
                _ = try await database.write { session in
                    try queue.claim(
                        JobClaim(
                            worker: worker, kinds: [JobKind(rawValue: "work")], freeCores: 1,
                            freeMemory: 1 << 20, leaseSeconds: 600), in: session)
                }
            }
            func next(_ id: String) -> Worker {
                Worker(
                    settings { $0.id = id }, database: database, queue: queue,
                    handlers: [Doing { _ in "{}" }],
                    log: silence)
            }
            let first = try CoreClaim([0, 1], home: home)
            #expect(try await next("host/1/a").succeed(first) == 0)
            try await claim("host/1/a")
            try await claim("host/1/a")
            try await claim("elsewhere/1/b")
            first.release()
            let second = try CoreClaim([1], home: home)
            #expect(try await next("host/2/c").succeed(second) == 2)
            let jobs = try await database.read { session in
                try ids.compactMap { try queue.job($0, in: session) }
            }
            #expect(jobs.map(\.state) == [.waiting, .waiting, .running])
            #expect(jobs.map(\.attempts) == [0, 0, 0])
            second.release()
        }
    }
}
