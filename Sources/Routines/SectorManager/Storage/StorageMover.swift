public import Database
public import Primitives
public import Scheduler
public import System

/// Moves sectors to storage paths that this machine reaches, and keeps the index true meanwhile.
public struct StorageMover: Sendable {
    let database: any Database
    let index: SQLStorageIndex
    let threads: BlockingThreads
    /// Fetches from other machines' stores; nil: only what this machine reaches is moved.
    let client: (any TransferClient)?
    /// Seconds to wait for readers of the old copy before the rest is left for later.
    let patience: Double

    /// A mover. `threads`: where files are copied; as many as moves at once. `client`: with a token or
    /// certificate that other machines' stores accept.
    public init(
        database: any Database, index: SQLStorageIndex, threads: BlockingThreads,
        client: (any TransferClient)? = nil, patience: Double = 60
    ) {
        self.database = database
        self.index = index
        self.threads = threads
        self.client = client
        self.patience = patience
    }

    /// Files of one path that go to another.
    private struct Step: Sendable {
        enum Source: Sendable {
            case directory(String)
            case store(url: String)
        }
        var types: [SectorFileType]
        let from: String
        let source: Source
        let to: String
        let target: String
    }

    private struct Order: Sendable {
        let sector: SectorName
        let report: @Sendable (JobProgress) -> Void
        let check: @Sendable () throws -> Void
    }

    /// Moves these files of a sector to a path. Whatever is there already is left alone; the sources go once
    /// the copies were read back, are entered as primary, and nobody reads the sources. The same call again
    /// finishes what a stop left. Throws `JobFailure`: space and readers are waits.
    public func move(
        _ sector: SectorName, _ types: [SectorFileType], to path: String,
        report: @escaping @Sendable (JobProgress) -> Void = { _ in },
        checkLease: @escaping @Sendable () throws -> Void = {}
    ) async throws -> SectorMove.Outcome {
        let order = Order(sector: sector, report: report, check: checkLease)
        do {
            var outcome = SectorMove.Outcome()
            for step in try await plan(sector, types, path) { outcome.add(try await run(step, order)) }
            return outcome
        } catch let error as StorageError {
            throw error.failure
        } catch let error as SystemError where error.isFull {
            throw JobFailure(error.sentence, remedy: error.remedy, waitingFor: .space)
        } catch let error as SectorError {
            // A damaged file stays damaged: no further attempt makes it whole.
            throw JobFailure(error.sentence, remedy: error.remedy, isRetryable: false)
        } catch let error as TransferError {
            throw JobFailure(error.sentence, remedy: error.remedy)
        }
    }

    /// One step for each path that has some of the files.
    private func plan(
        _ sector: SectorName, _ types: [SectorFileType], _ path: String
    ) async throws -> [Step] {
        let (index, isFetching) = (index, client != nil)
        return try await database.read { session in
            let paths = try index.paths(in: session)
            guard let to = paths.first(where: { $0.id == path }) else { throw StorageError.unknownPath(path) }
            guard let target = to.root(at: index.places) else {
                throw StorageError.away(
                    id: path, root: to.places.first?.root ?? "", why: "not on this machine")
            }
            var steps: [String: Step] = [:]
            for type in types {
                let copies = try index.locate(sector, type, in: session)
                let others = copies.filter { $0.path != path }
                if others.isEmpty, !copies.isEmpty { continue }
                let near = others.first { $0.root != nil }.map {
                    ($0.path, Step.Source.directory($0.root ?? ""))
                }
                let far = others.lazy.compactMap { copy in
                    paths.first { $0.id == copy.path }?.places.lazy.compactMap(\.url).first
                        .map { (copy.path, Step.Source.store(url: $0)) }
                }.first
                guard let (from, source) = near ?? (isFetching ? far : nil) else {
                    throw StorageError.noCopy(sector: sector, type: type, places: copies.map(\.path))
                }
                steps[
                    from, default: Step(types: [], from: from, source: source, to: path, target: target)
                ].types.append(type)
            }
            return steps.sorted { $0.key < $1.key }.map(\.value)
        }
    }

    private func run(_ step: Step, _ order: Order) async throws -> SectorMove.Outcome {
        let outcome =
            switch step.source {
            case .directory(let root): try await copy(move(step, order, root))
            case .store(let url): try await fetch(step, order, transfer(order, url))
            }
        try order.check()
        try await enter(step, order.sector)
        try await waitForReaders(order.sector)
        try order.check()
        try await leave(step, order)
        return outcome
    }

    private func move(_ step: Step, _ order: Order, _ root: String) -> SectorMove {
        SectorMove(
            order.sector, step.types, from: root, to: step.target, report: order.report, check: order.check)
    }

    private func transfer(_ order: Order, _ url: String) throws -> SectorTransfer {
        guard let client else { throw TransferError.missing(url: url) }
        return SectorTransfer(
            order.sector, with: url, client: client, threads: threads, report: order.report,
            check: order.check)
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

    /// Fetches, and holds what came against the sector's record.
    private func fetch(
        _ step: Step, _ order: Order, _ transfer: SectorTransfer
    ) async throws -> SectorMove.Outcome {
        for type in step.types { try await transfer.fetch(type, path: step.from, into: step.target) }
        let layout = SectorLayout(root: step.target, name: order.sector)
        return try await threads.run { _ in
            var outcome = SectorMove.Outcome()
            let names = step.types.map { "\($0.rawValue)/\(order.sector)" }
            guard File.exists(layout.record) else { return outcome }
            let record = try SectorStore.read(layout.record)
            let stages = record.stages + (record.update?.stages ?? [])
            for file in stages.flatMap(\.files) {
                guard names.contains(where: { file.name == $0 || file.name.hasPrefix($0 + "/") }) else {
                    continue
                }
                try FileDigest.verify(file, in: layout)
                outcome.copied += 1
                outcome.bytes += file.bytes
            }
            return outcome
        }
    }

    private func enter(_ step: Step, _ sector: SectorName) async throws {
        let index = index
        try await database.write { session in
            for type in step.types {
                try index.declare(sector, type, path: step.to, isPrimary: true, in: session)
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

    private func leave(_ step: Step, _ order: Order) async throws {
        switch step.source {
        case .directory(let root):
            let move = move(step, order, root)
            try await threads.run { _ in try move.removeSource() }
        case .store(let url):
            let transfer = try transfer(order, url)
            for type in step.types { try await transfer.remove(type, path: step.from) }
        }
        let index = index
        try await database.write { session in
            for type in step.types {
                try index.drop(order.sector, type, path: step.from, in: session)
            }
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
