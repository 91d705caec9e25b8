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
            #expect(Clock.now - start < 5)
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
}
