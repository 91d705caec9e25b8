/// The schema of one component ("jobs", "sectors"), as a list of steps that only grows. A database keeps, in the table
/// `schema_versions`, how many steps of each component it has taken.
///
/// Steps are never edited once released: a change is a new step. Each is written for both databases.
public struct Migrations: Sendable {
    /// One step: statements, run in order inside a transaction.
    public struct Step: Sendable {
        /// The statements for a database.
        public let statements: @Sendable (SQLDialect) -> [String]

        /// The same statements for both databases.
        public init(_ statements: [String]) { self.statements = { _ in statements } }

        /// Statements that use the dialect's words.
        public init(_ statements: @escaping @Sendable (SQLDialect) -> [String]) {
            self.statements = statements
        }
    }

    /// Whose schema.
    public let component: String
    /// From nothing to the newest version; version n is what step n leaves.
    public let steps: [Step]

    /// A schema.
    public init(_ component: String, _ steps: [Step]) {
        self.component = component
        self.steps = steps
    }

    /// The newest version.
    public var newest: Int { steps.count }

    /// Brings the schema to the newest version, or to `version` for tests; returns the version that was found. All
    /// steps or none. Several processes may do so at once. Throws `laterSchema` if the database has more steps than
    /// are known here.
    @discardableResult
    public func run(on database: any Database, to version: Int? = nil) async throws -> Int {
        try await Self.prepare(database)
        let (place, target) = (database.place, version ?? newest)
        return try await database.write { session in
            // The row is the lock.
            try session.execute(
                "INSERT INTO schema_versions (component, version) VALUES (?, 0) ON CONFLICT DO NOTHING",
                [.text(component)])
            let row = try session.query(
                "SELECT version FROM schema_versions WHERE component = ? \(session.dialect.forUpdate)",
                [.text(component)]
            ).first
            let found = try row?.int(0) ?? 0
            guard found <= newest else {
                throw DatabaseError.laterSchema(place: place, found: found, known: newest)
            }
            guard found < target else { return found }
            for step in steps[found..<target] {
                for statement in step.statements(session.dialect) { try session.execute(statement) }
            }
            try session.execute(
                "UPDATE schema_versions SET version = ? WHERE component = ?",
                [SQLValue(target), .text(component)])
            return found
        }
    }

    /// Version of the component's schema in a database that has run some migration; 0: not there.
    public func version(in session: any SQLSession) throws(DatabaseError) -> Int {
        try session.query("SELECT version FROM schema_versions WHERE component = ?", [.text(component)])
            .first?.int(0) ?? 0
    }

    /// Makes the table of versions.
    private static func prepare(_ database: any Database) async throws {
        try await makingTables {
            try await database.write { session in
                _ = try session.execute(
                    """
                    CREATE TABLE IF NOT EXISTS schema_versions \
                    (component TEXT PRIMARY KEY, version BIGINT NOT NULL)
                    """)
            }
        }
    }
}
