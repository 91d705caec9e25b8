/// A request's target, taken apart.
struct RequestTarget: Equatable {
    /// Percent-decoded.
    var path: String
    /// Percent-decoded parameters in order.
    var query: [(name: String, value: String)]

    /// Refuses whatever two readers could understand differently: another form than "/path?query", broken escapes, "."
    /// and ".." segments, escaped slashes, control characters, bytes that are no UTF-8.
    init?(_ target: String) {
        guard target.utf8.first == UInt8(ascii: "/"), !target.utf8.contains(UInt8(ascii: "#")) else {
            return nil
        }
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard let path = Self.decode(parts[0], plusIsSpace: false, refusing: UInt8(ascii: "/")) else {
            return nil
        }
        let segments = path.split(separator: "/", omittingEmptySubsequences: false)
        guard !segments.contains("."), !segments.contains(".."), !path.contains("\\") else { return nil }
        self.path = path
        query = []
        for pair in (parts.count > 1 ? parts[1] : "").split(separator: "&") {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decode(sides[0], plusIsSpace: true),
                let value = sides.count > 1 ? Self.decode(sides[1], plusIsSpace: true) : ""
            else { return nil }
            query.append((name, value))
        }
    }

    static func == (a: RequestTarget, b: RequestTarget) -> Bool {
        a.path == b.path && a.query.elementsEqual(b.query) { $0 == $1 }
    }

    private static func decode(_ text: Substring, plusIsSpace: Bool, refusing: UInt8? = nil) -> String? {
        var out: [UInt8] = []
        var bytes = text.utf8.makeIterator()
        while let byte = bytes.next() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = bytes.next().flatMap(digit), let low = bytes.next().flatMap(digit) else {
                    return nil
                }
                let value = high << 4 | low
                guard value >= 0x20, value != 0x7f, value != refusing else { return nil }
                out.append(value)
            case UInt8(ascii: "+") where plusIsSpace: out.append(UInt8(ascii: " "))
            case 0...0x20, 0x7f: return nil
            default: out.append(byte)
            }
        }
        return String(validating: out, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
