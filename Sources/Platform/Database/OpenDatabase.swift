/// Opens the database at a place: `postgres://` or `postgresql://` URLs name a PostgreSQL server, anything else is the
/// path of an SQLite file (`sqlite:` before it is allowed).
public func openDatabase(_ place: String) async throws -> any Database {
    if place.hasPrefix("postgres://") || place.hasPrefix("postgresql://") {
        return try await Postgres(place)
    }
    let path = place.hasPrefix("sqlite:") ? String(place.dropFirst("sqlite:".count)) : place
    guard !path.isEmpty, path != ":memory:" else {
        throw DatabaseError.unreachable(place: place, why: "the path of a file is needed")
    }
    return try await SQLite(path)
}
