import FoundationEssentials
internal import Primitives
internal import ProofEngine
internal import System

/// A sector's folder in the hands of this process: its record in memory and on disk, and the lock.
public final class SectorStore: Sendable {
    /// Where the files are.
    public let layout: SectorLayout
    private let state: Locked<SectorRecord>
    private let lock: HolderLock?

    private init(_ layout: SectorLayout, _ record: SectorRecord, _ lock: HolderLock?) {
        self.layout = layout
        state = Locked(record)
        self.lock = lock
    }

    /// The record as it is now.
    public var record: SectorRecord { state.withLock { $0 } }

    /// Changes the record and writes it durably before returning.
    func update(_ change: (inout SectorRecord) -> Void) throws {
        try state.withLock { record in
            var changed = record
            change(&changed)
            try Self.write(changed, to: layout.record)
            record = changed
        }
    }

    /// Opens a new or existing sector for work: makes its folders, takes its lock. `fresh` is the record that
    /// it gets if there is none yet.
    static func create(_ layout: SectorLayout, fresh: SectorRecord) throws -> SectorStore {
        for folder in [layout.cache, File.parent(of: layout.sealed), File.parent(of: layout.unsealed)] {
            try Directory.create(folder)
        }
        let lock = try takeLock(layout)
        if File.exists(layout.record) {
            return SectorStore(layout, try read(layout.record), lock)
        }
        try write(fresh, to: layout.record)
        return SectorStore(layout, fresh, lock)
    }

    /// Opens an existing sector. `exclusive`: takes the lock, for commands that write.
    public static func load(_ layout: SectorLayout, exclusive: Bool) throws -> SectorStore {
        guard File.isDirectory(layout.cache) else {
            throw SectorError.noSector(name: "\(layout.name)", root: layout.root)
        }
        let lock = exclusive ? try takeLock(layout) : nil
        guard File.exists(layout.record) else {
            throw SectorError.badRecord(
                path: layout.record,
                why: "is missing: this sector was made by another program or not finished")
        }
        return SectorStore(layout, try read(layout.record), lock)
    }

    /// Gives the lock up: other processes may work on the sector from here on.
    func close() { lock?.release() }

    static func takeLock(_ layout: SectorLayout) throws -> HolderLock {
        switch try HolderLock.take(layout.lock) {
        case .taken(let lock): return lock
        case .heldBy(let pid): throw SectorError.inUse(sector: "\(layout.name)", pid: pid)
        }
    }

    static func read(_ path: String) throws -> SectorRecord {
        let bytes = try File.read(path, limit: 64 << 20)
        do {
            let record = try JSONDecoder().decode(SectorRecord.self, from: Data(bytes))
            guard record.format == 1 else {
                throw SectorError.badRecord(path: path, why: "format \(record.format) is of a later version")
            }
            return record
        } catch let error as SectorError {
            throw error
        } catch {
            throw SectorError.badRecord(path: path, why: "is no sector record (cut or changed?)")
        }
    }

    static func write(_ record: SectorRecord, to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try File.writeAtomically(path, Array(encoder.encode(record)) + [10])
    }

    /// Enters a stage as complete with the digests of its files, which have their final names already.
    func complete(
        _ stage: SectorStage, since start: Double, files: [String],
        _ change: @Sendable (inout SectorRecord) -> Void = { _ in }
    ) throws {
        let records = try files.map { try FileDigest.record($0, in: layout) }
        let seconds = Clock.now - start
        try update { record in
            change(&record)
            record.complete(stage, seconds: seconds, files: records)
        }
    }

    /// As `complete`, for a stage of the sector's update.
    func completeUpdate(
        _ stage: SectorStage, since start: Double, files: [String],
        _ change: @Sendable (inout UpdateRecord) -> Void
    ) throws {
        let records = try files.map { try FileDigest.record($0, in: layout) }
        let seconds = Clock.now - start
        try update { record in
            guard var update = record.update else { return }
            change(&update)
            update.stages.removeAll { $0.stage == stage.name }
            update.stages.append(StageRecord(stage: stage.name, seconds: seconds, files: records))
            record.update = update
        }
    }

    /// Verifies the files of all complete stages that the sector still keeps.
    func verify() throws {
        let record = record
        let stages = record.stages + (record.update?.stages ?? [])
        for file in stages.flatMap(\.files) { try FileDigest.verify(file, in: layout) }
    }
}
