internal import CHTTP
internal import System

/// The C server and the requests that are under way, by number.
///
/// Safe: `server` is set once, before anything else can reach this object, and freed when nobody can any more; the C
/// functions may be called from any thread; the rest is behind locks.
@safe
final class ServerLoop: @unchecked Sendable {
    enum Event: Sendable {
        case request(Exchange)
        case gone(Exchange)
    }

    let events: AsyncStream<Event>
    private let sink: AsyncStream<Event>.Continuation
    private let exchanges = Locked<[UInt64: Exchange]>([:])
    private var server: OpaquePointer?

    /// Binds and listens.
    init(_ configuration: HTTPServerConfiguration) throws(HTTPServerError) {
        (events, sink) = AsyncStream.makeStream()
        var options = unsafe quarry_http_options_t(configuration)
        var callbacks = unsafe quarry_http_callbacks_t.forLoop
        unsafe callbacks.context = Unmanaged.passUnretained(self).toOpaque()
        var reason = [CChar](repeating: 0, count: 512)
        let texts = [
            configuration.numericAddress, configuration.tls?.certificate, configuration.tls?.privateKey,
            configuration.tls?.clientAuthorities,
        ]
        unsafe server = unsafe withCStrings(texts) { texts in
            unsafe options.address = texts[0]
            unsafe options.certificate = texts[1]
            unsafe options.private_key = texts[2]
            unsafe options.client_authorities = texts[3]
            return unsafe quarry_http_create(&options, &callbacks, &reason, reason.count)
        }
        if unsafe server == nil {
            let where_ = "\(configuration.address):\(configuration.port)"
            throw .cannotListen(where_, reason: Self.text(reason))
        }
    }

    deinit { unsafe quarry_http_destroy(server) }

    var port: UInt16 { unsafe quarry_http_port(server) }
    var isIdle: Bool { exchanges.withLock { $0.isEmpty } }

    var counts: HTTPServerCounts {
        let counts = unsafe quarry_http_counts(server)
        return HTTPServerCounts(
            connections: Int(counts.connections), requests: Int(counts.requests),
            webSockets: Int(counts.websockets), accepted: Int(counts.accepted), refused: Int(counts.refused))
    }

    func start() throws(HTTPServerError) {
        let code = unsafe quarry_http_start(server)
        if code != 0 {
            throw .cannotListen(
                "port \(port)", reason: SystemError("start", "threads", code: code).description)
        }
    }

    func reload() throws(HTTPServerError) {
        var reason = [CChar](repeating: 0, count: 512)
        if unsafe quarry_http_reload(server, &reason, reason.count) != 0 {
            throw .cannotListen("port \(port)", reason: Self.text(reason))
        }
    }

    func drain() { unsafe quarry_http_drain(server) }

    /// Blocks until answers are sent or `seconds` are over.
    func stop(seconds: Double) { unsafe quarry_http_stop(server, seconds) }

    /// Ends `events`.
    func finishEvents() { sink.finish() }

    /// Cancels all that is under way.
    func cancelAll() {
        for exchange in exchanges.withLock({ Array($0.values) }) {
            exchange.fail()
            exchange.cancel()
        }
    }

    /// The request has been answered, or served.
    func forget(_ id: UInt64) {
        exchanges.withLock { _ = $0.removeValue(forKey: id) }
    }

    func acceptBody(_ id: UInt64, limit: Int) {
        unsafe quarry_http_accept_body(server, id, UInt64(max(0, limit)))
    }

    func acceptStream(_ id: UInt64) { unsafe quarry_http_accept_stream(server, id) }
    func acceptWebSocket(_ id: UInt64) { unsafe quarry_http_accept_websocket(server, id) }
    func more(_ id: UInt64) { unsafe quarry_http_more(server, id) }
    func close(_ id: UInt64, code: UInt32) { unsafe quarry_http_close(server, id, code) }

