internal import Primitives
public import ProofEngine
internal import System

/// An empty-sector update ("snap deal"): new data for a sector that was sealed as committed capacity.
public struct UpdateRequest: Sendable {
    /// Which sector.
    public var layout: SectorLayout
    /// Files of the new pieces, in order.
    public var pieces: [String]

    /// New pieces for a sector.
    public init(layout: SectorLayout, pieces: [String]) {
        self.layout = layout
        self.pieces = pieces
    }
}

/// What an update came to.
public struct UpdateOutcome: Sendable {
    /// The sector's record, its `update` filled in.
    public let record: SectorRecord
    /// The stages that ran now.
    public let stages: [StageReport]
}

extension SectorManager {
    /// Encodes new data into a committed-capacity sector: `update/`, `update-cache/`, and the data in
    /// `unsealed/`, which takes the place of the zeros. The same request again goes on where an earlier one
    /// stopped.
    public func update(_ request: UpdateRequest) async throws -> UpdateOutcome {
        try await Update(engine: engine, observer: observer, request: request).run()
    }
}

struct Update: Sendable {
    let engine: Engine
    let observer: any StageObserver
    let request: UpdateRequest

    private var layout: SectorLayout { request.layout }

    func run() async throws -> UpdateOutcome {
        let store = try SectorStore.load(layout, exclusive: true)
        defer { store.close() }
        let config = try store.record.proof.config()
        let plan = try PiecePlan(request.pieces, room: config.kind.size.unpadded)
        try checkSuitable(store.record)
        try await begin(store, plan)
        try await engine.runBlocking { try store.verify() }
        try checkSpace(store.record, config)
        for path in [layout.update, layout.updateTreeD, layout.unsealed] {
            try Directory.create(File.parent(of: path))
        }
        var reports: [StageReport] = []
        if store.record.update?.has(.staged) != true {
            let start = Clock.now
            try await stage(store, plan, config)
            reports.append(report("pieces", start, config))
        }
        if store.record.update?.has(.replica) != true {
            let start = Clock.now
            try await encode(store, config)
            reports.append(report("update", start, config))
        }
        return UpdateOutcome(record: store.record, stages: reports)
    }

    private func report(_ name: String, _ start: Double, _ config: PoRepConfig) -> StageReport {
        StageReport(stage: name, seconds: Clock.now - start, bytes: config.sectorBytes, sectors: 1)
    }

    private func checkSuitable(_ record: SectorRecord) throws {
        func unsuitable(_ why: String, _ remedy: String) -> SectorError {
            .unsuitable(sector: record.sector, why: why, remedy: remedy)
        }
        guard record.has(.replica) else {
            throw unsuitable("is not sealed yet", "run 'quarry seal' to the end")
        }
        guard record.isCommittedCapacity else {
            throw unsuitable("holds data already", "only committed-capacity sectors can be updated")
        }
        guard !request.pieces.isEmpty else {
            throw unsuitable("needs pieces", "name the files of the new data")
        }
    }

    /// Enters the update into the record, or checks that it is the one that was begun.
    private func begin(_ store: SectorStore, _ plan: PiecePlan) async throws {
        if let begun = store.record.update {
            let same = try await PiecePlan.matches(
                plan.inputs, recorded: begun.inputs, staged: begun.has(.staged) ? begun.pieces : nil,
                engine: engine)
            guard same else {
                throw SectorError.differentInputs(
                    sector: store.record.sector, what: "update", record: layout.record)
            }
            if begun.has(.staged) { return }
        }
        // The zeros in unsealed/ are about to give way: from here on the record does not expect them.
        let zeros = layout.relative(layout.unsealed)
        try store.update { record in
            record.update = UpdateRecord(inputs: plan.inputs)
            record.forget([zeros])
        }
    }

    private func checkSpace(_ record: SectorRecord, _ config: PoRepConfig) throws {
        let written = (record.update?.stages ?? []).flatMap(\.files).reduce(UInt64(0)) { $0 + $1.bytes }
        let total = DiskForecast.update(config)
        let free = try Directory.freeBytes(layout.root)
        guard total - min(total, written) <= free else {
            throw SectorError.noSpace(path: layout.root, needed: total - written, free: free)
        }
    }

    private func stage(_ store: SectorStore, _ plan: PiecePlan, _ config: PoRepConfig) async throws {
        let adding = AddPieces(
            engine: engine, observer: observer, config: config, sector: layout.name, target: layout.unsealed)
        let start = Clock.now
        let result = try await adding.run(plan)
        try await engine.runBlocking {
            try store.completeUpdate(.staged, since: start, files: [layout.unsealed]) { update in
                update.pieces = result.pieces
                update.commD = result.commD
            }
        }
    }

    private func encode(_ store: SectorStore, _ config: PoRepConfig) async throws {
        let record = store.record
        guard let commC = record.commC, let commRLast = record.commRLast else {
            throw SectorError.badRecord(path: layout.record, why: "has no comm_c and comm_r_last")
        }
        let outputs = [layout.update, layout.updateTreeD] + layout.updateTreeRLast(config)
        let files = UpdateFiles(
            sectorKey: layout.sealed, staged: layout.unsealed, replica: temporary(layout.update),
            treeD: temporary(layout.updateTreeD), treeRLast: layout.updateTreeRLast(config).map(temporary))
        let job = EngineJob()
        let start = Clock.now
        do {
            try await observer.stage(StageInfo("update", "\(layout.name)", .hashes), job: job) {
                let result = try await engine.encodeUpdate(
                    config, files, commC: commC, commRLastOld: commRLast, job: job)
                guard result.commD == record.update?.commD else {
                    throw SectorError.contradiction(
                        sector: record.sector, what: "CommD of the new data",
                        expected: record.update?.commD?.hex ?? "known", found: result.commD.hex)
                }
                try observer.permit()
                for path in outputs { try File.rename(temporary(path), to: path) }
                try await engine.runBlocking { try finish(store, result, outputs, commC, since: start) }
            }
        } catch {
            for path in outputs { try? File.remove(temporary(path)) }
            throw error
        }
    }

    /// p_aux with the new root, t_aux as the sector key has it.
    private func finish(
        _ store: SectorStore, _ result: UpdateCommitments, _ outputs: [String], _ commC: Commitment,
        since start: Double
    ) throws {
        try File.writeAtomically(
            layout.updatePAux, SectorAux.encodePAux(commC: commC, commRLast: result.commRLast))
        try File.writeAtomically(layout.updateTAux, File.read(layout.tAux, limit: 1 << 20))
        let files = outputs + [layout.updatePAux, layout.updateTAux]
        try store.completeUpdate(.replica, since: start, files: files) { update in
            update.commRLast = result.commRLast
            update.commR = result.commR
        }
    }
}

extension DiskForecast {
    /// Of an update: data, replica, tree-d, tree-r-last.
    public static func update(_ config: PoRepConfig) -> UInt64 {
        2 * config.sectorBytes + config.treeDFileBytes + UInt64(config.baseTreeCount)
            * config.treeRLastFileBytes
    }
}
