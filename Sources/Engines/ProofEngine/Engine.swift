internal import CPlatform
internal import Glibc

/// Runs the engine's long calls, one at a time, on its own group of pinned worker threads.
///
/// A call is made on a thread of its own, which drives the workers, so that Swift's cooperative threads never
/// block. Calls that arrive while one runs wait their turn, first come first served. Cancelling the Swift
/// task cancels the running C call, or takes the waiting one out of the queue's way as soon as its turn
/// comes.
public actor Engine {
    /// Where workers run.
    public enum Placement: Sendable, Hashable {
        /// One worker bound to each of these OS CPUs.
        case cpus([UInt32])
        /// This many workers, placed by the operating system.
        case unbound(Int)
        /// No workers: the job's own thread does everything.
        case single
    }

    private let group: WorkerGroup
    private var busy = false
    private var waiting: [CheckedContinuation<Void, Never>] = []
    /// Number of worker threads.
    public nonisolated let workerCount: Int

    /// Starts the workers.
    public init(_ placement: Placement) throws(EngineError) {
        switch placement {
        case .cpus(let cpus): group = try WorkerGroup(cpus: cpus)
        case .unbound(let count): group = try WorkerGroup(unbound: max(1, count))
        case .single: group = try WorkerGroup(cpus: [])
        }
        workerCount = group.count
    }

    /// Runs `body` on a thread of its own with `job` attached to the workers; returns what it returns.
    /// `body` may block. Its C calls get `job` as their first argument.
    func run<Value: Sendable>(
        _ job: EngineJob, _ body: @escaping @Sendable (UnsafeMutablePointer<qr_job_t>) throws -> Value
    ) async throws -> Value {
        await takeTurn()
        defer { passTurn() }
        if Task.isCancelled { job.cancel() }
        let ticket = unsafe RunTicket(job: job.attach(group.handle), body: body)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                startThread {
                    continuation.resume(with: Result { try ticket.run() })
                }
            }
        } onCancel: {
            job.cancel()
        }
    }

    /// Runs blocking Swift code (file copies, digests) in the engine's turn, on a thread of its own.
    public func runBlocking<Value: Sendable>(
        _ job: EngineJob = EngineJob(), _ body: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await unsafe run(job) { _ in try body() }
    }

    /// Gives the C job and its group to `body` on a thread of its own: for rooms that call the C functions
    /// themselves. The pointer is a `qr_job_t *`.
    public func withJob<Value: Sendable>(
        _ job: EngineJob = EngineJob(), _ body: @escaping @Sendable (UnsafeMutableRawPointer) throws -> Value
    ) async throws -> Value {
        try await unsafe run(job) { try unsafe body(UnsafeMutableRawPointer($0)) }
    }

    private func takeTurn() async {
        guard busy else {
            busy = true
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    private func passTurn() {
        if waiting.isEmpty {
            busy = false
        } else {
            waiting.removeFirst().resume()
        }
    }
}

/// A closure with the C job it works on.
///
/// Safe: made by the engine's actor and used once, on the job's thread; the pointer outlives it because the
/// caller holds the `EngineJob` until the continuation resumes.
@safe
private struct RunTicket<Value: Sendable>: @unchecked Sendable {
    let job: UnsafeMutablePointer<qr_job_t>
    let body: @Sendable (UnsafeMutablePointer<qr_job_t>) throws -> Value

    func run() throws -> Value { try unsafe body(job) }
}
