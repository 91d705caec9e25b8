public import Database
public import Primitives
public import Scheduler
public import System

/// Moves sectors to storage paths that this machine reaches, and keeps the index true meanwhile.
public struct StorageMover: Sendable {
    let database: any Database
    let index: SQLStorageIndex
    let threads: BlockingThreads
    /// Seconds to wait for readers of the old copy before the rest is left for later.
    let patience: Double

    /// A mover. `threads`: where files are copied; as many as moves at once.
    public init(
        database: any Database, index: SQLStorageIndex, threads: BlockingThreads, patience: Double = 60
    ) {
        self.database = database
        self.index = index
        self.threads = threads
        self.patience = patience
    }

    /// Moves these files of a sector to a path. Whatever is there already is left alone; the sources go once
    /// the copies were read back, are entered as primary, and nobody reads the sources. The same call again
    /// finishes what a stop left. Throws `JobFailure`: space and readers are waits.
    public func move(
        _ sector: SectorName, _ types: [SectorFileType], to path: String,
        report: @escaping @Sendable (JobProgress) -> Void = { _ in },
        checkLease: @escaping @Sendable () throws -> Void = {}
    ) async throws -> SectorMove.Outcome {
        do {
            let moves = try await plan(sector, types, path, report, checkLease)
            var outcome = SectorMove.Outcome()
            for move in moves { outcome.add(try await run(move, path)) }
            return outcome
        } catch let error as StorageError {
            throw error.failure
        } catch let error as SystemError where error.isFull {
            throw JobFailure(error.sentence, remedy: error.remedy, isWait: true)
        } catch let error as SectorError {
            // A damaged file stays damaged: no further attempt makes it whole.
            throw JobFailure(error.sentence, remedy: error.remedy, isRetryable: false)
        }
    }

    /// One move for each directory that has some of the files.
    private func plan(
        _ sector: SectorName, _ types: [SectorFileType], _ path: String,
        _ report: @escaping @Sendable (JobProgress) -> Void, _ check: @escaping @Sendable () throws -> Void
    ) async throws -> [(move: SectorMove, from: String)] {
        let index = index
        return try await database.read { session in
            guard let to = try index.paths(in: session).first(where: { $0.id == path }) else {
                throw StorageError.unknownPath(path)
            }
            guard let target = to.root(at: index.places) else {
                throw StorageError.away(
                    id: path, root: to.places.first?.root ?? "", why: "not on this machine")
            }
            var sources: [String: (root: String, types: [SectorFileType])] = [:]
            for type in types {
                let copies = try index.locate(sector, type, in: session)
                let others = copies.filter { $0.path != path }
                if others.isEmpty, !copies.isEmpty { continue }
                guard let from = others.first(where: { $0.root != nil }), let root = from.root else {
                    throw StorageError.noCopy(sector: sector, type: type, places: copies.map(\.path))
                }
                sources[from.path, default: (root, [])].types.append(type)
            }
            return sources.sorted { $0.key < $1.key }.map { from, source in
                let move = SectorMove(
                    sector, source.types, from: source.root, to: target, report: report, check: check)
                return (move, from)
            }
        }
    }

    private func run(_ step: (move: SectorMove, from: String), _ path: String) async throws
        -> SectorMove.Outcome
    {
        let outcome = try await copy(step.move)
        try step.move.check()
        try await enter(step.move, path)
        try await waitForReaders(step.move.sector)
        try step.move.check()
        try await leave(step.move, step.from)
        return outcome
    }

    /// Copies; a cancelled task stops it between two blocks.
    private func copy(_ move: SectorMove) async throws -> SectorMove.Outcome {
        let stop = Locked(false)
        let watched = SectorMove(
            move.sector, move.types, from: move.source, to: move.target, report: move.report,
            check: {
                if stop.withLock({ $0 }) { throw CancellationError() }
                try move.check()
            })
        return try await withTaskCancellationHandler {
            try await threads.run { _ in try watched.copy() }
        } onCancel: {
            stop.withLock { $0 = true }
        }
    }

    private func enter(_ move: SectorMove, _ path: String) async throws {
        let index = index
        try await database.write { session in
            for type in move.types {
                try index.declare(move.sector, type, path: path, isPrimary: true, in: session)
            }
        }
    }

    private func waitForReaders(_ sector: SectorName) async throws {
        let (index, end) = (index, Clock.now + patience)
        while try await database.read({ try index.isHeld(sector, in: $0) }) {
            try Task.checkCancellation()
            guard Clock.now < end else {
                throw JobFailure(
                    "sector \(sector) is being read where it was; its new copy is in use", remedy: "",
                    isWait: true)
            }
            await Clock.sleep(seconds: min(1, max(0.01, patience / 20)))
        }
    }

    private func leave(_ move: SectorMove, _ from: String) async throws {
        try await threads.run { _ in try move.removeSource() }
        let index = index
        try await database.write { session in
            for type in move.types { try index.drop(move.sector, type, path: from, in: session) }
        }
    }
}

extension SectorMove.Outcome {
    /// Adds what another move did.
    mutating func add(_ other: Self) {
        there += other.there
        linked += other.linked
        copied += other.copied
        bytes += other.bytes
    }
}
