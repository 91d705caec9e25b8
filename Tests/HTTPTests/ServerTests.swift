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
                    #expect(client.frame()?.text == text)
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
}
