public import Database
public import Primitives
public import System

/// Keeps the index true to the disks of this machine: measures room, takes inventory at the start and daily,
/// and sweeps what was marked long enough. A failure at one path or file never stops the rest.
public struct StorageKeeper: Sendable {
    /// How often, and how long.
    public struct Settings: Sendable {
        /// Seconds between two measurements of room.
        public var measureSeconds = 15.0
        /// Seconds between two inventories.
        public var inventorySeconds = 86_400.0
        /// Seconds that a file stays marked before it is swept.
        public var graceSeconds = 86_400.0

        /// The defaults.
        public init() {}
    }

    let database: any Database
    let index: SQLStorageIndex
    let threads: BlockingThreads
    let settings: Settings
    let standing: @Sendable (SectorName, any SQLSession) throws -> SectorStanding
    let note: @Sendable (String) -> Void

    /// A keeper. `standing`: whether a sector is wanted; `note`: hears what an operator should know.
    public init(
        database: any Database, index: SQLStorageIndex, threads: BlockingThreads,
        settings: Settings = Settings(),
        standing: @escaping @Sendable (SectorName, any SQLSession) throws -> SectorStanding,
        note: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.database = database
        self.index = index
        self.threads = threads
        self.settings = settings
        self.standing = standing
        self.note = note
    }

    /// Keeps until the task is cancelled.
    public func run() async {
        var nextInventory = Clock.now
        while !Task.isCancelled {
            do {
                try await measure()
                if Clock.now >= nextInventory {
                    nextInventory = Clock.now + settings.inventorySeconds
                    let report = try await inventory()
                    for line in report.lines {
                        note("\(line.path): \(line.name) \(line.what): \(line.reason)")
                    }
                    let swept = try await sweep(grace: settings.graceSeconds, isDryRun: false)
                    for trouble in report.troubles + swept.troubles { note(trouble) }
                }
            } catch is CancellationError {
                return
            } catch {
                note("storage: \((error as? any ExplainedError)?.sentence ?? "\(error)")")
            }
            await Clock.sleep(seconds: settings.measureSeconds)
        }
    }

    /// Measures the paths within reach; whoever waits for space is told of more.
    public func measure(fully: Bool = false) async throws {
        let index = index
        let paths = try await database.read { try index.paths(in: $0) }
        let files = try await threads.run { _ in
            var files: [String: StoragePathFile] = [:]
            for path in paths {
                guard let root = path.root(at: index.places),
                    let file = try? StoragePathFile.read(root), file.id == path.id
                else { continue }
                files[path.id] = file
            }
            return files
        }
        try await database.write { try index.measure(files, fully: fully, in: $0) }
    }

    /// Compares every path within reach with the table and the sectors.
    public func inventory() async throws -> InventoryReport {
        var report = InventoryReport()
        let index = index
        for path in try await database.read({ try index.paths(in: $0) }) {
            guard let root = path.root(at: index.places) else { continue }
            do {
                try await inventory(path.id, root, &report)
            } catch let error as any ExplainedError {
                report.troubles.append("\(path.id): \(error.sentence)")
            }
        }
        try await measure(fully: true)
        return report
    }

    private func inventory(_ path: String, _ root: String, _ report: inout InventoryReport) async throws {
        let (index, standing) = (index, standing)
        let entered = try await database.read { session in
            try (
                session.now(),
                session.query("SELECT sector, type FROM sector_files WHERE path = ?", [.text(path)])
            )
        }
        let (scan, gone) = try await threads.run { _ in
            // A path that is not mounted has not lost its files.
            guard try StoragePathFile.read(root).id == path else {
                throw StorageError.away(id: path, root: root, why: "another path is there")
            }
            let scan = StorageScan(root)
            var gone: Set<StorageScan.Entry> = []
            for row in entered.1 {
                guard let sector = try? SectorName(row.text(0)),
                    let type = SectorFileType(rawValue: try row.text(1)),
                    !scan.entries.contains(.init(sector: sector, type: type)),
                    try FileStatus(StorageFolders.file(root, type, sector)) == nil
                else { continue }
                gone.insert(.init(sector: sector, type: type))
            }
            guard try StoragePathFile.read(root).id == path else {
                throw StorageError.away(id: path, root: root, why: "it went while it was looked at")
            }
            return (scan, gone)
        }
        report.paths.append(path)
        report.troubles += scan.remarks
        report.lines += try await database.write { session in
            try index.compare(
                scan, path: path, started: entered.0, gone: gone, standing: standing, in: session)
        }
    }
}
