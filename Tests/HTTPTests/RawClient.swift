import Glibc
import System

/// A TCP client that says exactly what it is told, well formed or not. Blocks: for threads of its own.
final class RawClient {
    let descriptor: Int32
    private var pending: [UInt8] = []

    struct Response: Equatable {
        var status: Int
        var headers: [String: String]
        var body: [UInt8]
        var text: String { String(decoding: body, as: UTF8.self) }
    }

    init(_ port: UInt16, receiveBuffer: Int32? = nil, timeout: Int = 30) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw SystemError("open", "a socket", code: errno) }
        if var size = receiveBuffer {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        var limit = timeval(tv_sec: timeout, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else {
            let code = errno
            Glibc.close(descriptor)
            throw SystemError("connect to", "port \(port)", code: code)
        }
    }

    deinit { Glibc.close(descriptor) }

    /// Sends all; false if the server has closed.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var start = 0
        while start < bytes.count {
            let put = bytes[start...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if put <= 0 { return false }
            start += put
        }
        return true
    }

    @discardableResult
    func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    /// Says that nothing more is sent.
    func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Closes with a reset.
    func reset() {
        var hard = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &hard, socklen_t(MemoryLayout<linger>.size))
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    /// More bytes; nil at the end, or after a time without any.
    func read(_ limit: Int = 65536) -> [UInt8]? {
        if !pending.isEmpty {
            defer { pending = [] }
            return pending
        }
        var buffer = [UInt8](repeating: 0, count: limit)
        let got = recv(descriptor, &buffer, limit, 0)
        return got > 0 ? Array(buffer[..<got]) : nil
    }

    /// Exactly so many bytes.
    func read(exactly count: Int) -> [UInt8]? {
        var out: [UInt8] = []
        while out.count < count {
            guard let more = read() else { return nil }
            out += more
        }
        pending = Array(out[count...])
        return Array(out[..<count])
    }

    /// All until the server closes.
    func readToEnd() -> [UInt8] {
        var out: [UInt8] = []
        while let more = read() { out += more }
        return out
    }

    /// True if the server closes the connection within the client's time.
    func isClosedByServer() -> Bool {
        var byte: UInt8 = 0
        while true {
            let got = recv(descriptor, &byte, 1, 0)
            if got == 0 { return true }
            if got < 0 { return errno != EAGAIN && errno != EWOULDBLOCK }
        }
    }

    /// One response with its body by content-length; nil if the connection ends first.
    func response(hasBody: Bool = true) -> Response? {
        var bytes: [UInt8] = []
        let end = Array("\r\n\r\n".utf8)
        while true {
            if let range = bytes.firstRange(of: end) {
                let head = String(decoding: bytes[..<range.lowerBound], as: UTF8.self)
                pending = Array(bytes[range.upperBound...])
                return response(head: head, hasBody: hasBody)
            }
            guard let more = read() else { return nil }
            bytes += more
        }
    }

    private func response(head: String, hasBody: Bool) -> Response? {
        let lines = head.split(separator: "\r\n")
        guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            return nil
        }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let sides = line.split(separator: ":", maxSplits: 1)
            headers[sides[0].lowercased()] = sides.count > 1 ? String(sides[1].drop { $0 == " " }) : ""
        }
        let length = hasBody ? Int(headers["content-length"] ?? "0") ?? 0 : 0
        guard let body = length > 0 ? read(exactly: length) : [] else { return nil }
        return Response(status: status, headers: headers, body: body)
    }

    /// Sends a request as it is and returns the answer.
    func ask(_ request: String) -> Response? {
        send(request)
        return response()
    }
}

/// Frames of a WebSocket's client.
extension RawClient {
    struct Frame: Equatable {
        var opcode: UInt8
        var payload: [UInt8]
        var text: String { String(decoding: payload, as: UTF8.self) }
        /// Of a close frame.
        var code: Int { payload.count >= 2 ? Int(payload[0]) << 8 | Int(payload[1]) : 0 }
    }

    /// Upgrades the connection; the status of the answer.
    func upgrade(_ path: String, extra: String = "") -> Int? {
        ask(
            "GET \(path) HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\(extra)\r\n")?
            .status
    }

    @discardableResult
    func sendFrame(
        _ payload: [UInt8], opcode: UInt8 = 1, isMasked: Bool = true, claims length: Int? = nil
    ) -> Bool {
        let length = length ?? payload.count
        var frame: [UInt8] = [0x80 | opcode]
        let bit: UInt8 = isMasked ? 0x80 : 0
        if length < 126 {
            frame.append(bit | UInt8(length))
        } else if length < 65536 {
            frame += [bit | 126, UInt8(length >> 8), UInt8(length & 255)]
        } else {
            frame.append(bit | 127)
            for shift in stride(from: 56, through: 0, by: -8) { frame.append(UInt8(length >> shift & 255)) }
        }
        let mask: [UInt8] = [1, 2, 3, 4]
        if isMasked { frame += mask }
        frame += isMasked ? payload.enumerated().map { $1 ^ mask[$0 & 3] } : payload
        return send(frame)
    }

    @discardableResult
    func sendFrame(_ text: String) -> Bool { sendFrame(Array(text.utf8)) }

    func frame() -> Frame? {
        guard let head = read(exactly: 2) else { return nil }
        var length = Int(head[1] & 0x7f)
        if length >= 126 {
            guard let more = read(exactly: length == 126 ? 2 : 8) else { return nil }
            length = more.reduce(0) { $0 << 8 | Int($1) }
        }
        guard let payload = length == 0 ? [] : read(exactly: length) else { return nil }
        return Frame(opcode: head[0] & 0x0f, payload: payload)
    }
}
