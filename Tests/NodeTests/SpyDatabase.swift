import Database
import System

/// A database that notes what is read from it: statements, and how many rows each gave.
final class SpyDatabase: Database {
    struct Reading: Sendable {
        var sql: String
        var rows: Int
        var plan: [String]
    }

    let inner: any Database
    private let list = Locked<[Reading]>([])

    init(_ inner: any Database) { self.inner = inner }

    var readings: [Reading] { list.withLock { $0 } }
    var place: String { inner.place }
    var dialect: SQLDialect { inner.dialect }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLSession) throws -> Value
    ) async throws -> Value { try await inner.write(body) }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLSession) throws -> Value
    ) async throws -> Value {
        let list = list
        return try await inner.read { session in
            try body(Session(session) { reading in list.withLock { $0.append(reading) } })
        }
    }

    func notifications(_ channel: String) -> AsyncStream<Void> { inner.notifications(channel) }
    func close() async { await inner.close() }

    private final class Session: SQLSession {
        let inner: any SQLSession
        let note: (Reading) -> Void
        var dialect: SQLDialect { inner.dialect }

        init(_ inner: any SQLSession, _ note: @escaping (Reading) -> Void) {
            self.inner = inner
            self.note = note
        }

        func query(_ sql: String, _ parameters: [SQLValue]) throws(DatabaseError) -> [SQLRow] {
            let rows = try inner.query(sql, parameters)
            let plan = try inner.query("EXPLAIN QUERY PLAN " + sql, parameters)
            note(
                Reading(
                    sql: sql, rows: rows.count,
                    plan: plan.compactMap { row in
                        if case .text(let line) = row.values.last { line } else { nil }
                    }))
            return rows
        }

        func execute(_ sql: String, _ parameters: [SQLValue]) throws(DatabaseError) -> Int {
            try inner.execute(sql, parameters)
        }

        func notify(_ channel: String) throws(DatabaseError) { try inner.notify(channel) }
    }
}
