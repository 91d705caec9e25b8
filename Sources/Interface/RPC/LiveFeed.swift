internal import API
internal import HTTP
internal import System

/// The status as it changes, for any number of listeners: they share one look at the plant.
actor LiveFeed {
    /// Seconds between two messages to one listener at least.
    static let pause = 0.25
    /// Seconds without a change after which the status is sent all the same, so that a listener knows a silent plant
    /// from a dead connection.
    static let heartbeat = 5.0

    private struct Message: Encodable {
        var type = "status"
        var status: SealerStatus
    }
    private struct Trouble: Encodable {
        var type = "error"
        var error: String
        var remedy: String
    }

    private let api: any SealerAPI
    private var last: (text: String, begun: Double)?
    private var isLooking = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(api: any SealerAPI) { self.api = api }

    /// Sends the status at once and after changes, until the client leaves.
    nonisolated func serve(_ socket: any WebSocketConnection) async {
        // Each element is a time; what is sent must have been looked at since.
        let (due, signal) = AsyncStream<Double>.makeStream(bufferingPolicy: .bufferingNewest(1))
        signal.yield(Clock.now - Self.pause)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.listen(socket) }
            group.addTask { await self.follow(signal) }
            group.addTask { await self.beat(signal) }
            group.addTask { await self.send(to: socket, when: due) }
            // The first to end is the listener when the client left, or the sender when it cannot send any more.
            await group.next()
            group.cancelAll()
            socket.close()
        }
    }

    /// What a client says means nothing; the end of it does.
    private nonisolated func listen(_ socket: any WebSocketConnection) async {
        while await socket.receive() != nil {}
    }

    private nonisolated func follow(_ signal: AsyncStream<Double>.Continuation) async {
        for await _ in api.changes() { signal.yield(Clock.now) }
        // Without news of changes the heartbeat alone goes on, until the client leaves.
        while !Task.isCancelled { await Clock.sleep(seconds: 3600) }
    }

    private nonisolated func beat(_ signal: AsyncStream<Double>.Continuation) async {
        while !Task.isCancelled {
            await Clock.sleep(seconds: Self.heartbeat)
            signal.yield(Clock.now - Self.pause)
        }
    }

    private nonisolated func send(to socket: any WebSocketConnection, when due: AsyncStream<Double>) async {
        for await time in due {
            guard !Task.isCancelled, socket.send(await text(since: time)) else { return }
            await Clock.sleep(seconds: Self.pause)
        }
    }

    /// The message of a look that began at a time or later.
    private func text(since time: Double) async -> String {
        while true {
            if let last, last.begun >= time { return last.text }
            guard isLooking else { break }
            await withCheckedContinuation { waiting.append($0) }
        }
        isLooking = true
        let begun = Clock.now
        let text = await look()
        last = (text, begun)
        isLooking = false
        for listener in waiting { listener.resume() }
        waiting = []
        return text
    }

    private func look() async -> String {
        do {
            return try JSONAnswer.text(Message(status: try await api.status()))
        } catch let error as any ExplainedError {
            return trouble(error.sentence, error.remedy)
        } catch {
            return trouble("\(error)", "look at the node's log")
        }
    }

    private func trouble(_ error: String, _ remedy: String) -> String {
        (try? JSONAnswer.text(Trouble(error: error, remedy: remedy))) ?? #"{"type":"error"}"#
    }
}
