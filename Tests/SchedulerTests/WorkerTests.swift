import Scheduler
import ServiceLifecycle
import System
import Testing

@Suite struct WorkerTests {
    let bench = Bench()
    var queue: MemoryQueue { bench.queue }

    @Test func jobsRunAndTheirResultsAreStored() async throws {
        let ids = queue.add((0..<5).map { _ in order() })
        let worker = bench.worker([Doing { "\"\($0.cpus.count)\"" }])
        let isDone = try await bench.running(worker) {
            await eventually { ids.allSatisfy { queue.find($0)?.state == .done } }
        }
        #expect(isDone)
        #expect(queue.enrolled.isEmpty, "a worker that left is still enrolled")
    }

    @Test func aFullQueueGivesEachJobItsLeastCoresAndALoneJobAllItCanUse() async throws {
        let notes = Notes()
        let worker = bench.worker([
            Doing { work in
                notes.add("\(work.job.id): \(work.cpus)")
                return try await sleepForever()
            }
        ])
        queue.add([order(maxCores: 8)])
        try await bench.running(worker) {
            #expect(await eventually { notes.all == ["1: [0, 1]"] })
        }
        let second = Bench()
        second.queue.add([order(maxCores: 8), order(maxCores: 8), order(maxCores: 8)])
        let widths = Notes()
        let other = second.worker([
            Doing { work in
                widths.add("\(work.cpus.count)")
                return try await sleepForever()
            }
        ])
        try await second.running(other) {
            #expect(await eventually { widths.all == ["1", "1"] })
            #expect(second.queue.all.count { $0.state == .ready } == 1, "a job was queued on the worker")
        }
    }

    @Test func noTwoJobsShareACore() async throws {
        queue.add((0..<40).map { _ in order(maxCores: 3) })
        let inUse = Locked<Set<Int>>([])
        let notes = Notes()
        let worker = bench.worker(
            [
                Doing { work in
                    for cpu in work.cpus where !inUse.withLock({ $0.insert(cpu).inserted }) {
                        notes.add("twice")
                    }
                    await Clock.sleep(seconds: 0.002)
                    for cpu in work.cpus { inUse.withLock { _ = $0.remove(cpu) } }
                    return "{}"
                }
            ], groups: [[0, 1, 2], [3, 4]])
        try await bench.running(worker) {
            #expect(await eventually { queue.all.allSatisfy { $0.state == .done } })
        }
        #expect(notes.all.isEmpty)
    }

    @Test func memoryLimitsWhatRunsTogether() async throws {
        queue.add((0..<4).map { _ in order(memory: 600) })
        let count = Locked((now: 0, most: 0))
        let worker = bench.worker(
            [
                Doing { _ in
                    count.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
                    await Clock.sleep(seconds: 0.01)
                    count.withLock { $0.now -= 1 }
                    return "{}"
                }
            ], memory: 1000)
        try await bench.running(worker) {
            #expect(await eventually { queue.all.allSatisfy { $0.state == .done } })
        }
        #expect(count.withLock { $0.most } == 1)
    }

    @Test func lightJobsAreLimitedAndDoNotBlockTheCores() async throws {
        queue.add((0..<6).map { _ in order("move", cores: 0, priority: .deadline) } + [order()])
        let notes = Notes()
        let worker = bench.worker([
            Doing("move") { _ in
                notes.add("move")
                return try await sleepForever()
            },
            Doing { _ in
                notes.add("work")
                return "{}"
            },
        ]) { $0.lightJobs = 2 }
        try await bench.running(worker) {
            #expect(await eventually { notes.count("work") == 1 && notes.count("move") == 2 })
            await Clock.sleep(seconds: 0.1)
            #expect(notes.count("move") == 2)
        }
    }

    @Test func reservedCoresWaitForUrgentJobs() async throws {
        queue.add([order(), order(), order("window-post")])
        let notes = Notes()
        let worker = bench.worker([
            Doing { _ in
                notes.add("work")
                return try await sleepForever()
            },
            Doing("window-post") { work in
                notes.add("post on \(work.cpus)")
                return "{}"
            },
        ]) { $0.reserve = 1 }
        try await bench.running(worker) {
            #expect(await eventually { notes.count("post on [1]") == 1 })
            await Clock.sleep(seconds: 0.1)
            #expect(notes.count("work") == 1)
        }
    }

    @Test func aWorkerWithoutUrgentKindsReservesNothing() async throws {
        let ids = queue.add([order(), order()])
        let worker = bench.worker([Doing { _ in try await sleepForever() }]) { $0.reserve = 1 }
        try await bench.running(worker) {
            #expect(await eventually { ids.allSatisfy { queue.find($0)?.state == .running } })
        }
    }

