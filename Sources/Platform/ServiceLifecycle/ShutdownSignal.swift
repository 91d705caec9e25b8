internal import System

/// Tells one service that it is to end. Once told, it stays so.
public final class ShutdownSignal: Sendable {
    /// The signal of the service that this task belongs to; nil outside of a group.
    @TaskLocal public static var current: ShutdownSignal?

    private struct State {
        var isTriggered = false
        var next = 0
        var handlers: [Int: @Sendable () -> Void] = [:]
    }

    private let state = Locked(State())

    /// A signal that nobody has given yet.
    public init() {}

    /// Whether it was given.
    public var isTriggered: Bool { state.withLock { $0.isTriggered } }

    /// Gives it. Handlers run on the caller's thread, once.
    public func trigger() {
        let handlers = state.withLock { state in
            state.isTriggered = true
            defer { state.handlers = [:] }
            return Array(state.handlers.values)
        }
        for handler in handlers { handler() }
    }

    /// Runs `handler` when the signal is given, or now if it was; returns what `remove` takes.
    public func onTrigger(_ handler: @escaping @Sendable () -> Void) -> Int {
        let number: Int? = state.withLock { state in
            guard !state.isTriggered else { return nil }
            state.next += 1
            state.handlers[state.next] = handler
            return state.next
        }
        if number == nil { handler() }
        return number ?? 0
    }

    /// Forgets a handler.
    public func remove(_ number: Int) {
        state.withLock { state in
            state.handlers[number] = nil
        }
    }

    /// Returns when the signal is given or the task is cancelled.
    public func wait() async {
        let (stream, continuation) = AsyncStream<Void>.makeStream()
        let number = onTrigger { continuation.finish() }
        for await _ in stream {}
        remove(number)
    }
}

/// Returns when this task's service is to end, or when the task is cancelled.
public func gracefulShutdown() async {
    await (ShutdownSignal.current ?? ShutdownSignal()).wait()
}

/// Runs `operation`; calls `handler`, at most once and from any thread, when this task's service is to end.
public func withGracefulShutdownHandler<Value>(
    isolation: isolated (any Actor)? = #isolation,
    operation: () async throws -> Value, onGracefulShutdown handler: @escaping @Sendable () -> Void
) async rethrows -> Value {
    guard let signal = ShutdownSignal.current else { return try await operation() }
    let number = signal.onTrigger(handler)
    defer { signal.remove(number) }
    return try await operation()
}

/// Runs `operation`, and cancels it when this task's service is to end.
public func cancelWhenGracefulShutdown<Value: Sendable>(
    _ operation: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value?.self) { group in
        group.addTask { try await operation() }
        group.addTask {
            await gracefulShutdown()
            return nil
        }
        while let value = try await group.next() {
            group.cancelAll()
            if let value { return value }
        }
        throw CancellationError()
    }
}
