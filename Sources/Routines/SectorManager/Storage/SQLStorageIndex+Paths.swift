public import Database
import FoundationEssentials
internal import Primitives

extension SQLStorageIndex {
    /// All paths, by ID.
    public func paths(in session: any SQLSession) throws -> [StoragePath] {
        try paths(in: session, holding: false)
    }

    func paths(in session: any SQLSession, holding: Bool) throws -> [StoragePath] {
        var places: [String: [StoragePath.Place]] = [:]
        for row in try session.query("SELECT path, place, root, url FROM storage_places ORDER BY place", []) {
            places[try row.text(0), default: []]
                .append(try .init(place: row.text(1), root: row.text(2), url: row.optionalText(3)))
        }
        let rows = try session.query(
            """
            SELECT id, file, capacity, free, used, measured, trouble FROM storage_paths ORDER BY id
            \(holding ? session.dialect.forUpdate : "")
            """, [])
        return try rows.map { row in
            try StoragePath(
                id: row.text(0),
                file: JSONDecoder().decode(StoragePathFile.self, from: Data(row.text(1).utf8)),
                places: places[row.text(0)] ?? [], capacity: row.uint64(2), free: row.uint64(3),
                used: row.uint64(4), measured: row.int64(5), trouble: row.optionalText(6))
        }
    }

    /// Enters a directory of this machine as the path that its file describes, or renews its entry. `place`:
    /// the tag under which it is found. Throws `twice` if another directory of that place has the ID and is
    /// there too.
    @discardableResult
    public func attach(
        _ root: String, file: StoragePathFile, place: String, url: String? = nil, in session: any SQLSession
    ) throws -> StoragePath {
        let known = try paths(in: session).first { $0.id == file.id }?.places.first { $0.place == place }
        if let known, known.root != root, case .room = probe.look(known.root, id: file.id) {
            throw StorageError.twice(id: file.id, root: root, other: known.root)
        }
        let look = probe.look(root, id: file.id)
        guard case .room(let capacity, let free) = look else {
            if case .trouble(let why) = look { throw StorageError.away(id: file.id, root: root, why: why) }
            throw StorageError.noPathFile(root: root)
        }
        let text = String(decoding: try JSONEncoder().encode(file), as: UTF8.self)
        try session.execute(
            """
            INSERT INTO storage_paths (id, file, capacity, free, measured)
            VALUES (?, ?, ?, ?, \(session.dialect.now))
            ON CONFLICT (id) DO UPDATE SET file = excluded.file, capacity = excluded.capacity,
                free = excluded.free, measured = excluded.measured, trouble = NULL
            """, [.text(file.id), .text(text), SQLValue(capacity), SQLValue(free)])
        try session.execute(
            """
            INSERT INTO storage_places (path, place, root, url) VALUES (?, ?, ?, ?)
            ON CONFLICT (path, place) DO UPDATE SET root = excluded.root, url = excluded.url
            """, [.text(file.id), .text(place), .text(root), SQLValue(url)])
        try tellOfRoom(in: session)
        guard let path = try paths(in: session).first(where: { $0.id == file.id }) else {
            throw StorageError.unknownPath(file.id)
        }
        return path
    }

    /// Forgets a path, or some places of it if it is at others too. Refuses while files or reservations are
    /// entered, unless `force`: then the entries go too, the files stay.
    public func detach(
        _ id: String, places: [String] = [], force: Bool, in session: any SQLSession
    ) throws {
        guard let path = try paths(in: session).first(where: { $0.id == id }) else {
            throw StorageError.unknownPath(id)
        }
        if !places.isEmpty, path.places.contains(where: { !places.contains($0.place) }) {
            for place in places {
                try session.execute(
                    "DELETE FROM storage_places WHERE path = ? AND place = ?", [.text(id), .text(place)])
            }
            return
        }
        for (table, noun) in [("sector_files", "sector files"), ("storage_reservations", "reservations")] {
            let count =
                try session.query("SELECT COUNT(*) FROM \(table) WHERE path = ?", [.text(id)])
                .first?.int(0) ?? 0
            if count > 0, !force { throw StorageError.inUse(path: id, what: "\(count) \(noun)") }
        }
        for table in ["sector_files", "storage_reservations", "storage_marks", "storage_places"] {
            try session.execute("DELETE FROM \(table) WHERE path = ?", [.text(id)])
        }
        try session.execute("DELETE FROM storage_paths WHERE id = ?", [.text(id)])
    }

