internal import Database
import FoundationEssentials
internal import Primitives
internal import ProofEngine
internal import Scheduler

/// Something that happened to a sector, with what it brought.
struct SectorChange {
    var event: SectorEvent
    /// What went wrong, or what else is worth a line in the log.
    var detail: String?
    /// What to do about it.
    var remedy: String?
    /// What is known now.
    var facts: @Sendable (inout PlantSector) -> Void = { _ in }
    /// The SNARK that the message to come carries, in hex.
    var snark: String?
    /// The job of the batch that it joins.
    var job: JobID?

    init(
        _ event: SectorEvent, detail: String? = nil, remedy: String? = nil, snark: String? = nil,
        facts: @escaping @Sendable (inout PlantSector) -> Void = { _ in }
    ) {
        self.event = event
        self.detail = detail
        self.remedy = remedy
        self.snark = snark
        self.facts = facts
    }
}

/// Writes transitions, each with all that follows from it, inside the caller's transaction: the sector's row, the job
/// or message that its new state asks for, the counts, the log. Nothing else changes a sector's state.
struct SectorJournal: Sendable {
    /// Channel that is notified of every change.
    static let channel = "sectors"
    /// Lines of a sector's log that are kept.
    static let logLines = 200

    let queue: any JobQueue
    let orders: StageOrders
    let settings: PlantSettings

    /// Applies a change to a sector. Nil: it means nothing in the state that the sector is in, or the sector waits for
    /// another job than `job`, or is not in `state` any more.
    @discardableResult
    func apply(
        _ change: SectorChange, to name: SectorName, job: JobID? = nil, state: SectorState? = nil,
        in session: any SQLSession
    ) throws -> PlantSector? {
        guard let sector = try PlantSector.load(name, held: true, in: session) else { return nil }
        if let job, sector.job != job { return nil }
        if let state, sector.state != state { return nil }
        return try apply(change, to: sector, in: session)
    }

    /// Applies a change to a sector whose row is held.
    @discardableResult
    func apply(
        _ change: SectorChange, to sector: PlantSector, in session: any SQLSession
    ) throws -> PlantSector? {
        var change = change
        var after = sector
        if Self.damages.contains(change.event) {
            after.redos += 1
            if after.redos > settings.redoLimit, sector.state.next(.hopeless) != nil {
                change.event = .hopeless
            }
        }
        guard let next = sector.state.next(change.event) else { return nil }
        let now = try session.now()
        change.facts(&after)
        after.state = next
        after.since = now
        after.job = change.job
        if change.event == .retry {
            after.retries += 1
            if sector.state == .faultedFinal { after.redos = 0 }
        }
        try explain(change, &after)
        if change.event == .remove, case .job = sector.state.duty, let job = sector.job {
            // A batch goes on for its other members; the removal waits for it.
            _ = try queue.cancel(job, in: session)
        }
        try fulfil(change, &after, now, in: session)
        try after.store(in: session)
        try count(sector.state, after.state, in: session)
        try minute(sector.state, after.state, now, in: session)
        try log(sector, change, after, now, in: session)
        try session.notify(Self.channel)
        return after
    }

    static let damages: Set<SectorEvent> = [.dataDamaged, .labelsDamaged, .replicaDamaged, .vanillaDamaged]

    private func explain(_ change: SectorChange, _ after: inout PlantSector) throws {
        guard case .person(let cause, let remedy, _) = after.state.duty else {
            after.reason = nil
            after.remedy = nil
            return
        }
        after.reason = change.detail ?? cause
        after.remedy = change.remedy.flatMap { $0.isEmpty ? nil : $0 } ?? remedy
    }

    /// Does what the new state asks for.
    private func fulfil(
        _ change: SectorChange, _ after: inout PlantSector, _ now: Int64, in session: any SQLSession
    ) throws {
        after.wake = nil
        switch after.state.duty {
        case .job(let kind):
            var order = try orders.order(kind, after)
            if kind == .move, let place = order.place, try !Self.storesForLong(place, in: session) {
                // Another machine fetches it.
                order.place = nil
            }
            after.job = try queue.enqueue([order], in: session).first
        case .chain:
            after.wake = now
            if let kind = after.state.message, change.event != .messageSent {
                try writeMessage(kind, after, change.snark, now, in: session)
            }
        case .timer: after.wake = now + Int64(settings.confidence * 1000)
        case .batch, .planner, .person, .nobody: break
        }
    }

    /// Whether the machines of a tag reach long-term storage.
    private static func storesForLong(_ place: String, in session: any SQLSession) throws -> Bool {
        try session.query(
            "SELECT p.file FROM storage_paths p JOIN storage_places s ON s.path = p.id WHERE s.place = ?",
            [.text(place)]
        ).contains { row in
            try JSONDecoder().decode(StoragePathFile.self, from: Data(row.text(0).utf8)).canStore
        }
    }

