public import Database
internal import Primitives
internal import ProofEngine
internal import Scheduler

/// One look of the planners at the database, inside a transaction: pieces into sectors, sectors into the plant,
/// batches into PC1. The row of the miner's next sector number is held meanwhile, so that two plants never plan at
/// once.
struct PlantPlanning {
    let journal: SectorJournal
    let session: any SQLSession
    private let now: Int64
    /// Pieces and sectors of one look.
    static let slice = 1000

    init(_ journal: SectorJournal, _ session: any SQLSession) throws {
        self.journal = journal
        self.session = session
        now = try session.now()
    }

    private var settings: PlantSettings { journal.settings }
    private var queue: any JobQueue { journal.queue }
    private var half: Int64 { Int64(settings.maxWait * 500) }

    /// Whether there is anything that a planner might look at. Reads only.
    static func isNeeded(in session: any SQLSession) throws -> Bool {
        let states = [SectorState.empty, .waitDeals, .waitBatch, .snapDealsAddPieces]
        let marks = states.map { _ in "?" }.joined(separator: ", ")
        let counted = try session.query(
            "SELECT 1 FROM sector_counts WHERE count > 0 AND state IN (\(marks)) LIMIT 1",
            states.map { .text($0.rawValue) })
        if !counted.isEmpty { return true }
        return try !session.query("SELECT 1 FROM pieces WHERE sector IS NULL AND reason IS NULL LIMIT 1")
            .isEmpty
    }

    /// Plans; returns the number of changes.
    func run() throws -> Int {
        try holdNumbers()
        var changes = try ingest()
        changes += try admitPledged()
        changes += try admitUpgrades()
        changes += try gather()
        return changes
    }

    private func holdNumbers() throws {
        let miner = SQLValue(settings.miner.id)
        try session.execute(
            "INSERT INTO sector_numbers (miner, next) VALUES (?, 1) ON CONFLICT DO NOTHING", [miner])
        // Changed rather than only locked: whoever waits for it with an older snapshot looks again.
        try session.execute("UPDATE sector_numbers SET next = next WHERE miner = ?", [miner])
    }

