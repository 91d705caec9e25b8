internal import Database
internal import Logging
internal import System

extension Worker {
    /// How a job's run ended on this worker.
    enum Outcome: Sendable {
        case result(String)
        case failure(JobFailure)
        case ordered(RunningJob.Order)
    }

    /// The life of a claimed job: its handler, then its end in the database.
    nonisolated func perform(_ job: RunningJob) async {
        let order = job.lease.job.order
        log.debug("job \(job.lease.job.id) (\(order.kind), \(order.subject)) starts on CPUs \(job.cpus)")
        let start = Clock.now
        job.seeMemory(Host.residentMemory)
        let outcome = await attempt(job)
        job.seeMemory(Host.residentMemory)
        let seconds = Clock.now - start
        await freed(job)
        await conclude(job, outcome, seconds)
        await ended(job)
    }

    /// Runs the handler until it has really ended, whatever ended it.
    private nonisolated func attempt(_ job: RunningJob) async -> Outcome {
        await withTaskGroup(of: Outcome.self) { group in
            group.addTask { await self.handle(job) }
            group.addTask { .ordered(await job.untilOrdered()) }
            let first = await group.next() ?? .ordered(.giveBack)
            group.cancelAll()
            guard case .ordered(let order) = first else { return first }
            let second = await group.next() ?? first
            return Self.settle(order, second)
        }
    }

    /// What counts when an order came before the handler's end.
    private static func settle(_ order: RunningJob.Order, _ end: Outcome) -> Outcome {
        // Finished just before it was to be given back, or while contact was lost: the fence decides whether
        // the result still counts.
        if case .result = end, order == .giveBack || order == .lost { return end }
        guard order == .deadline else { return .ordered(order) }
        return .failure(
            JobFailure(
                "ran past its deadline", remedy: "nothing: its result would have come too late",
                isRetryable: false))
    }

    private nonisolated func handle(_ job: RunningJob) async -> Outcome {
        guard let handler = handlers[job.lease.job.order.kind] else {
            return .failure(JobFailure("no handler here does \(job.lease.job.order.kind)"))
        }
        let work = JobWork(
            lease: job.lease, cpus: job.cpus, report: { job.report($0) },
            checkLease: { try job.checkLease() })
        do {
            return .result(try await handler.run(work))
        } catch {
            return .failure(explain(error))
        }
    }

    /// Writes the end down; tries for some lengths of the lease if the database does not answer. Whether it still
    /// counts is decided there, by the fence.
    private nonisolated func conclude(_ job: RunningJob, _ outcome: Outcome, _ seconds: Double) async {
        let end = Clock.now + 10 * settings.leaseSeconds
        var pause = 0.05
        while true {
            do {
                let stood = try await write(job, outcome, seconds)
                if case .failure = outcome { housekeeper?.wake() }
                if stood { observe(job.lease.job.order.kind, Self.name(outcome), seconds) }
                return note(job, outcome, stood)
            } catch {
                guard Clock.now + pause < end, !Task.isCancelled else {
                    let why = explain(error).reason
                    return log.error("the end of job \(job.lease.job.id) could not be stored: \(why)")
                }
            }
            await Clock.sleep(seconds: pause)
            pause = min(2 * pause, settings.leaseSeconds / 6)
        }
    }

    private nonisolated func write(
        _ job: RunningJob, _ outcome: Outcome, _ seconds: Double
    ) async throws -> Bool {
        let (lease, cores, worker, memory) = (job.lease, job.cpus.count, settings.id, job.peakMemory)
        return try await database.write { [queue] session in
            try queue.note(lease, peakMemory: memory, in: session)
            switch outcome {
            case .result(let text):
                guard try queue.complete(lease, result: text, in: session) else { return false }
                try JobRates.add(lease.job, worker: worker, cores: cores, seconds: seconds, in: session)
                return true
            case .failure(let failure): return try queue.fail(lease, failure, in: session)
            case .ordered: return try queue.release(lease, in: session)
            }
        }
    }

    private static func name(_ outcome: Outcome) -> String {
        switch outcome {
        case .result: "done"
        case .failure: "failed"
        case .ordered(.cancel): "cancelled"
        case .ordered: "released"
        }
    }

    private nonisolated func note(_ job: RunningJob, _ outcome: Outcome, _ stood: Bool) {
        let order = job.lease.job.order
        let name = "job \(job.lease.job.id) (\(order.kind), \(order.subject))"
        switch outcome {
        case _ where !stood: log.warning("\(name) was no longer this worker's when it ended")
        case .result: log.debug("\(name) done")
        case .failure(let failure) where failure.isWait: log.debug("\(name) waits: \(failure.reason)")
        case .failure(let failure): log.warning("\(name) failed: \(failure.reason)")
        case .ordered(let why): log.info("\(name) ended early: \(why)")
        }
    }
}

/// An error as the queue keeps it: reason and remedy.
func explain(_ error: any Error) -> JobFailure {
    switch error {
    case let failure as JobFailure: failure
    case let error as any ExplainedError: JobFailure(error.sentence, remedy: error.remedy)
    case is CancellationError: JobFailure("was cancelled from within", remedy: "retry it")
    default: JobFailure("\(error)", remedy: "see the log of the worker that ran it")
    }
}
