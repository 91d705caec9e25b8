public import Primitives
public import Scheduler
internal import System

/// Brings a sector's files from one directory to another on this machine. `copy` first, then the new place is
/// entered as the primary one, then `removeSource`: whoever reads finds a whole copy at every moment, and a
/// stop anywhere is finished by doing the same again. Blocks; call it on a thread of its own.
public struct SectorMove: Sendable {
    /// What was done.
    public struct Outcome: Sendable, Hashable {
        /// Files that were there already.
        public var there = 0
        /// Files that got a second name on the same file system.
        public var linked = 0
        /// Files that were copied and read back.
        public var copied = 0
        /// Their bytes.
        public var bytes: UInt64 = 0
    }

    /// Which sector.
    public let sector: SectorName
    /// Which of its files.
    public let types: [SectorFileType]
    /// Directory that they are in.
    public let source: String
    /// Directory that they go to.
    public let target: String
    /// Hears how far it is.
    public let report: @Sendable (JobProgress) -> Void
    /// Throws to stop: cancelled, or the lease is gone.
    public let check: @Sendable () throws -> Void
    /// Whether a second name on the same file system will do; false: always copies.
    var mayLink = true

    /// A move.
    public init(
        _ sector: SectorName, _ types: [SectorFileType], from source: String, to target: String,
        report: @escaping @Sendable (JobProgress) -> Void = { _ in },
        check: @escaping @Sendable () throws -> Void = {}
    ) {
        self.sector = sector
        self.types = types
        self.source = source
        self.target = target
        self.report = report
        self.check = check
    }

    /// Makes the copies. Takes the sector's lock, which writers and movers take and readers do not.
    public func copy() throws -> Outcome {
        var outcome = Outcome()
        if try isSame() { return outcome }
        let lock = try takeLock()
        defer { lock?.release() }
        let records = try records()
        let total = try types.reduce(UInt64(0)) { sum, type in
            let path = StorageFolders.file(source, type, sector)
            guard try StoredFiles.isThere(source, type, sector) else { return sum }
            return try StoredFiles.list(path, type).reduce(sum) { $0 + $1.bytes }
        }
        var done: UInt64 = 0
        func step(_ bytes: UInt64) throws {
            done += bytes
            report(JobProgress(stage: "moving", done: min(done, total), total: total))
            try check()
        }
        for type in types { try bring(type, records, &outcome, step) }
        return outcome
    }

    /// Removes the files from where they were. Only after the new place was entered.
    public func removeSource() throws {
        if try isSame() { return }
        for type in types {
            guard try StoredFiles.isThere(target, type, sector) else {
                throw StorageError.noCopy(sector: sector, type: type, places: [])
            }
        }
        for type in types { try StoredFiles.remove(source, type, sector) }
    }

    /// Whether both are one directory, perhaps by two paths.
    private func isSame() throws -> Bool {
        let (from, to) = (try FileStatus(source + "/."), try FileStatus(target + "/."))
        guard let from, let to else {
            throw SystemError("find", from == nil ? source : target, code: SystemError.absent)
        }
        return from.device == to.device && from.inode == to.inode
    }

    private func takeLock() throws -> HolderLock? {
        let layout = SectorLayout(root: source, name: sector)
        guard File.isDirectory(layout.cache) else { return nil }
        switch try HolderLock.take(layout.lock) {
        case .taken(let lock): return lock
        case .heldBy(let pid): throw StorageError.busy(sector: sector, pid: pid)
        }
    }

    /// Digests of the files, by their paths under a root, from the record wherever it is now.
    private func records() throws -> [String: FileRecord] {
        let known = [source, target].map { SectorLayout(root: $0, name: sector).record }
        guard let path = known.first(where: { File.exists($0) }) else { return [:] }
        let record = try SectorStore.read(path)
        let stages = record.stages + (record.update?.stages ?? [])
        return Dictionary(stages.flatMap(\.files).map { ($0.name, $0) }) { _, last in last }
    }

    private func bring(
        _ type: SectorFileType, _ records: [String: FileRecord], _ outcome: inout Outcome,
        _ step: @escaping (UInt64) throws -> Void
    ) throws {
        let (from, to) = (
            StorageFolders.file(source, type, sector), StorageFolders.file(target, type, sector)
        )
        guard try StoredFiles.isThere(source, type, sector) else {
            guard try StoredFiles.isThere(target, type, sector) else {
                throw StorageError.noCopy(sector: sector, type: type, places: [])
            }
            outcome.there += 1
            return
        }
        try Directory.create(File.parent(of: to))
        guard type.isFolder else {
            let expected = records["\(type.rawValue)/\(sector)"]
            try note(fileCopy(from, to, expected, step).run(), from, &outcome)
            return
        }
        let stage = temporary(to)
        let hasFolder = try FileStatus(to) != nil
        if !hasFolder { try Directory.create(stage) }
        for file in try StoredFiles.list(from, type) {
            let expected = records["\(type.rawValue)/\(sector)/\(file.name)"]
            let place = "\(hasFolder ? to : stage)/\(file.name)"
            let copy = fileCopy("\(from)/\(file.name)", place, expected, step)
            try note(copy.run(), "\(from)/\(file.name)", &outcome)
        }
        try check()
        if !hasFolder { try File.rename(stage, to: to) }
    }

    private func fileCopy(
        _ from: String, _ to: String, _ expected: FileRecord?, _ step: @escaping (UInt64) throws -> Void
    ) -> FileCopy {
        var copy = FileCopy(source: from, target: to, expected: expected, step: step)
        copy.mayLink = mayLink
        return copy
    }

    private func note(_ way: FileCopy.Way, _ path: String, _ outcome: inout Outcome) {
        switch way {
        case .there: outcome.there += 1
        case .linked: outcome.linked += 1
        case .copied:
            outcome.copied += 1
            outcome.bytes += File.size(path) ?? 0
        }
    }
}

/// A sector's files of one type in a directory.
enum StoredFiles {
    /// Names that never travel: locks and unfinished files.
    static func isPassing(_ name: String) -> Bool { name == "sector.lock" || name.hasSuffix(".tmp") }

    /// The files: one of empty name for a file type, those in the folder otherwise, the record last.
    static func list(_ path: String, _ type: SectorFileType) throws -> [(name: String, bytes: UInt64)] {
        guard type.isFolder else {
            return try FileStatus(path).map { [(name: "", bytes: $0.bytes)] } ?? []
        }
        var files: [(name: String, bytes: UInt64)] = []
        for name in try Directory.list(path) where !isPassing(name) {
            guard let status = try FileStatus("\(path)/\(name)") else { continue }
            guard status.kind == .file else {
                throw SectorError.damaged(path: "\(path)/\(name)", what: "is no regular file")
            }
            files.append((name, status.bytes))
        }
        return files.filter { $0.name != "sector.json" } + files.filter { $0.name == "sector.json" }
    }

    /// Whether a file or a folder of the type is there under its final name.
    static func isThere(_ root: String, _ type: SectorFileType, _ sector: SectorName) throws -> Bool {
        try FileStatus(StorageFolders.file(root, type, sector))?.kind == (type.isFolder ? .directory : .file)
    }

    /// Removes it. A folder loses its name first, so that nobody takes the rest of it for a sector's.
    static func remove(_ root: String, _ type: SectorFileType, _ sector: SectorName) throws {
        let path = StorageFolders.file(root, type, sector)
        guard try FileStatus(path) != nil else { return }
        guard type.isFolder else { return try File.remove(path) }
        try Directory.remove(temporary(path))
        try File.rename(path, to: temporary(path))
        try Directory.remove(temporary(path))
    }
}
