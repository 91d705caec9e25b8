/// Statements and places as PostgreSQL wants them.
enum PostgresText {
    /// The statement with `$1`, `$2`… for its `?`, and how many there were. What stands in string constants, quoted
    /// names, dollar quotes and comments is left as it is.
    static func numbered(_ sql: String) -> (sql: String, parameters: Int) {
        var scanner = Scanner(bytes: Array(sql.utf8))
        scanner.run()
        return (String(decoding: scanner.out, as: UTF8.self), scanner.count)
    }

    private struct Scanner {
        let bytes: [UInt8]
        var out: [UInt8] = []
        var position = 0
        var count = 0

        init(bytes: [UInt8]) {
            self.bytes = bytes
            out.reserveCapacity(bytes.count + 16)
        }

        func at(_ index: Int) -> UInt8? { bytes.indices.contains(index) ? bytes[index] : nil }

        mutating func copy(to end: Int) {
            let end = min(end, bytes.count)
            out += bytes[position..<end]
            position = end
        }

        mutating func run() {
            while let byte = at(position) {
                switch byte {
                case UInt8(ascii: "?"):
                    count += 1
                    out += Array("$\(count)".utf8)
                    position += 1
                case UInt8(ascii: "'"): copy(to: endOfQuote(byte, hasBackslashes: isEscapeString))
                case UInt8(ascii: "\""): copy(to: endOfQuote(byte, hasBackslashes: false))
                case UInt8(ascii: "-") where at(position + 1) == byte: copy(to: endOfLine())
                case UInt8(ascii: "/") where at(position + 1) == UInt8(ascii: "*"): copy(to: endOfComment())
                case UInt8(ascii: "$"): copy(to: endOfDollarQuote())
                default: copy(to: position + 1)
                }
            }
        }

        /// E'…': a lone E before the quote.
        private var isEscapeString: Bool {
            guard let before = at(position - 1), before | 0x20 == UInt8(ascii: "e") else { return false }
            return !isNamePart(at(position - 2))
        }

        private func isNamePart(_ byte: UInt8?) -> Bool {
            guard let byte else { return false }
            let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
            return isLetter || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "_") || byte >= 0x80
        }

        /// Two quotes in a row stand for one, which reading them as an end and a new start comes to as well.
        private func endOfQuote(_ quote: UInt8, hasBackslashes: Bool) -> Int {
            var index = position + 1
            while let byte = at(index) {
                if byte == quote { return index + 1 }
                index += hasBackslashes && byte == UInt8(ascii: "\\") ? 2 : 1
            }
            return bytes.count
        }

        private func endOfLine() -> Int {
            bytes[position...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
        }

        /// Comments nest.
        private func endOfComment() -> Int {
            var (depth, index) = (0, position)
            while index < bytes.count {
                if at(index) == UInt8(ascii: "/"), at(index + 1) == UInt8(ascii: "*") {
                    (depth, index) = (depth + 1, index + 2)
                } else if at(index) == UInt8(ascii: "*"), at(index + 1) == UInt8(ascii: "/") {
                    (depth, index) = (depth - 1, index + 2)
                    if depth == 0 { return index }
                } else {
                    index += 1
                }
            }
            return bytes.count
        }

        /// $tag$ … $tag$; a dollar that begins none stands for itself.
        private func endOfDollarQuote() -> Int {
            var end = position + 1
            while isNamePart(at(end)) { end += 1 }
            let startsWithDigit = at(position + 1).map { (0x30...0x39).contains($0) } ?? false
            guard at(end) == UInt8(ascii: "$"), !startsWithDigit, !isNamePart(at(position - 1)) else {
                return position + 1
            }
            let tag = bytes[position...end]
            var index = end + 1
            while index + tag.count <= bytes.count {
                if bytes[index..<index + tag.count].elementsEqual(tag) { return index + tag.count }
                index += 1
            }
            return bytes.count
        }
    }

    /// The URL without its passwords.
    static func place(_ url: String) -> String {
        guard let scheme = url.firstRange(of: "://") else { return url }
        let rest = url[scheme.upperBound...]
        let authorityEnd = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        var authority = String(rest[..<authorityEnd])
        if let at = authority.lastIndex(of: "@") {
            let user = authority[..<at].prefix { $0 != ":" }
            authority = String(user) + authority[at...]
        }
        var tail = String(rest[authorityEnd...])
        if let question = tail.firstIndex(of: "?") {
            let kept = tail[tail.index(after: question)...].split(separator: "&")
                .filter { !$0.hasPrefix("password=") && !$0.hasPrefix("sslpassword=") }
            tail = String(tail[..<question]) + (kept.isEmpty ? "" : "?" + kept.joined(separator: "&"))
        }
        return url[..<scheme.upperBound] + authority + tail
    }
}
