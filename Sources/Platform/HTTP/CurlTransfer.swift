internal import CCurl
internal import System

/// One transfer: what libcurl is told, what it asks for, and what it delivers. Lives on one thread.
@safe
final class CurlTransfer {
    /// Where an answer's body goes.
    enum Sink: Sendable {
        case memory(limit: Int)
        case file(String)
    }

    private static let fileErrorLimit = 64 << 10

    let request: HTTPClientRequest
    private let sink: Sink
    private let configuration: HTTPClientConfiguration
    private var headers: [(name: String, value: String)] = []
    private var body: [UInt8] = []
    private var failure: HTTPClientError?
    private var reader: FileReader?
    private var sent: UInt64 = 0
    private var appender: FileAppender?
    private var resumesAt: UInt64 = 0
    private var isFileChecked = false
    private var easy: UnsafeMutableRawPointer?

    init(_ request: HTTPClientRequest, _ sink: Sink, _ configuration: HTTPClientConfiguration) {
        self.request = request
        self.sink = sink
        self.configuration = configuration
    }

    private var uploadCount: UInt64? {
        switch request.body {
        case .none: nil
        case .bytes(let bytes): UInt64(bytes.count)
        case .file(_, _, let count): count
        }
    }

    // Before

    /// Tells libcurl all of it; returns the header fields, which the caller frees after the transfer.
    func prepare(_ easy: UnsafeMutableRawPointer) throws(HTTPClientError) -> UnsafeMutablePointer<curl_slist>?
    {
        unsafe self.easy = easy
        try openFiles()
        let fields = try fieldTexts()
        let text = { (option: CURLoption, value: String?) in
            if let value { _ = unsafe quarry_curl_set_text(easy, option, value) }
        }
        let long = { (option: CURLoption, value: Int) in
            _ = unsafe quarry_curl_set_long(easy, option, value)
        }
        text(CURLOPT_PROTOCOLS_STR, "http,https")
        text(CURLOPT_URL, request.url)
        text(CURLOPT_CUSTOMREQUEST, request.method)
        if !configuration.usesProxy { text(CURLOPT_NOPROXY, "*") }
        text(CURLOPT_CAINFO, configuration.authorities)
        text(CURLOPT_SSLCERT, configuration.certificate)
        text(CURLOPT_SSLKEY, configuration.privateKey)
        long(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        long(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        long(CURLOPT_NOSIGNAL, 1)
        long(CURLOPT_NOBODY, request.method == "HEAD" ? 1 : 0)
        long(CURLOPT_BUFFERSIZE, 256 << 10)
        long(CURLOPT_CONNECTTIMEOUT_MS, Int(configuration.connectSeconds * 1000))
        long(CURLOPT_LOW_SPEED_LIMIT, configuration.minimumRate)
        long(CURLOPT_LOW_SPEED_TIME, Int(configuration.rateSeconds.rounded(.up)))
        if let seconds = request.seconds { long(CURLOPT_TIMEOUT_MS, max(1, Int(seconds * 1000))) }
        if let count = uploadCount {
            long(CURLOPT_UPLOAD, 1)
            long(CURLOPT_UPLOAD_BUFFERSIZE, 256 << 10)
            _ = unsafe quarry_curl_set_offset(easy, CURLOPT_INFILESIZE_LARGE, curl_off_t(count))
        }
        unsafe setCallbacks(easy)
        return unsafe setFields(easy, fields)
    }

    private func openFiles() throws(HTTPClientError) {
        do {
            if case .file(let path, _, _) = request.body { reader = try FileReader(path) }
            if case .file(let path) = sink {
                let appender = try FileAppender(path)
                resumesAt = appender.length
                self.appender = appender
            }
        } catch {
            throw HTTPClientError(error)
        }
    }

    private func fieldTexts() throws(HTTPClientError) -> [String] {
        var fields = request.headers
        if let token = configuration.token,
            !fields.contains(where: { $0.name.lowercased() == "authorization" })
        {
            fields.append(("authorization", "Bearer \(token)"))
        }
        if resumesAt > 0 { fields.append(("range", "bytes=\(resumesAt)-")) }
        for field in fields {
            let isName =
                !field.name.isEmpty && field.name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && $0 != 0x3a }
            guard isName, field.value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }) else {
                throw .badField(field.name)
            }
        }
        // A field without a value is written with a semicolon, or libcurl would leave it out.
        return fields.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
    }

    private func setFields(
        _ easy: UnsafeMutableRawPointer, _ fields: [String]
    ) -> UnsafeMutablePointer<curl_slist>? {
        var list: UnsafeMutablePointer<curl_slist>?
        for field in fields { unsafe list = curl_slist_append(list, field) }
        _ = unsafe quarry_curl_set_fields(easy, list)
        return unsafe list
    }

    private func setCallbacks(_ easy: UnsafeMutableRawPointer) {
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        for option in [CURLOPT_WRITEDATA, CURLOPT_HEADERDATA, CURLOPT_READDATA, CURLOPT_SEEKDATA] {
            _ = unsafe quarry_curl_set_pointer(easy, option, context)
        }
        _ = unsafe quarry_curl_set_data(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
            guard let transfer = unsafe CurlTransfer.of(context) else { return 0 }
            let chunk = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
            return unsafe transfer.take(chunk) ? size * count : 0
        }
        _ = unsafe quarry_curl_set_data(easy, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
            guard let transfer = unsafe CurlTransfer.of(context) else { return 0 }
            let line = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
            unsafe transfer.takeLine(String(decoding: line, as: UTF8.self))
            return size * count
        }
        _ = unsafe quarry_curl_set_data(easy, CURLOPT_READFUNCTION) { bytes, size, count, context in
            guard let transfer = unsafe CurlTransfer.of(context), let bytes = unsafe bytes else { return 0 }
            return unsafe transfer.give(UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
        }
        _ = unsafe quarry_curl_set_seek(easy) { context, offset, origin in
            guard let transfer = unsafe CurlTransfer.of(context), origin == 0, offset >= 0 else {
                return CURL_SEEKFUNC_FAIL
            }
            transfer.sent = UInt64(offset)
            return CURL_SEEKFUNC_OK
        }
    }

    private static func of(_ context: UnsafeMutableRawPointer?) -> CurlTransfer? {
        guard let context = unsafe context else { return nil }
        return unsafe Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
    }

    // During

    /// The next bytes of the request's body.
    private func give(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
        do {
            let rest = Int(min((uploadCount ?? 0) - sent, UInt64(buffer.count)))
            let bytes: ArraySlice<UInt8>
            switch request.body {
            case .none: return 0
            case .bytes(let all): bytes = all[Int(sent)...].prefix(rest)
            case .file(let path, let offset, _):
                bytes = try reader?.read(at: offset + sent, count: rest)[...] ?? []
                guard bytes.count == rest else {
                    failure = .file("\(path) ended before it was sent", remedy: "send it again when it rests")
                    return Int(CURL_READFUNC_ABORT)
                }
            }
            unsafe buffer.copyBytes(from: bytes)
            sent += UInt64(bytes.count)
            return bytes.count
        } catch {
            failure = HTTPClientError(error)
            return Int(CURL_READFUNC_ABORT)
        }
    }

    /// A line of the answer's head; a status line begins a new one (100, then 200).
    private func takeLine(_ line: String) {
        let line = line.trimmingSuffix { $0 == "\r" || $0 == "\n" || $0 == "\r\n" }
        if line.hasPrefix("HTTP/") {
            headers = []
        } else if let colon = line.firstIndex(of: ":") {
            let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            headers.append((line[..<colon].lowercased(), String(value)))
        }
    }

    /// Bytes of the answer's body; false: enough.
    private func take(_ chunk: UnsafeRawBufferPointer) -> Bool {
        let status = unsafe quarry_curl_status(easy)
        if let appender, (200..<300).contains(status) {
            do {
                guard try checkFile(appender, status) else { return false }
                try unsafe appender.write(Array(chunk))
                return true
            } catch {
                failure = HTTPClientError(error)
                return false
            }
        }
        let limit = if case .memory(let limit) = sink { limit } else { Self.fileErrorLimit }
        guard body.count + chunk.count <= limit else {
            failure = .tooLarge(request.url, limit: limit)
            return false
        }
        unsafe body.append(contentsOf: chunk)
        return true
    }

    /// Before a file's first byte: the range is the one that was asked for, or all.
    private func checkFile(_ appender: FileAppender, _ status: Int) throws(SystemError) -> Bool {
        if isFileChecked { return true }
        isFileChecked = true
        if status != 206 {
            try appender.cut(to: 0)
            return true
        }
        let range = headers.first { $0.name == "content-range" }?.value ?? "none"
        guard range.hasPrefix("bytes \(resumesAt)-") else {
            failure = .wrongRange(request.url, range)
            return false
        }
        return true
    }

    // After

    /// The answer, or why there is none.
    func finish(_ easy: UnsafeMutableRawPointer, _ code: CURLcode) throws(HTTPClientError)
        -> HTTPClientResponse
    {
        unsafe self.easy = nil
        if let failure { throw failure }
        let status = unsafe quarry_curl_status(easy)
        // An answer that came before the body was sent (413, 401) counts, whatever became of the rest.
        let isAnswered = status >= 400 && (code == CURLE_SEND_ERROR || code == CURLE_RECV_ERROR)
        guard code == CURLE_OK || isAnswered else { throw error(code) }
        var response = HTTPClientResponse(status: status, headers: headers, body: body)
        guard let appender else { return response }
        do {
            // All was there already.
            let all = "bytes */\(resumesAt)"
            if status == 416, resumesAt > 0, response.header("content-range") == all { response.status = 200 }
            if status == 200, !isFileChecked { try appender.cut(to: 0) }
            try appender.sync()
        } catch {
            throw HTTPClientError(error)
        }
        return response
    }

    private func error(_ code: CURLcode) -> HTTPClientError {
        let reason = unsafe String(cString: curl_easy_strerror(code))
        switch code {
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL: return .badURL(request.url)
        case CURLE_COULDNT_CONNECT, CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
            return .cannotConnect(request.url, reason: reason)
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_CACERT_BADFILE,
            CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CIPHER:
            return .notTrusted(request.url, reason: reason)
        case CURLE_OPERATION_TIMEDOUT: return .tooSlow(request.url, reason: reason)
        default: return .broken(request.url, reason: reason)
        }
    }
}

extension String {
    fileprivate func trimmingSuffix(_ isTrimmed: (Character) -> Bool) -> String {
        var out = self
        while let last = out.last, isTrimmed(last) { out.removeLast() }
        return out
    }
}
