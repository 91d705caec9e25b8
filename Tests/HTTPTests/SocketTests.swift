import HTTP
import System
import Testing

@Suite(.serialized) struct SocketTests {
    @Test func breachesOfTheProtocolCloseWithTheirCode() async throws {
        let handler = EchoHandler()
        try await withServer(handler: handler) { port, _ in
            try await offPool {
                let open = {
                    let client = try RawClient(port)
                    #expect(client.upgrade("/echo-socket") == 101)
                    return client
                }
                // Frames of clients must be masked.
                let unmasked = try open()
                unmasked.sendFrame(Array("hello".utf8), isMasked: false)
                #expect(unmasked.frame()?.code == 1002)
                // 64 KiB are the most; what a frame only claims to have is not waited for.
                let large = try open()
                large.sendFrame([UInt8](repeating: 65, count: 65_537))
                #expect(large.frame()?.code == 1009)
                let claimed = try open()
                claimed.sendFrame([65], claims: 1 << 40)
                #expect(claimed.frame()?.code == 1009)
                let most = try open()
                most.sendFrame([UInt8](repeating: 65, count: 65_536))
                #expect(most.frame()?.payload.count == 65_536)
                // Bytes that are no UTF-8, messages that are no text, frames that do not exist.
                let binary = try open()
                binary.sendFrame([1, 2, 3], opcode: 2)
                #expect(binary.frame()?.code == 1003)
                let broken = try open()
                broken.sendFrame([0xff, 0xfe])
                #expect(broken.frame()?.code == 1007)
                let reserved = try open()
                reserved.sendFrame([], opcode: 5)
                #expect(reserved.frame()?.code == 1002)
                let continued = try open()
                continued.sendFrame([65], opcode: 0)
                #expect(continued.frame()?.code == 1002)
            }
            #expect(await handler.tally.reaches("closed", 8))
        }
    }

    @Test func serverThatIsDoneCloses() async throws {
        try await withServer { port, _ in
            try await offPool {
                let client = try RawClient(port)
                #expect(client.upgrade("/close-socket") == 101)
                #expect(client.frame()?.code == 1000)
                client.sendFrame([3, 232], opcode: 8)
                #expect(client.isClosedByServer())
            }
        }
    }

    @Test func handlerHearsOfAClientThatLeft() async throws {
        let handler = EchoHandler()
        try await withServer(handler: handler) { port, server in
            try await offPool {
                let rude = try RawClient(port)
                #expect(rude.upgrade("/echo-socket") == 101)
                rude.reset()
                let polite = try RawClient(port)
                #expect(polite.upgrade("/deaf-socket") == 101)
            }
            // The deaf one's task is cancelled.
            #expect(await handler.tally.reaches("closed", 2))
            #expect(server.counts?.webSockets == 0)
        }
    }

    @Test func manyClientsGetEveryMessage() async throws {
        let hub = Hub()
        try await withServer(handler: hub) { port, _ in
            try await offPool {
                let clients = try (0..<60).map { _ in try RawClient(port) }
                for client in clients { #expect(client.upgrade("/feed") == 101) }
                while hub.count < clients.count { usleepBriefly() }
                for number in 0..<100 { hub.send("message \(number)") }
                for client in clients {
                    for number in 0..<100 where client.frame()?.text != "message \(number)" {
                        Issue.record("message \(number) is missing")
                        return
                    }
                }
            }
        }
    }

    /// Sends what it is told to all that are connected.
    private struct Hub: HTTPHandler {
        private let sockets = Locked<[any WebSocketConnection]>([])
        var count: Int { sockets.withLock { $0.count } }
        func send(_ text: String) { for socket in sockets.withLock({ $0 }) { _ = socket.send(text) } }
        func accept(_ head: HTTPRequest) async -> HTTPAcceptance { .webSocket }
        func respond(to request: HTTPRequest) async -> HTTPResponse { .text(404, "") }
        func serve(_ socket: any WebSocketConnection, _ request: HTTPRequest) async {
            sockets.withLock { $0.append(socket) }
            while await socket.receive() != nil {}
        }
    }
}

/// How a server ends.
@Suite(.serialized) struct StopTests {
    @Test func requestsUnderWayAreAnswered() async throws {
        let handler = EchoHandler()
        try await withServer(handler: handler) { port, server in
            try await offPool {
                let clients = try (0..<20).map { _ in try RawClient(port) }
                for client in clients { client.send("GET /held HTTP/1.1\r\nHost: x\r\n\r\n") }
                let socket = try RawClient(port)
                #expect(socket.upgrade("/echo-socket") == 101)
                let idle = try RawClient(port)
                while handler.tally["/held"] < 20 || handler.tally["opened"] < 1 { usleepBriefly() }
                server.stop()
                #expect(idle.isClosedByServer())
                #expect(socket.frame()?.code == 1001)
                socket.sendFrame([3, 233], opcode: 8)
                handler.tally.add("release")
                for client in clients {
                    let answer = client.response()
                    #expect(answer?.text == "held\n" && answer?.headers["connection"] == "close")
                }
                // Nobody gets in any more.
                #expect(throws: SystemError.self) { try RawClient(port) }
            }
        }
        #expect(handler.tally["finished"] == 20)
    }

