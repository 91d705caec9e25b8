internal import System

/// Why a client's request ended before it was answered.
enum ClientGone: Error {
    case gone
}

/// A request under way: its head, what is still coming of it, and the task that serves it.
final class Exchange: Sendable {
    /// What the loop said of the head.
    struct Head: Sendable {
        var method: String
        var target: String
        var headers: [(name: String, value: String)]
        var peer: String
        var subject: String?
        var hasBody: Bool
        var isUpgrade: Bool
        var isEncrypted: Bool
    }

    let id: UInt64
    let head: Head
    /// The body, whole or in chunks.
    let body = Inbox<[UInt8]>()
    /// Messages of a WebSocket; the first one, empty, says that it is open.
    let messages = Inbox<String>()
    private let serving = Locked(Serving())

    /// The task is known from `begin` to `end`, while it runs, so it may be cancelled in between.
    @safe
    private struct Serving {
        var task: UnsafeCurrentTask?
        var isCancelled = false
    }

    init(id: UInt64, head: Head) {
        self.id = id
        self.head = head
    }

    /// The client is gone, or the server stops waiting: nothing more comes.
    func fail() {
        body.finish(.failure(ClientGone.gone))
        messages.finish()
    }

    /// Names the task that serves it, which must call `end`.
    func begin(_ task: UnsafeCurrentTask?) {
        serving.withLock { serving in
            unsafe serving.task = task
            if serving.isCancelled { unsafe task?.cancel() }
        }
    }

    /// The task is about to end.
    func end() {
        serving.withLock { serving in unsafe serving.task = nil }
    }

    /// Cancels the task, now or as soon as it begins.
    func cancel() {
        serving.withLock { serving in
            serving.isCancelled = true
            unsafe serving.task?.cancel()
        }
    }
}
