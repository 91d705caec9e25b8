public import Logging
internal import System

/// Runs services: starts them in order; on SIGTERM or SIGINT, on `stop`, or when one ends, stops them one by one in
/// the reverse order. A second signal ends the process at once.
public final class ServiceGroup: Service {
    /// A service and the name that logs give it.
    public struct Entry: Sendable {
        /// For logs.
        public let name: String
        /// What runs.
        public let service: any Service

        /// A service with its name.
        public init(_ name: String, _ service: any Service) {
            self.name = name
            self.service = service
        }
    }

    private let entries: [Entry]
    private let stopSeconds: Double
    private let heedsSignals: Bool
    private let log: Logger
    private let signal = ShutdownSignal()

    /// `stopSeconds`: how long all of them together may take to stop before their tasks are cancelled.
    public init(_ entries: [Entry], stopSeconds: Double = 60, heedsSignals: Bool = false, log: Logger) {
        self.entries = entries
        self.stopSeconds = stopSeconds
        self.heedsSignals = heedsSignals
        self.log = log
    }

    /// Begins to stop; `run` returns when all have.
    public func stop() { signal.trigger() }

    /// Runs all services; throws the first error of one once all have ended.
    public func run() async throws {
        let signal = signal
        try await withGracefulShutdownHandler {
            guard heedsSignals else { return try await runAll() }
            try await Signals.intercepting {
                signal.trigger()
            } operation: {
                try await self.runAll()
            }
        } onGracefulShutdown: {
            signal.trigger()
        }
    }

    private enum Event: Sendable {
        case ended(Int, (any Error)?)
        case stop
        case overdue
    }

    private func runAll() async throws {
        let signals = entries.map { _ in ShutdownSignal() }
        let failure = await withTaskGroup(of: Event.self) { group in
            for (index, entry) in entries.enumerated() {
                group.addTask { await Self.run(entry.service, index, signals[index]) }
            }
            group.addTask { [signal] in
                await signal.wait()
                return .stop
            }
            return await watch(&group, signals)
        }
        if let failure { throw failure }
    }

    private static func run(_ service: any Service, _ index: Int, _ signal: ShutdownSignal) async -> Event {
        await ShutdownSignal.$current.withValue(signal) {
            do {
                try await service.run()
                return .ended(index, nil)
            } catch {
                return .ended(index, error)
            }
        }
    }

    /// Until all services have ended.
    private func watch(_ group: inout TaskGroup<Event>, _ signals: [ShutdownSignal]) async -> (any Error)? {
        var alive = Set(entries.indices)
        var failure: (any Error)?
        var isStopping = false
        while !alive.isEmpty, let event = await group.next() {
            switch event {
            case .ended(let index, let error):
                alive.remove(index)
                note(entries[index].name, error, isStopping)
                if failure == nil, !(error is CancellationError) { failure = error }
            case .overdue:
                let names = alive.sorted().map { entries[$0].name }.joined(separator: ", ")
                log.warning("still not stopped after \(Int(stopSeconds)) s, cancelled: \(names)")
                group.cancelAll()
            case .stop: break
            }
            if !isStopping {
                isStopping = true
                let seconds = stopSeconds
                group.addTask {
                    await Clock.sleep(seconds: seconds)
                    return .overdue
                }
            }
            if let last = alive.max() { signals[last].trigger() }
        }
        group.cancelAll()
        return failure
    }

    private func note(_ name: String, _ error: (any Error)?, _ isStopping: Bool) {
        if let error, !(error is CancellationError) {
            let text = (error as? any ExplainedError)?.sentence ?? "\(error)"
            log.error("\(name) ended: \(text)")
        } else if isStopping {
            log.debug("\(name) stopped")
        } else {
            log.warning("\(name) ended by itself: stopping")
        }
    }
}
