public import Database
import FoundationEssentials
public import Primitives
internal import System

/// Whether a sector is one that somebody cares for.
public enum SectorStanding: Sendable, Hashable {
    /// It is sealed, proven, or in some trouble.
    case live
    /// It was removed: its files are not needed.
    case removed
    /// Nobody has told us of it: a path that another program used.
    case unknown

    /// As the plant's table of sectors has it; a database without one knows none.
    public static func ofPlant(_ sector: SectorName, in session: any SQLSession) throws -> SectorStanding {
        guard try Migrations("sectors", []).version(in: session) > 0 else { return .unknown }
        let rows = try session.query("SELECT state FROM sectors WHERE name = ?", [.text("\(sector)")])
        guard let row = rows.first else { return .unknown }
        return try row.text(0) == SectorState.removed.rawValue ? .removed : .live
    }
}

/// What an inventory of paths came to.
public struct InventoryReport: Sendable, Hashable, Codable {
    /// One file, and what became of its entry.
    public struct Line: Sendable, Hashable, Codable {
        /// ID of the path.
        public var path: String
        /// Path under its root.
        public var name: String
        /// "found", "vanished", "marked", "swept", "kept".
        public var what: String
        /// Why.
        public var reason: String
        /// Bytes on disk, where they matter.
        public var bytes: UInt64

        init(_ path: String, _ name: String, _ what: String, _ reason: String, _ bytes: UInt64 = 0) {
            self.path = path
            self.name = name
            self.what = what
            self.reason = reason
            self.bytes = bytes
        }
    }

    /// Paths that were looked through.
    public var paths: [String] = []
    /// What was found out, in order.
    public var lines: [Line] = []
    /// What could not be looked at: one sentence each.
    public var troubles: [String] = []

    /// An empty report.
    public init() {}
}

extension SQLStorageIndex {
    /// Changes that one transaction makes at most.
    static let slice = 500

    /// Compares what lies in a path with the table: enters files that it does not know, drops those that are
    /// gone, marks what nobody needs. `started`: the database's time before the scan; entries made since are
    /// left alone. `gone`: entries that were looked for once more and are not there. Stops after `slice`
    /// lines: call it again until there are fewer.
    public func compare(
        _ scan: StorageScan, path: String, started: Int64, gone: Set<StorageScan.Entry>,
        standing: (SectorName, any SQLSession) throws -> SectorStanding, in session: any SQLSession
    ) throws -> [InventoryReport.Line] {
        let inWork = try sectorsInWork(path, in: session)
        let rows = try session.query(
            "SELECT sector, type, since FROM sector_files WHERE path = ?", [.text(path)])
        var known: Set<StorageScan.Entry> = []
        var lines: [InventoryReport.Line] = []
        for row in rows {
            guard let sector = try? SectorName(row.text(0)),
                let type = SectorFileType(rawValue: try row.text(1))
            else { continue }
            let entry = StorageScan.Entry(sector: sector, type: type)
            known.insert(entry)
            if lines.count >= Self.slice { continue }
            guard gone.contains(entry), try row.int64(2) < started else { continue }
            try drop(sector, type, path: path, in: session)
            lines.append(.init(path, entry.name, "vanished", "it is not in its place any more"))
        }
        var strays = scan.strays
        for entry in scan.entries.subtracting(known).sorted(by: { $0.name < $1.name }) {
            if lines.count >= Self.slice { break }
            // What a job writes just now it declares itself, when it is whole.
            if inWork.contains(entry.sector) { continue }
            if try standing(entry.sector, session) == .removed {
                strays.append(.init(name: entry.name, reason: "its sector was removed", bytes: 0, changed: 0))
                continue
            }
            let others = try locate(entry.sector, entry.type, in: session)
            try declare(entry.sector, entry.type, path: path, isPrimary: others.isEmpty, in: session)
            lines.append(.init(path, entry.name, "found", "it was not entered"))
        }
        // Marks come last, when all entries are in: what is not among the strays then is unmarked.
        if lines.count < Self.slice { lines += try mark(strays, path, inWork, in: session) }
        try log(lines, in: session)
        return lines
    }

