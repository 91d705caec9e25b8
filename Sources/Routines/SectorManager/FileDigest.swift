internal import Primitives
internal import ProofEngine
internal import System

/// Size and digest of a file, as a record keeps them.
///
/// Files of up to 1 GiB are hashed whole with SHA-256. Larger ones (layers and trees of 32 and 64 GiB
/// sectors) would cost minutes a file, so 4096 blocks of 4 KiB are hashed, spread evenly and with the last
/// one among them: a file that is cut, empty in part or of another sector is seen; one flipped bit between
/// blocks is not. `quarry sector check` finds that too, since it derives every file again.
public struct FileRecord: Codable, Hashable, Sendable {
    /// Path under the root.
    public let name: String
    /// Size.
    public let bytes: UInt64
    /// Hex of a SHA-256 digest.
    public let sha256: String
    /// Whether only blocks were hashed.
    public let sampled: Bool
}

/// Makes and compares digests of files. Blocks; runs on an engine's job thread.
enum FileDigest {
    static let wholeLimit: UInt64 = 1 << 30
    static let sampleCount: UInt64 = 4096
    static let sampleBytes = 4096

    /// The record of a file as it is now.
    static func record(_ path: String, in layout: SectorLayout) throws -> FileRecord {
        guard let bytes = File.size(path) else { throw SectorError.damaged(path: path, what: "is missing") }
        let sampled = bytes > wholeLimit
        let digest = sampled ? try sample(path, bytes) : try whole(path)
        return FileRecord(name: layout.relative(path), bytes: bytes, sha256: digest, sampled: sampled)
    }

    /// Throws `damaged` unless the file is what `record` says.
    static func verify(_ record: FileRecord, in layout: SectorLayout) throws {
        let path = layout.absolute(record.name)
        guard let bytes = File.size(path) else { throw SectorError.damaged(path: path, what: "is missing") }
        guard bytes == record.bytes else {
            let what = "has \(bytes) bytes, but \(record.bytes) were written"
            throw SectorError.damaged(path: path, what: what)
        }
        guard try (record.sampled ? sample(path, bytes) : whole(path)) == record.sha256 else {
            throw SectorError.damaged(path: path, what: "its bytes are not those that were written")
        }
    }

    /// SHA-256 of all bytes.
    static func whole(_ path: String) throws -> String { text(try SHA256Digest.hash(file: path)) }

    /// SHA-256 of evenly spread blocks.
    static func sample(_ path: String, _ bytes: UInt64) throws -> String {
        let reader = try FileReader(path)
        var context = SHA256Digest()
        let last = bytes - min(bytes, UInt64(sampleBytes))
        for index in 0..<sampleCount {
            let offset = last / (sampleCount - 1) * index
            context.update(try reader.read(at: index == sampleCount - 1 ? last : offset, count: sampleBytes))
        }
        return text(context.digest())
    }

    static func text(_ bytes: [UInt8]) -> String { Hex.encode(bytes) }
}

/// SHA-256 of a text.
func digest(_ text: String) -> [UInt8] { SHA256Digest.hash(Array(text.utf8)) }
