internal import Primitives
internal import ProofEngine
internal import System

/// Takes a batch of sectors of one kind from pieces to replica and trees. Each stage is skipped for sectors
/// that have it already; the labels of all that lack them are made together.
struct SealPipeline: Sendable {
    let engine: Engine
    let observer: any StageObserver
    let request: SealRequest

    var config: PoRepConfig { request.config }

    func run() async throws -> SealOutcome {
        let plans = try request.sectors.map { try PiecePlan($0.pieces, room: config.kind.size.unpadded) }
        try checkNames()
        try checkMemory()
        let work = try takeInHand(plans)
        defer { for item in work { item.store.close() } }
        try await checkSame(work)
        try await resume(work)
        try checkSpace(work)
        let reports = try await runStages(work)
        if request.finalize {
            for item in work { try Finalize(store: item.store, config: config).run() }
        }
        return SealOutcome(
            sectors: work.map { SealedSector(record: $0.store.record, layout: $0.store.layout) },
            stages: reports)
    }

    /// Takes all sectors of the batch in hand, or none.
    private func takeInHand(_ plans: [PiecePlan]) throws -> [SealWork] {
        var work: [SealWork] = []
        do {
            for (order, plan) in zip(request.sectors, plans) {
                let store = try SectorStore.create(layout(order), fresh: fresh(order, plan))
                work.append(SealWork(store: store, plan: plan))
            }
            return work
        } catch {
            for item in work { item.store.close() }
            throw error
        }
    }

    private func runStages(_ work: [SealWork]) async throws -> [StageReport] {
        var reports: [StageReport] = []
        try await timed("pieces", work.filter { !$0.store.record.has(.staged) }, &reports) { lacking in
            for item in lacking { try await addPieces(item) }
        }
        try await timed("tree-d", work.filter { !$0.store.record.has(.treeD) }, &reports) { lacking in
            for item in lacking { try await buildTreeD(item.store) }
        }
        try await timed("labels (PC1)", work.filter { lacksLayers($0.store) }, &reports) { lacking in
            try await Precommit1(pipeline: self, stores: lacking.map(\.store)).run()
        }
        for item in work { try writeOutputs(item.store) }
        try await timed("replica, trees (PC2)", work.filter { !$0.store.record.has(.replica) }, &reports) {
            lacking in
            for item in lacking { try await Precommit2(pipeline: self, store: item.store).run() }
        }
        for item in work { try writeOutputs(item.store) }
        guard config.kind.feature == .synthetic else { return reports }
        try await timed("synthetic proofs", work.filter { !$0.store.record.has(.synthetic) }, &reports) {
            lacking in
            for item in lacking { try await writeSyntheticProofs(item.store) }
        }
        return reports
    }

    /// What Lotus passes on after PreCommit 1 and 2, as far as it is known and not written yet.
    func writeOutputs(_ store: SectorStore) throws {
        let record = store.record
        guard config.kind.registeredNumber != nil, let commD = record.commD else { return }
        if !File.exists(store.layout.precommit1Output) {
            let text = try PreCommitOutput.phase1(config, cachePath: record.cachePath, commD: commD)
            try File.writeAtomically(store.layout.precommit1Output, text: text)
        }
        guard let commR = record.commR, !File.exists(store.layout.precommit2Output) else { return }
        let text = try PreCommitOutput.phase2(config, commR: commR, commD: commD)
        try File.writeAtomically(store.layout.precommit2Output, text: text)
    }

    private func layout(_ order: SectorOrder) -> SectorLayout {
        SectorLayout(root: request.root, name: order.name)
    }

    private func lacksLayers(_ store: SectorStore) -> Bool {
        store.record.completeLayers(config.layerCount) < config.layerCount
    }

    private func timed(
        _ name: String, _ work: [SealWork], _ reports: inout [StageReport],
        _ body: ([SealWork]) async throws -> Void
    ) async throws {
        if Task.isCancelled { throw EngineError(.cancelled, name, "") }
        guard !work.isEmpty else { return }
        let start = Clock.now
        try await body(work)
        reports.append(
            StageReport(
                stage: name, seconds: Clock.now - start, bytes: config.sectorBytes * UInt64(work.count),
                sectors: work.count))
    }

    func addPieces(_ item: SealWork) async throws {
        let store = item.store
        let adding = AddPieces(
            engine: engine, observer: observer, config: config, sector: store.layout.name,
            target: store.layout.unsealed)
        let start = Clock.now
        let result = try await adding.run(item.plan)
        try await engine.runBlocking {
            try store.complete(.staged, since: start, files: [store.layout.unsealed]) { record in
                record.inputs = item.plan.inputs
                record.pieces = result.pieces
                record.commD = result.commD
            }
        }
    }

    func buildTreeD(_ store: SectorStore) async throws {
        let job = EngineJob()
        let layout = store.layout
        let start = Clock.now
        let record = store.record
        let identity = try record.identity()
        try await observer.stage(StageInfo("tree-d", "\(layout.name)", .bytes), job: job) {
            let commD = try await build(layout.treeD) { path in
                try await engine.buildTreeD(
                    path, staged: layout.unsealed, sectorBytes: config.sectorBytes, job: job)
            }
            guard commD == record.commD else {
                throw SectorError.contradiction(
                    sector: "\(layout.name)", what: "CommD of the staged data",
                    expected: record.commD?.hex ?? "known", found: commD.hex)
            }
            let replicaID = try config.replicaID(
                proverID: identity.proverID, sectorNumber: record.number, ticket: identity.ticket,
                commD: commD)
            try await engine.runBlocking {
                try store.complete(.treeD, since: start, files: [layout.treeD]) { record in
                    record.replicaID = Hex.encode(replicaID)
                }
            }
        }
    }

    /// Makes a file under its temporary name, then gives it its own.
    func build<Value: Sendable>(
        _ path: String, _ body: @Sendable (String) async throws -> Value
    ) async throws -> Value {
        do {
            let value = try await body(temporary(path))
            try observer.permit()
            try File.rename(temporary(path), to: path)
            return value
        } catch {
            try? File.remove(temporary(path))
            throw error
        }
    }

    func writeSyntheticProofs(_ store: SectorStore) async throws {
        let job = EngineJob()
        let layout = store.layout
        let start = Clock.now
        let (files, inputs) = try SectorProofs.porepInputs(store.record, layout, config, seed: nil)
        try await observer.stage(StageInfo("synthetic proofs", "\(layout.name)", .steps), job: job) {
            try await build(layout.synthetic) { path in
                try await engine.writeSyntheticProofs(config, files, inputs, to: path, job: job)
            }
            try await engine.runBlocking {
                try store.complete(.synthetic, since: start, files: [layout.synthetic])
            }
        }
    }
}

/// A sector of the batch, and its pieces.
struct SealWork: Sendable {
    let store: SectorStore
    let plan: PiecePlan
}
