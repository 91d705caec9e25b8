import Logging
import ServiceLifecycle
import System
import Testing

/// What services did, in order.
final class Diary: Sendable {
    private let lines = Locked<[String]>([])
    func note(_ line: String) { lines.withLock { $0.append(line) } }
    var all: [String] { lines.withLock { $0 } }
}

struct Oops: Error {}

struct Recorder: Service {
    let name: String
    let diary: Diary
    var failsAtOnce = false
    var heedsSignal = true

    func run() async throws {
        if failsAtOnce { throw Oops() }
        diary.note("\(name) on")
        if heedsSignal {
            await gracefulShutdown()
        } else {
            while !Task.isCancelled { await Clock.sleep(seconds: 0.01) }
        }
        diary.note("\(name) off")
    }
}

let silence = Logger(label: "test") { _, _, _, _ in }

@Suite struct ServiceGroupTests {
    @Test func servicesStopInReverseOrder() async throws {
        let diary = Diary()
        let group = ServiceGroup(
            ["a", "b", "c"].map { .init($0, Recorder(name: $0, diary: diary)) }, log: silence)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            while diary.all.count < 3 { await Clock.sleep(seconds: 0.005) }
            group.stop()
            try await tasks.waitForAll()
        }
        #expect(diary.all.suffix(3) == ["c off", "b off", "a off"])
    }

    @Test func anErrorOfOneStopsTheOthersAndIsThrown() async throws {
        let diary = Diary()
        let group = ServiceGroup(
            [
                .init("a", Recorder(name: "a", diary: diary)),
                .init("b", Recorder(name: "b", diary: diary, failsAtOnce: true)),
            ], log: silence)
        await #expect(throws: Oops.self) { try await group.run() }
        #expect(diary.all == ["a on", "a off"])
    }

    @Test func aServiceThatDoesNotStopIsCancelledAfterTheBound() async throws {
        let diary = Diary()
        let group = ServiceGroup(
            [.init("deaf", Recorder(name: "deaf", diary: diary, heedsSignal: false))], stopSeconds: 0.1,
            log: silence)
        let start = Clock.now
        group.stop()
        try await group.run()
        #expect(diary.all == ["deaf on", "deaf off"])
        #expect(Clock.now - start >= 0.1)
    }

    @Test func cancellationEndsAllServices() async throws {
        let diary = Diary()
        let group = ServiceGroup([.init("a", Recorder(name: "a", diary: diary))], log: silence)
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try? await group.run() }
            while diary.all.isEmpty { await Clock.sleep(seconds: 0.005) }
            tasks.cancelAll()
        }
        #expect(diary.all == ["a on", "a off"])
    }

    @Test func operationsCanBeCancelledByTheSignal() async throws {
        let signal = ShutdownSignal()
        signal.trigger()
        await ShutdownSignal.$current.withValue(signal) {
            await #expect(throws: (any Error).self) {
                try await cancelWhenGracefulShutdown {
                    while !Task.isCancelled { await Clock.sleep(seconds: 0.01) }
                    throw CancellationError()
                }
            }
        }
    }
}
