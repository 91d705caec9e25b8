public import API
internal import Database
internal import Primitives
internal import SectorManager

extension PlantAPI {
    private static let columns = """
        name, state, since, created, comm_d, comm_r, update_comm_d, update_comm_r, retries, reason, remedy
        """

    /// Sectors by number; see `SealerAPI`.
    public func sectors(state: String?, after: String?, limit: Int) async throws -> [SectorView] {
        if let state, SectorState(rawValue: state) == nil {
            let names = SectorState.allCases.map(\.rawValue).joined(separator: ", ")
            throw APIError.bad("'\(state)' is no state of a sector", remedy: "use one of: \(names)")
        }
        let first: Int64 =
            try after.map { text in
                guard let name = try? SectorName(text) else {
                    throw APIError.bad(
                        "'\(text)' is no sector's name", remedy: "use the last name of the page before")
                }
                return Int64(clamping: name.number)
            } ?? -1
        let condition = state == nil ? "miner = ?" : "state = ? AND miner = ?"
        let values =
            (state.map { [SQLValue.text($0)] } ?? []) + [
                SQLValue(miner.id), .integer(first), SQLValue(limit),
            ]
        return try await database.read { session in
            let rows = try session.query(
                """
                SELECT \(Self.columns) FROM sectors WHERE \(condition) AND number > ? ORDER BY number LIMIT ?
                """, values)
            return try Self.views(rows, try PlantTimes(session), in: session)
        }
    }

    /// One sector with its log.
    public func sector(_ name: String) async throws -> SectorView {
        try await database.read { session in
            let rows = try session.query(
                "SELECT \(Self.columns) FROM sectors WHERE name = ?", [.text(name)])
            let times = try PlantTimes(session)
            guard var view = try Self.views(rows, times, in: session).first else {
                throw APIError.notFound("sector '\(name)'")
            }
            view.log = try Self.log(name, times, in: session)
            return view
        }
    }

    private static func views(
        _ rows: [SQLRow], _ times: PlantTimes, in session: any SQLSession
    ) throws -> [SectorView] {
        guard !rows.isEmpty else { return [] }
        let names = try rows.map { SQLValue.text(try $0.text(0)) }
        let marks = names.map { _ in "?" }.joined(separator: ", ")
        var files: [String: [String: String]] = [:]
        for row in try session.query(
            "SELECT sector, type, path, is_primary FROM sector_files WHERE sector IN (\(marks)) ORDER BY is_primary",
            names)
        {
            files[try row.text(0), default: [:]][try row.text(1)] = try row.text(2)
        }
        var pieces: [String: (count: Int, bytes: UInt64)] = [:]
        for row in try session.query(
            """
            SELECT sector, COUNT(*), CAST(SUM(padded) AS BIGINT) FROM pieces WHERE sector IN (\(marks)) \
            GROUP BY sector
            """, names)
        {
            pieces[try row.text(0)] = (try row.int(1), try row.uint64(2))
        }
        return try rows.map { row in
            let name = try row.text(0)
            return SectorView(
                name: name, state: try row.text(1), since: times.unix(try row.int64(2)),
                created: times.unix(try row.int64(3)),
                commD: try cid(row.optionalText(6) ?? row.optionalText(4), .unsealed),
                commR: try cid(row.optionalText(7) ?? row.optionalText(5), .sealed),
                pieces: pieces[name]?.count ?? 0, pieceBytes: pieces[name]?.bytes ?? 0,
                retries: try row.int(8), reason: try row.optionalText(9), remedy: try row.optionalText(10),
                files: files[name] ?? [:], log: nil)
        }
    }

    private static func cid(_ hex: String?, _ kind: CommitmentKind) throws -> String? {
        try hex.map { try Commitment(hex: $0).cid(kind) }
    }

    private static func log(
        _ name: String, _ times: PlantTimes, in session: any SQLSession
    ) throws -> [SectorView.Event] {
        try session.query(
            "SELECT time, event, before, after, detail FROM sector_log WHERE sector = ? ORDER BY id",
            [.text(name)]
        ).map { row in
            let (before, after) = (try row.text(2), try row.text(3))
            let change = before == after ? "\(after) (\(try row.text(1)))" : "\(before) → \(after)"
            let detail = try row.optionalText(4).map { ": \($0)" } ?? ""
            return SectorView.Event(time: times.unix(try row.int64(0)), text: change + detail)
        }
    }
}
