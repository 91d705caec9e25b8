internal import Database
import FoundationEssentials
internal import Logging
internal import Primitives
internal import Scheduler
internal import System

/// Asks the chain for what sectors wait for, and tells it what they have to say.
struct PlantChainLoop: Sendable {
    let tools: PlantTools
    let chain: any SealingChain
    /// Sectors of one pass.
    static let slice = 64
    /// Seconds before a question that failed is asked again.
    static let patience = 5.0

    private var journal: SectorJournal { tools.journal }

    /// Deals with sectors whose time has come; returns how many there were.
    func pass() async throws -> Int {
        let due = try await tools.database.read { session in
            try session.query(
                """
                SELECT \(PlantSector.columns) FROM sectors WHERE wake IS NOT NULL AND wake <= \(session.dialect.now)
                ORDER BY wake LIMIT \(Self.slice)
                """
            ).map { try PlantSector($0) }
        }
        for sector in due {
            if Task.isCancelled { break }
            do {
                try await attend(sector)
            } catch let error as DatabaseError {
                throw error
            } catch is CancellationError {
                break
            } catch {
                let why = (error as? any ExplainedError)?.sentence ?? "\(error)"
                tools.log.warning("the chain did not answer: \(why)", ["sector": "\(sector.name)"])
                try await wait(sector, seconds: Self.patience)
            }
        }
        return due.count
    }

    private func attend(_ sector: PlantSector) async throws {
        switch sector.state {
        case .getTicket:
            // A sector that comes this way again keeps its ticket: it may be pre-committed with it.
            let ticket = if let known = sector.ticket { known } else { try await chain.ticket(sector.name) }
            try await apply(SectorChange(.ticketReceived, facts: { $0.ticket = ticket }), to: sector)
        case .waitSeed:
            guard let seed = try await chain.seed(sector.name) else {
                return try await wait(sector, seconds: chain.retrySeconds)
            }
            // A seed once used stays: it is the one of the pre-commit that landed.
            try await apply(SectorChange(.seedReceived, facts: { $0.seed = $0.seed ?? seed }), to: sector)
        case .preCommitting: try await preCommit(sector)
        case .submitCommit, .submitReplicaUpdate: try await submit(sector)
        case .preCommitWait, .commitWait, .replicaUpdateWait: try await lookUp(sector)
        case .proven, .updateCommitted: try await apply(SectorChange(.confirmed), to: sector)
        default: try await wait(sector, seconds: nil)
        }
    }

    private func preCommit(_ sector: PlantSector) async throws {
        let now = try await tools.database.read { try $0.now() }
        if let expires = sector.ticket?.expires, expires <= now,
            try await state(of: sector) == MessageState.ready
        {
            // The message was never handed over: it is written anew after the next PC2.
            return try await apply(
                SectorChange(
                    .ticketExpired, detail: "the ticket is too old to be pre-committed",
                    facts: {
                        $0.ticket = nil
                        $0.commR = nil
                    }), to: sector,
                also: [
                    (
                        "DELETE FROM messages WHERE sector = ? AND kind = ? AND state = 'ready'",
                        [.text("\(sector.name)"), .text(SealingMessage.Kind.preCommit.rawValue)]
                    )
                ])
        }
        try await submit(sector)
    }

    private func state(of sector: PlantSector) async throws -> String? {
        guard let kind = sector.state.message else { return nil }
        return try await tools.database.read { session in
            try session.query(
                "SELECT state FROM messages WHERE sector = ? AND kind = ?",
                [.text("\(sector.name)"), .text(kind.rawValue)]
            ).first?.text(0)
        }
    }

    private func submit(_ sector: PlantSector) async throws {
        guard let kind = sector.state.message else { return }
        let name = sector.name
        let body = try await tools.database.read { session in
            try session.query(
                "SELECT body FROM messages WHERE sector = ? AND kind = ?",
                [.text("\(name)"), .text(kind.rawValue)]
            ).first?.text(0)
        }
        guard let body else {
            return try await apply(
                SectorChange(.messageFailed, detail: "the message is gone from the database"), to: sector)
        }
        try await chain.submit(try JSONDecoder().decode(SealingMessage.self, from: Data(body.utf8)))
        try await apply(
            SectorChange(.messageSent), to: sector,
            also: [
                (
                    """
                    UPDATE messages SET state = 'sent', sent = \(tools.database.dialect.now)
                    WHERE sector = ? AND kind = ? AND state = 'ready'
                    """, [.text("\(name)"), .text(kind.rawValue)]
                )
            ])
    }

    private func lookUp(_ sector: PlantSector) async throws {
        guard let kind = sector.state.message else { return }
        let key: [SQLValue] = [.text("\(sector.name)"), .text(kind.rawValue)]
        switch try await chain.outcome(sector.name, kind) {
        case .pending(let seconds): try await wait(sector, seconds: seconds)
        case .landed:
            let sql = """
                UPDATE messages SET state = 'landed', landed = \(tools.database.dialect.now)
                WHERE sector = ? AND kind = ? AND state = 'sent'
                """
            try await apply(SectorChange(.messageLanded), to: sector, also: [(sql, key)])
        case .refused(let reason):
            let sql = "UPDATE messages SET state = 'refused' WHERE sector = ? AND kind = ? AND state = 'sent'"
            try await apply(SectorChange(.messageFailed, detail: reason), to: sector, also: [(sql, key)])
        }
    }

    /// Applies a change if the sector is where it was when it was looked at.
    private func apply(
        _ change: SectorChange, to sector: PlantSector, also: [(sql: String, values: [SQLValue])] = []
    ) async throws {
        let journal = journal
        try await tools.database.write { session in
            guard try journal.apply(change, to: sector.name, state: sector.state, in: session) != nil else {
                return
            }
            for (sql, values) in also { try session.execute(sql, values) }
        }
    }

    /// Asks again later; nil: never.
    private func wait(_ sector: PlantSector, seconds: Double?) async throws {
        try await tools.database.write { session in
            let wake = try seconds.map { try session.now() + Int64($0 * 1000) }
            try session.execute(
                "UPDATE sectors SET wake = ? WHERE name = ? AND state = ?",
                [SQLValue(wake), .text("\(sector.name)"), .text(sector.state.rawValue)])
        }
    }
}
