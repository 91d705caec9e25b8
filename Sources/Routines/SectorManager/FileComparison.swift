internal import System

/// Compares files byte by byte. Blocks; runs on an engine's job thread.
enum FileComparison {
    /// Nil if `path` is equal to `twin`; else what is wrong with it.
    static func compare(_ path: String, with twin: String) throws -> String? {
        guard let size = File.size(path) else { return "is missing" }
        guard let right = File.size(twin) else { return "cannot be derived" }
        guard size == right else { return "has \(size) bytes, not \(right)" }
        let first = try FileReader(path)
        let second = try FileReader(twin)
        var a = [UInt8](repeating: 0, count: 1 << 20)
        var b = a
        var offset: UInt64 = 0
        while true {
            let got = try unsafe a.withUnsafeMutableBytes { try unsafe first.read(into: $0) }
            let other = try unsafe b.withUnsafeMutableBytes { try unsafe second.read(into: $0) }
            guard got == other else { return "changed while it was read" }
            if got == 0 { return nil }
            if a[..<got] != b[..<got] {
                let place = (0..<got).first { a[$0] != b[$0] } ?? 0
                return "is wrong from byte \(offset + UInt64(place)) on"
            }
            offset += UInt64(got)
        }
    }
}
