public import System

/// Where a server listens and what it puts up with.
public struct HTTPServerConfiguration: Sendable {
    /// A numeric address, or "localhost".
    public var address: String
    /// 0: any free port.
    public var port: UInt16
    /// Threads that move bytes; handlers run elsewhere.
    public var threads: Int
    /// Whether an address beyond loopback is meant; without it such an address is refused.
    public var allowsNetwork: Bool
    /// Whether tokens may cross a network unencrypted, behind a proxy that encrypts, say.
    public var allowsPlaintextOnNetwork: Bool
    /// Certificates; nil: no TLS.
    public var tls: HTTPServerTLS?
    /// What clients may cost.
    public var limits: HTTPLimits
    /// Seconds that requests under way get when the server stops.
    public var stopSeconds: Double

    /// A server on loopback.
    public init(
        address: String = "127.0.0.1", port: UInt16 = 0, threads: Int = 1, allowsNetwork: Bool = false,
        allowsPlaintextOnNetwork: Bool = false, tls: HTTPServerTLS? = nil, limits: HTTPLimits = HTTPLimits(),
        stopSeconds: Double = 10
    ) {
        self.address = address
        self.port = port
        self.threads = threads
        self.allowsNetwork = allowsNetwork
        self.allowsPlaintextOnNetwork = allowsPlaintextOnNetwork
        self.tls = tls
        self.limits = limits
        self.stopSeconds = stopSeconds
    }

    /// The address as numbers.
    var numericAddress: String { address == "localhost" ? "127.0.0.1" : address }

    /// Whether only this machine can reach the address.
    var isLoopback: Bool {
        if numericAddress == "::1" { return true }
        let parts = numericAddress.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil } && parts[0] == "127"
    }

    /// Throws if the server would be open to people that nobody meant to let in.
    func check(_ handler: any HTTPHandler) throws(HTTPServerError) {
        guard !isLoopback else { return }
        guard allowsNetwork else { throw .beyondLoopback(address) }
        guard handler.isAuthenticating || tls?.requiresClientCertificate == true else {
            throw .unauthenticated(address)
        }
        guard tls != nil || allowsPlaintextOnNetwork else { throw .unencrypted(address) }
    }
}

/// Certificates of a server. All files are PEM.
public struct HTTPServerTLS: Sendable {
    /// The server's certificate, followed by those up to its authority.
    public var certificate: String
    /// Its private key.
    public var privateKey: String
    /// Authorities whose certificates clients may show; nil: clients are not asked.
    public var clientAuthorities: String?
    /// Whether a client without such a certificate is refused.
    public var requiresClientCertificate: Bool

    /// Certificates.
    public init(
        certificate: String, privateKey: String, clientAuthorities: String? = nil,
        requiresClientCertificate: Bool = false
    ) {
        self.certificate = certificate
        self.privateKey = privateKey
        self.clientAuthorities = clientAuthorities
        self.requiresClientCertificate = requiresClientCertificate
    }
}

/// What clients may cost before anything of theirs reaches a handler. Body limits are the handler's, by route.
public struct HTTPLimits: Sendable {
    /// Bytes of a request's head, 1 to 32 KiB: 431 past it.
    public var headBytes = 16 << 10
    /// Bytes of a WebSocket message from a client: 1009 past it.
    public var messageBytes = 64 << 10
    /// Bytes that may wait for one WebSocket client: 1013 past it.
    public var queueBytes = 4 << 20
    /// Open connections; 503 past it.
    public var connections = 512
    /// Open connections of one address (of one network of 64 bits with IPv6); 503 past it.
    public var connectionsPerPeer = 256
    /// Requests under way; 503 past it.
    public var requests = 512
    /// Seconds from a request's first byte to the end of its head.
    public var headSeconds = 10.0
    /// Seconds that a connection may stay open between requests.
    public var idleSeconds = 60.0
    /// Seconds after which a WebSocket client that does not even answer pings is cut off.
    public var webSocketSeconds = 60.0
    /// Spans over which a transfer's rate is taken, in seconds.
    public var rateSeconds = 10.0
    /// Bytes a second that a transfer must make in each span, whichever way it goes.
    public var minimumRate = 1024.0
    /// Seconds that a client who closed his side, as one who left does, may still wait for an answer.
    public var halfClosedSeconds = 2.0

    /// Limits that suit a node.
    public init() {}
}

/// Why a server does not run.
public enum HTTPServerError: ExplainedError, Hashable {
    /// An address beyond loopback was not confirmed.
    case beyondLoopback(String)
    /// Nobody would have to say who he is.
    case unauthenticated(String)
    /// Tokens would cross the network in clear.
    case unencrypted(String)
    /// The address, or a certificate.
    case cannotListen(String, reason: String)
    /// It was run before.
    case used

    /// What is wrong.
    public var sentence: String {
        switch self {
        case .beyondLoopback(let address):
            "\(address) can be reached from other machines, which was not asked for"
        case .unauthenticated(let address):
            "anybody who reaches \(address) could use it: requests need no token"
        case .unencrypted(let address): "tokens would cross the network to \(address) unencrypted"
        case .cannotListen(let address, let reason): "cannot listen on \(address): \(reason)"
        case .used: "an HTTP server runs once"
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .beyondLoopback: "use 127.0.0.1, or allow the network explicitly"
        case .unauthenticated: "use 127.0.0.1, or require tokens or clients' certificates"
        case .unencrypted: "give it a certificate, or use 127.0.0.1 behind a proxy or a tunnel"
        case .cannotListen(_, let reason):
            reason.contains("in use")
                ? "choose another port, or stop the program that has it"
                : "check the address and the files of its certificates"
        case .used: "make a new one"
        }
    }
}

/// What a server holds now.
public struct HTTPServerCounts: Sendable, Hashable {
    /// Open connections.
    public var connections: Int
    /// Requests under way.
    public var requests: Int
    /// Open WebSockets.
    public var webSockets: Int
    /// Connections taken since the start.
    public var accepted: Int
    /// Connections turned away since the start.
    public var refused: Int
}
