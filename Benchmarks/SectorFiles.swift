import Primitives
import ProofEngine
import System

/// The files of one sector of a benchmark, in the scratch directory.
struct SectorFiles: Sendable {
    let number: Int
    let directory: String
    let config: PoRepConfig

    /// Makes the directory.
    init(_ number: Int, _ context: BenchmarkContext, _ config: PoRepConfig) throws {
        self.number = number
        self.config = config
        directory = "\(context.scratch)/\(number)"
        try Directory.create(directory)
    }

    /// The sectors of a run.
    static func all(_ context: BenchmarkContext) throws -> [SectorFiles] {
        let config = try context.config()
        return try (0..<context.sectors).map { try SectorFiles($0, context, config) }
    }

    var raw: String { "\(directory)/raw" }
    var staged: String { "\(directory)/staged" }
    var replica: String { "\(directory)/sealed" }
    var unsealed: String { "\(directory)/unsealed" }
    var treeD: String { "\(directory)/tree-d" }
    var layers: [String] { (1...config.layerCount).map { "\(directory)/layer-\($0)" } }
    var treeC: [String] { (0..<config.baseTreeCount).map { "\(directory)/tree-c-\($0)" } }
    var treeRLast: [String] { (0..<config.baseTreeCount).map { "\(directory)/tree-r-last-\($0)" } }

    /// Bytes of client data that fill the sector.
    var rawBytes: UInt64 { config.sectorBytes / 128 * 127 }

    /// What the sector's labels start from, fixed by its number, for runs that have no data.
    var fixedReplicaID: [UInt8] {
        var id = SHA256Digest.hash(Array("quarry bench sector \(number)".utf8))
        id[31] &= 0x3f
        return id
    }

    /// Labels for `replicaIDs`.
    static func label(
        _ files: [SectorFiles], replicaIDs: [[UInt8]], _ context: BenchmarkContext, job: EngineJob
    ) async throws {
        guard let config = files.first?.config else { return }
        let tasks = zip(files, replicaIDs).map { LabelTask(replicaID: $1, layerPaths: $0.layers) }
        try await context.engine.label(config, tasks, options: context.labelOptions, job: job)
    }

    /// Writes the client's data of the sector: a stream that its number decides.
    func writeRaw() throws {
        let stream = DataStream(seed: UInt64(number))
        let writer = try FileWriter(raw)
        var left = rawBytes
        while left > 0 {
            let count = Int(min(left, 1 << 22))
            try writer.write(stream.next(count))
            left -= UInt64(count)
        }
        try writer.finish()
    }

    /// The first bytes of the SHA-256 of a file, as hex.
    static func digest(_ paths: [String]) throws -> String {
        var digest = SHA256Digest()
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        for path in paths {
            let reader = try FileReader(path)
            while true {
                let got = try unsafe buffer.withUnsafeMutableBytes { try unsafe reader.read(into: $0) }
                if got == 0 { break }
                digest.update(buffer, count: got)
            }
        }
        return Hex.encode(digest.digest().prefix(8))
    }

    /// Hex of the hash over several commitments.
    static func digest(_ commitments: [Commitment]) -> String {
        Hex.encode(SHA256Digest.hash(commitments.flatMap(\.bytes)).prefix(8))
    }
}

/// Bytes that a seed decides: splitmix64, little endian.
final class DataStream {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

    func word() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    func next(_ count: Int) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            var place = 0
            while place < count {
                let value = word()
                let size = min(8, count - place)
                for byte in 0..<size {
                    unsafe buffer[place + byte] = UInt8(truncatingIfNeeded: value >> (8 * UInt64(byte)))
                }
                place += size
            }
            filled = count
        }
    }

    /// Field elements below r: the two top bits of each are cleared.
    func elements(_ count: Int) -> [UInt8] {
        var bytes = next(32 * count)
        for element in 0..<count { bytes[32 * element + 31] &= 0x3f }
        return bytes
    }
}

/// A file as the source of a piece.
final class FileSource: ByteSource {
    private let reader: FileReader

    init(_ path: String) throws { reader = try FileReader(path) }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        try unsafe reader.read(into: buffer)
    }
}
