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
}
