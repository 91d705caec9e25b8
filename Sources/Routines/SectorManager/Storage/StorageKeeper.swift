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
        /// Seconds between two sums of what sector files take.
        public var usedSeconds = 600.0
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
    private let slow = DiskProbe(patience: 2, usedPatience: 600)

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
        var (nextInventory, nextUsed) = (Clock.now, Clock.now)
        while !Task.isCancelled {
            do {
                let isFull = Clock.now >= nextUsed
                if isFull { nextUsed = Clock.now + settings.usedSeconds }
                try await measure(fully: isFull)
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

    /// Measures the paths within reach; whoever waits for space is told of more. `fully`: what sector files
    /// take, too.
    public func measure(fully: Bool = false) async throws {
        let index = index
        let items = try await database.read { try index.toMeasure(in: $0) }
        // A look that is out already counts as no answer: these have probes of their own, and time.
        let probe: any StorageProbe = index.probe is DiskProbe ? slow : index.probe
        let measured = try await threads.run { _ in
            items.map { item in
                var item = item
                item.measure(probe, fully: fully)
                return item
            }
        }
        try await database.write { try index.enter(measured, in: $0) }
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
        // In small transactions: a path with many thousand files must not keep others from writing.
        while true {
            let lines = try await database.write { session in
                try index.compare(
                    scan, path: path, started: entered.0, gone: gone, standing: standing, in: session)
            }
            report.lines += lines
            if lines.count < SQLStorageIndex.slice { return }
        }
    }
}
