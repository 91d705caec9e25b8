import Database
import System
import Testing

/// The databases that the suites run on.
enum DatabaseEngine: String, CaseIterable, Sendable, CustomTestStringConvertible {
    /// `plain`: PostgreSQL without what YugabyteDB lacks.
    case sqlite, postgres, plain

    var testDescription: String { rawValue }

    /// Those that this machine has.
    static var present: [DatabaseEngine] { PostgresServer.isPresent ? allCases : [.sqlite] }

    /// An empty database: a file, or a schema of the server.
    func open(_ file: String) async throws -> any Database {
        switch self {
        case .sqlite: try await SQLite(file)
        case .postgres: try await Postgres(Self.emptySchema())
        case .plain: try await Postgres(Self.emptySchema(), features: PostgresFeatures.none)
        }
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