    func send(_ id: UInt64, _ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            unsafe bytes.withMemoryRebound(to: CChar.self) { bytes in
                unsafe quarry_http_send(server, id, bytes.baseAddress, bytes.count)
            }
        }
    }

    /// Hands an answer over; false if its fields are not well formed.
    func respond(_ id: UInt64, _ response: HTTPResponse, closes: Bool) -> Bool {
        let answer = AnswerFields(response.headers)
        return unsafe answer.withFields { fields, count in
            var head = unsafe quarry_http_answer_t(
                status: UInt32(clamping: response.status), fields: fields, field_count: count, closes: closes)
            switch response.body {
            case .bytes(let bytes):
                return unsafe quarry_http_respond(server, id, &head, bytes, bytes.count) == 0
            case .file(let path, let offset, let count):
                return unsafe quarry_http_respond_file(server, id, &head, path, offset, count) == 0
            }
        }
    }

    // On the loop's thread

    fileprivate func began(_ id: UInt64, _ head: Exchange.Head) {
        let exchange = Exchange(id: id, head: head)
        exchanges.withLock { $0[id] = exchange }
        sink.yield(.request(exchange))
    }

    fileprivate func exchange(_ id: UInt64) -> Exchange? { exchanges.withLock { $0[id] } }

    fileprivate func left(_ id: UInt64) {
        guard let exchange = exchanges.withLock({ $0.removeValue(forKey: id) }) else { return }
        exchange.fail()
        sink.yield(.gone(exchange))
    }

    private static func text(_ reason: [CChar]) -> String {
        String(decoding: reason.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

/// The fields of an answer in one piece of memory.
private struct AnswerFields {
    private var bytes: [CChar] = []
    private var ends: [Int] = []

    init(_ fields: [(name: String, value: String)]) {
        for field in fields {
            for text in [field.name, field.value] {
                bytes.append(contentsOf: text.utf8.map { CChar(bitPattern: $0) })
                ends.append(bytes.count)
            }
        }
        bytes.append(0)
    }

    func withFields<Result>(
        _ body: (UnsafePointer<quarry_http_field_t>?, Int) -> Result
    ) -> Result {
        unsafe bytes.withUnsafeBufferPointer { all in
            var texts: [quarry_http_text_t] = unsafe []
            var start = 0
            for end in ends {
                let base = unsafe all.baseAddress.map { unsafe $0 + start }
                unsafe texts.append(quarry_http_text_t(bytes: base, count: end - start))
                start = end
            }
            let fields = unsafe stride(from: 0, to: texts.count, by: 2).map {
                unsafe quarry_http_field_t(name: texts[$0], value: texts[$0 + 1])
            }
            return unsafe body(fields, fields.count)
        }
    }
}

extension quarry_http_options_t {
    /// All but the texts.
    fileprivate init(_ configuration: HTTPServerConfiguration) {
        let limits = configuration.limits
        unsafe self.init()
        unsafe port = configuration.port
        unsafe threads = UInt32(max(1, min(64, configuration.threads)))
        // Beast holds a field in 16 bits of length, and throws beyond.
        unsafe header_limit = max(1 << 10, min(32 << 10, limits.headBytes))
        unsafe message_limit = limits.messageBytes
        unsafe queue_limit = limits.queueBytes
        unsafe connections = UInt32(clamping: limits.connections)
        unsafe connections_per_peer = UInt32(clamping: limits.connectionsPerPeer)
        unsafe requests = UInt32(clamping: limits.requests)
        unsafe header_seconds = limits.headSeconds
        unsafe idle_seconds = limits.idleSeconds
        unsafe websocket_seconds = limits.webSocketSeconds
        unsafe rate_seconds = limits.rateSeconds
        unsafe minimum_rate = limits.minimumRate
        unsafe half_closed_seconds = limits.halfClosedSeconds
        unsafe requires_client_certificate = configuration.tls?.requiresClientCertificate ?? false
    }
}

extension quarry_http_callbacks_t {
    /// Callbacks whose context is a `ServerLoop`.
    fileprivate static var forLoop: quarry_http_callbacks_t {
        unsafe quarry_http_callbacks_t(
            context: nil,
            head: { context, id, head in
                guard let loop = unsafe ServerLoop.of(context), let head = unsafe head?.pointee else {
                    return
                }
                unsafe loop.began(id, Exchange.Head(head))
            },
            body: { context, id, bytes, count, isLast in
                guard let body = unsafe ServerLoop.of(context)?.exchange(id)?.body else { return }
                let chunk = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
                if !chunk.isEmpty { body.put(chunk) }
                if isLast { body.finish() }
            },
            opened: { context, id in unsafe ServerLoop.of(context)?.exchange(id)?.messages.put("") },
            message: { context, id, bytes, count in
                guard let exchange = unsafe ServerLoop.of(context)?.exchange(id) else { return }
                let text = unsafe String(
                    decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self)
                exchange.messages.put(text)
            },
            gone: { context, id, _ in unsafe ServerLoop.of(context)?.left(id) })
    }
}

extension ServerLoop {
    fileprivate static func of(_ context: UnsafeMutableRawPointer?) -> ServerLoop? {
        guard let context = unsafe context else { return nil }
        return unsafe Unmanaged<ServerLoop>.fromOpaque(context).takeUnretainedValue()
    }
}

extension Exchange.Head {
    fileprivate init(_ head: quarry_http_head_t) {
        let subject = unsafe Self.text(head.subject)
        unsafe self.init(
            method: Self.text(head.method), target: Self.text(head.target), headers: [],
            peer: Self.text(head.peer), subject: subject.isEmpty ? nil : subject, hasBody: head.has_body,
            isUpgrade: head.is_upgrade, isEncrypted: head.is_encrypted)
        let fields = unsafe UnsafeBufferPointer(start: head.fields, count: head.field_count)
        headers = unsafe fields.map { field in
            unsafe (name: Self.text(field.name).lowercased(), value: Self.text(field.value))
        }
    }

    private static func text(_ text: quarry_http_text_t) -> String {
        unsafe String(decoding: UnsafeRawBufferPointer(start: text.bytes, count: text.count), as: UTF8.self)
    }
}
