internal import HTTP

/// One thing that can be asked, as the table has it.
struct Route: Sendable {
    /// Answers a call; what it throws becomes JSON {error, remedy}.
    typealias Action = @Sendable (RouteCall) async throws -> HTTPResponse

    /// What is done with the call's connection.
    enum Kind: Sendable {
        case answer(Action)
        case live
    }

    /// "GET".
    let method: String
    /// "/api/v1/sectors/{name}": a part in braces takes any text without a slash.
    let pattern: String
    /// How metrics call it.
    var label: String
    /// The scope that it takes; nil: open to everyone who reaches the port.
    let scope: Scope?
    /// One line for the API's description.
    let about: String
    /// Names of query parameters, or of members of the body, with what they mean.
    let parameters: [(name: String, about: String)]
    /// What is done.
    let kind: Kind
    private let parts: [Substring]

    /// A route whose answer is made by `action`.
    init(
        _ method: String, _ pattern: String, _ scope: Scope?, _ about: String,
        _ parameters: [(name: String, about: String)] = [], action: @escaping Action
    ) {
        self.init(method, pattern, scope, about, parameters, kind: .answer(action))
    }

    /// A route of any kind.
    init(
        _ method: String, _ pattern: String, _ scope: Scope?, _ about: String,
        _ parameters: [(name: String, about: String)] = [], kind: Kind
    ) {
        self.method = method
        self.pattern = pattern
        label = pattern
        self.scope = scope
        self.about = about
        self.parameters = parameters
        self.kind = kind
        parts = pattern.split(separator: "/", omittingEmptySubsequences: false)
    }

    /// Values of the parts in braces, by name; nil: the path is another one.
    func match(_ path: String) -> [String: String]? {
        let given = path.split(separator: "/", omittingEmptySubsequences: false)
        guard given.count == parts.count else { return nil }
        var values: [String: String] = [:]
        for (part, text) in zip(parts, given) {
            if part.hasPrefix("{") {
                guard !text.isEmpty else { return nil }
                values[String(part.dropFirst().dropLast())] = String(text)
            } else if part != text {
                return nil
            }
        }
        return values
    }
}

/// A call of a route.
struct RouteCall: Sendable {
    /// The request.
    let request: HTTPRequest
    /// Values of the path's parts in braces.
    let values: [String: String]
    /// The caller's scope; nil on open routes.
    var scope: Scope?
}
