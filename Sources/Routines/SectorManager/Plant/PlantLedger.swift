public import Database
public import Primitives
internal import ProofEngine
public import Scheduler
public import System

/// What people and programs ask of a plant's sectors, in the database: it needs no running plant, and its answers wait
/// for nobody. Each call is one transaction of the caller's.
public struct PlantLedger: Sendable {
    let queue: any JobQueue
    let settings: PlantSettings

    /// A plant's ledger.
    public init(queue: any JobQueue, settings: PlantSettings) {
        self.queue = queue
        self.settings = settings
    }

    var orders: StageOrders { StageOrders(settings: settings) }
    private var journal: SectorJournal { SectorJournal(queue: queue, orders: orders, settings: settings) }

    // MARK: Orders

    /// Takes a piece into the queue. `bytes`: of the file as it is; `commP`: as it was promised, if it was.
    public func addPiece(
        path: String, bytes: UInt64, label: String?, commP: Commitment? = nil, in session: any SQLSession
    ) throws -> Int64 {
        guard bytes > 0 else { throw SectorError.badPiece(path: path, why: "is empty") }
        let padded = try PaddedPieceSize(holding: bytes).bytes
        guard padded <= settings.config.sectorBytes else {
            throw SectorError.piecesTooLarge(
                needed: padded / 128 * 127, room: settings.config.kind.size.unpadded.bytes)
        }
        return try insert(path, bytes, padded, label, commP, sector: nil, in: session)
    }

    private func insert(
        _ path: String, _ bytes: UInt64, _ padded: UInt64, _ label: String?, _ commP: Commitment?,
        sector: SectorName?, in session: any SQLSession
    ) throws -> Int64 {
        let row = try session.query(
            """
            INSERT INTO pieces (path, label, bytes, padded, comm_p, created, sector, for_update)
            VALUES (?, ?, ?, ?, ?, \(session.dialect.now), ?, ?) RETURNING id
            """,
            [
                .text(path), SQLValue(label), SQLValue(bytes), SQLValue(padded), SQLValue(commP?.hex),
                SQLValue(sector.map { "\($0)" }), SQLValue(sector != nil),
            ]
        ).first
        try session.notify(SectorJournal.channel)
        return try row?.int64(0) ?? 0
    }

    /// Orders sectors without data; returns their names.
    public func pledge(_ count: Int, in session: any SQLSession) throws -> [SectorName] {
        let planning = try PlantPlanning(journal, session)
        let names = try (0..<count).map { _ in try planning.newSector().name }
        try session.notify(SectorJournal.channel)
        return names
    }

    /// New data for a sector that was sealed without any.
    public func upgrade(
        _ name: SectorName, pieces: [(path: String, bytes: UInt64)], in session: any SQLSession
    ) throws {
        let sector = try held(name, in: session)
        let padded = try pieces.map { try PaddedPieceSize(holding: $0.bytes).bytes }
        let needed = padded.reduce(0, +)
        guard !pieces.isEmpty, needed <= settings.config.sectorBytes else {
            throw SectorError.piecesTooLarge(needed: needed, room: settings.config.sectorBytes)
        }
        let data = try session.query(
            "SELECT 1 FROM pieces WHERE sector = ? LIMIT 1", [.text("\(name)")])
        guard data.isEmpty else {
            throw SectorError.unsuitable(
                sector: "\(name)", why: "holds data already", remedy: "choose a sector that was pledged")
        }
        for (piece, padded) in zip(pieces, padded) {
            _ = try insert(piece.path, piece.bytes, padded, nil, nil, sector: name, in: session)
        }
        try apply(.upgradeOrdered, to: sector, in: session)
    }

    /// Sends a failed sector back to where it can go on.
    public func retry(_ name: SectorName, in session: any SQLSession) throws {
        try apply(.retry, to: held(name, in: session), in: session)
    }

    /// Removes a sector's files and strikes it off, whatever state it is in.
    public func remove(_ name: SectorName, in session: any SQLSession) throws {
        try apply(.remove, to: held(name, in: session), in: session)
    }

    /// Orders data of a sealed sector into a file.
    public func unseal(_ name: SectorName, _ order: UnsealOrder, in session: any SQLSession) throws -> JobID?
    {
        let sector = try held(name, in: session)
        return try queue.enqueue([orders.order(.unseal, sector, unseal: order)], in: session).first
    }