    /// Sectors for which a job has room on the path.
    private func sectorsInWork(_ path: String, in session: any SQLSession) throws -> Set<SectorName> {
        let rows = try session.query("SELECT sectors FROM storage_reservations WHERE path = ?", [.text(path)])
        return Set(try rows.flatMap { try Self.texts($0.text(0)).compactMap { try? SectorName($0) } })
    }

    private func mark(
        _ strays: [StorageScan.Stray], _ path: String, _ inWork: Set<SectorName>, in session: any SQLSession
    ) throws -> [InventoryReport.Line] {
        let owners = Set(try owners(in: session).map { "work/\($0)" })
        let rows = try session.query(
            "SELECT name, bytes, changed FROM storage_marks WHERE path = ?", [.text(path)])
        var marked: [String: (bytes: UInt64, changed: Int64)] = [:]
        for row in rows { marked[try row.text(0)] = try (row.uint64(1), row.int64(2)) }
        var lines: [InventoryReport.Line] = []
        var kept: Set<String> = []
        for stray in strays where !owners.contains(stray.name) && lines.count < Self.slice {
            if let sector = StorageScan.sector(of: stray.name), inWork.contains(sector) { continue }
            kept.insert(stray.name)
            if let old = marked[stray.name], old == (stray.bytes, stray.changed) { continue }
            // New, or still growing: the days of grace begin now.
            try session.execute(
                """
                INSERT INTO storage_marks (path, name, reason, bytes, changed, marked)
                VALUES (?, ?, ?, ?, ?, \(session.dialect.now))
                ON CONFLICT (path, name) DO UPDATE SET reason = excluded.reason, bytes = excluded.bytes,
                    changed = excluded.changed, marked = excluded.marked, trouble = NULL
                """,
                [
                    .text(path), .text(stray.name), .text(stray.reason), SQLValue(stray.bytes),
                    SQLValue(stray.changed),
                ])
            lines.append(.init(path, stray.name, "marked", stray.reason, stray.bytes))
        }
        guard lines.count < Self.slice else { return lines }
        for name in marked.keys where !kept.contains(name) {
            try session.execute(
                "DELETE FROM storage_marks WHERE path = ? AND name = ?", [.text(path), .text(name)])
        }
        return lines
    }

    /// Keeps lines for people; the newest 10,000 stay.
    func log(_ lines: [InventoryReport.Line], in session: any SQLSession) throws {
        guard !lines.isEmpty else { return }
        for line in lines {
            try session.execute(
                """
                INSERT INTO storage_log (time, path, name, what, reason)
                VALUES (\(session.dialect.now), ?, ?, ?, ?)
                """, [.text(line.path), .text(line.name), .text(line.what), .text(line.reason)])
        }
        try session.execute(
            "DELETE FROM storage_log WHERE id <= (SELECT MAX(id) FROM storage_log) - 10000")
    }

    /// The newest lines about a sector or, with nil, about all, latest first.
    public func history(
        _ sector: SectorName?, limit: Int, in session: any SQLSession
    ) throws -> [(time: Int64, line: InventoryReport.Line)] {
        let rows = try session.query(
            """
            SELECT time, path, name, what, reason FROM storage_log
            WHERE name LIKE ? ORDER BY id DESC LIMIT ?
            """, [.text(sector.map { "%/\($0)%" } ?? "%"), SQLValue(limit)])
        return try rows.filter { row in
            guard let sector else { return true }
            return try StorageScan.sector(of: row.text(2)) == sector
        }.map { try ($0.int64(0), .init($0.text(1), $0.text(2), $0.text(3), $0.text(4))) }
    }

    /// Files of the sector are never swept.
    public func pin(_ sector: SectorName, reason: String, in session: any SQLSession) throws {
        try session.execute(
            """
            INSERT INTO storage_pins (sector, reason, since) VALUES (?, ?, \(session.dialect.now))
            ON CONFLICT (sector) DO UPDATE SET reason = excluded.reason
            """, [.text("\(sector)"), .text(reason)])
    }

    /// They may be again.
    public func unpin(_ sector: SectorName, in session: any SQLSession) throws {
        try session.execute("DELETE FROM storage_pins WHERE sector = ?", [.text("\(sector)")])
    }
}

extension StorageScan.Entry {
    /// Path under the root.
    var name: String { "\(type.rawValue)/\(sector)" }
}
