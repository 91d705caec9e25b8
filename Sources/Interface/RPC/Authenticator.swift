public import HTTP
public import Logging

/// Says what the sender of a request may do: by its bearer token, else by its verified client certificate.
public struct Authenticator: Sendable {
    private let tokens: TokenStore
    private let certificates: [String: Scope]
    private let log: Logger

    /// `certificates`: scopes by subject, as RFC 2253 writes it ("CN=worker-1,O=Example"). A certificate alone, of
    /// whoever the authority signed, opens nothing.
    public init(tokens: TokenStore, certificates: [String: Scope] = [:], log: Logger) {
        self.tokens = tokens
        self.certificates = certificates
        self.log = log
    }

    /// The scope of a request's sender; nil: nobody known.
    public func scope(of request: HTTPRequest) -> Scope? {
        if let token = Self.bearerToken(request) {
            do {
                if let scope = try tokens.scope(of: token) { return scope }
                log.warning("a token was not taken", ["peer": request.peer])
            } catch {
                log.error("tokens cannot be read: nobody is let in", ["error": "\(error)"])
            }
            return nil
        }
        return request.clientCertificate.flatMap { certificates[$0] }
    }

    /// The token of a request's Authorization field.
    static func bearerToken(_ request: HTTPRequest) -> String? {
        let fields = request.headers.filter { $0.name == "authorization" }
        // Two fields may be read differently by whoever stands in front.
        guard fields.count == 1, let field = fields.first?.value else { return nil }
        let parts = field.split(separator: " ")
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return String(parts[1])
    }
}

/// Takes requests only under names that are the node's. A page elsewhere whose name its owner points to 127.0.0.1 (DNS
/// rebinding) sends its own name, and gets nothing.
public struct HostGuard: HTTPHandler {
    private let inner: any HTTPHandler
    private let names: Set<String>

    /// `names`: host names, without ports, under which the node is known besides localhost. Numeric addresses, which
    /// nobody can point elsewhere, always count.
    public init(_ inner: any HTTPHandler, names: [String] = []) {
        self.inner = inner
        self.names = Set(names.map { $0.lowercased() } + ["localhost"])
    }

    /// As the handler inside.
    public var isAuthenticating: Bool { inner.isAuthenticating }

    /// Refuses with 421 what came under another name.
    public func accept(_ head: HTTPRequest) async -> HTTPAcceptance {
        guard isOurs(head.header("host")) else {
            return .refuse(
                JSONAnswer.problem(
                    421, "this node is not known under the name of this request",
                    remedy: "use localhost or the node's numeric address"))
        }
        return await inner.accept(head)
    }

    /// As the handler inside.
    public func respond(to request: HTTPRequest) async -> HTTPResponse { await inner.respond(to: request) }

    /// As the handler inside.
    public func serve(_ socket: any WebSocketConnection, _ request: HTTPRequest) async {
        await inner.serve(socket, request)
    }

    /// Whether a Host field names this node, with any port.
    func isOurs(_ field: String?) -> Bool {
        guard let field, !field.isEmpty else { return false }
        if field.hasPrefix("[") {
            guard let end = field.firstIndex(of: "]") else { return false }
            let address = field[field.index(after: field.startIndex)..<end]
            return Self.isPort(field[field.index(after: end)...])
                && address.contains(":") && address.allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
        }
        let colon = field.firstIndex(of: ":") ?? field.endIndex
        guard Self.isPort(field[colon...]) else { return false }
        let name = field[..<colon].lowercased()
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        if parts.count == 4, parts.allSatisfy({ UInt8($0) != nil }) { return true }
        return names.contains(name)
    }

    private static func isPort(_ text: Substring) -> Bool {
        text.isEmpty || (text.first == ":" && UInt16(text.dropFirst()) != nil)
    }
}