    /// Orders a check of every file of a sealed sector.
    public func check(_ name: SectorName, in session: any SQLSession) throws -> JobID? {
        try queue.enqueue([orders.order(.check, held(name, in: session))], in: session).first
    }

    private func held(_ name: SectorName, in session: any SQLSession) throws -> PlantSector {
        guard let sector = try PlantSector.load(name, held: true, in: session) else {
            throw PlantError.noSector("\(name)")
        }
        return sector
    }

    private func apply(_ event: SectorEvent, to sector: PlantSector, in session: any SQLSession) throws {
        let change = SectorChange(event, detail: "ordered by a person")
        guard try journal.apply(change, to: sector, in: session) != nil else {
            throw PlantError.notNow(sector: "\(sector.name)", state: sector.state, event: event)
        }
    }

    // MARK: Answers

    /// A sector.
    public func sector(_ name: SectorName, in session: any SQLSession) throws -> PlantSector {
        guard let sector = try PlantSector.load(name, in: session) else {
            throw PlantError.noSector("\(name)")
        }
        return sector
    }

    /// Sectors by number, in one state or all, after a number.
    public func sectors(
        state: SectorState?, after number: UInt64?, limit: Int, in session: any SQLSession
    ) throws -> [PlantSector] {
        let after = SQLValue(number.map { Int64(clamping: $0) } ?? -1)
        if let state {
            return try session.query(
                """
                SELECT \(PlantSector.columns) FROM sectors WHERE state = ? AND number > ?
                ORDER BY number LIMIT ?
                """, [.text(state.rawValue), after, SQLValue(limit)]
            ).map { try PlantSector($0) }
        }
        return try session.query(
            """
            SELECT \(PlantSector.columns) FROM sectors WHERE miner = ? AND number > ? ORDER BY number LIMIT ?
            """, [SQLValue(settings.miner.id), after, SQLValue(limit)]
        ).map { try PlantSector($0) }
    }

    /// A sector's log, oldest first.
    public func log(_ name: SectorName, in session: any SQLSession) throws -> [SectorLogLine] {
        try session.query(
            "SELECT time, event, before, after, detail FROM sector_log WHERE sector = ? ORDER BY id",
            [.text("\(name)")]
        ).map {
            SectorLogLine(
                time: try $0.int64(0), event: try $0.text(1), before: try $0.text(2), after: try $0.text(3),
                detail: try $0.optionalText(4))
        }
    }

    /// Pieces of a sector, or those that wait for one (nil), in order.
    public func pieces(
        of name: SectorName?, limit: Int, in session: any SQLSession
    ) throws -> [PlantPiece] {
        let condition = name == nil ? "sector IS NULL" : "sector = ?"
        return try session.query(
            """
            SELECT id, path, label, bytes, padded, comm_p, created, sector, reason FROM pieces
            WHERE \(condition) ORDER BY position, id LIMIT ?
            """, (name.map { [.text("\($0)")] } ?? []) + [SQLValue(limit)]
        ).map {
            PlantPiece(
                id: try $0.int64(0), path: try $0.text(1), label: try $0.optionalText(2),
                bytes: try $0.uint64(3), padded: try $0.uint64(4),
                commP: try $0.optionalText(5).map { try Commitment(hex: $0) }, created: try $0.int64(6),
                sector: try $0.optionalText(7), reason: try $0.optionalText(8))
        }
    }

    /// Number and padded bytes of the pieces of some sectors.
    public func pieceSums(
        of names: [SectorName], in session: any SQLSession
    ) throws -> [SectorName: (count: Int, padded: UInt64)] {
        var sums: [SectorName: (count: Int, padded: UInt64)] = [:]
        for name in names {
            let row = try session.query(
                "SELECT COUNT(*), CAST(COALESCE(SUM(padded), 0) AS BIGINT) FROM pieces WHERE sector = ?",
                [.text("\(name)")]
            ).first
            sums[name] = (try row?.int(0) ?? 0, UInt64(try row?.int64(1) ?? 0))
        }
        return sums
    }

    /// Sectors by state.
    public func counts(in session: any SQLSession) throws -> [SectorState: Int] {
        try PlantCounts.load(in: session)
    }

