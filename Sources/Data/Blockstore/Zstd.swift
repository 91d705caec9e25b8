internal import CZstd
public import System

/// Files packed with zstd, of bounded size.
public enum Zstd {
    /// Why a file cannot be unpacked.
    public struct Failure: ExplainedError, Hashable {
        /// What is wrong.
        public let sentence: String
        /// What to do about it.
        public var remedy: String { "fetch or copy the file again, and compare its digest with its source's" }
    }

    /// The contents, at most `limit` bytes.
    public static func read(_ path: String, limit: Int = 1 << 30) throws -> [UInt8] {
        let packed = try File.read(path)
        guard let stream = unsafe ZSTD_createDStream() else {
            throw Failure(sentence: "no memory to unpack \(path)")
        }
        defer { unsafe ZSTD_freeDStream(stream) }
        var contents: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        var taken = 0
        while taken < packed.count {
            let (used, made) = try unsafe step(stream, packed, from: taken, into: &buffer, path)
            taken += used
            contents += buffer.prefix(made)
            guard contents.count <= limit else {
                throw Failure(sentence: "\(path) has more than \(limit) bytes")
            }
            if used == 0 && made == 0 { throw Failure(sentence: "\(path) is cut") }
        }
        return contents
    }

    private static func step(
        _ stream: OpaquePointer, _ packed: [UInt8], from start: Int, into buffer: inout [UInt8],
        _ path: String
    ) throws -> (used: Int, made: Int) {
        let room = buffer.count
        return try unsafe packed.withUnsafeBytes { source in
            try unsafe buffer.withUnsafeMutableBytes { target in
                var input = unsafe ZSTD_inBuffer(
                    src: source.baseAddress?.advanced(by: start), size: source.count - start, pos: 0)
                var output = unsafe ZSTD_outBuffer(dst: target.baseAddress, size: room, pos: 0)
                let code = unsafe ZSTD_decompressStream(stream, &output, &input)
                guard ZSTD_isError(code) == 0 else { throw Failure(sentence: "\(path) is no zstd file") }
                return unsafe (input.pos, output.pos)
            }
        }
    }
}
