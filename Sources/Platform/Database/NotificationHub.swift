internal import System

/// Hands notifications to those who listen in this process.
final class NotificationHub: Sendable {
    private struct State {
        var next = 0
        var isClosed = false
        var listeners: [String: [Int: AsyncStream<Void>.Continuation]] = [:]
    }

    private let state = Locked(State())
    /// Told when the set of channels that somebody listens on may have changed.
    private let onChange: @Sendable () -> Void

    init(onChange: @escaping @Sendable () -> Void = {}) { self.onChange = onChange }

    /// Channels that somebody listens on.
    var channels: Set<String> { state.withLock { Set($0.listeners.keys) } }

    func listen(_ channel: String) -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let number = state.withLock { state -> Int? in
            guard !state.isClosed else { return nil }
            state.next += 1
            state.listeners[channel, default: [:]][state.next] = continuation
            return state.next
        }
        guard let number else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in self?.remove(channel, number) }
        onChange()
        return stream
    }

    private func remove(_ channel: String, _ number: Int) {
        state.withLock { state in
            state.listeners[channel]?[number] = nil
            if state.listeners[channel]?.isEmpty == true { state.listeners[channel] = nil }
        }
        onChange()
    }

    /// Wakes those who listen on the channels; nil: everybody.
    func post(_ channels: Set<String>?) {
        let woken = state.withLock { state in
            (channels ?? Set(state.listeners.keys)).flatMap {
                state.listeners[$0].map { Array($0.values) } ?? []
            }
        }
        for listener in woken { listener.yield() }
    }

    /// Ends all streams.
    func close() {
        let ended = state.withLock { state in
            defer { state.listeners = [:] }
            state.isClosed = true
            return state.listeners.values.flatMap { Array($0.values) }
        }
        for listener in ended { listener.finish() }
    }
}