    /// What was proven and what failed in each minute since a time (database milliseconds), oldest first; and in all.
    public func minutes(
        since: Int64, in session: any SQLSession
    ) throws -> (all: PlantMinute, each: [PlantMinute]) {
        let rows = try session.query(
            """
            SELECT minute, proven, failed FROM plant_minutes WHERE minute = 0 OR minute >= ? ORDER BY minute
            """, [.integer(since / 60_000)]
        ).map { PlantMinute(time: try $0.int64(0) * 60_000, proven: try $0.int(1), failed: try $0.int(2)) }
        let all = rows.first { $0.time == 0 } ?? PlantMinute(time: 0, proven: 0, failed: 0)
        return (all, rows.filter { $0.time != 0 })
    }

    /// Messages of a sector, in order.
    public func messages(_ name: SectorName, in session: any SQLSession) throws -> [PlantMessage] {
        try session.query(
            "SELECT kind, state, body, created FROM messages WHERE sector = ? ORDER BY id", [.text("\(name)")]
        ).map {
            PlantMessage(
                kind: try $0.text(0), state: try $0.text(1), body: try $0.text(2), created: try $0.int64(3))
        }
    }
}

/// A line of a sector's log.
public struct SectorLogLine: Sendable, Hashable {
    /// Database time in milliseconds.
    public let time: Int64
    /// "jobDone".
    public let event: String
    /// State before.
    public let before: String
    /// State after.
    public let after: String
    /// What else is worth knowing.
    public let detail: String?

    /// "PreCommit1 → PreCommit2", with the detail.
    public var text: String {
        let step = before == after ? after : "\(before) → \(after)"
        return detail.map { "\(step): \($0)" } ?? step
    }
}

/// A piece as the database has it.
public struct PlantPiece: Sendable, Hashable {
    /// Its number.
    public let id: Int64
    /// The file that it comes from.
    public let path: String
    /// What it is, for people.
    public let label: String?
    /// Of the file.
    public let bytes: UInt64
    /// After padding.
    public let padded: UInt64
    /// CommP, once it is known.
    public let commP: Commitment?
    /// Database time in milliseconds at which it arrived.
    public let created: Int64
    /// The sector that it is in.
    public let sector: String?
    /// Why it was left out.
    public let reason: String?
}

/// What ended in a minute.
public struct PlantMinute: Sendable, Hashable {
    /// Its start in milliseconds; 0: of ever.
    public let time: Int64
    /// Sectors proven.
    public let proven: Int
    /// Sectors that went into a state of failure.
    public let failed: Int
}

/// A message to the chain.
public struct PlantMessage: Sendable, Hashable {
    /// "pre-commit".
    public let kind: String
    /// "ready", "sent", "landed", "refused".
    public let state: String
    /// JSON of a `SealingMessage`.
    public let body: String
    /// Database time in milliseconds.
    public let created: Int64
}

/// What a plant refuses.
public enum PlantError: ExplainedError, Hashable {
    /// There is no such sector.
    case noSector(String)
    /// The order makes no sense in the state that the sector is in.
    case notNow(sector: String, state: SectorState, event: SectorEvent)
    /// It is not on chain, so that no proof of spacetime is owed.
    case notProven(sector: String, state: SectorState)
    /// There is no proven sector.
    case nothingProven
    /// A winning proof is about one sector, not about so many.
    case notOne(Int)
    /// Chain randomness has another length.
    case badRandomness

    /// What is wrong.
    public var sentence: String {
        switch self {
        case .noSector(let name): "there is no sector \(name)"
        case .notNow(let sector, let state, .retry):
            "sector \(sector) is in state \(state.rawValue), which is no state of failure"
        case .notNow(let sector, let state, .remove):
            "sector \(sector) is in state \(state.rawValue): it is being removed already"
        case .notNow(let sector, let state, _):
            "sector \(sector) is in state \(state.rawValue): only available sectors can be updated"
        case .notProven(let sector, let state):
            "sector \(sector) is in state \(state.rawValue): only proven sectors have proofs of spacetime"
        case .nothingProven: "no sector is proven and in order"
        case .notOne(let count): "a winning proof is about one sector, not about \(count)"
        case .badRandomness: "the randomness has not 32 bytes"
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .noSector: "list them with 'quarry sectors list'"
        case .notNow: "see 'quarry sectors show'"
        case .notProven: "wait until it is proven: quarry sectors show"
        case .nothingProven: "see 'quarry sectors list'"
        case .notOne: "say which one with --sector"
        case .badRandomness: "give 64 hex digits"
        }
    }
}
