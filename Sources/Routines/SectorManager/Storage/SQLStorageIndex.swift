public import Database
import FoundationEssentials
public import Primitives

/// The storage index in the database.
///
/// Room is judged by a look at the directories that this machine reaches, just then, and by what their own
/// machines last measured of others. What is set aside and not yet written is taken off; sums are made from
/// the rows of reservations, so nothing can be given back twice.
public struct SQLStorageIndex: StorageIndex {
    /// Tags of this machine: its name, and shared storage that it reaches.
    public let places: [String]
    let probe: any StorageProbe
    private let onRoom: @Sendable (any SQLSession) throws -> Void

    /// An index as seen from a machine with these tags. `onRoom`: called in each transaction after which there may be
    /// more room, so that whoever waits for it is woken.
    public init(
        places: [String], probe: any StorageProbe = DiskProbe(),
        onRoom: @escaping @Sendable (any SQLSession) throws -> Void = { _ in }
    ) {
        self.places = places
        self.probe = probe
        self.onRoom = onRoom
    }

    /// Tells of more room.
    func tellOfRoom(in session: any SQLSession) throws {
        try onRoom(session)
        try session.notify(StorageSchema.channel)
    }

    // MARK: Reservations

    /// As `reserve(_:in:)`, with the file types of the role.
    public func reserve(
        _ bytes: UInt64, for sectors: [SectorName], role: StorageRole, owner: String, places: [String],
        in session: any SQLSession
    ) throws -> StorageReservation {
        let request = StorageRequest(bytes, for: sectors, role: role, owner: owner, places: places)
        return try reserve(request, in: session)
    }

    /// Sets room aside for a whole batch on the best path, or throws `StorageError.noRoom`. Whoever has room
    /// for the same files already gets the same again.
    public func reserve(_ request: StorageRequest, in session: any SQLSession) throws -> StorageReservation {
        let sectors = try Self.json(request.sectors.map(\.description))
        let types = try Self.json(request.types.map(\.rawValue))
        let verdicts = try judge(request, in: session, holding: true)
        let held = try session.query(
            """
            SELECT id, path, root, bytes, place FROM storage_reservations
            WHERE owner = ? AND role = ? AND sectors = ? AND types = ? AND bytes = ?
            """,
            [
                .text(request.owner), .text(request.role.rawValue), .text(sectors), .text(types),
                SQLValue(request.bytes),
            ])
        let away = Set(verdicts.filter { $0.trouble != nil }.map(\.path))
        if let row = try held.first(where: { row in
            try request.places.contains(row.text(4)) && !away.contains(row.text(1))
        }) {
            return try Self.reservation(row)
        }
        guard let best = verdicts.first(where: \.fits), let place = best.place, let root = best.root else {
            throw StorageError.noRoom(bytes: request.bytes, role: request.role, verdicts: verdicts)
        }
        // The row changes: whoever waits for it with an older snapshot looks again.
        try session.execute("UPDATE storage_paths SET free = free WHERE id = ?", [.text(best.path)])
        let rows = try session.query(
            """
            INSERT INTO storage_reservations
                (path, place, root, role, owner, sectors, types, bytes, written, since)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, \(session.dialect.now)) RETURNING id, path, root, bytes, place
            """,
            [
                .text(best.path), .text(place), .text(root), .text(request.role.rawValue),
                .text(request.owner), .text(sectors), .text(types), SQLValue(request.bytes),
                SQLValue(request.bytes - best.needed),
            ])
        guard let row = rows.first else {
            throw DatabaseError.statement(sql: "INSERT INTO storage_reservations", why: "no row came back")
        }
        return try Self.reservation(row)
    }

    /// Gives all room of an owner back. What it may have written since it was last looked at is taken off what
    /// is known to be free, until the next measurement.
    public func release(owner: String, in session: any SQLSession) throws {
        let rows = try session.query(
            "DELETE FROM storage_reservations WHERE owner = ? RETURNING path, bytes, written", [.text(owner)])
        guard !rows.isEmpty else { return }
        // By path, as whoever reserves takes them: two transactions never wait for each other.
        for row in try rows.sorted(by: { try $0.text(0) < $1.text(0) }) {
            let rest = SQLValue(try row.int64(1) - row.int64(2))
            try session.execute(
                """
                UPDATE storage_paths SET used = used + ?,
                    free = CASE WHEN free > ? THEN free - ? ELSE 0 END WHERE id = ?
                """, [rest, rest, rest, .text(try row.text(0))])
        }
        try tellOfRoom(in: session)
    }

