import Dispatch
import HTTP
import Logging
import System
import Testing

/// A thread for what blocks.
private final class OwnThread: TaskExecutor {
    private let queue = DispatchQueue(label: "client")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}

/// Runs what blocks on a thread of its own: the pool belongs to the server under test.
func offPool<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withTaskExecutorPreference(OwnThread()) { try await runThere(body) }
}

@concurrent private func runThere<Value: Sendable>(_ body: @Sendable () throws -> Value) async throws -> Value
{
    try body()
}

extension HTTPServer {
    static let quietLog = Logger(label: "test", level: .critical) { _, _, _, _ in }
}

/// A server with `handler` on a free port, stopped when `body` is done.
func withServer(
    _ configuration: HTTPServerConfiguration = HTTPServerConfiguration(stopSeconds: 5),
    handler: any HTTPHandler = EchoHandler(),
    _ body: @Sendable (UInt16, HTTPServer) async throws -> Void
) async throws {
    let server = HTTPServer(configuration, handler: handler, log: HTTPServer.quietLog)
    let port = try server.bind()
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await server.run() }
        do {
            try await body(port, server)
        } catch {
            server.stop()
            throw error
        }
        server.stop()
        try await group.waitForAll()
    }
}

/// Counts what happened, from any thread.
final class Tally: Sendable {
    private let counts = Locked<[String: Int]>([:])
    func add(_ name: String, _ count: Int = 1) { counts.withLock { $0[name, default: 0] += count } }
    subscript(_ name: String) -> Int { counts.withLock { $0[name] ?? 0 } }

    /// Waits until a count is reached, at most some seconds.
    func reaches(_ name: String, _ count: Int, seconds: Double = 20) async -> Bool {
        let deadline = Clock.now + seconds
        while self[name] < count {
            if Clock.now > deadline { return false }
            await Clock.sleep(seconds: 0.01)
        }
        return true
    }
}

/// Paths that do what tests need.
struct EchoHandler: HTTPHandler {
    var tally = Tally()
    var file = ""

    func accept(_ head: HTTPRequest) async -> HTTPAcceptance {
        switch head.path {
        case "/refused": .refuse(.text(403, "no\n"))
        case "/upload", "/slow-upload", "/ignored-upload": .stream
        case "/echo-socket", "/flood-socket", "/deaf-socket", "/close-socket": .webSocket
        default: .body(limit: 1 << 20)
        }
    }

    func respond(to request: HTTPRequest) async -> HTTPResponse {
        tally.add(request.path)
        switch request.path {
        case "/echo": return HTTPResponse(200, body: .bytes(request.body))
        case "/hello": return .text(200, "hello\n")
        case "/query":
            return .text(200, request.query.map { "\($0.name)=\($0.value)" }.joined(separator: ";"))
        case "/who": return .text(200, request.clientCertificate ?? "nobody")
        case "/slow":
            await Clock.sleep(seconds: Double(request.parameter("seconds") ?? "1") ?? 1)
            tally.add(Task.isCancelled ? "cancelled" : "finished")
            return .text(200, "slow\n")
        case "/held":
            _ = await tally.reaches("release", 1)
            tally.add(Task.isCancelled ? "cancelled" : "finished")
            return .text(200, "held\n")
        case "/large": return HTTPResponse(200, body: .bytes([UInt8](repeating: 7, count: 32 << 20)))
        case "/file":
            let size = File.size(file) ?? 0
            guard let range = request.header("range") else {
                return HTTPResponse(200, body: .file(path: file, offset: 0, count: size))
            }
            return HTTPByteRange.answer(range, size: size, path: file)
        case "/absent": return HTTPResponse(200, body: .file(path: file + ".absent", offset: 0, count: 1))
        case "/framed": return HTTPResponse(200, headers: [("Content-Length", "1")], body: .bytes([1, 2, 3]))
        case "/split": return HTTPResponse(200, headers: [("x", "a\r\nset-cookie: b")])
        case "/ignored-upload": return .text(200, "not read\n")
        case "/upload", "/slow-upload": return await take(request)
        default: return .text(404, "nothing\n")
        }
    }

    private func take(_ request: HTTPRequest) async -> HTTPResponse {
        var count = 0
        do {
            while let chunk = try await request.stream?.next() {
                count += chunk.count
                tally.add("bytes", chunk.count)
                if request.path == "/slow-upload" { await Clock.sleep(seconds: 0.02) }
            }
        } catch {
            tally.add("broken")
        }
        return .text(200, "\(count)")
    }

    func serve(_ socket: any WebSocketConnection, _ request: HTTPRequest) async {
        tally.add("opened")
        switch request.path {
        case "/echo-socket":
            while let text = await socket.receive() { _ = socket.send(text) }
        case "/flood-socket":
            let text = String(repeating: "x", count: 64 << 10)
            while socket.send(text) { await Clock.sleep(seconds: 0.001) }
        case "/deaf-socket":
            await Clock.sleep(seconds: 30)
        default: break
        }
        tally.add("closed")
    }
}
