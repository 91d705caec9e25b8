internal import API
internal import FoundationEssentials
internal import HTTP
internal import System

/// Values as answers.
enum JSONAnswer {
    private struct Problem: Codable {
        var error: String
        var remedy: String
    }

    /// 200 with a value.
    static func value(_ value: some Encodable, status: Int = 200) throws -> HTTPResponse {
        bytes(Array(try encoder.encode(value)), status: status)
    }

    /// 200 with {"done": true}: an order was taken.
    static var done: HTTPResponse { bytes(Array(#"{"done":true}"#.utf8), status: 200) }

    /// What went wrong, as {error, remedy}.
    static func problem(
        _ status: Int, _ error: String, remedy: String, headers: [(name: String, value: String)] = []
    ) -> HTTPResponse {
        let body = try? encoder.encode(Problem(error: error, remedy: remedy))
        var response = bytes(body.map { Array($0) } ?? Array("{}".utf8), status: status)
        response.headers += headers
        return response
    }

    /// The answer to a call that threw.
    static func problem(_ error: any Error) -> HTTPResponse {
        switch error {
        case let error as APIError:
            problem(status(of: error), error.sentence, remedy: error.remedy)
        case let error as any ExplainedError:
            problem(500, error.sentence, remedy: error.remedy)
        case is CancellationError:
            problem(503, "the node is shutting down", remedy: "ask again when it is back")
        default:
            problem(500, "\(error)", remedy: "look at the node's log")
        }
    }

    /// A value's text, for the live stream.
    static func text(_ value: some Encodable) throws -> String {
        String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// The value in a request's body; an empty body is an empty object.
    static func body<Value: Decodable>(_ type: Value.Type, of request: HTTPRequest) throws -> Value {
        do {
            return try JSONDecoder().decode(
                type, from: request.body.isEmpty ? Data("{}".utf8) : Data(request.body))
        } catch let error as DecodingError {
            throw APIError.bad(
                "the body is not what this route takes: \(reason(error))",
                remedy: "send a JSON object as /api/v1/openapi.json describes it")
        }
    }

    private static func bytes(_ body: [UInt8], status: Int) -> HTTPResponse {
        HTTPResponse(
            status,
            headers: [
                ("content-type", "application/json"), ("cache-control", "no-store"),
                ("x-content-type-options", "nosniff"),
            ], body: .bytes(body))
    }

    private static func status(of error: APIError) -> Int {
        switch error {
        case .notFound: 404
        case .conflict: 409
        case .bad: 400
        }
    }

    private static func reason(_ error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, _): "'\(key.stringValue)' is missing"
        case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
            "'\(context.codingPath.map(\.stringValue).joined(separator: "."))' is no \(type)"
        case .dataCorrupted: "no JSON"
        @unknown default: "no JSON"
        }
    }

    private static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }
}