    /// A new sector, numbered.
    func newSector() throws -> PlantSector {
        let miner = SQLValue(settings.miner.id)
        try session.execute(
            "INSERT INTO sector_numbers (miner, next) VALUES (?, 1) ON CONFLICT DO NOTHING", [miner])
        let number = try session.query(
            "UPDATE sector_numbers SET next = next + 1 WHERE miner = ? RETURNING next - 1", [miner]
        ).first?.uint64(0)
        guard let number else {
            throw DatabaseError.statement(sql: "UPDATE sector_numbers", why: "no number came back")
        }
        let name = SectorName(miner: settings.miner, number: number)
        try session.execute(
            """
            INSERT INTO sectors (name, miner, number, state, since, created) VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                .text("\(name)"), miner, SQLValue(number), .text(SectorState.empty.rawValue), .integer(now),
                .integer(now),
            ])
        try SectorJournal.count(.empty, 1, in: session)
        guard let sector = try PlantSector.load(name, in: session) else {
            throw DatabaseError.statement(sql: "INSERT INTO sectors", why: "the row is not there")
        }
        return sector
    }

    // MARK: Pieces

    private func ingest() throws -> Int {
        let pieces = try session.query(
            """
            SELECT id, padded, created FROM pieces WHERE sector IS NULL AND reason IS NULL
            ORDER BY id LIMIT \(Self.slice)
            """
        ).map { IngestPlanner.Piece(id: try $0.int64(0), padded: try $0.uint64(1), since: try $0.int64(2)) }
        let open = try session.query(
            """
            SELECT s.name, CAST(SUM(p.padded) AS BIGINT), MIN(p.created)
            FROM sectors s JOIN pieces p ON p.sector = s.name
            WHERE s.state = ? GROUP BY s.name ORDER BY s.name LIMIT \(Self.slice)
            """, [.text(SectorState.waitDeals.rawValue)]
        ).map {
            IngestPlanner.Sector(
                name: try $0.text(0), used: UInt64(try $0.int64(1)), since: try $0.int64(2))
        }
        guard !pieces.isEmpty || !open.isEmpty else { return 0 }
        let planner = IngestPlanner(room: settings.config.sectorBytes, maxWait: half)
        let plan = planner.plan(pieces, open: open, now: now)
        for id in plan.tooLarge {
            try session.execute(
                "UPDATE pieces SET reason = ? WHERE id = ?",
                [.text("is larger than a sector of \(settings.config.kind.size)"), .integer(id)])
        }
        var changes = plan.tooLarge.count
        for sector in plan.sectors { changes += try fill(sector) }
        return changes
    }

    private func fill(_ plan: IngestPlanner.Sector) throws -> Int {
        let sector = try plan.name.map { try SectorName($0) } ?? newSector().name
        for piece in plan.added {
            try session.execute(
                "UPDATE pieces SET sector = ? WHERE id = ?", [.text("\(sector)"), .integer(piece)])
        }
        let cutoff = plan.since + 2 * half
        var changes = 0
        if !plan.added.isEmpty {
            let count = plan.added.count
            let change = SectorChange(
                .pieceAssigned, detail: count == 1 ? "1 piece" : "\(count) pieces",
                facts: { $0.cutoff = min($0.cutoff ?? cutoff, cutoff) })
            if try journal.apply(change, to: sector, in: session) != nil { changes += 1 }
        }
        guard plan.isClosed, try capacity() > 0 else { return changes }
        try number(sector, forUpdate: false)
        return try journal.apply(SectorChange(.admitted), to: sector, in: session) == nil
            ? changes : changes + 1
    }

    /// Pieces lie in order of size, the largest first: nothing is lost to alignment.
    private func number(_ sector: SectorName, forUpdate: Bool) throws {
        let ids = try session.query(
            "SELECT id FROM pieces WHERE sector = ? AND for_update = ? ORDER BY padded DESC, id",
            [.text("\(sector)"), SQLValue(forUpdate)]
        ).map { try $0.int64(0) }
        for (position, id) in ids.enumerated() {
            try session.execute(
                "UPDATE pieces SET position = ? WHERE id = ?", [SQLValue(position), .integer(id)])
        }
    }

    // MARK: Admission

    /// Sectors that may still be begun.
    private func capacity() throws -> Int {
        if try isPaused() { return 0 }
        let counts = try PlantCounts.load(in: session)
        let inWork = counts.filter { $0.key.isInWork }.values.reduce(0, +)
        return max(0, settings.mostInWork - inWork)
    }

    /// A pause of everything, or of the first stage, holds new sectors back; those in work go on.
    private func isPaused() throws -> Bool {
        try queue.pauses(in: session).contains { pause in
            pause.worker == nil && (pause.kind == nil || pause.kind == .addPiece)
        }
    }

    private func admitPledged() throws -> Int {
        guard let any = try PlantCounts.load(in: session)[.empty], any > 0 else { return 0 }
        let room = min(try capacity(), Self.slice)
        guard room > 0 else { return 0 }
        var changes = 0
        for sector in try PlantSector.list(.empty, limit: room, in: session) {
            if try journal.apply(SectorChange(.admitted), to: sector.name, in: session) != nil {
                changes += 1
            }
        }
        return changes
    }

    private func admitUpgrades() throws -> Int {
        guard let any = try PlantCounts.load(in: session)[.snapDealsAddPieces], any > 0, try !isPaused()
        else {
            return 0
        }
        var changes = 0
        for sector in try PlantSector.list(.snapDealsAddPieces, limit: Self.slice, in: session) {
            try number(sector.name, forUpdate: true)
            if try journal.apply(SectorChange(.admitted), to: sector.name, in: session) != nil {
                changes += 1
            }
        }
        return changes
    }

    // MARK: Batches

    private func gather() throws -> Int {
        let waiting = try PlantSector.list(.waitBatch, limit: Self.slice, in: session)
        guard !waiting.isEmpty else { return 0 }
        var changes = 0
        var fresh: [PlantSector] = []
        for sector in waiting {
            if let expires = sector.ticket?.expires, expires <= now, try !isPreCommitted(sector.name) {
                let change = SectorChange(
                    .ticketExpired, detail: "the ticket is too old", facts: { $0.ticket = nil })
                if try journal.apply(change, to: sector.name, in: session) != nil { changes += 1 }
            } else {
                fresh.append(sector)
            }
        }
        let idle = try isIdle()
        for (_, sectors) in Dictionary(grouping: fresh, by: \.place).sorted(by: {
            ($0.key ?? "") < ($1.key ?? "")
        }) {
            changes += try gather(sectors, idle)
        }
        return changes
    }

    /// Whether the chain was told of the sector, so that its ticket cannot be exchanged any more.
    private func isPreCommitted(_ name: SectorName) throws -> Bool {
        try !session.query(
            "SELECT 1 FROM messages WHERE sector = ? AND kind = ? AND state IN (?, ?)",
            [
                .text("\(name)"), .text(SealingMessage.Kind.preCommit.rawValue), .text(MessageState.sent),
                .text(MessageState.landed),
            ]
        ).isEmpty
    }

    private func gather(_ sectors: [PlantSector], _ idle: Bool) throws -> Int {
        let members = sectors.map { sector in
            BatchPlanner.Member(
                name: "\(sector.name)", since: sector.since,
                cutoff: min(sector.cutoff ?? sector.since + 2 * half, sector.ticket?.expires ?? .max))
        }
        let plan = BatchPlanner(width: settings.batchWidth).plan(members, now: now, idleCores: idle)
        let known = Dictionary(sectors.map { ("\($0.name)", $0) }) { first, _ in first }
        for batch in plan.batches { try fire(batch, batch.members.compactMap { known[$0] }) }
        return plan.batches.count
    }

    private func fire(_ batch: BatchPlanner.Batch, _ sectors: [PlantSector]) throws {
        let id =
            try session.query(
                "INSERT INTO batches (kind, width, cause, created) VALUES (?, ?, ?, ?) RETURNING id",
                [
                    .text(JobKind.pc1.rawValue), SQLValue(sectors.count), .text(batch.cause.rawValue),
                    .integer(now),
                ]
            ).first?.int64(0) ?? 0
        let job = try queue.enqueue([journal.orders.labels(sectors, batch: id)], in: session).first
        try session.execute(
            "UPDATE batches SET job = ? WHERE id = ?", [SQLValue(job?.rawValue), .integer(id)])
        for sector in sectors {
            var change = SectorChange(
                .batched, detail: "batch \(id) of \(sectors.count) (\(batch.cause.rawValue))",
                facts: { $0.batch = id })
            change.job = job
            try journal.apply(change, to: sector.name, in: session)
        }
        try session.execute("DELETE FROM batches WHERE created < ?", [.integer(now - 90 * 86_400_000)])
    }

    /// Whether cores have nothing to do and nothing is about to come to them: no job waits for a core, no sector is on
    /// its way to a batch, and fewer jobs run than there are cores.
    private func isIdle() throws -> Bool {
        let counts = try PlantCounts.load(in: session)
        let coming = (counts[.packing] ?? 0) + (counts[.getTicket] ?? 0)
        guard coming == 0 else { return false }
        let cores = try queue.workers(in: session).filter { $0.kinds.contains(.pc1) }.reduce(0) {
            $0 + $1.cores
        }
        var running = 0
        for count in try queue.counts(in: session) where PlantSettlement.kinds.contains(count.kind) {
            switch count.state {
            case .ready: if count.count > 0, Self.needsCores(count.kind) { return false }
            case .running, .cancelling: if Self.needsCores(count.kind) { running += count.count }
            default: break
            }
        }
        return running < cores
    }

    private static func needsCores(_ kind: JobKind) -> Bool {
        ![.finalize, .move, .remove, .releaseKey].contains(kind)
    }
}

/// Sectors by state, from their summary.
public enum PlantCounts {
    /// All counts; states without sectors may be missing.
    public static func load(in session: any SQLSession) throws -> [SectorState: Int] {
        var counts: [SectorState: Int] = [:]
        for row in try session.query("SELECT state, count FROM sector_counts") {
            guard let state = SectorState(rawValue: try row.text(0)) else { continue }
            counts[state] = try row.int(1)
        }
        return counts
    }
}

extension PlantSettings {
    /// Sectors in work at once.
    var mostInWork: Int { maxSectors > 0 ? maxSectors : max(4 * batchWidth, 64) }
}
