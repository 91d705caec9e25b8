import HTTP
import System
import Testing

@Suite(.serialized) struct ClientTests {
    @Test func asksWithMethodFieldsAndBody() async throws {
        try await withServer { port, _ in
            let client = try HTTPClient()
            let base = "http://127.0.0.1:\(port)"
            let echo = try await client.send(
                HTTPClientRequest("POST", base + "/echo", body: .bytes(Array("body".utf8))))
            #expect(echo.status == 200 && echo.body == Array("body".utf8))
            let head = try await client.send(HTTPClientRequest("HEAD", base + "/hello"))
            #expect(head.status == 200 && head.body.isEmpty && head.header("content-length") == "6")
            let absent = try await client.send(HTTPClientRequest("GET", base + "/nothing"))
            #expect(throws: HTTPClientError.refused(status: 404, "nothing\n")) { try absent.checked() }
        }
    }

    @Test func downloadGoesOnWhereItStopped() async throws {
        let directory = try Directory.makeTemporary()
        defer { try? Directory.remove(directory) }
        let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        try File.writeAtomically(directory + "/source", bytes)
        try await withServer(handler: EchoHandler(file: directory + "/source")) { port, _ in
            let client = try HTTPClient()
            let request = HTTPClientRequest("GET", "http://127.0.0.1:\(port)/file")
            let target = directory + "/target"
            try File.writeAtomically(target, Array(bytes.prefix(1_234_567)))
            #expect(try await client.download(request, to: target).status == 206)
            #expect(try File.read(target) == bytes)
            // All is there: nothing comes, nothing changes.
            #expect(try await client.download(request, to: target).status == 200)
            #expect(try File.read(target) == bytes)
            // A refusal does not touch the file.
            let refused = HTTPClientRequest("GET", "http://127.0.0.1:\(port)/refused")
            #expect(try await client.download(refused, to: target).status == 403)
            #expect(try File.read(target) == bytes)
        }
    }

    @Test func uploadSendsARangeOfAFile() async throws {
        let directory = try Directory.makeTemporary()
        defer { try? Directory.remove(directory) }
        let path = directory + "/source"
        try File.setSize(path, 20 << 20)
        let handler = EchoHandler()
        try await withServer(handler: handler) { port, _ in
            let client = try HTTPClient()
            let request = HTTPClientRequest(
                "PUT", "http://127.0.0.1:\(port)/upload",
                body: .file(path: path, offset: 5 << 20, count: 9 << 20))
            #expect(try await client.send(request).body == Array("\(9 << 20)".utf8))
            #expect(handler.tally["bytes"] == 9 << 20)
            // A file that is shorter than said is an error, and the server sees a broken body.
            let short = HTTPClientRequest(
                "PUT", "http://127.0.0.1:\(port)/upload",
                body: .file(path: path, offset: 19 << 20, count: 9 << 20))
            await #expect(throws: HTTPClientError.self) { try await client.send(short) }
            #expect(await handler.tally.reaches("broken", 1))
        }
    }

    @Test func refusalOfALargeBodyIsHeard() async throws {
        try await withServer { port, _ in
            let client = try HTTPClient()
            let large = HTTPClientRequest(
                "POST", "http://127.0.0.1:\(port)/echo", body: .bytes([UInt8](repeating: 1, count: 8 << 20)))
            #expect(try await client.send(large).status == 413)
        }
    }

