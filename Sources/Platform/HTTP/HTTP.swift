/// # HTTP
///
/// An HTTP/1.1 and WebSocket server over Boost.Beast, with TLS by OpenSSL, and a client over libcurl. Start with
/// `HTTPServer` and `HTTPHandler`, or with `HTTPClient`. It knows no Filecoin, no tokens and no permissions: who may do
/// what is decided by the room that owns the handler.

/// A request whose head has been read.
public struct HTTPRequest: Sendable {
    /// "GET", "PUT"...
    public var method: String
    /// Percent-decoded path, "/api/v1/sectors"; never contains "..".
    public var path: String
    /// Percent-decoded query parameters in order.
    public var query: [(name: String, value: String)]
    /// Header fields, names in lower case, in order.
    public var headers: [(name: String, value: String)]
    /// "127.0.0.1:51234".
    public var peer: String
    /// Subject of the client's certificate, verified by the server's authorities, as RFC 2253 writes it:
    /// "CN=worker-1"; nil without one.
    public var clientCertificate: String?
    /// The body, for routes that take it whole: at most the route's limit.
    public var body: [UInt8]
    /// The body as a stream, for routes declared as streams: one chunk in flight, so a slow reader slows the
    /// sender.
    public var stream: HTTPBodyStream?
    /// Whether it came through TLS.
    public var isEncrypted: Bool

    /// A request.
    public init(
        method: String, path: String, query: [(name: String, value: String)] = [],
        headers: [(name: String, value: String)] = [], peer: String = "", clientCertificate: String? = nil,
        body: [UInt8] = [], stream: HTTPBodyStream? = nil, isEncrypted: Bool = false
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.peer = peer
        self.clientCertificate = clientCertificate
        self.body = body
        self.stream = stream
        self.isEncrypted = isEncrypted
    }

    /// First value of a header field; `name` in lower case.
    public func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
    /// First value of a query parameter.
    public func parameter(_ name: String) -> String? { query.first { $0.name == name }?.value }
}

/// Chunks of a request's body. Nil at its end; throws when the client leaves.
public struct HTTPBodyStream: Sendable {
    /// Waits for the next chunk and asks the sender for more.
    public let next: @Sendable () async throws -> [UInt8]?

    /// A stream.
    public init(next: @escaping @Sendable () async throws -> [UInt8]?) { self.next = next }
}

/// An answer.
public struct HTTPResponse: Sendable {
    /// What follows the head.
    public enum Body: Sendable {
        case bytes([UInt8])
        /// A range of a regular file, sent at the socket's pace; 404 if there is no such file, 416 if it is shorter.
        case file(path: String, offset: UInt64, count: UInt64)
    }

    /// "200".
    public var status: Int
    /// Header fields; date, length, encoding and connection are the server's. One of these, or a field with
    /// characters that could end it, makes the answer 500.
    public var headers: [(name: String, value: String)]
    /// What follows.
    public var body: Body

    /// An answer.
    public init(_ status: Int, headers: [(name: String, value: String)] = [], body: Body = .bytes([])) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// Text.
    public static func text(_ status: Int, _ text: String, type: String = "text/plain; charset=utf-8") -> Self
    {
        Self(status, headers: [("content-type", type)], body: .bytes(Array(text.utf8)))
    }
}

/// What a server asks of the room that uses it. Each call is made in a task of its own, cancelled when the
/// client leaves.
public protocol HTTPHandler: Sendable {
    /// Whether each request but harmless ones must show who sent it. A server refuses to listen beyond loopback for a
    /// handler that does not ask. False unless said.
    var isAuthenticating: Bool { get }
    /// Before the body is read: how it is to be taken, or the answer that refuses it (401, 404, 405, 413).
    func accept(_ head: HTTPRequest) async -> HTTPAcceptance
    /// Answers a request.
    func respond(to request: HTTPRequest) async -> HTTPResponse
    /// A WebSocket was opened on a path that `accept` allowed; returning closes it.
    func serve(_ socket: any WebSocketConnection, _ request: HTTPRequest) async
}

extension HTTPHandler {
    /// Does not ask.
    public var isAuthenticating: Bool { false }
}

/// How a request goes on after its head.
public enum HTTPAcceptance: Sendable {
    /// Read the body whole, up to so many bytes (413 past them), then `respond`.
    case body(limit: Int)
    /// Hand the body over as a stream to `respond`.
    case stream
    /// Upgrade to a WebSocket, then `serve`.
    case webSocket
    /// Answer with this and close.
    case refuse(HTTPResponse)
}

/// An open WebSocket. Messages out are queued per client; a client that lets 4 MiB pile up is cut off (1013).
public protocol WebSocketConnection: Sendable {
    /// Next text message (at most 64 KiB); nil when closed. A server's task must go on asking, even if it expects
    /// nothing: a client that sends 32 messages that nobody takes is cut off after a while.
    func receive() async -> String?
    /// Queues a text message; false once closed.
    func send(_ text: String) -> Bool
    /// Closes it.
    func close()
}
