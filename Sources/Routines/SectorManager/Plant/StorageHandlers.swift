internal import Database
public import Primitives
public import ProofEngine
public import Scheduler
internal import System

/// Lets go what a proven sector needs no more: layers, tree-d, tree-c, C1's output, the zeros of a sector without
/// data. The replica is looked at before, while it can be made again without labelling.
struct FinalizeHandler: SectorHandler {
    let kind = JobKind.finalize
    let tools: PlantTools

    func perform(_ sector: PlantSector, _ desk: StageDesk) async throws -> StageResult.Member {
        let layout = try await desk.layout(sector.name)
        let config = desk.config
        let store = try await desk.blocking { try SectorDoor.open(layout) }
        defer { store.close() }
        let isDry = try await desk.blocking {
            do {
                try SectorTriage(store: store, config: config).check(.sealed)
            } catch let damage as StageDamage where store.record.finalized {
                throw StageDamage(event: .faultFound, what: damage.what)
            }
            try desk.observer.permit()
            try Finalize(store: store, config: config).run()
            for path in [layout.vanilla, layout.synthetic] { try File.remove(path) }
            return try Self.dropZeros(store)
        }
        try await settle(sector.name, unsealedGone: isDry, desk)
        return StageResult.Member(sector.name)
    }

    /// Committed capacity has nothing to be unsealed.
    private static func dropZeros(_ store: SectorStore) throws -> Bool {
        guard store.record.isCommittedCapacity, store.record.update == nil else { return false }
        let layout = store.layout
        try store.update { $0.forget([layout.relative(layout.unsealed), layout.relative(layout.synthetic)]) }
        try File.remove(layout.unsealed)
        return true
    }

    /// What is not on disk any more is not on the list; the room that was set aside is free.
    private func settle(_ sector: SectorName, unsealedGone: Bool, _ desk: StageDesk) async throws {
        let path = try await desk.path(sector)
        let storage = tools.storage
        try await tools.database.write { session in
            if unsealedGone, let path {
                try storage.drop(sector, .unsealed, path: path, in: session)
            }
            try storage.release(owner: StageDesk.owner(sector), in: session)
        }
    }
}

/// Brings a finished sector into long-term storage.
public protocol SectorMover: Sendable {
    /// Moves all files of a sector to one long-term path; returns the tag of the machines that reach it. Does nothing
    /// if they are there already. The old copies go when the new ones are complete, verified and on the list.
    func move(_ sector: SectorName, _ config: PoRepConfig, work: JobWork) async throws -> String?
}

/// Into long-term storage.
struct MoveHandler: SectorHandler {
    let kind = JobKind.move
    let tools: PlantTools

    func perform(_ sector: PlantSector, _ desk: StageDesk) async throws -> StageResult.Member {
        var member = StageResult.Member(sector.name)
        do {
            member.place = try await tools.mover.move(sector.name, desk.config, work: desk.work)
        } catch let failure as JobFailure where !failure.isWait {
            try await lookForFault(sector.name, desk)
            throw failure
        }
        return member
    }

    /// A file that cannot be moved because it is not what was written sends the sector to be repaired.
    private func lookForFault(_ sector: SectorName, _ desk: StageDesk) async throws {
        let layout = try await desk.layout(sector)
        try await desk.blocking {
            let store = try SectorStore.load(layout, exclusive: false)
            do {
                try store.verify()
            } catch SectorError.damaged(let path, let what) {
                throw StageDamage(event: .faultFound, what: "\(path) \(what)")
            }
        }
    }
}

/// Removes all files of a sector that this machine reaches, and its room.
struct RemoveHandler: SectorHandler {
    let kind = JobKind.remove
    let tools: PlantTools

    func perform(_ sector: PlantSector, _ desk: StageDesk) async throws -> StageResult.Member {
        let storage = tools.storage
        let name = sector.name
        for type in SectorFileType.allCases.reversed() {
            let copies = try await tools.database.read { try storage.locate(name, type, in: $0) }
            for copy in copies {
                guard let root = copy.root else {
                    throw JobFailure(
                        "its \(type.rawValue) file is on \(copy.path), which cannot be reached from here",
                        remedy: "mount the path on this machine, or let the machine work that has it")
                }
                let layout = SectorLayout(root: root, name: name)
                try await desk.blocking {
                    try desk.observer.permit()
                    try Self.remove(type, layout)
                }
                try await tools.database.write { session in
                    try storage.drop(name, type, path: copy.path, in: session)
                }
            }
        }
        try await tools.database.write { session in
            try storage.release(owner: StageDesk.owner(name), in: session)
            // Of a move that failed for good.
            try storage.release(owner: LongTermMover.owner(name), in: session)
        }
        return StageResult.Member(name)
    }

    private static func remove(_ type: SectorFileType, _ layout: SectorLayout) throws {
        let path = "\(layout.root)/\(type.rawValue)/\(layout.name)"
        if File.isDirectory(path) {
            // The record goes last: without it nobody knows what the rest is.
            for name in try Directory.list(path) where name != File.name(of: layout.record) {
                let child = "\(path)/\(name)"
                if File.isDirectory(child) { try Directory.remove(child) } else { try File.remove(child) }
            }
            try Directory.remove(path)
        } else {
            try File.remove(path)
            try File.remove(temporary(path))
        }
    }
}
