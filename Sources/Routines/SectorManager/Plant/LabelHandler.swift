internal import Primitives
internal import ProofEngine
internal import Scheduler
internal import System

/// Tree-d and labels of a batch. A sector that cannot go on leaves the batch with its reason; the others go on.
struct LabelHandler: JobHandler {
    let kind = JobKind.pc1
    let tools: PlantTools

    func run(_ work: JobWork) async throws -> String {
        do {
            let desk = try StageDesk(tools, work)
            var batch = Batch()
            defer { batch.close() }
            for sector in try await desk.sectors() { try await admit(sector, to: &batch, desk) }
            try await label(batch, desk)
            return try batch.result.text
        } catch {
            throw StageFailure.translate(error)
        }
    }

    /// The sectors of a batch that are in hand, and what became of the others.
    private struct Batch {
        var stores: [SectorStore] = []
        var result = StageResult()

        func close() { for store in stores { store.close() } }
    }

    private func admit(_ sector: PlantSector, to batch: inout Batch, _ desk: StageDesk) async throws {
        do {
            let store = try await takeInHand(sector, desk)
            batch.stores.append(store)
            batch.result.members.append(StageResult.Member(sector.name))
        } catch let damage as StageDamage {
            batch.result.members.append(StageResult.Member(sector.name, damage))
        }
    }

    /// A sector whose data is in order, with its ticket and tree-d.
    private func takeInHand(_ sector: PlantSector, _ desk: StageDesk) async throws -> SectorStore {
        guard let ticket = sector.ticket else {
            throw SectorError.unsuitable(
                sector: "\(sector.name)", why: "has no ticket", remedy: "retry it from the start")
        }
        let layout = try await desk.layout(sector.name)
        let config = desk.config
        let store = try await desk.blocking { try SectorDoor.open(layout) }
        do {
            try await desk.blocking {
                try Self.adopt(ticket, store)
                try SectorTriage(store: store, config: config).check(.labels)
            }
            if !store.record.has(.staged) {
                throw StageDamage(event: .dataDamaged, what: "its data is not complete")
            }
            if !store.record.has(.treeD) { try await treeD(store, desk) }
            return store
        } catch {
            store.close()
            throw error
        }
    }

    /// Everything that follows from another ticket is of no use.
    private static func adopt(_ ticket: SealTicket, _ store: SectorStore) throws {
        let hex = Hex.encode(ticket.randomness)
        guard store.record.ticket != hex else { return }
        for path in [store.layout.precommit1Output, store.layout.precommit2Output] { try File.remove(path) }
        try store.update { record in
            record.ticket = hex
            record.stages.removeAll { $0.stage != SectorStage.staged.name }
            record.replicaID = nil
            record.commC = nil
            record.commRLast = nil
            record.commR = nil
        }
    }

    private func treeD(_ store: SectorStore, _ desk: StageDesk) async throws {
        do {
            try await desk.pipeline.buildTreeD(store)
        } catch SectorError.contradiction(_, let what, _, _) {
            try await desk.blocking { [config = desk.config] in
                try SectorTriage(store: store, config: config).strike([SectorStage.staged.name])
            }
            throw StageDamage(event: .dataDamaged, what: "\(what) is not what it was")
        }
    }

    private func label(_ batch: Batch, _ desk: StageDesk) async throws {
        let layers = desk.config.layerCount
        let lacking = batch.stores.filter { $0.record.completeLayers(layers) < layers }
        if !lacking.isEmpty { try await Precommit1(pipeline: desk.pipeline, stores: lacking).run() }
        let pipeline = desk.pipeline
        let stores = batch.stores
        try await desk.blocking {
            for store in stores { try pipeline.writeOutputs(store) }
        }
    }
}
