internal import Database
internal import Primitives
internal import ProofEngine
internal import Scheduler
internal import System

/// New data into a sector that was sealed without any.
struct UpdateHandler: SectorHandler {
    let kind = JobKind.update
    let tools: PlantTools

    func perform(_ sector: PlantSector, _ desk: StageDesk) async throws -> StageResult.Member {
        let layout = try await desk.layout(sector.name)
        let name = sector.name
        let tools = tools
        let bytes = StorageNeeds.updating(desk.config).total
        let (pieces, room) = try await tools.database.write { session in
            let pieces = try session.query(
                "SELECT id, path FROM pieces WHERE sector = ? AND for_update = 1 ORDER BY position",
                [.text("\(name)")]
            ).map { (id: try $0.int64(0), path: try $0.text(1)) }
            // Beside the replica: a path with files of the sector is preferred.
            let room = try tools.storage.reserve(
                bytes, for: [name], role: .longTerm, owner: StageDesk.owner(name), places: tools.places,
                in: session)
            return (pieces, room)
        }
        guard SectorLayout(root: room.root, name: name).root == layout.root else {
            throw JobFailure(
                "the path that its replica is on has no room for the update",
                remedy: "free space there", waitingFor: .space)
        }
        try await desk.blocking { try SectorDoor.sweep(layout) }
        let outcome = try await encode(layout, pieces.map(\.path), desk)
        try await desk.declare(name, [.update, .updateCache, .unsealed], path: room.path)
        var member = StageResult.Member(name)
        member.commD = outcome.update?.commD
        member.commR = outcome.update?.commR
        let real = (outcome.update?.pieces ?? []).filter { !$0.isFiller }
        member.pieces = zip(pieces, real).map { StageResult.Piece(id: $0.id, text: $1.commitment.hex) }
        return member
    }

    private func encode(
        _ layout: SectorLayout, _ pieces: [String], _ desk: StageDesk
    ) async throws -> SectorRecord {
        do {
            return try await desk.manager.update(UpdateRequest(layout: layout, pieces: pieces)).record
        } catch SectorError.damaged(let path, let what) {
            throw StageDamage(event: .faultFound, what: "\(path) \(what)")
        }
    }
}

/// The SNARK of an update.
struct UpdateProofHandler: SectorHandler {
    let kind = JobKind.proveUpdate
    let tools: PlantTools
    var prover: any SnarkProver = EngineProver()

    func perform(_ sector: PlantSector, _ desk: StageDesk) async throws -> StageResult.Member {
        let layout = try await desk.layout(sector.name)
        let store = try await desk.blocking { () throws -> SectorStore in
            let store = try SectorDoor.open(layout)
            do { try store.verify() } catch SectorError.damaged(let path, let what) {
                store.close()
                throw StageDamage(event: .faultFound, what: "\(path) \(what)")
            }
            return store
        }
        defer { store.close() }
        guard store.record.update?.commR == sector.updateCommR else {
            throw StageDamage(event: .replicaDamaged, what: "its update is not the one that was made")
        }
        let vanilla = try await desk.manager.proveUpdate(layout, form: .bincode)
        let statement = try SectorProofs.updateStatement(store.record)
        let proof = try await prover.prove(
            statement, .update(vanilla, .bincode), subject: "\(sector.name)", desk)
        var member = StageResult.Member(sector.name)
        member.snark = Hex.encode(proof)
        return member
    }
}

/// The old replica and its tree go, once the update is on chain for good.
struct ReleaseKeyHandler: SectorHandler {
    let kind = JobKind.releaseKey
    let tools: PlantTools

    func perform(_ sector: PlantSector, _ desk: StageDesk) async throws -> StageResult.Member {
        let layout = try await desk.layout(sector.name)
        let config = desk.config
        let store = try await desk.blocking { try SectorDoor.open(layout) }
        defer { store.close() }
        try await desk.blocking {
            guard store.record.update?.has(.replica) == true else {
                throw SectorError.unsuitable(
                    sector: "\(sector.name)", why: "has no complete update", remedy: "repair it first")
            }
            try desk.observer.permit()
            let paths = [layout.sealed] + layout.treeRLast(config)
            try store.update { $0.forget(Set(paths.map(layout.relative))) }
            for path in paths { try File.remove(path) }
        }
        let path = try await desk.path(sector.name)
        let storage = tools.storage
        try await tools.database.write { session in
            if let path { try storage.drop(sector.name, .sealed, path: path, in: session) }
            try storage.release(owner: StageDesk.owner(sector.name), in: session)
        }
        return StageResult.Member(sector.name)
    }
}

/// Data of a sealed sector into a file.
struct UnsealHandler: JobHandler {
    let kind = JobKind.unseal
    let tools: PlantTools

    func run(_ work: JobWork) async throws -> String {
        do {
            let desk = try StageDesk(tools, work)
            let payload = try desk.payload
            guard let order = payload.unseal, let name = payload.sectors.first else {
                throw JobFailure("the job does not say what to unseal", isRetryable: false)
            }
            let layout = try await desk.layout(SectorName(name))
            try await desk.blocking { try SectorDoor.sweep(layout) }
            if let length = order.length {
                return try await read(.bytes(offset: order.offset ?? 0, length: length), layout, order, desk)
            }
            return try await read(.data, layout, order, desk)
        } catch {
            throw StageFailure.translate(error)
        }
    }

    private func read(
        _ range: UnsealRequest.Range, _ layout: SectorLayout, _ order: UnsealOrder, _ desk: StageDesk
    ) async throws -> String {
        let isUpdated = try SectorStore.load(layout, exclusive: false).record.update?.has(.replica) == true
        if isUpdated {
            _ = try await desk.manager.extract(
                ExtractRequest(layout: layout, range: range, output: order.output))
        } else {
            let request = UnsealRequest([.init(layout: layout, output: order.output)], range)
            _ = try await desk.manager.unseal(request)
        }
        return try StageResult().text
    }
}

/// Every file of a sealed sector derived again and compared; `repairs`: what is wrong is replaced.
struct CheckHandler: SectorHandler {
    let kind: JobKind
    let tools: PlantTools
    private let repairs: Bool
    var isBound: Bool { repairs }

    init(_ tools: PlantTools, repairs: Bool) {
        kind = repairs ? .repair : .check
        self.tools = tools
        self.repairs = repairs
    }

    func perform(_ sector: PlantSector, _ desk: StageDesk) async throws -> StageResult.Member {
        var request = CheckRequest(layout: try await desk.layout(sector.name))
        request.repair = repairs
        request.commR = sector.commR
        let report = try await desk.manager.check(request)
        var member = StageResult.Member(sector.name)
        let faults = report.findings.filter(\.isFault)
        guard !faults.isEmpty else { return member }
        let text = faults.map { "\($0.file): \($0.detail)" }.joined(separator: "; ")
        if repairs {
            throw JobFailure(
                "could not be repaired: \(text)", remedy: "remove the sector, or bring its files back",
                isRetryable: false)
        }
        member.event = .faultFound
        member.detail = text
        return member
    }
}
