internal import CSystem

/// SIGINT and SIGTERM.
public enum Signals {
    private final class Handler: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// Exit status of a process that a second signal ends at once.
    public static let interruptedStatus: Int32 = 130

    /// Runs `body` as a task that the first SIGINT or SIGTERM cancels; the second one ends the process with status 130.
    /// Call once, first thing in `main`.
    public static func cancelling<Value: Sendable>(
        _ body: @escaping @Sendable () async -> Value
    ) async throws(SystemError) -> Value {
        let running = Locked<Task<Value, Never>?>(nil)
        try watch {
            if let intercept = interceptor.withLock({ $0 }) { return intercept() }
            running.withLock { $0?.cancel() }
        }
        let task = Task { await body() }
        running.withLock { $0 = task }
        return await task.value
    }

    private static let interceptor = Locked<(@Sendable () -> Void)?>(nil)

    /// While `operation` runs, the first signal calls `handler` instead of cancelling the task of `cancelling`: for
    /// what stops in an order of its own.
    public static func intercepting<Value>(
        isolation: isolated (any Actor)? = #isolation,
        _ handler: @escaping @Sendable () -> Void, operation: () async throws -> Value
    ) async rethrows -> Value {
        interceptor.withLock { $0 = handler }
        defer { interceptor.withLock { $0 = nil } }
        return try await operation()
    }

    private static func watch(_ body: @escaping @Sendable () -> Void) throws(SystemError) {
        let context = unsafe Unmanaged.passRetained(Handler(body)).toOpaque()
        let code = unsafe quarry_signals_watch(
            { context in
                guard let context = unsafe context else { return }
                unsafe Unmanaged<Handler>.fromOpaque(context).takeUnretainedValue().body()
            }, context, interruptedStatus)
        if code != 0 { throw SystemError("watch", "signals", code: code) }
    }
}
