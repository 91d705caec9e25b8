internal import API
internal import HTTP

/// How a browser keeps a token: in a cookie that scripts cannot read, which only pages of this server send back. The
/// dashboard hands the token in once; after that requests and the WebSocket carry the cookie.
enum BrowserSession {
    private struct Answer: Encodable { var scope: Scope? }

    /// Routes that open, describe and end a session.
    static let routes: [Route] = [
        Route("GET", "/api/v1/session", .read, "The scope of the token that came with this request") { call in
            try JSONAnswer.value(Answer(scope: call.scope))
        },
        Route(
            "POST", "/api/v1/session", .read, "Keeps the token of this request's Authorization in a cookie"
        ) { call in
            guard let token = token(of: call.request), token.allSatisfy(isCookieSafe) else {
                throw APIError.bad(
                    "no token came with this request", remedy: "send it as `Authorization: Bearer TOKEN`")
            }
            return try answer(call, "\(cookieName(call.request))=\(token)")
        },
        Route("DELETE", "/api/v1/session", .read, "Forgets the cookie") { call in
            try answer(call, "\(cookieName(call.request))=; Max-Age=0")
        },
    ]

    /// The request with the cookie's token as its Authorization, unless it has one.
    static func signed(_ request: HTTPRequest) -> HTTPRequest {
        guard request.header("authorization") == nil, let token = cookie(of: request) else { return request }
        var signed = request
        signed.headers.append(("authorization", "Bearer \(token)"))
        return signed
    }

    /// The answer to a request that another site's page made a browser send; nil: it is none.
    static func refusal(of request: HTTPRequest) -> HTTPResponse? {
        let changes = request.method != "GET" || request.header("upgrade") != nil
        guard changes else { return nil }
        let byCookie = request.header("authorization") == nil && cookie(of: request) != nil
        guard let origin = request.header("origin") else {
            return byCookie ? foreign("no origin") : nil
        }
        let host = origin.split(separator: "/", maxSplits: 2).last.map(String.init) ?? origin
        return host == request.header("host") ? nil : foreign(origin)
    }

    private static func foreign(_ origin: String) -> HTTPResponse {
        JSONAnswer.problem(
            403, "a page from elsewhere (\(origin)) may not ask this", remedy: "use the node's own dashboard")
    }

    private static func answer(_ call: RouteCall, _ cookie: String) throws -> HTTPResponse {
        var response = try JSONAnswer.value(Answer(scope: call.scope))
        let secure = call.request.isEncrypted ? "; Secure" : ""
        response.headers.append(("set-cookie", "\(cookie); Path=/; HttpOnly; SameSite=Strict\(secure)"))
        return response
    }

    /// Cookies are shared by all ports of a host, so the name tells the port.
    private static func cookieName(_ request: HTTPRequest) -> String {
        let port = request.header("host")?.split(separator: ":").last.flatMap { UInt16($0) }
        return port.map { "quarry-\($0)" } ?? "quarry"
    }

    private static func cookie(of request: HTTPRequest) -> String? {
        let name = cookieName(request)
        for header in request.headers where header.name == "cookie" {
            for pair in header.value.split(separator: ";") {
                let parts = pair.split(separator: "=", maxSplits: 1)
                guard parts.count == 2, parts[0].drop(while: { $0 == " " }) == name else { continue }
                return String(parts[1])
            }
        }
        return nil
    }

    private static func token(of request: HTTPRequest) -> String? {
        guard let header = request.header("authorization"), header.lowercased().hasPrefix("bearer ") else {
            return nil
        }
        let token = header.dropFirst(7).filter { $0 != " " }
        return token.isEmpty ? nil : token
    }

    private static func isCookieSafe(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || "-_.~+/=".contains(character))
    }
}
