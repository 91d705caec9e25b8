public import API
internal import Database
internal import Primitives
internal import SectorManager

extension PlantAPI {
    /// Sectors by number; see `SealerAPI`.
    public func sectors(state: String?, after: String?, limit: Int) async throws -> [SectorView] {
        let wanted: SectorState? = try state.map { name in
            guard let state = SectorState(rawValue: name) else {
                let names = SectorState.allCases.map(\.rawValue).joined(separator: ", ")
                throw APIError.bad("'\(name)' is no state of a sector", remedy: "use one of: \(names)")
            }
            return state
        }
        let number: UInt64? = try after.map { text in
            guard let name = try? SectorName(text) else {
                throw APIError.bad(
                    "'\(text)' is no sector's name", remedy: "use the last name of the page before")
            }
            return name.number
        }
        let ledger = ledger
        return try await database.read { session in
            let sectors = try ledger.sectors(state: wanted, after: number, limit: limit, in: session)
            return try views(sectors, try PlantTimes(session), in: session)
        }
    }

    /// One sector with its log.
    public func sector(_ text: String) async throws -> SectorView {
        let (ledger, name) = (ledger, try Self.name(text))
        return try await Self.order {
            try await database.read { session in
                let times = try PlantTimes(session)
                let sector = try ledger.sector(name, in: session)
                var view = try views([sector], times, in: session)[0]
                view.log = try ledger.log(name, in: session).map { line in
                    SectorView.Event(time: times.unix(line.time), text: line.text)
                }
                return view
            }
        }
    }

    private func views(
        _ sectors: [PlantSector], _ times: PlantTimes, in session: any SQLSession
    ) throws -> [SectorView] {
        let files = try files(of: sectors, in: session)
        let pieces = try ledger.pieceSums(of: sectors.map(\.name), in: session)
        return sectors.map { sector in
            let name = "\(sector.name)"
            return SectorView(
                name: name, state: sector.state.rawValue, since: times.unix(sector.since),
                created: times.unix(sector.created),
                commD: (sector.updateCommD ?? sector.commD)?.cid(.unsealed),
                commR: (sector.updateCommR ?? sector.commR)?.cid(.sealed),
                pieces: pieces[sector.name]?.count ?? 0, pieceBytes: pieces[sector.name]?.padded ?? 0,
                retries: sector.retries, reason: sector.reason, remedy: sector.remedy,
                files: files[name] ?? [:],
                log: nil)
        }
    }

    /// Where files are: by sector, type to path; the primary copy where there are several.
    private func files(
        of sectors: [PlantSector], in session: any SQLSession
    ) throws -> [String: [String: String]] {
        guard !sectors.isEmpty else { return [:] }
        let marks = sectors.map { _ in "?" }.joined(separator: ", ")
        var files: [String: [String: String]] = [:]
        for row in try session.query(
            "SELECT sector, type, path FROM sector_files WHERE sector IN (\(marks)) ORDER BY is_primary",
            sectors.map { .text("\($0.name)") })
        {
            files[try row.text(0), default: [:]][try row.text(1)] = try row.text(2)
        }
        return files
    }
}