    @Test func errorsBecomeReasonAndRemedy() async throws {
        struct Full: ExplainedError {
            var sentence: String { "the disk is full" }
            var remedy: String { "free space" }
        }
        let ids = queue.add([order("full"), order("wait"), order("hopeless")])
        let worker = bench.worker([
            Doing("full") { _ in throw Full() },
            Doing("wait") { _ in throw JobFailure("no room yet", isWait: true) },
            Doing("hopeless") { _ in throw JobFailure("bad input", isRetryable: false) },
        ])
        try await bench.running(worker) {
            #expect(await eventually { ids.allSatisfy { queue.find($0)?.reason != nil } })
        }
        #expect(
            queue.find(ids[0])?.reason == "the disk is full" && queue.find(ids[0])?.remedy == "free space")
        #expect(queue.find(ids[0])?.attempts == 1)
        #expect(queue.find(ids[1])?.attempts == 0)
        #expect(queue.find(ids[2])?.state == .failed)
    }

    @Test func nothingToDoIsNoWork() async throws {
        let worker = bench.worker([Doing { _ in "{}" }]) {
            $0.pollSeconds = 0.2
            $0.leaseSeconds = 30
        }
        try await bench.running(worker) { await Clock.sleep(seconds: 0.7) }
        // A claim at the start and one a poll; one renewal of the worker's entry; its farewell.
        #expect(queue.claims <= 5)
        #expect(bench.database.writes <= 7)
    }

    @Test func aNotificationWakesAtOnce() async throws {
        let worker = bench.worker([Doing { _ in "{}" }]) { $0.pollSeconds = 60 }
        try await bench.running(worker) {
            #expect(await eventually { queue.claims > 0 })
            await Clock.sleep(seconds: 0.05)
            let id = queue.add([order()])[0]
            let start = Clock.now
            bench.database.notify(JobChannel.ready)
            #expect(await eventually { queue.find(id)?.state == .done })
            #expect(Clock.now - start < 0.5)
        }
    }

    @Test func progressReachesTheDatabase() async throws {
        let id = queue.add([order()])[0]
        let worker = bench.worker([
            Doing { work in
                work.report(JobProgress(stage: "labels", done: 3, total: 10))
                return try await sleepForever()
            }
        ]) { $0.leaseSeconds = 30 }
        try await bench.running(worker) {
            #expect(
                await eventually {
                    queue.find(id)?.progress == JobProgress(stage: "labels", done: 3, total: 10)
                })
        }
    }
}

@Suite struct WorkerEndTests {
    let bench = Bench()
    var queue: MemoryQueue { bench.queue }

    @Test func cancellationIsAcknowledgedOnlyWhenTheHandlerHasEnded() async throws {
        let id = queue.add([order()])[0]
        let notes = Notes()
        let worker = bench.worker([
            Doing { _ in
                notes.add("on")
                while !Task.isCancelled { await Clock.sleep(seconds: 10) }
                #expect(queue.find(id)?.state == .cancelling)
                notes.add("off")
                throw CancellationError()
            }
        ])
        try await bench.running(worker) {
            #expect(await eventually { notes.all == ["on"] })
            queue.cancel(id)
            #expect(await eventually { queue.find(id)?.state == .cancelled })
            #expect(notes.all == ["on", "off"])
        }
        #expect(queue.find(id)?.attempts == 0)
    }

    @Test func newsOfACancellationIsFetchedAtOnce() async throws {
        let id = queue.add([order()])[0]
        let worker = bench.worker([Doing { _ in try await sleepForever() }]) {
            $0.leaseSeconds = 60
            $0.progressSeconds = 30
        }
        try await bench.running(worker) {
            #expect(await eventually { queue.find(id)?.state == .running })
            await Clock.sleep(seconds: 0.3)
            queue.cancel(id)
            bench.database.notify(JobChannel.cancelling)
            #expect(await eventually { queue.find(id)?.state == .cancelled })
        }
    }

