internal import CZstd
internal import System

/// Files packed with zstd, of bounded size.
public enum Zstd {
    /// The contents, at most `limit` bytes.
    public static func read(_ path: String, limit: Int = 1 << 30) throws -> [UInt8] {
        let file = try FileReader(path)
        let packed = try ZstdReader(path) { try file.read($0) }
        var contents: [UInt8] = []
        while true {
            let part = try packed.read(1 << 20)
            if part.isEmpty { return contents }
            contents += part
            guard contents.count <= limit else {
                throw StoreError.damaged(path: path, why: "it has more than \(limit) bytes")
            }
        }
    }
}

/// Unpacks a zstd stream as it is read.
@safe
public final class ZstdReader {
    /// First bytes of a stream.
    static let magic: [UInt8] = [0x28, 0xb5, 0x2f, 0xfd]
    private let stream: OpaquePointer
    private let path: String
    private let source: (Int) throws -> [UInt8]
    private var input: [UInt8] = []
    private var used = 0
    private var isEnd = false

    /// Unpacks what `source` gives; `path` names it in errors.
    public init(_ path: String, _ source: @escaping (Int) throws -> [UInt8]) throws {
        guard let stream = unsafe ZSTD_createDStream() else {
            throw StoreError.refused(path: path, why: "no memory to unpack it")
        }
        unsafe self.stream = unsafe stream
        self.path = path
        self.source = source
    }

    deinit { unsafe ZSTD_freeDStream(stream) }

    /// Up to `count` bytes; none at the end.
    public func read(_ count: Int) throws -> [UInt8] {
        var output: [UInt8] = []
        while output.isEmpty {
            if used == input.count {
                input = try source(1 << 17)
                used = 0
                if input.isEmpty {
                    // A stream that stops inside a frame is cut.
                    guard isEnd else { throw StoreError.damaged(path: path, why: "its zstd stream is cut") }
                    return []
                }
            }
            output = try step(count)
        }
        return output
    }

    private func step(_ count: Int) throws -> [UInt8] {
        var code = 0
        let output = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            unsafe input.withUnsafeBytes { bytes in
                var from = unsafe ZSTD_inBuffer(src: bytes.baseAddress, size: bytes.count, pos: used)
                var to = unsafe ZSTD_outBuffer(dst: buffer.baseAddress, size: count, pos: 0)
                code = unsafe ZSTD_decompressStream(stream, &to, &from)
                used = unsafe from.pos
                filled = unsafe to.pos
            }
        }
        guard ZSTD_isError(code) == 0 else {
            throw StoreError.damaged(path: path, why: "it is no zstd stream")
        }
        isEnd = code == 0
        return output
    }
}
