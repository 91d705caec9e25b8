internal import API
internal import HTTP
internal import Metrics
internal import System

/// The table: everything that can be asked of a plant over HTTP, and the scope that it takes. What is not here is
/// refused.
struct PlantRoutes: Sendable {
    /// The routes, in the order of the API's description.
    let all: [Route]

    /// Routes over an API; `metrics` is what /metrics tells.
    init(api: any SealerAPI, metrics: PlantMetrics) {
        let described = Self.looking(api, metrics) + Self.orders(api) + BrowserSession.routes
        all =
            described + [
                Route("GET", "/api/v1/openapi.json", .read, "This description") { _ in
                    .text(200, try OpenAPI.text(described), type: "application/json")
                }
            ] + Pages.routes
    }

    /// What a lookup found.
    enum Found {
        case route(Route, values: [String: String])
        case otherMethod(allow: String)
        case nothing
    }

    /// The route of a request.
    func find(_ request: HTTPRequest) -> Found {
        var allow: [String] = []
        for route in all {
            guard let values = route.match(request.path) else { continue }
            if route.method == request.method { return .route(route, values: values) }
            allow.append(route.method)
        }
        return allow.isEmpty ? .nothing : .otherMethod(allow: allow.joined(separator: ", "))
    }

    private static func looking(_ api: any SealerAPI, _ metrics: PlantMetrics) -> [Route] {
        [
            Route("GET", "/health", nil, "Whether the node answers") { _ in
                .text(200, #"{"healthy":true}"#, type: "application/json")
            },
            Route("GET", "/metrics", .read, "Metrics in Prometheus' text format") { _ in
                metrics.update(try await api.status())
                return .text(200, metrics.text, type: "text/plain; version=0.0.4; charset=utf-8")
            },
            Route("GET", "/api/v1/status", .read, "The whole plant at one moment") { _ in
                try JSONAnswer.value(try await api.status())
            },
            Route(
                "GET", "/api/v1/live", .read,
                "WebSocket: the status at once, then after changes, at most four times a second", kind: .live),
            Route(
                "GET", "/api/v1/sectors", .read, "Sectors by number",
                [
                    ("state", "only those in this state"),
                    ("search", "only those with this text in the name"),
                    ("after", "only those behind this name"), ("limit", "how many at most: 1 to 1000"),
                ]
            ) { try await SectorSearch($0.request).answer(api) },
            Route("GET", "/api/v1/sectors/{name}", .read, "One sector with its log") { call in
                try JSONAnswer.value(try await api.sector(try call.value("name")))
            },
            Route(
                "GET", "/api/v1/jobs", .read, "Live jobs, most urgent first; ended ones, latest first",
                [
                    ("state", "only those in this state"), ("kind", "only those of this kind"),
                    ("limit", "how many at most: 1 to 1000"),
                ]
            ) { call in
                let jobs = try await api.jobs(
                    state: call.text("state"), kind: call.text("kind"), limit: try call.limit())
                return try JSONAnswer.value(["jobs": jobs])
            },
            Route("GET", "/api/v1/jobs/{id}", .read, "One job") { call in
                try JSONAnswer.value(try await api.job(try call.job()))
            },
            Route(
                "GET", "/api/v1/proofs", .read, "Proofs of spacetime, latest first",
                [("limit", "how many at most: 1 to 1000")]
            ) { call in
                try JSONAnswer.value(["proofs": try await api.posts(limit: try call.limit())])
            },
            Route("GET", "/api/v1/proofs/{id}", .read, "One proof of spacetime") { call in
                try JSONAnswer.value(try await api.post(try call.number("proof")))
            },
        ]
    }

    private static func orders(_ api: any SealerAPI) -> [Route] {
        [
            order("/api/v1/sectors/{name}/retry", "Sends a failed sector back to where it can go on") {
                try await api.retry(sector: try $0.value("name"))
            },
            order("/api/v1/sectors/{name}/remove", "Removes a sector's files and strikes it off") {
                try await api.remove(sector: try $0.value("name"))
            },
            order("/api/v1/jobs/{id}/cancel", "Ends a job") { try await api.cancel(job: try $0.job()) },
            order("/api/v1/jobs/{id}/retry", "Makes a failed job ready again") {
                try await api.retry(job: try $0.job())
            },
            order("/api/v1/pause", "Holds new work back; work under way is finished", pauseParameters) {
                try await pause(true, $0, api)
            },
            order("/api/v1/resume", "Lets work go on", pauseParameters) { try await pause(false, $0, api) },
            order(
                "/api/v1/pledge", "Orders sectors without data", [("count", "how many: 1 to 10000")]
            ) { call in
                let count = try JSONAnswer.body(Count.self, of: call.request).count
                guard (1...10_000).contains(count) else {
                    throw APIError.bad("\(count) sectors cannot be ordered", remedy: "order 1 to 10000")
                }
                try await api.pledge(count: count)
            },
            Route(
                "POST", "/api/v1/proofs", .write, "Orders proofs of spacetime, a partition each",
                [
                    ("kind", "window or winning"),
                    ("sectors", "which; none: all that are proven and in order"),
                    ("randomness", "64 hex digits; none: drawn, for a trial"),
                    ("deadline", "0 to 47; none: a trial"),
                    ("within", "seconds after which it is worth nothing"),
                    ("check", "true: sectors are only read"),
                ]
            ) { call in
                let order = try JSONAnswer.body(PoStOrder.self, of: call.request)
                return try JSONAnswer.value(["proofs": try await api.prove(order)])
            },
            // Whoever names a file makes the node read it: not for everyone who may order work.
            Route(
                "POST", "/api/v1/pieces", .admin, "Takes a file of this machine into the queue",
                [("path", "the file's absolute path"), ("label", "what to call it; may be left out")]
            ) { call in
                let piece = try JSONAnswer.body(Piece.self, of: call.request)
                return try JSONAnswer.value([
                    "piece": try await api.addPiece(path: piece.path, label: piece.label)
                ])
            },
        ]
    }

    private static let pauseParameters = [
        (name: "kinds", about: "kinds of jobs; none: all"), (name: "worker", about: "a worker; none: all"),
    ]

    private static func order(
        _ pattern: String, _ about: String, _ parameters: [(name: String, about: String)] = [],
        _ body: @escaping @Sendable (RouteCall) async throws -> Void
    ) -> Route {
        Route("POST", pattern, .write, about, parameters) { call in
            try await body(call)
            return JSONAnswer.done
        }
    }

    private static func pause(_ paused: Bool, _ call: RouteCall, _ api: any SealerAPI) async throws {
        let pause = try JSONAnswer.body(Pause.self, of: call.request)
        try await api.setPaused(paused, kinds: pause.kinds ?? [], worker: pause.worker)
    }

    private struct Count: Decodable { var count: Int }
    private struct Piece: Decodable {
        var path: String
        var label: String?
    }
    private struct Pause: Decodable {
        var kinds: [String]?
        var worker: String?
    }
}

extension RouteCall {
    /// A part of the path.
    func value(_ name: String) throws(APIError) -> String {
        guard let value = values[name] else { throw .bad("no \(name)", remedy: "name it in the path") }
        return value
    }

    /// A job's number in the path.
    func job() throws(APIError) -> Int64 { try number("job") }

    /// The number of such a thing in the path.
    func number(_ what: String) throws(APIError) -> Int64 {
        let text = try value("id")
        guard let id = Int64(text), id > 0 else { throw .notFound("\(what) \(text)") }
        return id
    }

    /// A query parameter; nil if it is empty.
    func text(_ name: String) -> String? {
        request.parameter(name).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The parameter `limit`.
    func limit() throws(APIError) -> Int {
        guard let text = text("limit") else { return 100 }
        guard let limit = Int(text), (1...1000).contains(limit) else {
            throw .bad("limit is \(text)", remedy: "ask for 1 to 1000")
        }
        return limit
    }
}