    @Test func stoppingGivesRunningJobsBackUnharmed() async throws {
        let ids = queue.add([order(), order(), order()])
        let notes = Notes()
        let worker = bench.worker([
            Doing { _ in
                notes.add("on")
                return try await sleepForever()
            }
        ])
        try await bench.running(worker) { #expect(await eventually { notes.all.count == 2 }) }
        for id in ids {
            #expect(queue.find(id)?.state == .ready)
            #expect(queue.find(id)?.attempts == 0)
        }
    }

    @Test func drainingFinishesWhatRunsAndClaimsNothingMore() async throws {
        let ids = queue.add([order(maxCores: 2), order(cores: 2)])
        let notes = Notes()
        let worker = bench.worker([
            Doing { _ in
                notes.add("on")
                await Clock.sleep(seconds: 0.2)
                return "{}"
            }
        ]) { $0.whenStopped = .drain(seconds: 5) }
        try await bench.running(worker) { #expect(await eventually { notes.all.count == 1 }) }
        #expect(queue.find(ids[0])?.state == .done)
        #expect(queue.find(ids[1])?.state == .ready)
    }

    @Test func aBoundedDrainGivesTheRestBack() async throws {
        let id = queue.add([order()])[0]
        let notes = Notes()
        let worker = bench.worker([
            Doing { _ in
                notes.add("on")
                return try await sleepForever()
            }
        ]) { $0.whenStopped = .drain(seconds: 0.1) }
        try await bench.running(worker) { #expect(await eventually { notes.all.count == 1 }) }
        #expect(queue.find(id)?.state == .ready)
    }

    @Test func aServiceGroupStopsTheWorker() async throws {
        let id = queue.add([order()])[0]
        let worker = bench.worker([Doing { _ in try await sleepForever() }])
        let group = ServiceGroup([.init("worker", worker)], log: silence)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            #expect(await eventually { queue.find(id)?.state == .running })
            group.stop()
            try await tasks.waitForAll()
        }
        #expect(queue.find(id)?.state == .ready)
    }

    @Test func silenceStopsRenamesAtHalfALeaseAndCancelsAtAFullOne() async throws {
        let id = queue.add([order()])[0]
        let times = Locked((start: 0.0, refused: 0.0, cancelled: 0.0))
        let database = bench.database
        let worker = bench.worker([
            Doing { work in
                if work.job.fence > 1 { return "{}" }
                try work.checkLease()
                database.isDown = true
                times.withLock { $0.start = Clock.now }
                while !Task.isCancelled {
                    await Clock.sleep(seconds: 0.01)
                    guard times.withLock({ $0.refused == 0 }) else { continue }
                    do {
                        try work.checkLease()
                    } catch LeaseError.silent {
                        times.withLock { $0.refused = Clock.now }
                    }
                }
                times.withLock { $0.cancelled = Clock.now }
                database.isDown = false
                throw CancellationError()
            }
        ])
        try await bench.running(worker) {
            #expect(await eventually { queue.find(id)?.state == .done })
        }
        let seen = times.withLock { $0 }
        #expect(seen.refused - seen.start > 0.05 && seen.refused - seen.start < 0.5)
        #expect(seen.cancelled - seen.start > 0.35 && seen.cancelled - seen.start < 0.8)
    }

    @Test func aLostLeaseCancelsTheHandlerAndWritesNothing() async throws {
        let id = queue.add([order()])[0]
        let notes = Notes()
        let worker = bench.worker([
            Doing { work in
                notes.add("on")
                while !Task.isCancelled { await Clock.sleep(seconds: 10) }
                #expect(throws: LeaseError.lost(job: id)) { try work.checkLease() }
                notes.add("off")
                return "late"
            }
        ]) { $0.leaseSeconds = 3 }
        try await bench.running(worker) {
            #expect(await eventually { notes.all == ["on"] })
            queue.steal(id)
            let start = Clock.now
            #expect(await eventually { notes.all == ["on", "off"] })
            #expect(Clock.now - start < 2, "only the clock told that the lease was lost")
        }
        #expect(queue.find(id)?.state == .running && queue.find(id)?.result == nil)
    }

    @Test func aResultOutlivesAShortAbsenceOfTheDatabase() async throws {
        let id = queue.add([order()])[0]
        let database = bench.database
        let worker = bench.worker([
            Doing { _ in
                database.isDown = true
                return "{}"
            }
        ])
        try await bench.running(worker) {
            #expect(await eventually { database.isDown })
            await Clock.sleep(seconds: 0.3)
            database.isDown = false
            #expect(await eventually { queue.find(id)?.state == .done })
        }
    }

    @Test func aHardDeadlineCancelsByTimer() async throws {
        let id = queue.add([order(deadline: 200)])[0]
        let worker = bench.worker([Doing { _ in try await sleepForever() }]) { $0.leaseSeconds = 60 }
        let start = Clock.now
        try await bench.running(worker) {
            #expect(await eventually { queue.find(id)?.state == .failed })
        }
        #expect(Clock.now - start < 2)
        #expect(queue.find(id)?.reason == "ran past its deadline")
    }

    @Test func leasesAreRenewedEachThird() async throws {
        queue.add([order()])
        let worker = bench.worker([Doing { _ in try await sleepForever() }]) { $0.progressSeconds = 60 }
        try await bench.running(worker) { await Clock.sleep(seconds: 1.1) }
        #expect((4...7).contains(queue.beats))
    }
}
