internal import System

/// A CAR file on disk, packed with zstd or not, read from front to back.
public enum CARFile {
    /// Opens it: the header is read and checked.
    public static func open(_ path: String) throws -> CARReader {
        let file = try FileReader(path)
        let magic = try file.read(at: 0, count: 4)
        guard magic == ZstdReader.magic else { return try CARReader { try file.read($0) } }
        let packed = try ZstdReader(path) { try file.read($0) }
        return try CARReader { try packed.read($0) }
    }
}

extension FileReader {
    /// The next `count` bytes; fewer at the end, none there.
    func read(_ count: Int) throws -> [UInt8] {
        try unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = try unsafe read(into: UnsafeMutableRawBufferPointer(buffer))
        }
    }
}
