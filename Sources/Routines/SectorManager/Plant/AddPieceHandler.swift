internal import Database
internal import Primitives
internal import ProofEngine
internal import Scheduler
internal import System

/// Pieces of clients into the staged file of a new sector, or zeros. Sets aside the room that the sector will need
/// until it is proven, so that no later stage finds the disk full of others' files.
struct AddPieceHandler: SectorHandler {
    let kind = JobKind.addPiece
    let tools: PlantTools

    func perform(_ sector: PlantSector, _ desk: StageDesk) async throws -> StageResult.Member {
        let (good, bad) = try await pieces(sector)
        let room = try await desk.reserve(sector.name)
        let layout = SectorLayout(root: room.root, name: sector.name)
        let plan = try PiecePlan(good.map(\.path), room: tools.config.kind.size.unpadded)
        // Known before anything is written, so that what a crash leaves is found again.
        try await desk.declare(sector.name, [.cache, .unsealed], path: room.path)
        let store = try await desk.blocking { [tools] in try Self.open(layout, sector, plan, tools) }
        defer { store.close() }
        let isThere = try await desk.blocking { [config = tools.config] in
            try SectorTriage(store: store, config: config).isInOrder(.staged)
        }
        if !isThere { try await desk.pipeline.addPieces(SealWork(store: store, plan: plan)) }
        guard let commD = store.record.commD, sector.commD == nil || sector.commD == commD else {
            throw JobFailure(
                "the pieces are not those that the sector was sealed with: CommD is not the same",
                remedy: "bring the pieces' files back as they were, or remove the sector", isRetryable: false)
        }
        var member = StageResult.Member(sector.name)
        member.commD = commD
        member.place = room.place.isEmpty ? nil : room.place
        let real = (store.record.pieces ?? []).filter { !$0.isFiller }
        member.pieces = zip(good, real).map { StageResult.Piece(id: $0.id, text: $1.commitment.hex) }
        member.badPieces = bad
        try check(good, real)
        return member
    }

    /// The sector's record: that of an earlier attempt if it is of the same pieces, else a new one.
    private static func open(
        _ layout: SectorLayout, _ sector: PlantSector, _ plan: PiecePlan, _ tools: PlantTools
    ) throws -> SectorStore {
        let fresh = SectorRecord(
            sector: "\(sector.name)", proof: ProofRecord(tools.config),
            proverID: Hex.encode(sector.name.miner.proverID), number: sector.name.number,
            ticket: Hex.encode(sector.ticket?.randomness ?? [UInt8](repeating: 0, count: 32)),
            cachePath: layout.cache, inputs: plan.inputs)
        do {
            let store = try SectorStore.create(layout, fresh: fresh)
            let record = store.record
            if record.proof == fresh.proof, record.proverID == fresh.proverID, record.inputs == plan.inputs,
                record.update == nil
            {
                try SectorDoor.sweep(layout)
                return store
            }
            store.close()
        } catch SectorError.badRecord {}
        let lock = try SectorStore.takeLock(layout)
        try SectorDoor.clear(layout)
        lock.release()
        return try SectorStore.create(layout, fresh: fresh)
    }

    private struct Piece: Sendable {
        let id: Int64
        let path: String
        let commP: String?
    }

    /// The sector's pieces in their order; those that cannot be read are left out, unless the sector was sealed with
    /// them before.
    private func pieces(_ sector: PlantSector) async throws -> (good: [Piece], bad: [StageResult.Piece]) {
        let rows = try await tools.database.read { session in
            try session.query(
                """
                SELECT id, path, bytes, comm_p FROM pieces WHERE sector = ? AND for_update = 0
                ORDER BY position
                """, [.text("\(sector.name)")]
            ).map { row in
                (
                    Piece(id: try row.int64(0), path: try row.text(1), commP: try row.optionalText(3)),
                    try row.uint64(2)
                )
            }
        }
        var good: [Piece] = []
        var bad: [StageResult.Piece] = []
        for (piece, bytes) in rows {
            let found = File.size(piece.path)
            if found == bytes {
                good.append(piece)
                continue
            }
            let why = found.map { "has \($0) bytes, not \(bytes) as when it was added" } ?? "is not there"
            if sector.commD != nil { throw SectorError.badPiece(path: piece.path, why: why) }
            bad.append(StageResult.Piece(id: piece.id, text: "\(piece.path) \(why)"))
        }
        if good.isEmpty, let first = bad.first {
            throw JobFailure(
                "piece \(first.text)", remedy: "bring the file back, then retry; or remove the sector",
                isRetryable: false)
        }
        return (good, bad)
    }

    /// A piece whose commitment was promised must have it.
    private func check(_ pieces: [Piece], _ found: [PieceRecord]) throws {
        for (piece, record) in zip(pieces, found) {
            guard let promised = piece.commP, promised != record.commitment.hex else { continue }
            throw SectorError.badPiece(
                path: piece.path, why: "has commitment \(record.commitment.hex), not \(promised) as promised")
        }
    }
}