    @Test func cancellationEndsATransferAndItsHandler() async throws {
        let handler = EchoHandler()
        try await withServer(handler: handler) { port, _ in
            let client = try HTTPClient()
            let start = Clock.now
            await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    _ = try await client.send(
                        HTTPClientRequest("GET", "http://127.0.0.1:\(port)/slow?seconds=30"))
                }
                _ = await handler.tally.reaches("/slow", 1)
                group.cancelAll()
                await #expect(throws: CancellationError.self) { try await group.next() }
            }
            #expect(Clock.now - start < 20)
            #expect(await handler.tally.reaches("cancelled", 1))
        }
    }

    @Test func failuresAreExplained() async throws {
        let client = try HTTPClient()
        await #expect(throws: HTTPClientError.badURL("ftp://127.0.0.1/x")) {
            try await client.send(HTTPClientRequest("GET", "ftp://127.0.0.1/x"))
        }
        await #expect(throws: HTTPClientError.badField("x")) {
            try await client.send(
                HTTPClientRequest("GET", "http://127.0.0.1/", headers: [("x", "a\r\nb: c")]))
        }
        await #expect {
            try await client.send(HTTPClientRequest("GET", "http://127.0.0.1:1/"))
        } throws: { error in
            if case HTTPClientError.cannotConnect = error { true } else { false }
        }
        try await withServer { port, _ in
            await #expect {
                try await client.send(
                    HTTPClientRequest("GET", "http://127.0.0.1:\(port)/slow?seconds=5", seconds: 0.3))
            } throws: { error in
                if case HTTPClientError.tooSlow = error { true } else { false }
            }
            await #expect(throws: HTTPClientError.tooLarge("http://127.0.0.1:\(port)/large", limit: 1000)) {
                try await client.send(HTTPClientRequest("GET", "http://127.0.0.1:\(port)/large"), limit: 1000)
            }
        }
    }

    @Test func uploadGoesOnFromWhatTheServerHas() async throws {
        let directory = try Directory.makeTemporary()
        defer { try? Directory.remove(directory) }
        let bytes = (0..<(8 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 13 >> 4) }
        let source = directory + "/source"
        try File.writeAtomically(source, bytes)
        let store = StoreHandler(path: directory + "/stored")
        try await withServer(handler: store) { port, _ in
            let client = try HTTPClient()
            let url = "http://127.0.0.1:\(port)/stored"
            // The first try is given up halfway.
            await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    let count = UInt64(bytes.count)
                    let body = HTTPClientRequest.Body.file(path: source, offset: 0, count: count)
                    _ = try await client.send(HTTPClientRequest("PUT", url, body: body))
                }
                #expect(await store.tally.reaches("bytes", 1 << 20))
                group.cancelAll()
                await #expect(throws: CancellationError.self) { try await group.next() }
            }
            #expect(await store.tally.reaches("ended", 1))
            let head = try await client.send(HTTPClientRequest("HEAD", url))
            let durable = try #require(UInt64(head.header("content-length") ?? ""))
            #expect(durable >= 1 << 20 && durable < bytes.count)
            let rest = HTTPClientRequest(
                "PUT", url + "?offset=\(durable)",
                body: .file(path: source, offset: durable, count: UInt64(bytes.count) - durable))
            #expect(try await client.send(rest).status == 201)
            #expect(try File.read(store.path) == bytes)
            // At another place than its end nothing is taken.
            #expect(try await client.send(rest).status == 409)
        }
    }

    @Test func loopbackOfIPv6IsServed() async throws {
        try await withServer(HTTPServerConfiguration(address: "::1", stopSeconds: 5)) { port, _ in
            let client = try HTTPClient()
            let answer = try await client.send(HTTPClientRequest("GET", "http://[::1]:\(port)/hello"))
            #expect(answer.status == 200)
        }
    }
}

/// Keeps one file that grows by uploads: as a store that others send sectors to would.
private struct StoreHandler: HTTPHandler {
    let tally = Tally()
    let path: String

    func accept(_ head: HTTPRequest) async -> HTTPAcceptance {
        guard head.method == "PUT" else { return .body(limit: 0) }
        let offset = UInt64(head.parameter("offset") ?? "0")
        return offset == File.size(path) ?? 0 ? .stream : .refuse(.text(409, "not at the end\n"))
    }

    func respond(to request: HTTPRequest) async -> HTTPResponse {
        guard let stream = request.stream else {
            return HTTPResponse(200, body: .file(path: path, offset: 0, count: File.size(path) ?? 0))
        }
        defer { tally.add("ended") }
        do {
            let file = try FileAppender(path)
            while let chunk = try await stream.next() {
                try file.write(chunk)
                tally.add("bytes", chunk.count)
                await Clock.sleep(seconds: 0.001)
            }
            try file.sync()
            return HTTPResponse(201)
        } catch {
            return .text(500, "\(error)\n")
        }
    }

    func serve(_ socket: any WebSocketConnection, _ request: HTTPRequest) async {}
}
