public import Primitives
internal import System

/// What a look at a path's directory found.
public enum StorageLook: Sendable, Hashable {
    /// It is there: bytes of its file system, and free ones.
    case room(capacity: UInt64, free: UInt64)
    /// It is not, or does not answer.
    case trouble(String)
}

/// Looks at directories of storage paths. A protocol, so that tests can have disks of any size.
public protocol StorageProbe: Sendable {
    /// The file system's room, if the directory holds the path of this ID.
    func look(_ root: String, id: String) -> StorageLook
    /// Bytes on disk of these sectors' files and of the work directory of `owner`; nil: no answer.
    func allocated(_ root: String, _ sectors: [SectorName], _ types: [SectorFileType], owner: String)
        -> UInt64?
    /// Bytes on disk of all sector files; nil: no answer.
    func used(_ root: String) -> UInt64?
}

/// Looks at the disks that there are. A file system that hangs costs `patience` once; while a look at it is
/// still out, it counts as not answering.
public final class DiskProbe: StorageProbe {
    private let patience: Double
    private let usedPatience: Double
    private let hanging = Locked<Set<String>>([])

    /// `patience`: seconds to wait for a file system; `usedPatience`: for the sizes of all its files.
    public init(patience: Double = 0.5, usedPatience: Double = 2) {
        self.patience = patience
        self.usedPatience = usedPatience
    }

    private func ask<Value: Sendable>(
        _ root: String, patience: Double, _ body: @escaping @Sendable () -> Value
    ) -> Value? {
        guard hanging.withLock({ $0.insert(root).inserted }) else { return nil }
        return Patience.call(seconds: patience) { [hanging] in
            defer { hanging.withLock { _ = $0.remove(root) } }
            return body()
        }
    }

    /// The file system's room, if the directory holds the path of this ID.
    public func look(_ root: String, id: String) -> StorageLook {
        ask(root, patience: patience) { Self.look(at: root, id) }
            ?? .trouble("does not answer (a network file system whose server is gone?)")
    }

    private static func look(at root: String, _ id: String) -> StorageLook {
        do {
            let found = try StoragePathFile.read(root).id
            guard found == id else { return .trouble("\(root) holds path \(found)") }
            let room = try Directory.capacity(root)
            return .room(capacity: room.all, free: room.free)
        } catch let error as any ExplainedError {
            return .trouble(error.sentence)
        } catch {
            return .trouble("\(error)")
        }
    }

    /// Bytes on disk of these sectors' files and of the work directory of `owner`.
    public func allocated(
        _ root: String, _ sectors: [SectorName], _ types: [SectorFileType], owner: String
    ) -> UInt64? {
        ask(root, patience: patience * 4) {
            var sum = Self.allocated(StorageFolders.work(root, owner: owner))
            for name in sectors {
                for type in types {
                    let path = StorageFolders.file(root, type, name)
                    sum += Self.allocated(path) + Self.allocated(temporary(path))
                }
            }
            return sum
        }
    }

    /// Bytes on disk of all sector files.
    public func used(_ root: String) -> UInt64? {
        ask(root, patience: usedPatience) {
            let folders =
                SectorFileType.allCases.map { "\(root)/\($0.rawValue)" } + [StorageFolders.work(root)]
            return folders.reduce(0) { $0 + Self.allocated($1) }
        }
    }

    /// Of a file, or of all in a directory.
    static func allocated(_ path: String) -> UInt64 {
        guard let status = try? FileStatus(path) else { return 0 }
        guard status.kind == .directory else { return status.allocated }
        let names = (try? Directory.list(path)) ?? []
        return names.reduce(status.allocated) { $0 + allocated("\(path)/\($1)") }
    }
}

/// Where things lie in a storage path.
public enum StorageFolders {
    /// A sector's file or folder of a type.
    public static func file(_ root: String, _ type: SectorFileType, _ sector: SectorName) -> String {
        "\(root)/\(type.rawValue)/\(sector)"
    }

    /// Where jobs work on files that are not a sector's yet.
    public static func work(_ root: String) -> String { "\(root)/work" }

    /// The directory of one lease ("job-12-fence-3"): whoever takes the job over has another, and what is left
    /// in this one is swept.
    public static func work(_ root: String, owner: String) -> String { "\(root)/work/\(owner)" }
}

extension SectorFileType {
    /// Whether it is a folder of files.
    public var isFolder: Bool { self == .cache || self == .updateCache }
}