    /// Who has room set aside, on any path.
    public func owners(in session: any SQLSession) throws -> [String] {
        try session.query("SELECT DISTINCT owner FROM storage_reservations ORDER BY owner", [])
            .map { try $0.text(0) }
    }

    // MARK: Files

    /// Notes that a file of a sector lies on a path.
    public func declare(
        _ sector: SectorName, _ type: SectorFileType, path: String, isPrimary: Bool,
        in session: any SQLSession
    ) throws {
        let key: [SQLValue] = [.text("\(sector)"), .text(type.rawValue)]
        if isPrimary {
            try session.execute("UPDATE sector_files SET is_primary = 0 WHERE sector = ? AND type = ?", key)
        }
        try session.execute(
            """
            INSERT INTO sector_files (sector, type, path, is_primary, since)
            VALUES (?, ?, ?, ?, \(session.dialect.now))
            ON CONFLICT (sector, type, path) DO UPDATE SET is_primary =
                CASE WHEN excluded.is_primary = 1 THEN 1 ELSE sector_files.is_primary END
            """, key + [.text(path), SQLValue(isPrimary)])
    }

    /// Notes that it no longer does; if it was the primary copy, the oldest other one is that now.
    public func drop(
        _ sector: SectorName, _ type: SectorFileType, path: String, in session: any SQLSession
    ) throws {
        let key: [SQLValue] = [.text("\(sector)"), .text(type.rawValue)]
        let gone = try session.execute(
            "DELETE FROM sector_files WHERE sector = ? AND type = ? AND path = ?", key + [.text(path)])
        guard gone > 0 else { return }
        let left = try session.query(
            "SELECT path, is_primary FROM sector_files WHERE sector = ? AND type = ? ORDER BY since, path",
            key)
        if let next = left.first, try !left.contains(where: { try $0.bool(1) }) {
            try session.execute(
                "UPDATE sector_files SET is_primary = 1 WHERE sector = ? AND type = ? AND path = ?",
                key + [.text(try next.text(0))])
        }
        try tellOfRoom(in: session)
    }

    /// Copies of a file, primary first, then those within reach.
    public func locate(
        _ sector: SectorName, _ type: SectorFileType, in session: any SQLSession
    ) throws -> [(path: String, root: String?)] {
        let rows = try session.query(
            """
            SELECT path FROM sector_files WHERE sector = ? AND type = ?
            ORDER BY is_primary DESC, since DESC, path
            """, [.text("\(sector)"), .text(type.rawValue)])
        return try rows.map { row in
            let path = try row.text(0)
            let here = try session.query(
                "SELECT place, root FROM storage_places WHERE path = ? ORDER BY place", [.text(path)])
            let root = try here.first { try places.contains($0.text(0)) }?.text(1)
            return (path, root)
        }
    }

    /// Readers keep the sources of moves from being removed while they read; new readers find the new copy.
    /// Taking it never waits. It ends by itself after `seconds`.
    public func hold(
        _ sectors: [SectorName], owner: String, seconds: Double, in session: any SQLSession
    ) throws {
        let until = SQLValue(try session.now() + Int64(seconds * 1000))
        for sector in sectors {
            try session.execute(
                """
                INSERT INTO storage_readers (owner, sector, until) VALUES (?, ?, ?)
                ON CONFLICT (owner, sector) DO UPDATE SET until = excluded.until
                """, [.text(owner), .text("\(sector)"), until])
        }
    }

    /// The reader is done.
    public func letGo(owner: String, in session: any SQLSession) throws {
        try session.execute("DELETE FROM storage_readers WHERE owner = ?", [.text(owner)])
    }

    /// Whether somebody reads the sector.
    public func isHeld(_ sector: SectorName, in session: any SQLSession) throws -> Bool {
        try !session.query(
            "SELECT 1 FROM storage_readers WHERE sector = ? AND until > \(session.dialect.now)",
            [.text("\(sector)")]
        ).isEmpty
    }

    // MARK: Rows

    static func json(_ texts: [String]) throws -> String {
        String(decoding: try JSONEncoder().encode(texts), as: UTF8.self)
    }

    static func texts(_ json: String) throws -> [String] {
        try JSONDecoder().decode([String].self, from: Data(json.utf8))
    }

    private static func reservation(_ row: SQLRow) throws -> StorageReservation {
        try StorageReservation(
            id: row.int64(0), path: row.text(1), root: row.text(2), bytes: row.uint64(3), place: row.text(4))
    }
}
