import Glibc
import HTTP
import System
import Testing

/// Clients that are slow, silent, greedy or gone: they are cut off, and others are served meanwhile.
@Suite struct HarmTests {
    /// A server that loses its patience quickly.
    private static func hasty(_ change: (inout HTTPLimits) -> Void = { _ in }) -> HTTPServerConfiguration {
        var limits = HTTPLimits()
        limits.headSeconds = 0.6
        limits.idleSeconds = 0.6
        limits.rateSeconds = 0.6
        limits.minimumRate = 10_000
        limits.halfClosedSeconds = 0.4
        limits.webSocketSeconds = 1
        change(&limits)
        return HTTPServerConfiguration(limits: limits, stopSeconds: 5)
    }

    private static let hello = "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n"

    @Test func slowHeadsAndIdleConnectionsAreClosed() async throws {
        try await withServer(Self.hasty()) { port, server in
            try await offPool {
                let silent = try RawClient(port)
                let loris = try RawClient(port)
                loris.send("GET /hello HTTP/1.1\r\nHost: x\r\n")
                let start = Clock.now
                // A byte now and then does not buy time.
                while Clock.now - start < 20, loris.send("A") { usleepBriefly() }
                #expect(loris.isClosedByServer())
                #expect(silent.isClosedByServer())
                #expect(Clock.now - start < 19)
            }
            #expect(server.counts?.connections == 0)
        }
    }

    @Test func slowBodiesAreCutOffAndTheirHandlersTold() async throws {
        let handler = EchoHandler()
        try await withServer(Self.hasty(), handler: handler) { port, _ in
            try await offPool {
                for path in ["/echo", "/upload"] {
                    let client = try RawClient(port)
                    client.send("POST \(path) HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n")
                    let start = Clock.now
                    while Clock.now - start < 20, client.send("0123456789") { usleepBriefly() }
                    #expect(Clock.now - start < 19)
                }
            }
            #expect(await handler.tally.reaches("broken", 1))
            #expect(handler.tally["/echo"] == 0)
        }
    }

    @Test func downloadsThatNobodyReadsEnd() async throws {
        let directory = try Directory.makeTemporary()
        defer { try? Directory.remove(directory) }
        try File.setSize(directory + "/file", 64 << 20)
        try await withServer(Self.hasty(), handler: EchoHandler(file: directory + "/file")) { port, server in
            try await offPool {
                let clients = try (0..<8).map { _ in try RawClient(port, receiveBuffer: 4096) }
                for (index, client) in clients.enumerated() {
                    client.send("GET \(index % 2 == 0 ? "/large" : "/file") HTTP/1.1\r\nHost: x\r\n\r\n")
                }
                let other = try RawClient(port)
                for _ in 0..<10 {
                    #expect(other.ask(Self.hello)?.status == 200)
                    usleepBriefly()
                }
                let start = Clock.now
                while server.counts?.connections ?? 0 > 1, Clock.now - start < 20 {
                    #expect(other.ask(Self.hello)?.status == 200)
                    usleepBriefly()
                }
                #expect(server.counts?.connections == 1)
            }
        }
    }

    @Test func socketThatNobodyReadsIsCutOffAtItsQueue() async throws {
        let handler = EchoHandler()
        try await withServer(Self.hasty { $0.webSocketSeconds = 30 }, handler: handler) { port, _ in
            try await offPool {
                let client = try RawClient(port, receiveBuffer: 4096)
                #expect(client.upgrade("/flood-socket") == 101)
                usleepBriefly()
            }
            #expect(await handler.tally.reaches("closed", 1))
        }
        // One that stays and does not read.
        let second = EchoHandler()
        try await withServer(Self.hasty { $0.webSocketSeconds = 30 }, handler: second) { port, server in
            try await offPool {
                let client = try RawClient(port, receiveBuffer: 4096)
                #expect(client.upgrade("/flood-socket") == 101)
                let start = Clock.now
                while second.tally["closed"] == 0, Clock.now - start < 20 { usleepBriefly() }
                #expect(second.tally["closed"] == 1)
                while server.counts?.webSockets != 0, Clock.now - start < 30 { usleepBriefly() }
                #expect(server.counts?.webSockets == 0)
            }
        }
    }

    @Test func socketThatAnswersNoPingIsClosed() async throws {
        let handler = EchoHandler()
        try await withServer(Self.hasty { $0.webSocketSeconds = 3 }, handler: handler) { port, _ in
            try await offPool {
                let dead = try RawClient(port)
                #expect(dead.upgrade("/echo-socket") == 101)
                let live = try RawClient(port)
                #expect(live.upgrade("/echo-socket") == 101)
                let start = Clock.now
                var pings = 0
                while Clock.now - start < 5.5, let frame = live.frame() {
                    guard frame.opcode == 9 else { continue }
                    pings += 1
                    live.sendFrame(frame.payload, opcode: 10)
                }
                #expect(pings >= 2)
                // The silent one is gone, the other one works.
                #expect(handler.tally["closed"] == 1)
                live.sendFrame("still here")
                var last = live.frame()
                while last?.opcode == 9 { last = live.frame() }
                #expect(last?.text == "still here")
            }
        }
    }

