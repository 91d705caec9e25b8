import CPlatform
import ProofEngine
import System

/// Work that is done once on each worker of an engine.
private final class WorkerTask: Sendable {
    let body: @Sendable (Int) -> Void

    init(_ body: @escaping @Sendable (Int) -> Void) { self.body = body }
}

extension Engine {
    /// Runs `body` once on each worker, each on its own core, at the same time; the seconds until all were done.
    func onEachWorker(_ job: EngineJob, _ body: @escaping @Sendable (Int) -> Void) async throws -> Double {
        let task = WorkerTask(body)
        return try await unsafe withJob(job) { raw in
            let group = unsafe raw.assumingMemoryBound(to: qr_job_t.self).pointee.group
            let start = Clock.now
            unsafe qr_group_run(
                group,
                { context, worker in
                    guard let context = unsafe context else { return }
                    unsafe Unmanaged<WorkerTask>.fromOpaque(context).takeUnretainedValue().body(worker)
                }, Unmanaged.passUnretained(task).toOpaque())
            let seconds = Clock.now - start
            withExtendedLifetime(task) {}
            return seconds
        }
    }

    /// Runs `body` `parts` times on each worker; the least time of one run, on the slowest worker. Other work on the
    /// machine interrupts single runs: the least is what the code takes.
    func leastOnEachWorker(
        _ job: EngineJob, parts: Int, _ body: @escaping @Sendable (Int) -> Void
    ) async throws -> Double {
        let slowest = Locked(0.0)
        _ = try await onEachWorker(job) { worker in
            var least = Double.infinity
            for _ in 0..<parts {
                let start = Clock.now
                body(worker)
                least = min(least, Clock.now - start)
            }
            slowest.withLock { $0 = max($0, least) }
        }
        return slowest.withLock { $0 }
    }
}
