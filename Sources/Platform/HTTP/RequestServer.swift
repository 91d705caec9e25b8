internal import Logging
internal import System

/// Serves one request: asks the handler how, gets the body, hands the answer to the loop.
struct RequestServer {
    let loop: ServerLoop
    let handler: any HTTPHandler
    let log: Logger

    /// All of it, as the current task.
    func run(_ exchange: Exchange) async {
        unsafe await withUnsafeCurrentTask { task in
            unsafe exchange.begin(task)
            await serve(exchange)
            exchange.end()
        }
        // Not before the answer is with the loop: an end of the server waits for what is listed.
        loop.forget(exchange.id)
    }

    private func serve(_ exchange: Exchange) async {
        guard let target = RequestTarget(exchange.head.target) else {
            return answer(exchange, .text(400, "the request's path is not well formed\n"), closes: true)
        }
        let head = exchange.head
        let request = HTTPRequest(
            method: head.method, path: target.path, query: target.query, headers: head.headers,
            peer: head.peer,
            clientCertificate: head.subject, isEncrypted: head.isEncrypted)
        switch await handler.accept(request) {
        case .body(let limit): await respond(exchange, request, limit: limit)
        case .stream: await stream(exchange, request)
        case .webSocket: await serveSocket(exchange, request)
        case .refuse(let response): answer(exchange, response, closes: head.hasBody)
        }
    }

    private func respond(_ exchange: Exchange, _ request: HTTPRequest, limit: Int) async {
        var request = request
        if exchange.head.hasBody {
            loop.acceptBody(exchange.id, limit: limit)
            do {
                request.body = try await exchange.body.next() ?? []
            } catch {
                return
            }
        }
        answer(exchange, await handler.respond(to: request), closes: false)
    }

    private func stream(_ exchange: Exchange, _ request: HTTPRequest) async {
        var request = request
        loop.acceptStream(exchange.id)
        request.stream = HTTPBodyStream { [loop, id = exchange.id, body = exchange.body] in
            guard let chunk = try await body.next() else { return nil }
            // The next one comes while this one is worked on.
            loop.more(id)
            return chunk
        }
        answer(exchange, await handler.respond(to: request), closes: false)
    }

    private func serveSocket(_ exchange: Exchange, _ request: HTTPRequest) async {
        guard exchange.head.isUpgrade else {
            return answer(
                exchange, HTTPResponse(426, headers: [("upgrade", "websocket")]),
                closes: exchange.head.hasBody)
        }
        loop.acceptWebSocket(exchange.id)
        guard (try? await exchange.messages.next()) != nil else { return }
        await handler.serve(ServerSocket(loop: loop, exchange: exchange), request)
        loop.close(exchange.id, code: 1000)
    }

    private func answer(_ exchange: Exchange, _ response: HTTPResponse, closes: Bool) {
        if loop.respond(exchange.id, response, closes: closes) { return }
        log.error("an answer's status or fields are not well formed", ["target": exchange.head.target])
        _ = loop.respond(exchange.id, .text(500, "the answer was not well formed\n"), closes: true)
    }
}

/// A WebSocket of the server.
private struct ServerSocket: WebSocketConnection {
    let loop: ServerLoop
    let exchange: Exchange

    func receive() async -> String? {
        guard let text = try? await exchange.messages.next() else { return nil }
        loop.more(exchange.id)
        return text
    }

    func send(_ text: String) -> Bool { loop.send(exchange.id, text) }
    func close() { loop.close(exchange.id, code: 1000) }
}
