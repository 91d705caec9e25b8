public import Logging
internal import System

/// An HTTP/1.1 and WebSocket server: loops of its own move the bytes, each request runs as a task.
///
///     let server = HTTPServer(HTTPServerConfiguration(port: 2345), handler: handler, log: log)
///     let port = try server.bind()      // optional: `run` binds if nobody has
///     try await server.run()            // until stop(), or until the task is cancelled
///
/// `stop` lets requests under way be answered; cancelling the task of `run` cancels them.
public final class HTTPServer: Sendable {
    private let configuration: HTTPServerConfiguration
    private let handler: any HTTPHandler
    private let log: Logger
    private let stage = Locked(Stage.new)
    private let stopping: AsyncStream<Never>
    private let stopped: AsyncStream<Never>.Continuation

    private enum Stage {
        case new
        case bound(ServerLoop)
        case running(ServerLoop)
        case over
    }

    /// A server that has not begun.
    public init(_ configuration: HTTPServerConfiguration, handler: any HTTPHandler, log: Logger) {
        self.configuration = configuration
        self.handler = handler
        self.log = log
        (stopping, stopped) = AsyncStream.makeStream()
    }

    /// Takes the address, so that clients may connect; they are served when it runs. Returns the port.
    @discardableResult
    public func bind() throws(HTTPServerError) -> UInt16 { try bound().port }

    /// Serves until `stop`, then lets requests under way end, at most for the configured time, and cancels the rest.
    public func run() async throws {
        let loop = try bound()
        let isFirst = stage.withLock { stage in
            guard case .bound = stage else { return false }
            stage = .running(loop)
            return true
        }
        guard isFirst else { throw HTTPServerError.used }
        defer { stage.withLock { $0 = .over } }
        let closer = try BlockingThreads(1)
        try loop.start()
        log.info("HTTP server listens", ["address": configuration.address, "port": "\(loop.port)"])
        await serveAll(loop)
        // Tasks have handed their answers over; now they are sent.
        _ = try? await closer.run { [seconds = configuration.stopSeconds] _ in loop.stop(seconds: seconds) }
        await closer.stop()
        log.info("HTTP server stopped", ["port": "\(loop.port)"])
    }

    /// Asks `run` to come to its end. Returns at once.
    public func stop() { stopped.finish() }

    /// Reads the certificate files again; connections made from now on use them. The old ones stay if the new are not
    /// good.
    public func reloadCertificates() throws(HTTPServerError) { try current?.reload() }

    /// What it holds now; nil when it does not run.
    public var counts: HTTPServerCounts? { current?.counts }

    private var current: ServerLoop? {
        stage.withLock { stage in
            switch stage {
            case .new, .over: nil
            case .bound(let loop), .running(let loop): loop
            }
        }
    }

    private func bound() throws(HTTPServerError) -> ServerLoop {
        try stage.withLock { stage throws(HTTPServerError) in
            switch stage {
            case .new:
                try configuration.check(handler)
                let loop = try ServerLoop(configuration)
                stage = .bound(loop)
                return loop
            case .bound(let loop): return loop
            case .running, .over: throw .used
            }
        }
    }

    /// A task for each request; one more that waits for the end.
    private func serveAll(_ loop: ServerLoop) async {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.waitForEnd(loop) }
            for await event in loop.events {
                switch event {
                case .request(let exchange):
                    group.addTask {
                        await RequestServer(loop: loop, handler: self.handler, log: self.log).run(exchange)
                    }
                case .gone(let exchange): exchange.cancel()
                }
            }
        }
    }

    private func waitForEnd(_ loop: ServerLoop) async {
        for await _ in stopping {}
        loop.drain()
        let deadline = Clock.now + configuration.stopSeconds
        while !loop.isIdle, Clock.now < deadline, !Task.isCancelled { await Clock.sleep(seconds: 0.02) }
        loop.cancelAll()
        loop.finishEvents()
    }
}
