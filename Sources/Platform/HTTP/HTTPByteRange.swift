/// The Range field of a request for a file.
public enum HTTPByteRange {
    /// What a Range field means for so many bytes.
    public enum Meaning: Sendable, Hashable {
        /// All bytes: the field is of another unit, malformed, or names several ranges.
        case whole
        /// These.
        case part(offset: UInt64, count: UInt64)
        /// Bytes that there are none of.
        case none
    }

    /// Reads a Range field: "bytes=0-99", "bytes=100-", "bytes=-10".
    public static func read(_ field: String?, size: UInt64) -> Meaning {
        guard let field, field.hasPrefix("bytes="), !field.contains(",") else { return .whole }
        let sides = field.dropFirst(6).split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard sides.count == 2, sides.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }) else {
            return .whole
        }
        if sides[0].isEmpty {
            guard let count = UInt64(sides[1]) else { return .whole }
            let kept = min(count, size)
            return kept == 0 ? .none : .part(offset: size - kept, count: kept)
        }
        guard let first = UInt64(sides[0]) else { return .whole }
        let last = sides[1].isEmpty ? UInt64.max : UInt64(sides[1]) ?? UInt64.max
        guard last >= first else { return .whole }
        guard first < size else { return .none }
        return .part(offset: first, count: min(last, size - 1) - first + 1)
    }

    /// The answer to a request for a file of `size` bytes: 200, 206 or 416.
    public static func answer(
        _ field: String?, size: UInt64, path: String, headers: [(name: String, value: String)] = []
    ) -> HTTPResponse {
        let headers = headers + [("accept-ranges", "bytes")]
        switch read(field, size: size) {
        case .whole:
            return HTTPResponse(200, headers: headers, body: .file(path: path, offset: 0, count: size))
        case .none: return HTTPResponse(416, headers: headers + [("content-range", "bytes */\(size)")])
        case .part(let offset, let count):
            return HTTPResponse(
                206, headers: headers + [("content-range", "bytes \(offset)-\(offset + count - 1)/\(size)")],
                body: .file(path: path, offset: offset, count: count))
        }
    }
}
