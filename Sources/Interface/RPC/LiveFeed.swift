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
    private var last: (text: String, time: Double)?
    private var isLooking = false
    private var waiting: [CheckedContinuation<String, Never>] = []

    init(api: any SealerAPI) { self.api = api }

    /// Sends the status at once and after changes, until the client leaves.
    nonisolated func serve(_ socket: any WebSocketConnection) async {
        let (due, signal) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        signal.yield()
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

    private nonisolated func follow(_ signal: AsyncStream<Void>.Continuation) async {
        for await _ in api.changes() { signal.yield() }
        // Without news of changes the heartbeat alone goes on, until the client leaves.
        while !Task.isCancelled { await Clock.sleep(seconds: 3600) }
    }

    private nonisolated func beat(_ signal: AsyncStream<Void>.Continuation) async {
        while !Task.isCancelled {
            await Clock.sleep(seconds: Self.heartbeat)
            signal.yield()
        }
    }

    private nonisolated func send(to socket: any WebSocketConnection, when due: AsyncStream<Void>) async {
        for await _ in due {
            guard !Task.isCancelled, socket.send(await text()) else { return }
            await Clock.sleep(seconds: Self.pause)
        }
    }

    /// The message, at most half a pause old.
    private func text() async -> String {
        if let last, Clock.now - last.time < Self.pause / 2 { return last.text }
        if isLooking { return await withCheckedContinuation { waiting.append($0) } }
        isLooking = true
        let text = await look()
        last = (text, Clock.now)
        isLooking = false
        for listener in waiting { listener.resume(returning: text) }
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
