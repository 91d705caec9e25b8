internal import System

/// Opens the database at a place: `postgres://` or `postgresql://` URLs name a PostgreSQL server, anything else is the
/// path of an SQLite file (`sqlite:` before it is allowed).
public func openDatabase(_ place: String) async throws -> any Database {
    isServer(place) ? try await Postgres(place) : try await SQLite(path(of: place))
}

/// Whether the database at a place has a table. Nothing is made: not the file, not a table.
public func databaseHasTable(_ table: String, at place: String) async throws -> Bool {
    let isServer = isServer(place)
    let path = isServer ? "" : try path(of: place)
    guard isServer || File.exists(path) else { return false }
    let thread = try BlockingThreads(1)
    do {
        let found = try await thread.run { _ in
            if isServer {
                let connection = try PostgresConnection(place)
                defer { connection.close() }
                let rows = try connection.query("SELECT to_regclass(?) IS NOT NULL", [.text(table)])
                return try rows.first?.bool(0) ?? false
            }
            let clock = SQLiteClock(MachineClock())
            let connection = try SQLiteConnection(path, role: .reader, clock: clock, patience: 5)
            defer { connection.close() }
            return try !connection.query(
                "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", [.text(table)]
            ).isEmpty
        }
        await thread.stop()
        return found
    } catch {
        await thread.stop()
        throw error
    }
}

/// A place for people: no password in it.
public func databaseName(_ place: String) -> String { isServer(place) ? PostgresText.place(place) : place }

private func isServer(_ place: String) -> Bool {
    place.hasPrefix("postgres://") || place.hasPrefix("postgresql://")
}

private func path(of place: String) throws(DatabaseError) -> String {
    let path = place.hasPrefix("sqlite:") ? String(place.dropFirst("sqlite:".count)) : place
    guard !path.isEmpty, path != ":memory:" else {
        throw .unreachable(place: place, why: "the path of a file is needed")
    }
    return path
}
