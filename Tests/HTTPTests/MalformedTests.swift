import HTTP
import System
import Testing

/// Requests that a proxy in front may read otherwise than this server, and others that no client means: none
/// reaches a handler, and each ends its connection.
@Suite(.serialized) struct MalformedTests {
    private static let smuggled = "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n"

    private static let refused: [(name: String, request: String, status: Int)] = [
        (
            "two lengths",
            "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nContent-Length: 5\r\n\r\nabcde", 400
        ),
        (
            "equal lengths",
            "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nabcde", 400
        ),
        ("a list of lengths", "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5, 5\r\n\r\nabcde", 400),
        ("a signed length", "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: +5\r\n\r\nabcde", 400),
        ("a hexadecimal length", "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 0x5\r\n\r\nabcde", 400),
        (
            "a length past 64 bits",
            "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n", 400
        ),
        (
            "length and chunks",
            "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            400
        ),
        (
            "chunks and length",
            "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
            400
        ),
        (
            "chunks twice",
            "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            400
        ),
        ("another encoding", "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: identity\r\n\r\n", 501),
        (
            "a hidden encoding",
            "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 501
        ),
        (
            "two encodings",
            "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501
        ),
        (
            "chunks in HTTP/1.0",
            "POST /echo HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400
        ),
        ("a bare line feed", "GET /hello HTTP/1.1\nHost: x\n\n", 400),
        ("a bare line feed after a field", "GET /hello HTTP/1.1\r\nHost: x\nA: b\r\n\r\n", 400),
        (
            "a space before the colon", "GET /hello HTTP/1.1\r\nHost: x\r\nContent-Length : 5\r\n\r\nabcde",
            400
        ),
        ("a field without a name", "GET /hello HTTP/1.1\r\nHost: x\r\n: v\r\n\r\n", 400),
        ("a line without a colon", "GET /hello HTTP/1.1\r\nHost: x\r\nnonsense\r\n\r\n", 400),
        ("a zero byte", "GET /hello HTTP/1.1\r\nHost: x\r\nA: b\0c\r\n\r\n", 400),
        ("no host", "GET /hello HTTP/1.1\r\n\r\n", 400),
        ("two hosts", "GET /hello HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400),
        ("no target", "GET HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        ("two spaces", "GET  /hello HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        ("no version", "GET /hello\r\nHost: x\r\n\r\n", 400),
        ("a version to come", "GET /hello HTTP/3.0\r\nHost: x\r\n\r\n", 400),
        ("another protocol", "SSH-2.0-OpenSSH_9.2\r\n", 400),
        (
            "an expectation nobody knows",
            "POST /echo HTTP/1.1\r\nHost: x\r\nExpect: much\r\nContent-Length: 1\r\n\r\n", 417
        ),
        ("a way up", "GET /../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        ("an escaped way up", "GET /%2e%2e/etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        ("an escaped slash", "GET /a%2Fb HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        ("an escaped zero", "GET /a%00b HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        ("half an escape", "GET /a%2 HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        ("bytes that are no text", "GET /a%ff HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        ("an absolute target", "GET http://x/hello HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        ("a proxy's request", "CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n", 400),
    ]

    @Test func refusesWhatCouldBeReadInTwoWays() async throws {
        let handler = EchoHandler()
        try await withServer(handler: handler) { port, _ in
            try await offPool {
                for (name, request, status) in Self.refused {
                    let client = try RawClient(port)
                    // Whatever the body's end is taken for, what follows must not be served.
                    let answer = client.ask(request + Self.smuggled)
                    #expect(answer?.status == status, "\(name)")
                    // Well framed requests for bad paths are the exception: theirs is no question of framing.
                    let isFramed = request.contains("%") || request.contains("/..") || request.contains("//x")
                    if !isFramed && !request.hasPrefix("CONNECT") {
                        #expect(client.response() == nil, "\(name): what followed was served")
                    }
                }
            }
        }
        #expect(handler.tally["/echo"] == 0)
    }

    @Test func badChunksAreRefused() async throws {
        let handler = EchoHandler()
        let head = "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        try await withServer(handler: handler) { port, _ in
            try await offPool {
                for body in [
                    "x\r\nabc\r\n0\r\n\r\n", "-1\r\n\r\n", "3\r\nabcd\r\n0\r\n\r\n", "3\nabc\r\n0\r\n\r\n",
                    "ffffffffffffffffff\r\n", "3 \r\nabc\r\n0\r\n\r\n", "3\r\nabc0\r\n\r\n",
                ] {
                    let client = try RawClient(port)
                    let answer = client.ask(head + body + Self.smuggled)
                    #expect(answer?.status == 400, "\(body.debugDescription)")
                    #expect(client.response() == nil)
                }
                // Chunks as they should be, with an extension and a trailer.
                let client = try RawClient(port)
                let good = "3;a=b\r\nabc\r\n2\r\nde\r\n0\r\nX-Trailer: y\r\n\r\n"
                #expect(client.ask(head + good)?.text == "abcde")
                #expect(client.ask("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n")?.text == "hello\n")
            }
        }
        #expect(handler.tally["/echo"] == 1)
    }

    @Test func largeHeadsGet431AndNothingElse() async throws {
        let handler = EchoHandler()
        try await withServer(handler: handler) { port, _ in
            try await offPool {
                for fields in [
                    "A: " + String(repeating: "x", count: 100_000) + "\r\n",
                    String(repeating: "A: b\r\n", count: 10_000),
                    String(repeating: "x", count: 40_000),
                ] {
                    let client = try RawClient(port)
                    #expect(client.ask("GET /hello HTTP/1.1\r\nHost: x\r\n\(fields)\r\n")?.status == 431)
                    #expect(client.isClosedByServer())
                }
                let path = "/" + String(repeating: "y", count: 20_000)
                #expect(try RawClient(port).ask("GET \(path) HTTP/1.1\r\nHost: x\r\n\r\n")?.status == 431)
                // Just below the limit.
                let value = String(repeating: "x", count: 15_000)
                let client = try RawClient(port)
                #expect(client.ask("GET /hello HTTP/1.1\r\nHost: x\r\nA: \(value)\r\n\r\n")?.status == 200)
            }
        }
        #expect(handler.tally["/hello"] == 1)
    }

    @Test func largeBodiesGet413() async throws {
        let handler = EchoHandler()
        try await withServer(handler: handler) { port, _ in
            try await offPool {
                let said = try RawClient(port)
                #expect(
                    said.ask("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1048577\r\n\r\n")?.status
                        == 413)
                let astronomic =
                    "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 18446744073709551614\r\n\r\n"
                #expect(try RawClient(port).ask(astronomic)?.status == 413)
                // Not said: found out while reading.
                let unsaid = try RawClient(port)
                unsaid.send("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
                let chunk = Array("10000\r\n".utf8) + [UInt8](repeating: 1, count: 65536) + Array("\r\n".utf8)
                for _ in 0..<20 { unsaid.send(chunk) }
                #expect(unsaid.response()?.status == 413)
                // Exactly the limit.
                let most = try RawClient(port)
                most.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1048576\r\n\r\n")
                most.send([UInt8](repeating: 5, count: 1 << 20))
                #expect(most.response()?.body.count == 1 << 20)
            }
        }
        #expect(handler.tally["/echo"] == 1)
    }

    @Test func answersCannotBeSplit() async throws {
        try await withServer { port, _ in
            try await offPool {
                for path in ["/split", "/framed"] {
                    let answer = try RawClient(port).ask("GET \(path) HTTP/1.1\r\nHost: x\r\n\r\n")
                    #expect(answer?.status == 500 && answer?.headers["set-cookie"] == nil)
                    #expect(answer?.text == "the answer was not well formed\n")
                }
            }
        }
    }

    @Test func upgradesThatAreNoneAreRefused() async throws {
        let handler = EchoHandler()
        try await withServer(handler: handler) { port, _ in
            try await offPool {
                let client = try RawClient(port)
                #expect(client.ask("GET /echo-socket HTTP/1.1\r\nHost: x\r\n\r\n")?.status == 426)
                for fields in [
                    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 12\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
                    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n",
                    "Upgrade: h2c\r\nConnection: Upgrade\r\n",
                ] {
                    let status = try RawClient(port).ask(
                        "GET /echo-socket HTTP/1.1\r\nHost: x\r\n\(fields)\r\n")?.status
                    #expect(status == 426 || status == 400)
                }
            }
        }
        #expect(handler.tally["opened"] == 0)
    }
}
