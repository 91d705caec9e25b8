internal import Database
public import Primitives
internal import ProofEngine
public import Scheduler

/// A sector as the database has it.
public struct PlantSector: Sendable, Hashable {
    /// Its name.
    public var name: SectorName
    /// Where it is in its life.
    public var state: SectorState
    /// Database time in milliseconds at which it entered the state.
    public var since: Int64
    /// At which it was made.
    public var created: Int64
    /// When its oldest piece has waited long enough; nil without pieces.
    public var cutoff: Int64?
    /// When the chain is to be asked, or a timer is over; nil: it waits for something else.
    public var wake: Int64?
    /// The job that it waits for.
    public var job: JobID?
    /// The batch that it went through PC1 with.
    public var batch: Int64?
    /// Times that somebody asked for another attempt.
    public var retries: Int
    /// Times that damage sent it back.
    public var redos: Int
    /// Sealing randomness.
    public var ticket: SealTicket?
    /// Interactive randomness.
    public var seed: SealSeed?
    /// Of its data.
    public var commD: Commitment?
    /// Of its replica.
    public var commR: Commitment?
    /// Of the data of its update.
    public var updateCommD: Commitment?
    /// Of the replica of its update.
    public var updateCommR: Commitment?
    /// SHA-256 of the output of C1, in hex.
    public var vanillaDigest: String?
    /// Tag of the machines that reach its files; nil: all do.
    public var place: String?
    /// Why it is in a state of failure.
    public var reason: String?
    /// What to do about it.
    public var remedy: String?
}

extension PlantSector {
    static let columns = """
        name, state, since, created, cutoff, wake, job, batch, retries, redos, ticket, ticket_epoch, \
        ticket_expires, seed, seed_epoch, comm_d, comm_r, update_comm_d, update_comm_r, vanilla_digest, place, \
        reason, remedy
        """

    init(_ row: SQLRow) throws {
        name = try SectorName(row.text(0))
        let text = try row.text(1)
        guard let state = SectorState(rawValue: text) else {
            throw DatabaseError.column(index: 1, expected: "a sector's state", found: text)
        }
        self.state = state
        since = try row.int64(2)
        created = try row.int64(3)
        cutoff = try row.optionalInt64(4)
        wake = try row.optionalInt64(5)
        job = try row.optionalInt64(6).map { JobID(rawValue: $0) }
        batch = try row.optionalInt64(7)
        retries = try row.int(8)
        redos = try row.int(9)
        if let hex = try row.optionalText(10) {
            ticket = SealTicket(
                randomness: try Hex.decode(hex, count: 32, subject: "ticket"), epoch: try row.int64(11),
                expires: try row.optionalInt64(12))
        }
        if let hex = try row.optionalText(13) {
            seed = SealSeed(
                randomness: try Hex.decode(hex, count: 32, subject: "seed"), epoch: try row.int64(14))
        }
        commD = try Self.commitment(row, 15)
        commR = try Self.commitment(row, 16)
        updateCommD = try Self.commitment(row, 17)
        updateCommR = try Self.commitment(row, 18)
        vanillaDigest = try row.optionalText(19)
        place = try row.optionalText(20)
        reason = try row.optionalText(21)
        remedy = try row.optionalText(22)
    }

    private static func commitment(_ row: SQLRow, _ index: Int) throws -> Commitment? {
        try row.optionalText(index).map {
            try Commitment(Hex.decode($0, count: 32, subject: "commitment"))
        }
    }

    /// The values of `columns`.
    var values: [SQLValue] {
        [
            .text("\(name)"), .text(state.rawValue), .integer(since), .integer(created), SQLValue(cutoff),
            SQLValue(wake), SQLValue(job?.rawValue), SQLValue(batch), SQLValue(retries), SQLValue(redos),
            SQLValue(ticket.map { Hex.encode($0.randomness) }), SQLValue(ticket?.epoch),
            SQLValue(ticket?.expires), SQLValue(seed.map { Hex.encode($0.randomness) }),
            SQLValue(seed?.epoch), SQLValue(commD?.hex), SQLValue(commR?.hex), SQLValue(updateCommD?.hex),
            SQLValue(updateCommR?.hex), SQLValue(vanillaDigest), SQLValue(place), SQLValue(reason),
            SQLValue(remedy),
        ]
    }

    /// The sector of a name; nil: there is none. `held`: until commit.
    static func load(_ name: SectorName, held: Bool = false, in session: any SQLSession) throws
        -> PlantSector?
    {
        let end = held ? session.dialect.forUpdate : ""
        return try session.query("SELECT \(columns) FROM sectors WHERE name = ? \(end)", [.text("\(name)")])
            .first
            .map { try PlantSector($0) }
    }

    /// Sectors in a state, by number.
    static func list(
        _ state: SectorState, limit: Int, held: Bool = false, in session: any SQLSession
    ) throws -> [PlantSector] {
        let end = held ? session.dialect.skipLocked : ""
        return try session.query(
            "SELECT \(columns) FROM sectors WHERE state = ? ORDER BY number LIMIT ? \(end)",
            [.text(state.rawValue), SQLValue(limit)]
        ).map { try PlantSector($0) }
    }

    /// Writes every column of a sector that is there.
    func store(in session: any SQLSession) throws {
        let names = Self.columns.split(separator: ",").map { $0.filter { !$0.isWhitespace } }
        let list = names.dropFirst().map { "\($0) = ?" }.joined(separator: ", ")
        try session.execute(
            "UPDATE sectors SET \(list) WHERE name = ?", Array(values.dropFirst()) + [values[0]])
    }
}
