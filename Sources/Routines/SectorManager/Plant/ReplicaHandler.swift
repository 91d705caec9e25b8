internal import Primitives
internal import ProofEngine
internal import Scheduler
internal import System

/// Replica and trees, and synthetic proofs where the kind has them.
struct ReplicaHandler: SectorHandler {
    let kind = JobKind.pc2
    let tools: PlantTools

    func perform(_ sector: PlantSector, _ desk: StageDesk) async throws -> StageResult.Member {
        let layout = try await desk.layout(sector.name)
        let config = desk.config
        let store = try await desk.blocking { try SectorDoor.open(layout) }
        defer { store.close() }
        let isThere = try await desk.blocking {
            let triage = SectorTriage(store: store, config: config)
            if try triage.isInOrder(.replica) { return true }
            try triage.check(.labels)
            return false
        }
        if !isThere {
            guard store.record.completeLayers(config.layerCount) == config.layerCount else {
                throw StageDamage(event: .labelsDamaged, what: "its labels are not complete")
            }
            if let path = try await desk.path(sector.name) {
                try await desk.declare(sector.name, [.sealed], path: path)
            }
            try await Precommit2(pipeline: desk.pipeline, store: store).run()
        }
        let pipeline = desk.pipeline
        try await desk.blocking { try pipeline.writeOutputs(store) }
        if config.kind.feature == .synthetic { try await synthesise(store, desk) }
        return try member(sector, store.record)
    }

    private func synthesise(_ store: SectorStore, _ desk: StageDesk) async throws {
        let isThere = try await desk.blocking { [config = desk.config] in
            try SectorTriage(store: store, config: config).isInOrder(.synthetic)
        }
        if !isThere { try await desk.pipeline.writeSyntheticProofs(store) }
    }

    /// A sector that is made again must come out as it was pre-committed.
    private func member(_ sector: PlantSector, _ record: SectorRecord) throws -> StageResult.Member {
        var member = StageResult.Member(sector.name)
        member.commD = record.commD
        member.commR = record.commR
        if let known = sector.commR, known != record.commR {
            member.event = .hopeless
            member.detail = "it came out with another CommR than before: \(record.commR?.hex ?? "none")"
        }
        return member
    }
}
