public import Database
import FoundationEssentials

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
        try session.notify(StorageSchema.channel)
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

    /// Measures the paths that this machine reaches: room, what is on disk of reservations, and with
    /// `fully` what sector files take. Tells whoever waits for space. `files`: descriptions as read anew.
    public func measure(
        _ files: [String: StoragePathFile] = [:], fully: Bool = false, in session: any SQLSession
    ) throws {
        var hasMore = false
        for path in try paths(in: session, holding: true) {
            guard let root = path.root(at: places) else { continue }
            _ = try noteWritten(path: path.id, root: root, in: session)
            switch probe.look(root, id: path.id) {
            case .trouble(let why):
                try session.execute(
                    "UPDATE storage_paths SET trouble = ? WHERE id = ?", [.text(why), .text(path.id)])
            case .room(let capacity, let free):
                hasMore = hasMore || free > path.free || path.trouble != nil
                let used = (fully ? probe.used(root) : nil) ?? path.used
                let file = try JSONEncoder().encode(files[path.id] ?? path.file)
                try session.execute(
                    """
                    UPDATE storage_paths SET capacity = ?, free = ?, used = ?, file = ?, trouble = NULL,
                        measured = \(session.dialect.now) WHERE id = ?
                    """,
                    [
                        SQLValue(capacity), SQLValue(free), SQLValue(used),
                        .text(String(decoding: file, as: UTF8.self)), .text(path.id),
                    ])
            }
        }
        if hasMore { try session.notify(StorageSchema.channel) }
    }
}
