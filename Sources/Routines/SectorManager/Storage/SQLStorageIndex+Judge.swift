public import Database
import Primitives

extension SQLStorageIndex {
    /// What each path says to a request, the best first; those that cannot take it have their reasons.
    public func verdicts(_ request: StorageRequest, in session: any SQLSession) throws -> [StorageVerdict] {
        try judge(request, in: session, holding: false)
    }

    /// `holding`: keeps the rows until commit, so that nobody else counts on the same room meanwhile.
    func judge(
        _ request: StorageRequest, in session: any SQLSession, holding: Bool
    ) throws -> [StorageVerdict] {
        let paths = try paths(in: session, holding: holding)
        let present = try presence(request.sectors, in: session)
        let groups = try mayMoveTo(request, paths, present)
        var facts = try paths.map { path in
            let unwritten = try session.query(
                "SELECT CAST(COALESCE(SUM(bytes - written), 0) AS BIGINT) FROM storage_reservations WHERE path = ?",
                [.text(path.id)]
            ).first?.uint64(0)
            let root = path.root(at: places)
            return StorageFacts(
                path: path, unwritten: unwritten ?? 0, present: present[path.id] ?? 0,
                there: there(request, path, present[path.id] ?? 0),
                look: root.map { probe.look($0, id: path.id) },
                mayMoveTo: groups)
        }
        var verdicts = facts.map { $0.judge(request) }
        if !verdicts.contains(where: \.fits), holding {
            // What is set aside may be on disk by now, and then counts twice: look again before saying no.
            for index in facts.indices { try remeasure(&facts[index], in: session) }
            verdicts = facts.map { $0.judge(request) }
        }
        return verdicts.sorted { a, b in a.fits == b.fits ? StorageVerdict.isBetter(a, b) : a.fits }
    }

    /// Files of the sectors on each path.
    private func presence(_ sectors: [SectorName], in session: any SQLSession) throws -> [String: Int] {
        var found: [String: Int] = [:]
        for sector in sectors {
            let rows = try session.query(
                "SELECT path, COUNT(*) FROM sector_files WHERE sector = ? GROUP BY path", [.text("\(sector)")]
            )
            for row in rows { found[try row.text(0), default: 0] += try row.int(1) }
        }
        return found
    }

    /// Bytes of what is asked for that a path has already.
    private func there(_ request: StorageRequest, _ path: StoragePath, _ present: Int) -> UInt64 {
        guard present > 0, let root = path.root(at: places) else { return 0 }
        return probe.allocated(root, request.sectors, request.types, owner: request.owner) ?? 0
    }

    /// Groups that all paths which hold files of the sectors allow; nil: any.
    private func mayMoveTo(
        _ request: StorageRequest, _ paths: [StoragePath], _ present: [String: Int]
    ) throws -> Set<String>? {
        guard request.role == .longTerm else { return nil }
        var groups: Set<String>?
        for path in paths where (present[path.id] ?? 0) > 0 && !path.file.allowTo.isEmpty {
            groups = groups?.intersection(path.file.allowTo) ?? Set(path.file.allowTo)
        }
        return groups
    }

    private func remeasure(_ facts: inout StorageFacts, in session: any SQLSession) throws {
        guard let root = facts.path.root(at: places) else { return }
        facts.unwritten = try noteWritten(path: facts.path.id, root: root, in: session)
        if facts.path.file.maxStorage > 0, let used = probe.used(root) {
            facts.path.used = used
            try session.execute(
                "UPDATE storage_paths SET used = ? WHERE id = ?", [SQLValue(used), .text(facts.path.id)])
        }
        // After the bytes written, so that what is written in between counts twice rather than never.
        facts.look = probe.look(root, id: facts.path.id)
    }

    /// Looks how much of each reservation of a path is on disk; returns what is not.
    private func noteWritten(path: String, root: String, in session: any SQLSession) throws -> UInt64 {
        var unwritten: UInt64 = 0
        for before in try reservations(path, in: session) {
            var reservation = before
            reservation.measure(root, probe)
            unwritten += reservation.bytes - reservation.written
            guard reservation.written != before.written else { continue }
            try session.execute(
                "UPDATE storage_reservations SET written = ? WHERE id = ?",
                [SQLValue(reservation.written), SQLValue(reservation.id)])
        }
        return unwritten
    }
}
