public import API
public import HTTP
public import Logging
public import Metrics
internal import System

/// What the HTTP server calls: finds the route, asks who calls, runs it, counts it.
public struct PlantHandler: HTTPHandler {
    /// The scope of whoever sent a request (by its bearer token or its certificate); nil: nobody known.
    public typealias Authorize = @Sendable (HTTPRequest) async -> Scope?

    /// Bytes of an order's body at most.
    private static let bodyLimit = 64 << 10

    /// Every route but the pages and /health asks who calls.
    public let isAuthenticating = true

    private let routes: PlantRoutes
    private let metrics: RequestMetrics
    private let feed: LiveFeed
    private let authorize: Authorize
    private let log: Logger

    /// A handler over an API. `metrics` is what /metrics tells: other rooms may count in it too.
    public init(api: any SealerAPI, metrics: Metrics, log: Logger, authorize: @escaping Authorize) {
        routes = PlantRoutes(api: api, metrics: PlantMetrics(metrics))
        self.metrics = RequestMetrics(metrics)
        feed = LiveFeed(api: api)
        self.authorize = authorize
        self.log = log
    }

    /// Refuses what is not in the table or not allowed, before any body is read.
    public func accept(_ head: HTTPRequest) async -> HTTPAcceptance {
        switch await admit(head) {
        case .refused(let response, let pattern):
            metrics.count(head.method, pattern, response.status, seconds: 0)
            return .refuse(response)
        case .admitted(let route, _, _):
            if case .live = route.kind {
                guard head.header("upgrade")?.lowercased() == "websocket" else {
                    return .refuse(
                        JSONAnswer.problem(
                            426, "this is a WebSocket", remedy: "open it with a WebSocket client",
                            headers: [("upgrade", "websocket")]))
                }
                return .webSocket
            }
            return .body(limit: route.method == "POST" ? Self.bodyLimit : 0)
        }
    }

    /// Answers a request.
    public func respond(to request: HTTPRequest) async -> HTTPResponse {
        let start = Clock.now
        let answer: HTTPResponse
        let pattern: String
        switch await admit(request) {
        case .refused(let response, let refused):
            (answer, pattern) = (response, refused)
        case .admitted(let route, let values, let caller):
            answer = await run(route, RouteCall(request: caller.request, values: values, scope: caller.scope))
            pattern = route.label
        }
        metrics.count(request.method, pattern, answer.status, seconds: Clock.now - start)
        return answer
    }

    /// Pushes the status until the client leaves.
    public func serve(_ socket: any WebSocketConnection, _ request: HTTPRequest) async {
        metrics.sockets.adjust(by: 1)
        await feed.serve(socket)
        metrics.sockets.adjust(by: -1)
    }

    private func run(_ route: Route, _ call: RouteCall) async -> HTTPResponse {
        guard case .answer(let action) = route.kind else {
            return JSONAnswer.problem(426, "this is a WebSocket", remedy: "open it with a WebSocket client")
        }
        do {
            let answer = try await action(call)
            if let scope = route.scope, scope >= .write {
                log.info("order taken", ["path": call.request.path, "peer": call.request.peer])
            }
            return answer
        } catch {
            let answer = JSONAnswer.problem(error)
            if answer.status >= 500 {
                log.error("request failed", ["path": call.request.path, "error": "\(error)"])
            }
            return answer
        }
    }

    private struct Caller {
        var request: HTTPRequest
        var scope: Scope?
    }

    private enum Admission {
        case admitted(Route, values: [String: String], Caller)
        case refused(HTTPResponse, pattern: String)
    }

    /// The only door: nothing runs that did not pass here.
    private func admit(_ request: HTTPRequest) async -> Admission {
        let route: Route
        let values: [String: String]
        switch routes.find(request) {
        case .route(let found, let given): (route, values) = (found, given)
        case .otherMethod(let allow):
            let refusal = JSONAnswer.problem(
                405, "\(request.method) is not served here", remedy: "use \(allow)",
                headers: [("allow", allow)])
            return .refused(refusal, pattern: "none")
        case .nothing:
            let refusal = JSONAnswer.problem(
                404, "there is nothing at this path", remedy: "see /api/v1/openapi.json for what there is")
            return .refused(refusal, pattern: "none")
        }
        if let refusal = BrowserSession.refusal(of: request) {
            return .refused(refusal, pattern: route.label)
        }
        guard let needed = route.scope else {
            return .admitted(route, values: values, Caller(request: request, scope: nil))
        }
        let signed = BrowserSession.signed(request)
        guard let scope = await authorize(signed) else {
            let refusal = JSONAnswer.problem(
                401, "no valid token came with this request",
                remedy: "send `Authorization: Bearer TOKEN`; `quarry auth create --scope read` makes one",
                headers: [("www-authenticate", "Bearer")])
            return .refused(refusal, pattern: route.label)
        }
        guard scope >= needed else {
            let refusal = JSONAnswer.problem(
                403, "this takes a token of scope \(needed.rawValue); yours has \(scope.rawValue)",
                remedy: "`quarry auth create --scope \(needed.rawValue)` makes one")
            return .refused(refusal, pattern: route.label)
        }
        return .admitted(route, values: values, Caller(request: signed, scope: scope))
    }
}
