internal import CCurl
public import System

/// An HTTP client over libcurl. Transfers run on threads of its own and can be cancelled at any time; connections are
/// kept for the next transfer. Redirects are not followed: they would carry tokens elsewhere.
public final class HTTPClient: Sendable {
    private let configuration: HTTPClientConfiguration
    private let threads: BlockingThreads
    private let lines = Locked<[CurlLine]>([])

    /// A client with its threads.
    public init(_ configuration: HTTPClientConfiguration = HTTPClientConfiguration()) throws(SystemError) {
        self.configuration = configuration
        threads = try BlockingThreads(max(1, configuration.transfers))
    }

    /// Sends a request and takes the answer into memory, at most `limit` bytes of it. Throws `HTTPClientError`, or
    /// `CancellationError`; a status that is no success is not an error here.
    public func send(_ request: HTTPClientRequest, limit: Int = 16 << 20) async throws -> HTTPClientResponse {
        try await run(request, .memory(limit: limit))
    }

    /// Takes a file. What is at `path` already is taken for its beginning (a server that knows no ranges sends all of
    /// it again); the result is durable. Whoever needs to know that it is whole compares a digest. An answer that is no
    /// success leaves the file as it is.
    public func download(_ request: HTTPClientRequest, to path: String) async throws -> HTTPClientResponse {
        try await run(request, .file(path))
    }

    private func run(_ request: HTTPClientRequest, _ sink: CurlTransfer.Sink) async throws
        -> HTTPClientResponse
    {
        let stop = CurlStop()
        return try await withTaskCancellationHandler {
            try Task.checkCancellation()
            return try await threads.run { [self] _ in
                let line = lines.withLock { $0.popLast() } ?? CurlLine()
                let transfer = CurlTransfer(request, sink, configuration)
                let response = try line.perform(transfer, stop)
                // A line on which something failed goes with its connections.
                lines.withLock { $0.append(line) }
                return response
            }
        } onCancel: {
            stop.pull()
        }
    }
}

/// Ends a transfer that runs on another thread.
final class CurlStop: Sendable {
    @safe
    private struct State {
        var isPulled = false
        var multi: UnsafeMutableRawPointer?
    }

    private let state = Locked(State())

    var isPulled: Bool { state.withLock { $0.isPulled } }

    func pull() {
        state.withLock { state in
            state.isPulled = true
            if let multi = unsafe state.multi { unsafe curl_multi_wakeup(multi) }
        }
    }

    /// What `pull` has to wake.
    func watch(_ multi: UnsafeMutableRawPointer?) {
        state.withLock { state in unsafe state.multi = multi }
    }
}

/// A set of connections that one transfer at a time uses.
///
/// Safe: whoever has it alone took it out of the client's list under a lock; libcurl's handles may move between
/// threads.
@safe
final class CurlLine: @unchecked Sendable {
    private static let isReady = quarry_curl_initialize() == CURLE_OK
    private let multi: UnsafeMutableRawPointer?

    init() {
        unsafe multi = Self.isReady ? curl_multi_init() : nil
    }

    deinit { unsafe curl_multi_cleanup(multi) }

    /// Runs a transfer to its end. Blocks.
    func perform(_ transfer: CurlTransfer, _ stop: CurlStop) throws -> HTTPClientResponse {
        guard let multi = unsafe multi, let easy = unsafe curl_easy_init() else {
            throw HTTPClientError.broken(transfer.request.url, reason: "out of memory")
        }
        defer { unsafe curl_easy_cleanup(easy) }
        let fields = unsafe try transfer.prepare(easy)
        defer { unsafe curl_slist_free_all(fields) }
        unsafe stop.watch(multi)
        defer { unsafe stop.watch(nil) }
        unsafe curl_multi_add_handle(multi, easy)
        defer { unsafe curl_multi_remove_handle(multi, easy) }
        var code = CURLE_OK
        var running: Int32 = 0
        repeat {
            if stop.isPulled { throw CancellationError() }
            guard unsafe curl_multi_perform(multi, &running) == CURLM_OK else {
                throw HTTPClientError.broken(transfer.request.url, reason: "libcurl failed")
            }
            if running > 0 { unsafe curl_multi_poll(multi, nil, 0, 1000, nil) }
        } while running > 0
        _ = unsafe quarry_curl_ended(multi, &code)
        return try withExtendedLifetime(transfer) {
            try unsafe transfer.finish(easy, code)
        }
    }
}
