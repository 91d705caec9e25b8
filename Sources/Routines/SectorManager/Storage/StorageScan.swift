public import Primitives
internal import System

/// What lies in a storage path's directory. Blocks.
public struct StorageScan: Sendable, Hashable {
    /// A sector's file or folder.
    public struct Entry: Sendable, Hashable {
        /// Which sector.
        public var sector: SectorName
        /// Which of its files.
        public var type: SectorFileType
    }

    /// Something that nobody may need: unfinished files, work directories.
    public struct Stray: Sendable, Hashable {
        /// Path under the root: "sealed/s-t01000-1.tmp".
        public var name: String
        /// Why it may not be needed.
        public var reason: String
        /// Bytes on disk.
        public var bytes: UInt64
        /// When it last changed, by the file system's clock, in nanoseconds since 1970.
        public var changed: Int64
    }

    /// Sectors' files under their final names.
    public var entries: Set<Entry> = []
    /// What nobody may need.
    public var strays: [Stray] = []
    /// What could not be looked at, or is none of ours: one sentence each.
    public var remarks: [String] = []

    /// Looks through a directory. What cannot be read is a remark, the rest goes on.
    public init(_ root: String) {
        for type in SectorFileType.allCases { look(root, type) }
        let work = StorageFolders.work(root)
        for owner in names(in: work) {
            add(root, "\(File.name(of: work))/\(owner)", "work of a job that ended")
        }
    }

    private mutating func names(in folder: String) -> [String] {
        do {
            return try FileStatus(folder) == nil ? [] : Directory.list(folder)
        } catch {
            remarks.append((error as any ExplainedError).sentence)
            return []
        }
    }

    private mutating func look(_ root: String, _ type: SectorFileType) {
        let folder = "\(root)/\(type.rawValue)"
        for name in names(in: folder) {
            if name.hasSuffix(".tmp"), (try? SectorName(String(name.dropLast(4)))) != nil {
                add(root, "\(type.rawValue)/\(name)", "unfinished")
            } else if let sector = try? SectorName(name) {
                let status = try? FileStatus("\(folder)/\(name)")
                guard status?.kind == (type.isFolder ? .directory : .file) else {
                    remarks.append("\(folder)/\(name) is no \(type.isFolder ? "folder" : "regular file")")
                    continue
                }
                entries.insert(Entry(sector: sector, type: type))
                guard type.isFolder else { continue }
                for part in names(in: "\(folder)/\(name)") where part.hasSuffix(".tmp") {
                    add(root, "\(type.rawValue)/\(name)/\(part)", "unfinished")
                }
            } else if !Self.isOfLotus(name) {
                remarks.append("\(folder)/\(name) is no sector's file; it is left alone")
            }
        }
    }

    /// Lotus puts an empty folder of this name beside sectors while it fetches.
    private static func isOfLotus(_ name: String) -> Bool { name == "fetching" }

    private mutating func add(_ root: String, _ name: String, _ reason: String) {
        guard let stray = Self.stray(root, name, reason) else { return }
        strays.append(stray)
    }

    /// Size and age of a file, or of all in a folder; nil if it is gone.
    static func stray(_ root: String, _ name: String, _ reason: String) -> Stray? {
        let path = "\(root)/\(name)"
        guard (try? FileStatus(path)) != nil else { return nil }
        return Stray(name: name, reason: reason, bytes: DiskProbe.allocated(path), changed: newest(path))
    }

    private static func newest(_ path: String) -> Int64 {
        guard let status = try? FileStatus(path) else { return 0 }
        guard status.kind == .directory else { return status.modified }
        let names = (try? Directory.list(path)) ?? []
        return names.reduce(status.modified) { max($0, newest("\(path)/\($1)")) }
    }

    /// The sector that a name under a root belongs to.
    static func sector(of name: String) -> SectorName? {
        let parts = name.split(separator: "/")
        guard parts.count >= 2 else { return nil }
        let text = parts[1].hasSuffix(".tmp") ? String(parts[1].dropLast(4)) : String(parts[1])
        return try? SectorName(text)
    }
}
