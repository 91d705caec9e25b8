import Database
import System
import Testing

/// The databases that the suites run on.
enum DatabaseEngine: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case sqlite, postgres

    var testDescription: String { rawValue }

    /// Those that this machine has.
    static var present: [DatabaseEngine] { PostgresServer.isPresent ? allCases : [.sqlite] }

    /// An empty database: a file, or a schema of the server.
    func open(_ file: String) async throws -> any Database {
        self == .sqlite ? try await SQLite(file) : try await Postgres(Self.emptySchema())
    }

    /// A URL of an empty schema of the server that tests share.
    static func emptySchema() async throws -> String {
        let server = try await PostgresServer.shared()
        let name = schemas.withLock { count in
            count += 1
            return "s\(count)"
        }
        let maker = try await Postgres(server.url, connections: 1)
        try await maker.write { _ = try $0.execute("CREATE SCHEMA \(name)") }
        await maker.close()
        return server.url(schema: name)
    }

    private static let schemas = Locked(0)
}