    /// A message is written once; one that was refused is written anew.
    private func writeMessage(
        _ kind: SealingMessage.Kind, _ sector: PlantSector, _ snark: String?, _ now: Int64,
        in session: any SQLSession
    ) throws {
        let message = try SealingMessage(kind, of: sector, snark: snark, settings, in: session)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let body = String(decoding: try encoder.encode(message), as: UTF8.self)
        try session.execute(
            """
            INSERT INTO messages (sector, kind, body, state, created) VALUES (?, ?, ?, 'ready', ?)
            ON CONFLICT (sector, kind) DO UPDATE SET
                body = CASE WHEN ? = 1 THEN excluded.body ELSE messages.body END, state = 'ready', sent = NULL
            WHERE messages.state = 'refused'
            """,
            [
                .text("\(sector.name)"), .text(kind.rawValue), .text(body), .integer(now),
                SQLValue(snark != nil || kind == .preCommit),
            ])
    }

    private func count(
        _ before: SectorState, _ after: SectorState, in session: any SQLSession
    ) throws {
        guard before != after else { return }
        let changes = [(before, -1), (after, 1)].sorted { $0.0.rawValue < $1.0.rawValue }
        for (state, change) in changes { try Self.count(state, change, in: session) }
    }

    static func count(_ state: SectorState, _ change: Int, in session: any SQLSession) throws {
        try session.execute(
            """
            INSERT INTO sector_counts (state, count) VALUES (?, ?)
            ON CONFLICT (state) DO UPDATE SET count = sector_counts.count + excluded.count
            """, [.text(state.rawValue), SQLValue(change)])
    }

    /// What ended in this minute: minute 0 has the sum of all.
    private func minute(
        _ before: SectorState, _ after: SectorState, _ now: Int64, in session: any SQLSession
    ) throws {
        let proven = after == .proven
        let failed = after.isFailure && before != .repairing
        guard proven || failed else { return }
        for minute in [0, now / 60_000] {
            try session.execute(
                """
                INSERT INTO plant_minutes (minute, proven, failed) VALUES (?, ?, ?)
                ON CONFLICT (minute) DO UPDATE SET proven = plant_minutes.proven + excluded.proven,
                    failed = plant_minutes.failed + excluded.failed
                """, [.integer(minute), SQLValue(proven), SQLValue(failed)])
        }
        try session.execute(
            "DELETE FROM plant_minutes WHERE minute > 0 AND minute < ?", [.integer(now / 60_000 - 2 * 1440)])
    }

    private func log(
        _ before: PlantSector, _ change: SectorChange, _ after: PlantSector, _ now: Int64,
        in session: any SQLSession
    ) throws {
        let name = SQLValue.text("\(after.name)")
        try session.execute(
            "INSERT INTO sector_log (sector, time, event, before, after, detail) VALUES (?, ?, ?, ?, ?, ?)",
            [
                name, .integer(now), .text(change.event.rawValue), .text(before.state.rawValue),
                .text(after.state.rawValue), SQLValue(change.detail),
            ])
        guard change.event == .retry || Self.damages.contains(change.event) else { return }
        // Only these can repeat without end.
        try session.execute(
            """
            DELETE FROM sector_log WHERE sector = ? AND id NOT IN
                (SELECT id FROM sector_log WHERE sector = ? ORDER BY id DESC LIMIT \(Self.logLines))
            """, [name, name])
    }
}

extension SectorState {
    /// The message that a state is about.
    var message: SealingMessage.Kind? {
        switch self {
        case .preCommitting, .preCommitWait: .preCommit
        case .submitCommit, .commitWait: .proveCommit
        case .submitReplicaUpdate, .replicaUpdateWait: .replicaUpdate
        default: nil
        }
    }
}

extension SealingMessage {
    /// What the chain is told of a sector as it is now.
    init(
        _ kind: Kind, of row: PlantSector, snark: String?, _ settings: PlantSettings,
        in session: any SQLSession
    ) throws {
        let updates = kind == .replicaUpdate
        guard let commR = updates ? row.updateCommR : row.commR,
            let commD = updates ? row.updateCommD : row.commD
        else {
            throw SectorError.unsuitable(
                sector: "\(row.name)", why: "has no commitments yet",
                remedy: "retry the stage that makes them")
        }
        sector = "\(row.name)"
        self.kind = kind
        proof = settings.config.kind.registeredNumber
        sealedCID = commR.cid(.sealed)
        unsealedCID = commD.cid(.unsealed)
        ticketEpoch = updates ? nil : row.ticket?.epoch
        seedEpoch = kind == .proveCommit ? row.seed?.epoch : nil
        self.snark = snark
        pieces = try session.query(
            """
            SELECT comm_p, padded FROM pieces WHERE sector = ? AND for_update = ? AND comm_p IS NOT NULL
            ORDER BY position
            """, [.text("\(row.name)"), SQLValue(updates)]
        ).map { piece in
            Piece(cid: try Commitment(hex: piece.text(0)).cid(.unsealed), padded: try piece.uint64(1))
        }
    }
}
