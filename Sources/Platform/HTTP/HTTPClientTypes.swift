public import System

/// How a client reaches servers and shows who it is.
public struct HTTPClientConfiguration: Sendable {
    /// PEM file of authorities that servers' certificates are verified by; nil: the system's.
    public var authorities: String?
    /// PEM file of the client's certificate; nil: none is shown.
    public var certificate: String?
    /// PEM file of its private key.
    public var privateKey: String?
    /// Sent as `Authorization: Bearer`, unless a request has that field.
    public var token: String?
    /// Seconds to connect, TLS included.
    public var connectSeconds = 10.0
    /// Bytes a second that a transfer must make over `rateSeconds`.
    public var minimumRate = 1024
    /// Seconds that a transfer may be slower than `minimumRate`, silence of a server that thinks included.
    public var rateSeconds = 60.0
    /// Transfers at once; more wait their turn.
    public var transfers = 4
    /// Whether the proxy that the environment names is used.
    public var usesProxy = false

    /// A client without certificate and token.
    public init() {}
}

/// What a client asks.
public struct HTTPClientRequest: Sendable {
    /// What is sent after the head.
    public enum Body: Sendable {
        case none
        case bytes([UInt8])
        /// A range of a file.
        case file(path: String, offset: UInt64, count: UInt64)
    }

    /// "GET", "HEAD", "PUT", "POST", "DELETE"...
    public var method: String
    /// "https://host:port/path?query", percent-encoded.
    public var url: String
    /// Header fields.
    public var headers: [(name: String, value: String)]
    /// What is sent after the head.
    public var body: Body
    /// Seconds for all of it; nil: as long as it moves.
    public var seconds: Double?

    /// A request.
    public init(
        _ method: String, _ url: String, headers: [(name: String, value: String)] = [], body: Body = .none,
        seconds: Double? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.seconds = seconds
    }
}

/// What a server answered, whatever the status.
public struct HTTPClientResponse: Sendable {
    /// "200".
    public var status: Int
    /// Header fields, names in lower case, in order.
    public var headers: [(name: String, value: String)]
    /// The body, unless it went to a file.
    public var body: [UInt8]

    /// First value of a header field; `name` in lower case.
    public func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

    /// This answer if its status is 2xx; throws what the server said otherwise.
    public func checked() throws(HTTPClientError) -> Self {
        guard (200..<300).contains(status) else {
            throw .refused(status: status, String(decoding: body.prefix(500), as: UTF8.self))
        }
        return self
    }
}

/// Why a transfer failed.
public enum HTTPClientError: ExplainedError, Hashable {
    /// Neither http nor https, or not a URL.
    case badURL(String)
    /// A header field with characters that could end it.
    case badField(String)
    /// Nobody answered.
    case cannotConnect(String, reason: String)
    /// The server's certificate, or ours, was not accepted.
    case notTrusted(String, reason: String)
    /// It took too long, or was slower than it may be.
    case tooSlow(String, reason: String)
    /// It broke off.
    case broken(String, reason: String)
    /// More bytes than the caller takes.
    case tooLarge(String, limit: Int)
    /// A range that was not asked for.
    case wrongRange(String, String)
    /// A local file.
    case file(String, remedy: String)
    /// The server's answer is no success.
    case refused(status: Int, String)

    /// What is wrong.
    public var sentence: String {
        switch self {
        case .badURL(let url): "\(url) is no address of a web server"
        case .badField(let name): "the header field \(name) has characters that cannot be sent"
        case .cannotConnect(let url, let reason): "cannot connect to \(url): \(reason)"
        case .notTrusted(let url, let reason): "no trusted connection to \(url): \(reason)"
        case .tooSlow(let url, let reason): "\(url) is too slow: \(reason)"
        case .broken(let url, let reason): "the transfer with \(url) broke off: \(reason)"
        case .tooLarge(let url, let limit): "\(url) sent more than \(limit) bytes"
        case .wrongRange(let url, let range): "\(url) sent another range than was asked for (\(range))"
        case .file(let sentence, _): sentence
        case .refused(let status, let text): "the server answered \(status): \(text)"
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .badURL: "write it as http://host:port/path or https://host:port/path"
        case .badField: "remove line breaks and control characters from it"
        case .cannotConnect: "check that the server runs and that this machine reaches it"
        case .notTrusted: "check the certificates of both sides and who signed them"
        case .tooSlow, .broken: "try again: a file goes on where it stopped"
        case .tooLarge, .wrongRange: "check that the address is that of a Quarry server"
        case .file(_, let remedy): remedy
        case .refused(let status, _):
            status == 401 || status == 403
                ? "use a token of the scope that this takes" : "see what the server says"
        }
    }

    /// A local file's error.
    init(_ error: SystemError) { self = .file(error.sentence, remedy: error.remedy) }
}
