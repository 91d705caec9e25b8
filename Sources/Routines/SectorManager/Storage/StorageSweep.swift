internal import Database
internal import Primitives
internal import System

/// A file that was marked, as the table has it.
struct StorageMark: Sendable {
    var path: String
    var root: String
    var name: String
    var reason: String
    var bytes: UInt64
    var changed: Int64
}

extension StorageKeeper {
    /// Removes what has been marked for `grace` seconds and is as it was then: not pinned, not in work, not
    /// changed. With `isDryRun` only says what would go. What cannot be removed is told, and tried next time.
    public func sweep(grace: Double, isDryRun: Bool) async throws -> InventoryReport {
        var report = InventoryReport()
        let index = index
        let paths = try await database.read { try index.paths(in: $0) }
        for path in paths {
            guard let root = path.root(at: index.places) else { continue }
            report.paths.append(path.id)
            let marks = try await database.read { session in
                try index.due(path.id, root, grace: grace, in: session)
            }
            for mark in marks { try await sweep(mark, isDryRun, &report) }
        }
        if !isDryRun, report.lines.contains(where: { $0.what == "swept" }) { try await measure() }
        return report
    }

    private func sweep(_ mark: StorageMark, _ isDryRun: Bool, _ report: inout InventoryReport) async throws {
        let (index, standing) = (index, standing)
        // Looked up just before, in a small transaction a file: what is wanted by now stays.
        let refusal = try await database.read { try index.refusal(mark, standing: standing, in: $0) }
        var line = InventoryReport.Line(mark.path, mark.name, "kept", refusal ?? "", mark.bytes)
        if refusal == nil {
            do {
                let why = try await threads.run { _ in try Self.remove(mark, isDryRun) }
                line.what = why == nil ? (isDryRun ? "would be swept" : "swept") : "kept"
                line.reason = why ?? mark.reason
            } catch let error as any ExplainedError {
                line.reason = error.sentence
                report.troubles.append("\(mark.path): \(error.sentence)")
            }
        }
        report.lines.append(line)
        let final = line
        guard !isDryRun else { return }
        try await database.write { session in
            if final.what == "swept" {
                try session.execute(
                    "DELETE FROM storage_marks WHERE path = ? AND name = ?",
                    [.text(mark.path), .text(mark.name)])
                try index.log([final], in: session)
            } else {
                try session.execute(
                    "UPDATE storage_marks SET trouble = ? WHERE path = ? AND name = ?",
                    [.text(final.reason), .text(mark.path), .text(mark.name)])
            }
        }
    }

    /// Removes the file or folder; returns why it is kept.
    private static func remove(_ mark: StorageMark, _ isDryRun: Bool) throws -> String? {
        guard try StoragePathFile.read(mark.root).id == mark.path else { return "another path is there" }
        let known = SectorFileType.allCases.map(\.rawValue) + ["work"]
        let parts = mark.name.split(separator: "/", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), known.contains(String(parts[0])),
            !parts.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." })
        else { return "is no name of a file of ours" }
        guard let now = StorageScan.stray(mark.root, mark.name, mark.reason) else { return nil }
        // Files of removed sectors are marked without their age: they are whole, nobody writes to them.
        guard mark.changed == 0 || now.changed == mark.changed else {
            return "has changed since it was marked"
        }
        if isDryRun { return nil }
        let path = "\(mark.root)/\(mark.name)"
        guard try FileStatus(path)?.kind == .directory else {
            try File.remove(path)
            return nil
        }
        try Directory.remove(path)
        return nil
    }
}

extension SQLStorageIndex {
    /// Marks of a path that are `grace` seconds old.
    func due(
        _ path: String, _ root: String, grace: Double, in session: any SQLSession
    ) throws -> [StorageMark] {
        let before = SQLValue(try session.now() - Int64(max(0, grace) * 1000))
        let rows = try session.query(
            """
            SELECT name, reason, bytes, changed FROM storage_marks WHERE path = ? AND marked <= ? ORDER BY name
            """, [.text(path), before])
        return try rows.map { row in
            try StorageMark(
                path: path, root: root, name: row.text(0), reason: row.text(1), bytes: row.uint64(2),
                changed: row.int64(3))
        }
    }

    /// Why a marked file is not to be swept; nil: it may be.
    func refusal(
        _ mark: StorageMark, standing: (SectorName, any SQLSession) throws -> SectorStanding,
        in session: any SQLSession
    ) throws -> String? {
        if mark.name.hasPrefix("work/") {
            return try owners(in: session).contains(File.name(of: mark.name)) ? "its job is at work" : nil
        }
        guard let sector = StorageScan.sector(of: mark.name) else { return "is no sector's" }
        let pins = try session.query("SELECT reason FROM storage_pins WHERE sector = ?", [.text("\(sector)")])
        if let pin = pins.first { return "pinned: \(try pin.text(0))" }
        let rows = try session.query(
            "SELECT sectors FROM storage_reservations WHERE path = ?", [.text(mark.path)])
        if try rows.contains(where: { try Self.texts($0.text(0)).contains("\(sector)") }) {
            return "a job works on its sector"
        }
        if try isHeld(sector, in: session) { return "somebody reads its sector" }
        let isWhole = !mark.name.hasSuffix(".tmp")
        if isWhole, try standing(sector, session) != .removed { return "its sector is wanted" }
        return nil
    }
}