    @Test func largeAnswersAreSentWhole() async throws {
        let handler = EchoHandler()
        try await withServer(handler: handler) { port, server in
            try await offPool {
                let client = try RawClient(port)
                client.send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
                while handler.tally["/large"] < 1 { usleepBriefly() }
                server.stop()
                usleepBriefly()
                #expect(client.response()?.body.count == 32 << 20)
            }
        }
    }

    @Test func whatTakesTooLongIsCancelled() async throws {
        let handler = EchoHandler()
        let start = Clock.now
        let configuration = HTTPServerConfiguration(stopSeconds: 0.5)
        try await withServer(configuration, handler: handler) { port, server in
            try await offPool {
                let client = try RawClient(port)
                client.send("GET /slow?seconds=60 HTTP/1.1\r\nHost: x\r\n\r\n")
                let upload = try RawClient(port)
                upload.send("POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc")
                while handler.tally["/slow"] < 1 || handler.tally["bytes"] < 3 { usleepBriefly() }
                server.stop()
                #expect(client.response()?.status == 200)
                #expect(upload.isClosedByServer())
            }
        }
        #expect(Clock.now - start < 30)
        #expect(handler.tally["cancelled"] == 1 && handler.tally["broken"] == 1)
    }

    @Test func serverThatNeverRanIsNoTrouble() async throws {
        let log = HTTPServer.quietLog
        let server = HTTPServer(HTTPServerConfiguration(), handler: EchoHandler(), log: log)
        let port = try server.bind()
        #expect(try server.bind() == port)
        // The port is taken, and by this one alone.
        let second = HTTPServer(HTTPServerConfiguration(port: port), handler: EchoHandler(), log: log)
        #expect {
            try second.bind()
        } throws: { error in
            if case HTTPServerError.cannotListen = error { true } else { false }
        }
    }

    @Test func networkIsNotReachedByAccident() throws {
        let open = EchoHandler()
        let closed = Door()
        let tls = HTTPServerTLS(certificate: "/nowhere", privateKey: "/nowhere")
        let tries: [(HTTPServerConfiguration, any HTTPHandler, HTTPServerError)] = [
            (HTTPServerConfiguration(address: "0.0.0.0"), closed, .beyondLoopback("0.0.0.0")),
            (HTTPServerConfiguration(address: "::"), closed, .beyondLoopback("::")),
            (HTTPServerConfiguration(address: "127.evil"), closed, .beyondLoopback("127.evil")),
            (
                HTTPServerConfiguration(address: "0.0.0.0", allowsNetwork: true, tls: tls), open,
                .unauthenticated("0.0.0.0")
            ),
            (
                HTTPServerConfiguration(address: "0.0.0.0", allowsNetwork: true), closed,
                .unencrypted("0.0.0.0")
            ),
        ]
        for (configuration, handler, error) in tries {
            #expect(throws: error) {
                try HTTPServer(configuration, handler: handler, log: HTTPServer.quietLog).bind()
            }
        }
        let meant = HTTPServerConfiguration(
            address: "0.0.0.0", allowsNetwork: true, allowsPlaintextOnNetwork: true)
        #expect(try HTTPServer(meant, handler: closed, log: HTTPServer.quietLog).bind() > 0)
        #expect(
            try HTTPServer(
                HTTPServerConfiguration(address: "localhost"), handler: open, log: HTTPServer.quietLog
            )
            .bind() > 0)
    }

    private struct Door: HTTPHandler {
        var isAuthenticating: Bool { true }
        func accept(_ head: HTTPRequest) async -> HTTPAcceptance { .refuse(.text(401, "")) }
        func respond(to request: HTTPRequest) async -> HTTPResponse { .text(401, "") }
        func serve(_ socket: any WebSocketConnection, _ request: HTTPRequest) async {}
    }
}