    @Test func abandonedRequestsAreCancelled() async throws {
        let handler = EchoHandler()
        try await withServer(Self.hasty(), handler: handler) { port, _ in
            try await offPool {
                // Left with a close, and with a reset.
                do {
                    let client = try RawClient(port)
                    client.send("GET /slow?seconds=20 HTTP/1.1\r\nHost: x\r\n\r\n")
                    usleepBriefly()
                }
                let rude = try RawClient(port)
                rude.send("GET /slow?seconds=20 HTTP/1.1\r\nHost: x\r\n\r\n")
                usleepBriefly()
                rude.reset()
            }
            #expect(await handler.tally.reaches("cancelled", 2))
        }
    }

    @Test func halfClosedClientStillGetsItsAnswer() async throws {
        try await withServer(Self.hasty { $0.halfClosedSeconds = 20 }) { port, _ in
            try await offPool {
                let client = try RawClient(port)
                client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc")
                client.finishSending()
                #expect(client.response()?.text == "abc")
                #expect(client.isClosedByServer())
                let slow = try RawClient(port)
                slow.send("GET /slow?seconds=0.7 HTTP/1.1\r\nHost: x\r\n\r\n")
                slow.finishSending()
                #expect(slow.response()?.text == "slow\n")
                // Half a request is none.
                let half = try RawClient(port)
                half.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 30\r\n\r\nabc")
                half.finishSending()
                #expect(half.response() == nil)
            }
        }
    }

    @Test func thousandQuickConnectionsAreServedOrTurnedAway() async throws {
        let handler = EchoHandler()
        try await withServer(handler: handler) { port, server in
            try await offPool {
                var answered = 0
                for round in 0..<1000 {
                    let client = try RawClient(port)
                    if round % 3 == 0 { continue }
                    client.send(Self.hello)
                    if round % 3 == 1 { continue }
                    if client.response()?.status == 200 { answered += 1 }
                }
                #expect(answered == 333)
            }
            let start = Clock.now
            while server.counts?.connections != 0, Clock.now - start < 20 { await Clock.sleep(seconds: 0.02) }
            #expect(server.counts?.connections == 0 && server.counts?.requests == 0)
        }
    }

    @Test func noiseDoesNoHarm() async throws {
        let handler = EchoHandler()
        try await withServer(handler: handler) { port, _ in
            try await offPool {
                var seed: UInt64 = 42
                let draw = { (bound: UInt64) -> Int in
                    seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                    return Int((seed >> 33) % bound)
                }
                let head = "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                let valid = Array((head + "3\r\nabc\r\n0\r\n\r\n").utf8)
                for round in 0..<400 {
                    let client = try RawClient(port)
                    if round % 2 == 0 {
                        client.send((0..<draw(3000)).map { _ in UInt8(draw(256)) })
                    } else {
                        // A good request with a few bytes changed.
                        var bytes = valid
                        for _ in 0...draw(3) { bytes[draw(UInt64(bytes.count))] = UInt8(draw(256)) }
                        client.send(bytes)
                    }
                }
                #expect(try RawClient(port).ask(Self.hello)?.status == 200)
            }
        }
    }

    @Test func eachPeerHasItsShareOfConnectionsAndRequests() async throws {
        let limited = Self.hasty {
            $0.connectionsPerPeer = 10
            $0.requests = 4
            $0.idleSeconds = 30
        }
        let handler = EchoHandler()
        try await withServer(limited, handler: handler) { port, server in
            try await offPool {
                var clients = try (0..<10).map { _ in try RawClient(port) }
                for client in clients { #expect(client.ask(Self.hello)?.status == 200) }
                let eleventh = try RawClient(port)
                #expect(eleventh.response()?.status == 503)
                for client in clients[..<4] { client.send("GET /held HTTP/1.1\r\nHost: x\r\n\r\n") }
                while handler.tally["/held"] < 4 { usleepBriefly() }
                let refused = clients[4].ask(Self.hello)
                #expect(refused?.status == 503 && refused?.headers["retry-after"] == "1")
                handler.tally.add("release")
                for client in clients[..<4] { #expect(client.response()?.text == "held\n") }
                #expect(clients[0].ask(Self.hello)?.status == 200)
                // Places are given back.
                clients.removeAll()
                let start = Clock.now
                while server.counts?.connections != 0, Clock.now - start < 20 { usleepBriefly() }
                #expect(try RawClient(port).ask(Self.hello)?.status == 200)
            }
        }
    }
}

/// A twentieth of a second, on a thread that may block.
func usleepBriefly() { usleep(50_000) }
