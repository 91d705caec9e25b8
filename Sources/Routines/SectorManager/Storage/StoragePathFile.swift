import FoundationEssentials
import Primitives
internal import System

/// A storage path as its own file, `sectorstore.json`, describes it: Lotus's fields, so that a directory that
/// Lotus used can be attached as it is. `KeepFree` is ours; Lotus leaves it alone.
public struct StoragePathFile: Codable, Sendable, Hashable {
    /// The file's name.
    public static let name = "sectorstore.json"

    /// Tells the path from all others, wherever it is mounted.
    public var id: String
    /// Paths of more weight are filled first; 0: nothing new is put there.
    public var weight: UInt64 = 10
    /// Bytes of sector files at most; 0: as many as fit.
    public var maxStorage: UInt64 = 0
    /// Sectors are sealed here.
    public var canSeal = false
    /// Proven sectors stay here.
    public var canStore = false
    /// Groups that it belongs to.
    public var groups: [String] = []
    /// Groups that sectors may move to from here; empty: all.
    public var allowTo: [String] = []
    /// File types that may be put here; empty: all.
    public var allowTypes: [String] = []
    /// File types that may not.
    public var denyTypes: [String] = []
    /// Miners whose sectors may be put here; empty: all.
    public var allowMiners: [String] = []
    /// Miners whose sectors may not.
    public var denyMiners: [String] = []
    /// Bytes of the file system to leave free; nil: a hundredth, 4 GiB at most.
    public var keepFree: UInt64?

    private enum CodingKeys: String, CodingKey {
        case id = "ID"
        case weight = "Weight"
        case maxStorage = "MaxStorage"
        case canSeal = "CanSeal"
        case canStore = "CanStore"
        case groups = "Groups"
        case allowTo = "AllowTo"
        case allowTypes = "AllowTypes"
        case denyTypes = "DenyTypes"
        case allowMiners = "AllowMiners"
        case denyMiners = "DenyMiners"
        case keepFree = "KeepFree"
    }

    /// A path with a new ID.
    public init() {
        let digits = Array(Hex.encode(Randomness.bytes(16)))
        let parts = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
        id = parts.map { String(digits[$0]) }.joined(separator: "-")
    }

    /// As Lotus writes it: absent and null fields have their empty values.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        func list(_ key: CodingKeys) throws -> [String] {
            try fields.decodeIfPresent([String].self, forKey: key) ?? []
        }
        id = try fields.decode(String.self, forKey: .id)
        weight = try fields.decodeIfPresent(UInt64.self, forKey: .weight) ?? 0
        maxStorage = try fields.decodeIfPresent(UInt64.self, forKey: .maxStorage) ?? 0
        canSeal = try fields.decodeIfPresent(Bool.self, forKey: .canSeal) ?? false
        canStore = try fields.decodeIfPresent(Bool.self, forKey: .canStore) ?? false
        groups = try list(.groups)
        allowTo = try list(.allowTo)
        allowTypes = try list(.allowTypes)
        denyTypes = try list(.denyTypes)
        allowMiners = try list(.allowMiners)
        denyMiners = try list(.denyMiners)
        keepFree = try fields.decodeIfPresent(UInt64.self, forKey: .keepFree)
    }

    /// Reads the file of a directory. Blocks.
    public static func read(_ root: String) throws -> StoragePathFile {
        let path = "\(root)/\(name)"
        guard File.exists(path) else { throw StorageError.noPathFile(root: root) }
        let bytes = try File.read(path, limit: 1 << 20)
        let file: StoragePathFile
        do {
            file = try JSONDecoder().decode(StoragePathFile.self, from: Data(bytes))
        } catch {
            throw StorageError.badPathFile(
                path: path, why: "is no description of a storage path (cut or changed?)")
        }
        let printable = file.id.utf8.allSatisfy { (33...126).contains($0) && $0 != UInt8(ascii: "/") }
        guard (1...128).contains(file.id.utf8.count), printable else {
            throw StorageError.badPathFile(path: path, why: "its ID is not 1 to 128 printable characters")
        }
        return file
    }

    /// Writes the file of a directory, durably. Blocks.
    public func write(_ root: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try File.writeAtomically("\(root)/\(Self.name)", Array(encoder.encode(self)) + [10])
    }

    /// Bytes to leave free of a file system of so many.
    func keepFree(of capacity: UInt64) -> UInt64 { keepFree ?? min(capacity / 100, 4 << 30) }

    /// Whether a miner's sectors may be put here; nil: yes, else why not.
    func refuses(_ miner: MinerAddress) -> String? {
        func names(_ list: [String]) -> Bool { list.contains { (try? MinerAddress($0)) == miner } }
        if names(denyMiners) { return "denies miner \(miner)" }
        return allowMiners.isEmpty || names(allowMiners) ? nil : "does not allow miner \(miner)"
    }

    /// As `refuses`, of a file type.
    func refuses(_ type: SectorFileType) -> String? {
        if denyTypes.contains(type.rawValue) { return "denies \(type.rawValue) files" }
        let known = allowTypes.filter { SectorFileType(rawValue: $0) != nil }
        return known.isEmpty || known.contains(type.rawValue) ? nil : "does not allow \(type.rawValue) files"
    }
}
