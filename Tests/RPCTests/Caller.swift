import API
import FoundationEssentials
import HTTP
import Logging
import Metrics
import PlantDouble

@testable import RPC

/// A handler over a made-up plant, and requests to it as the HTTP server would make them.
struct Caller {
    let plant: PlantDouble
    let metrics = Metrics()
    let handler: PlantHandler

    init(_ contents: PlantDouble.Contents = .busy(sectors: 60)) {
        plant = PlantDouble(contents)
        handler = PlantHandler(
            api: plant, metrics: metrics, log: Logger(label: "test", level: .critical) { _, _, _, _ in }
        ) { request in
            let words = request.header("authorization")?.split(separator: " ") ?? []
            return words.count == 2 && words[0] == "Bearer" ? Scope(rawValue: String(words[1])) : nil
        }
    }

    func request(
        _ method: String, _ path: String, scope: Scope? = .admin, query: [(name: String, value: String)] = [],
        body: String = "", headers: [(name: String, value: String)] = []
    ) -> HTTPRequest {
        let sent = scope.map { [(name: "authorization", value: "Bearer \($0.rawValue)")] } ?? []
        return HTTPRequest(
            method: method, path: path, query: query, headers: [("host", "localhost:2345")] + sent + headers,
            peer: "127.0.0.1:9", body: Array(body.utf8))
    }

    /// What the server sends back: the refusal of the head, else the answer.
    func answer(_ request: HTTPRequest) async -> HTTPResponse {
        if case .refuse(let response) = await handler.accept(request) { return response }
        return await handler.respond(to: request)
    }

    func get(
        _ path: String, scope: Scope? = .admin, query: [(name: String, value: String)] = [],
        headers: [(name: String, value: String)] = []
    ) async -> HTTPResponse {
        await answer(request("GET", path, scope: scope, query: query, headers: headers))
    }

    func post(_ path: String, _ body: String = "", scope: Scope? = .admin) async -> HTTPResponse {
        await answer(request("POST", path, scope: scope, body: body))
    }
}

extension HTTPResponse {
    var bytes: [UInt8] {
        guard case .bytes(let bytes) = body else { return [] }
        return bytes
    }
    var text: String { String(decoding: bytes, as: UTF8.self) }

    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try JSONDecoder().decode(type, from: Data(bytes))
    }

    /// What each refusal tells.
    struct Problem: Decodable {
        var error: String
        var remedy: String
    }
}
