internal import CZlib

/// Files packed with gzip, of bounded size.
enum Packed {
    /// The contents, at most `limit` bytes.
    static func read(_ path: String, limit: Int = 1 << 28) throws -> [UInt8] {
        guard let file = unsafe gzopen(path, "rb") else { throw VectorError("\(path) cannot be opened") }
        defer { unsafe gzclose(file) }
        var contents: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let got = unsafe gzread(file, &buffer, UInt32(buffer.count))
            guard got >= 0, contents.count + Int(got) <= limit else {
                throw VectorError("\(path) is no gzip file, or a longer one than \(limit) bytes")
            }
            if got == 0 { return contents }
            contents += buffer.prefix(Int(got))
        }
    }
}
