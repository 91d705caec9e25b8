import Primitives
internal import System

/// What a path of the store's HTTP face names: `/remote/<type>/<sector>[/<file>]`.
struct TransferPath: Sendable, Hashable {
    let type: SectorFileType
    let sector: SectorName
    /// A file in a folder; nil for the folder itself, and for types that are files.
    let file: String?

    /// Nil if it names nothing that a store has or may have.
    init?(_ path: String) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4 || parts.count == 5, parts[0].isEmpty, parts[1] == "remote",
            let type = SectorFileType(rawValue: parts[2]), let sector = try? SectorName(parts[3])
        else { return nil }
        if parts.count == 5 {
            guard type.isFolder, Self.isGood(parts[4]) else { return nil }
        }
        self.type = type
        self.sector = sector
        file = parts.count == 5 ? parts[4] : nil
    }

    init(_ type: SectorFileType, _ sector: SectorName, _ file: String?) {
        self.type = type
        self.sector = sector
        self.file = file
    }

    /// Whether a name is one that a sector's folder may have: letters, digits, dots, dashes; no lock, nothing
    /// unfinished.
    static func isGood(_ name: String) -> Bool {
        guard (1...128).contains(name.utf8.count), !StoredFiles.isPassing(name), !name.hasPrefix(".") else {
            return false
        }
        return name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
                UInt8(ascii: "_"):
                true
            default: false
            }
        }
    }

    /// As a request's path; all its characters go as they are.
    var text: String { "/remote/\(type.rawValue)/\(sector)" + (file.map { "/\($0)" } ?? "") }

    /// The sector's file or folder under a root.
    func base(_ root: String) -> String { StorageFolders.file(root, type, sector) }
    /// The file under its final name.
    func final(_ root: String) -> String { base(root) + (file.map { "/\($0)" } ?? "") }
    /// Where it is before the folder is whole; for types that are files the same as `final`.
    func staged(_ root: String) -> String { file.map { "\(temporary(base(root)))/\($0)" } ?? base(root) }
    /// Where its bytes are gathered.
    func part(_ root: String) -> String { temporary(staged(root)) }

    /// Whether a link stands where a folder or file of ours is to be: nothing goes through it.
    func isThroughLink(_ root: String) throws -> Bool {
        let places = [
            File.parent(of: base(root)), base(root), temporary(base(root)), final(root), staged(root),
            part(root),
        ]
        return try places.contains { try FileStatus($0)?.kind == .link }
    }
}

/// Words of the protocol between stores.
enum TransferField {
    /// Bytes that are durable, or a file has.
    static let length = "x-quarry-length"
    /// "true": the file is there under its name; "false": so many bytes of it are.
    static let complete = "x-quarry-complete"
    /// Digest of the whole file as records have it: "sha256:…", or "sampled:…" for large files.
    static let digest = "x-quarry-digest"
    /// SHA-256 of the bytes in this message.
    static let chunkDigest = "x-quarry-sha256"
    /// Bytes of a chunk: uploads stop and go on at multiples of it.
    static let chunk = "x-quarry-chunk"

    /// A record's digest as a field.
    static func text(_ record: FileRecord) -> String {
        (record.sampled ? "sampled:" : "sha256:") + record.sha256
    }

    /// "bytes 0-99/1000", or "bytes */0" for an empty file.
    static func range(_ offset: UInt64, _ count: UInt64, of total: UInt64) -> String {
        count == 0 ? "bytes */\(total)" : "bytes \(offset)-\(offset + count - 1)/\(total)"
    }

    /// Reads such a field.
    static func readRange(_ text: String?) -> (offset: UInt64, count: UInt64, total: UInt64)? {
        guard let text, text.hasPrefix("bytes ") else { return nil }
        let sides = text.dropFirst(6).split(separator: "/", omittingEmptySubsequences: false)
        guard sides.count == 2, let total = number(sides[1]) else { return nil }
        if sides[0] == "*" { return total == 0 ? (0, 0, 0) : nil }
        let ends = sides[0].split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let first = number(ends[0]), let last = number(ends[1]), first <= last,
            last < total,
            total <= 1 << 48
        else { return nil }
        return (first, last - first + 1, total)
    }

    private static func number(_ text: Substring) -> UInt64? {
        text.utf8.allSatisfy { (48...57).contains($0) } ? UInt64(text) : nil
    }
}

/// What a folder has, as stores tell each other.
struct TransferListing: Codable, Sendable, Hashable {
    struct Entry: Codable, Sendable, Hashable {
        let name: String
        let bytes: UInt64
    }
    let files: [Entry]
}