    /// What is to be looked at: the paths within reach and their reservations.
    func toMeasure(in session: any SQLSession) throws -> [StorageMeasurement] {
        try paths(in: session).compactMap { path in
            guard let root = path.root(at: places) else { return nil }
            return try StorageMeasurement(
                path: path, root: root, reservations: reservations(path.id, in: session))
        }
    }

    /// Enters what was measured. Tells whoever waits for space if there is more of it.
    func enter(_ measurements: [StorageMeasurement], in session: any SQLSession) throws {
        var hasMore = false
        for item in measurements {
            for reservation in item.reservations {
                try session.execute(
                    """
                    UPDATE storage_reservations
                    SET written = CASE WHEN bytes < ? THEN bytes ELSE ? END WHERE id = ?
                    """,
                    [SQLValue(reservation.written), SQLValue(reservation.written), SQLValue(reservation.id)])
            }
            switch item.look {
            case nil: break
            case .trouble(let why):
                try session.execute(
                    "UPDATE storage_paths SET trouble = ? WHERE id = ?", [.text(why), .text(item.path.id)])
            case .room(let capacity, let free):
                hasMore = hasMore || free > item.path.free || item.path.trouble != nil
                let file = String(decoding: try JSONEncoder().encode(item.path.file), as: UTF8.self)
                try session.execute(
                    """
                    UPDATE storage_paths SET capacity = ?, free = ?, used = ?, file = ?, trouble = NULL,
                        measured = \(session.dialect.now) WHERE id = ?
                    """,
                    [
                        SQLValue(capacity), SQLValue(free), SQLValue(item.path.used), .text(file),
                        .text(item.path.id),
                    ])
            }
        }
        if hasMore { try tellOfRoom(in: session) }
    }

    /// Reservations of a path.
    func reservations(_ path: String, in session: any SQLSession) throws -> [StorageMeasurement.Reservation] {
        try session.query(
            """
            SELECT id, sectors, types, owner, bytes, written FROM storage_reservations WHERE path = ?
            """, [.text(path)]
        ).map { row in
            try StorageMeasurement.Reservation(
                id: row.int64(0), sectors: Self.texts(row.text(1)).compactMap { try? SectorName($0) },
                types: Self.texts(row.text(2)).compactMap { SectorFileType(rawValue: $0) },
                owner: row.text(3), bytes: row.uint64(4), written: row.uint64(5))
        }
    }
}

/// A path that is looked at outside of any transaction, since disks may be slow to answer.
struct StorageMeasurement: Sendable {
    /// Room that somebody holds there.
    struct Reservation: Sendable {
        var id: Int64
        var sectors: [SectorName]
        var types: [SectorFileType]
        var owner: String
        var bytes: UInt64
        /// Bytes of it on disk, `bytes` at most.
        var written: UInt64

        /// Looks again. Blocks.
        mutating func measure(_ root: String, _ probe: any StorageProbe) {
            guard let found = probe.allocated(root, sectors, types, owner: owner) else { return }
            written = min(bytes, found)
        }
    }

    var path: StoragePath
    let root: String
    var reservations: [Reservation]
    /// What was found; nil: not looked yet.
    var look: StorageLook?

    /// Looks. `fully`: at what all sector files take, too. Blocks.
    mutating func measure(_ probe: any StorageProbe, fully: Bool) {
        for index in reservations.indices { reservations[index].measure(root, probe) }
        if fully, let used = probe.used(root) { path.used = used }
        // After the bytes written, so that what is written in between counts twice rather than never.
        look = probe.look(root, id: path.id)
        guard case .room = look, let file = try? StoragePathFile.read(root), file.id == path.id else {
            return
        }
        path.file = file
    }
}
