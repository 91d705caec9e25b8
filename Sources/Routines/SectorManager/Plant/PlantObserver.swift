internal import ProofEngine
internal import Scheduler
internal import System

/// Carries a stage's progress to the job's lease, and the lease's end to the stage.
struct PlantObserver: StageObserver {
    let work: JobWork
    /// Seconds between two looks.
    static let interval = 0.25

    func stage<Value: Sendable>(
        _ info: StageInfo, job: EngineJob, _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let report = work.report
        let name = info.name
        report(JobProgress(stage: name))
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                await Self.sample(name, job, report)
                return nil
            }
            defer { group.cancelAll() }
            while let value = try await group.next() {
                if let value { return value }
            }
            throw CancellationError()
        }
    }

    private static func sample(
        _ name: String, _ job: EngineJob, _ report: @Sendable (JobProgress) -> Void
    ) async {
        while !Task.isCancelled {
            await Clock.sleep(seconds: interval)
            let total = job.total
            if total > 0 { report(JobProgress(stage: name, done: min(job.done, total), total: total)) }
        }
    }

    func note(_ text: String) {}

    func permit() throws { try work.checkLease() }
}
