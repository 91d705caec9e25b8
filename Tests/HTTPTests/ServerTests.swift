import HTTP
import System
import Testing

@Suite(.serialized) struct ServerTests {
    @Test func oneConnectionCarriesManyRequestsInOrder() async throws {
        try await withServer { port, _ in
            try await offPool {
                let client = try RawClient(port)
                #expect(client.ask("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n")?.text == "hello\n")
                let echo = client.ask("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nabcde")
                #expect(echo?.text == "abcde")
                #expect(echo?.headers["connection"] == "keep-alive")
                let last = client.ask(
                    "GET /query?a=1%202&b=x+y HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                #expect(last?.text == "a=1 2;b=x y")
                #expect(client.isClosedByServer())
            }
        }
    }

    @Test func socketEchoesAndClosesCleanly() async throws {
        let handler = EchoHandler()
        try await withServer(handler: handler) { port, _ in
            try await offPool {
                let client = try RawClient(port)
                #expect(client.upgrade("/echo-socket") == 101)
                for text in ["one", "two", String(repeating: "z", count: 60_000)] {
                    client.sendFrame(text)
                    let isEcho = client.frame()?.text == text
                    #expect(isEcho, "\(text.prefix(10))")
                }
                client.sendFrame([], opcode: 9)
                #expect(client.frame()?.opcode == 10)
                client.sendFrame([3, 232], opcode: 8)
                #expect(client.frame()?.code == 1000)
                #expect(client.isClosedByServer())
            }
            #expect(await handler.tally.reaches("closed", 1))
        }
    }

    @Test func pipelinedRequestsAreAnsweredInOrder() async throws {
        let handler = EchoHandler()
        try await withServer(handler: handler) { port, _ in
            try await offPool {
                let client = try RawClient(port)
                var all = ""
                for index in 0..<50 {
                    let text = "\(index)"
                    all +=
                        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: \(text.utf8.count)\r\n\r\n\(text)"
                    all += "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n"
                }
                client.send(all)
                for index in 0..<50 {
                    #expect(client.response()?.text == "\(index)")
                    #expect(client.response()?.text == "hello\n")
                }
            }
        }
        #expect(handler.tally["/echo"] == 50)
    }

    @Test func bodyThatNobodyTakesEndsTheConnectionButNotTheAnswer() async throws {
        let handler = EchoHandler()
        try await withServer(handler: handler) { port, _ in
            try await offPool {
                for path in ["/refused", "/ignored-upload"] {
                    let client = try RawClient(port)
                    client.send("POST \(path) HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\n\r\n")
                    client.send([UInt8](repeating: 65, count: 1_000_000))
                    client.send([UInt8](repeating: 65, count: 1_000_000))
                    let answer = client.response()
                    #expect(answer?.status == (path == "/refused" ? 403 : 200))
                    #expect(answer?.headers["connection"] == "close")
                    #expect(client.response() == nil)
                }
            }
        }
    }

    @Test func slowReaderHoldsTheSenderBack() async throws {
        let handler = EchoHandler()
        try await withServer(handler: handler) { port, _ in
            let sent = try await offPool {
                let client = try RawClient(port)
                client.send("POST /slow-upload HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\n")
                // A second of sending: a reader of 50 chunks a second takes some MB, the kernel's buffers hold some.
                let start = Clock.now
                let piece = [UInt8](repeating: 1, count: 65536)
                var sent = 0
                while Clock.now - start < 1, client.send(piece) { sent += piece.count }
                return sent
            }
            #expect(sent < 40 << 20)
            #expect(await handler.tally.reaches("broken", 1, seconds: 20))
            #expect(handler.tally["bytes"] <= sent)
        }
    }

    @Test func expectedContinueIsSaidBeforeTheBody() async throws {
        try await withServer { port, _ in
            try await offPool {
                let client = try RawClient(port)
                let head = "POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: "
                #expect(client.ask(head + "3\r\n\r\n")?.status == 100)
                client.send("abc")
                #expect(client.response()?.text == "abc")
                // Refused without having been sent.
                #expect(client.ask(head + "3000000\r\n\r\n")?.status == 413)
            }
        }
    }

    @Test func filesAreSentInRanges() async throws {
        let directory = try Directory.makeTemporary()
        defer { try? Directory.remove(directory) }
        let path = directory + "/file"
        let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 % 251) }
        try File.writeAtomically(path, bytes)
        try await withServer(handler: EchoHandler(file: path)) { port, _ in
            try await offPool {
                let client = try RawClient(port)
                let ask = { (range: String) in
                    client.ask("GET /file HTTP/1.1\r\nHost: x\r\nRange: \(range)\r\n\r\n")
                }
                let ranges = [
                    ("bytes=0-0", 0..<1), ("bytes=10-19", 10..<20), ("bytes=999999-", 999_999..<1_000_000),
                    ("bytes=-7", 999_993..<1_000_000), ("bytes=5-99999999", 5..<1_000_000),
                    ("bytes=-99999999", 0..<1_000_000),
                ]
                for (range, expected) in ranges {
                    let part = ask(range)
                    #expect(part?.status == 206 && part?.body == Array(bytes[expected]), "\(range)")
                    let said = "bytes \(expected.lowerBound)-\(expected.upperBound - 1)/1000000"
                    #expect(part?.headers["content-range"] == said)
                }
                for range in ["bytes=1000000-", "bytes=-0"] {
                    #expect(ask(range)?.headers["content-range"] == "bytes */1000000")
                }
                for range in [
                    "bytes=0-1,5-6", "lines=1-2", "bytes=9-3", "bytes=a-b", "bytes=-", "bytes=+1-2",
                ] {
                    let whole = ask(range)
                    #expect(whole?.status == 200 && whole?.body == bytes, "\(range)")
                }
                #expect(
                    client.ask("GET /absent HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")?.status == 404)
            }
        }
    }

    @Test func headHasNoBody() async throws {
        let directory = try Directory.makeTemporary()
        defer { try? Directory.remove(directory) }
        try File.setSize(directory + "/file", 5 << 30)
        try await withServer(handler: EchoHandler(file: directory + "/file")) { port, _ in
            try await offPool {
                let client = try RawClient(port)
                client.send("HEAD /file HTTP/1.1\r\nHost: x\r\n\r\n")
                #expect(client.response(hasBody: false)?.headers["content-length"] == "\(5 << 30)")
                #expect(client.ask("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n")?.text == "hello\n")
            }
        }
    }
}
