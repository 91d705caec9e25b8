internal import Primitives
internal import ProofEngine
internal import System

/// Looks whether the files that earlier stages left are what those stages wrote, and strikes stages whose files are
/// not off the record, so that they are done again. Blocks.
struct SectorTriage {
    let store: SectorStore
    let config: PoRepConfig

    /// What a stage reads.
    enum Inputs {
        case labels, replica, proof, sealed

        func contains(_ stage: String) -> Bool {
            switch self {
            case .labels: stage != SectorStage.replica.name && stage != SectorStage.synthetic.name
            case .replica: stage != SectorStage.synthetic.name
            case .proof: true
            case .sealed: stage == SectorStage.replica.name
            }
        }
    }

    /// Verifies what a stage reads. Throws the damage that lies furthest back.
    func check(_ inputs: Inputs) throws {
        var worst: StageDamage?
        var bad: Set<String> = []
        for stage in store.record.stages where inputs.contains(stage.stage) {
            guard let what = try fault(stage) else { continue }
            bad.insert(stage.stage)
            let damage = StageDamage(event: Self.event(stage.stage), what: what)
            if worst.map({ Self.depth(damage.event) < Self.depth($0.event) }) ?? true { worst = damage }
        }
        guard let worst else { return }
        try strike(bad)
        throw worst
    }

    /// Verifies the files of one stage alone; true if it is complete and in order. A damaged one is struck off.
    func isInOrder(_ stage: SectorStage) throws -> Bool {
        guard let record = store.record.stages.first(where: { $0.stage == stage.name }) else { return false }
        guard try fault(record) != nil else { return true }
        try strike([stage.name])
        return false
    }

    /// Strikes stages off the record.
    func strike(_ stages: Set<String>) throws {
        try store.update { record in record.stages.removeAll { stages.contains($0.stage) } }
    }

    /// Strikes all that followed from labels: whatever is wrong among them, it is made again.
    func strikeLabels() throws {
        try store.update { record in record.stages.removeAll { $0.stage != SectorStage.staged.name } }
    }

    private func fault(_ stage: StageRecord) throws -> String? {
        for file in stage.files {
            do {
                try FileDigest.verify(file, in: store.layout)
            } catch SectorError.damaged(let path, let what) {
                return "\(path) \(what)"
            } catch let error as SystemError {
                // A file that cannot be read is as good as none; a directory that is away is not.
                guard File.isDirectory(store.layout.cache) else { throw error }
                return error.sentence
            }
        }
        return nil
    }

    static func event(_ stage: String) -> SectorEvent {
        switch stage {
        case SectorStage.staged.name: .dataDamaged
        case SectorStage.replica.name, SectorStage.synthetic.name: .replicaDamaged
        default: .labelsDamaged
        }
    }

    private static func depth(_ event: SectorEvent) -> Int {
        switch event {
        case .dataDamaged: 0
        case .labelsDamaged: 1
        default: 2
        }
    }
}

/// Opens sectors for the plant's stages.
enum SectorDoor {
    /// Opens a sector that has been begun, alone, and sweeps what an interrupted stage left. A record that is gone or
    /// cannot be read means that nothing is known of the files: they are made again from the pieces.
    static func open(_ layout: SectorLayout) throws -> SectorStore {
        do {
            let store = try SectorStore.load(layout, exclusive: true)
            try sweep(layout)
            return store
        } catch SectorError.noSector {
            throw StageDamage(event: .dataDamaged, what: "\(layout.cache) is missing")
        } catch SectorError.badRecord(let path, let why) {
            throw StageDamage(event: .dataDamaged, what: "\(path): \(why)")
        }
    }

    /// Removes files of temporary names. The sector's lock is held.
    static func sweep(_ layout: SectorLayout) throws {
        for path in [layout.sealed, layout.unsealed, layout.update] { try File.remove(temporary(path)) }
        for folder in [layout.cache, layout.updateCache] where File.isDirectory(folder) {
            for name in try Directory.list(folder) where name.hasSuffix(".tmp") {
                let path = "\(folder)/\(name)"
                if File.isDirectory(path) { try Directory.remove(path) } else { try File.remove(path) }
            }
        }
    }

    /// Removes every file of a sector that is not sealed yet, but for the lock. The lock is held.
    static func clear(_ layout: SectorLayout) throws {
        for path in [layout.sealed, layout.unsealed] {
            try File.remove(path)
            try File.remove(temporary(path))
        }
        guard File.isDirectory(layout.cache) else { return }
        for name in try Directory.list(layout.cache) where "\(layout.cache)/\(name)" != layout.lock {
            let path = "\(layout.cache)/\(name)"
            if File.isDirectory(path) { try Directory.remove(path) } else { try File.remove(path) }
        }
    }
}

extension SectorLayout {
    /// Output of C1, while the sector waits for its proof.
    var vanilla: String { "\(cache)/c1-output.json" }
}
