import API
import FoundationEssentials
import HTTP
import Metrics
import PlantDouble
import System
import Testing

@testable import RPC

/// A listener: keeps what it was sent, leaves when told.
private final class Listener: WebSocketConnection {
    let sent = Locked<[String]>([])
    private let presence: AsyncStream<String>
    private let leaving: AsyncStream<String>.Continuation

    init() { (presence, leaving) = AsyncStream.makeStream() }

    func receive() async -> String? {
        for await text in presence { return text }
        return nil
    }
    func send(_ text: String) -> Bool {
        sent.withLock { $0.append(text) }
        return true
    }
    func close() {}
    func leave() { leaving.finish() }

    struct Message: Decodable {
        var type: String
        var status: SealerStatus?
        var error: String?
        var remedy: String?
    }
    var messages: [Message] {
        sent.withLock { $0 }.compactMap { try? JSONDecoder().decode(Message.self, from: Data($0.utf8)) }
    }

    /// Waits until it has so many messages; false after 5 s.
    func has(_ count: Int) async -> Bool {
        for _ in 0..<500 {
            if sent.withLock({ $0.count }) >= count { return true }
            await Clock.sleep(seconds: 0.01)
        }
        return false
    }
}

/// The stream that the dashboard follows.
@Suite struct LiveTests {
    private let caller = Caller()

    /// Runs `body` while listeners listen; fails if serving does not end when they leave.
    private func listening(
        _ count: Int, apart seconds: Double = 0, _ body: ([Listener]) async -> Void
    ) async {
        let listeners = (0..<count).map { _ in Listener() }
        await withTaskGroup(of: Void.self) { group in
            for (place, listener) in listeners.enumerated() {
                group.addTask {
                    await Clock.sleep(seconds: seconds * Double(place))
                    await caller.handler.serve(listener, caller.request("GET", "/api/v1/live"))
                }
            }
            await body(listeners)
            for listener in listeners { listener.leave() }
            await group.waitForAll()
        }
    }

    @Test func theFirstStatusComesAtOnceAndEndsWithTheClient() async throws {
        let start = Clock.now
        await listening(1) { listeners in
            #expect(await listeners[0].has(1))
            #expect(listeners[0].messages.first?.status?.miner == "t01000")
            #expect(caller.metrics.text.contains("quarry_http_websockets 1"))
        }
        #expect(Clock.now - start < 2)
        #expect(caller.metrics.text.contains("quarry_http_websockets 0"))
    }

    @Test func aStreamOfChangesIsToldSomeTimesASecondAndTheLastOneIsNotLost() async {
        await listening(1) { listeners in
            #expect(await listeners[0].has(1))
            let start = Clock.now
            for number in 1...100 {
                caller.plant.change { $0.status.limit = "change \(number)" }
                await Clock.sleep(seconds: 0.005)
            }
            await Clock.sleep(seconds: 0.6)
            let most = 2 + Int((Clock.now - start) / LiveFeed.pause)
            #expect((3...most).contains(listeners[0].messages.count))
            #expect(listeners[0].messages.last?.status?.limit == "change 100")
        }
    }

    @Test func nobodyIsLeftWithAnOldStatusBecauseAnotherLookedJustBefore() async {
        // The second listener's pause ends while the first one's look is under way, which began before the change.
        await listening(2, apart: 0.3) { listeners in
            for listener in listeners { #expect(await listener.has(1)) }
            await Clock.sleep(seconds: 0.14)
            caller.plant.change { $0.delay = 0.5 }
            await Clock.sleep(seconds: 0.05)
            caller.plant.change { $0.status.limit = "last" }
            await Clock.sleep(seconds: 1.7)
            for listener in listeners { #expect(listener.messages.last?.status?.limit == "last") }
        }
    }

    @Test func aHundredListenersShareLooks() async {
        await listening(100) { listeners in
            for listener in listeners { #expect(await listener.has(1)) }
            let before = caller.plant.now.looks
            caller.plant.change { $0.status.limit = "new" }
            for listener in listeners { #expect(await listener.has(2)) }
            #expect(caller.plant.now.looks - before < 20)
        }
    }

    @Test func troubleIsToldAndPasses() async {
        await listening(1) { listeners in
            #expect(await listeners[0].has(1))
            caller.plant.change { $0.refusal = .conflict("the database is away", remedy: "start it") }
            #expect(await listeners[0].has(2))
            let trouble = listeners[0].messages.last
            #expect(
                trouble?.type == "error" && trouble?.error == "the database is away"
                    && trouble?.remedy == "start it")
            caller.plant.change { $0.refusal = nil }
            #expect(await listeners[0].has(3))
            #expect(listeners[0].messages.last?.type == "status")
        }
    }
}
