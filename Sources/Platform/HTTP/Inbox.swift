internal import System

/// What a client sends, on its way from the loop's thread to the task that takes it: one at a time, by one task.
final class Inbox<Element: Sendable>: Sendable {
    private struct State {
        var items: [Element] = []
        var end: Result<Void, any Error>?
        var waiter: CheckedContinuation<Element?, any Error>?
    }

    private let state = Locked(State())

    /// Adds an item.
    func put(_ item: Element) {
        let waiter = state.withLock { state -> CheckedContinuation<Element?, any Error>? in
            if let waiter = state.waiter {
                state.waiter = nil
                return waiter
            }
            state.items.append(item)
            return nil
        }
        waiter?.resume(returning: item)
    }

    /// Nothing follows what was put; the first end counts.
    func finish(_ end: Result<Void, any Error> = .success(())) {
        let waiter = state.withLock { state -> CheckedContinuation<Element?, any Error>? in
            if state.end == nil { state.end = end }
            let waiter = state.waiter
            state.waiter = nil
            return waiter
        }
        waiter?.resume(with: end.map { nil })
    }

    /// The next item; nil at the end. Throws why it ended early, or that the waiting task was cancelled.
    func next() async throws -> Element? {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                if let result = take(or: continuation) { continuation.resume(with: result) }
            }
        } onCancel: {
            let waiter = state.withLock { state -> CheckedContinuation<Element?, any Error>? in
                let waiter = state.waiter
                state.waiter = nil
                return waiter
            }
            waiter?.resume(throwing: CancellationError())
        }
    }

    /// What is there; nil: `continuation` has been left for what comes. A task that was cancelled before does not
    /// wait: its cancellation handler has run.
    private func take(or continuation: CheckedContinuation<Element?, any Error>) -> Result<
        Element?, any Error
    >? {
        state.withLock { state -> Result<Element?, any Error>? in
            if !state.items.isEmpty { return .success(state.items.removeFirst()) }
            if let end = state.end { return end.map { nil } }
            if Task.isCancelled { return .failure(CancellationError()) }
            state.waiter = continuation
            return nil
        }
    }
}
