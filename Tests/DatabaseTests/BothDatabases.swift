import Glibc
import System
import Testing

@testable import Database

/// An empty database that ends with the test.
func withDatabase<Value: Sendable>(
    _ engine: DatabaseEngine, _ body: (any Database) async throws -> Value
) async throws -> Value {
    let scratch = try Scratch()
    let database = try await engine.open(scratch.file)
    do {
        let value = try await body(database)
        await database.close()
        return value
    } catch {
        await database.close()
        throw error
    }
}

@Suite("Both databases")
struct DatabaseTests {
    @Test("PostgreSQL is tested too", .enabled(if: PostgresServer.isPresent, PostgresServer.absence))
    func presence() async throws {
        let database = try await openDatabase(DatabaseEngine.emptySchema())
        #expect(database.dialect.kind == .postgres)
        await database.close()
    }

    @Test("Values of every type come back as they were stored", arguments: DatabaseEngine.present)
    func values(_ engine: DatabaseEngine) async throws {
        try await withDatabase(engine) { database in
            let blob = database.dialect.blob
            let values: [SQLValue] = [
                .integer(.min), .integer(.max), .real(0.1), .real(-1e300), .text("ä\u{1F}'\"\\?$1 日本"),
                .text(""),
                .blob([0, 255, 39, 92]), .blob([]), .null,
            ]
            let rows = try await database.write { session in
                try session.execute(
                    "CREATE TABLE v (a BIGINT, b BIGINT, c DOUBLE PRECISION, d DOUBLE PRECISION, e TEXT, f TEXT, "
                        + "g \(blob), h \(blob), i TEXT)")
                let changed = try session.execute("INSERT INTO v VALUES (?,?,?,?,?,?,?,?,?)", values)
                #expect(changed == 1)
                return try session.query(
                    "SELECT * FROM v WHERE e = ? AND g = ? AND a = ?", [values[4], values[6], values[0]])
            }
            #expect(rows == [SQLRow(values)])
        }
    }

    @Test("What is thrown undoes the transaction, and comes out as it was", arguments: DatabaseEngine.present)
    func rollback(_ engine: DatabaseEngine) async throws {
        struct Stop: Error {}
        try await withDatabase(engine) { database in
            try await database.write { _ = try $0.execute("CREATE TABLE t (a BIGINT PRIMARY KEY)") }
            await #expect(throws: Stop.self) {
                try await database.write { session in
                    _ = try session.execute("INSERT INTO t VALUES (1)")
                    throw Stop()
                }
            }
            #expect(try await database.read { try $0.query("SELECT * FROM t") } == [])
        }
    }

    @Test(
        "A statement that failed dooms its transaction even if it is caught",
        arguments: DatabaseEngine.present)
    func doomed(_ engine: DatabaseEngine) async throws {
        try await withDatabase(engine) { database in
            try await database.write { _ = try $0.execute("CREATE TABLE t (a BIGINT PRIMARY KEY)") }
            let error = await #expect(throws: DatabaseError.self) {
                try await database.write { session in
                    try session.execute("INSERT INTO t VALUES (1)")
                    _ = try? session.execute("INSERT INTO t VALUES (1)")
                }
            }
            guard case .constraint = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(try await database.read { try $0.query("SELECT * FROM t") } == [])
        }
    }

    @Test(
        "Wrong statements are refused: syntax, two at once, too few parameters",
        arguments: DatabaseEngine.present)
    func refused(_ engine: DatabaseEngine) async throws {
        try await withDatabase(engine) { database in
            for (sql, parameters) in [
                ("SELEC 1", []), ("SELECT 1; SELECT 2", []), ("SELECT ?", []), ("SELECT 1", [1]),
                ("SELECT a FROM missing", []),
            ] as [(String, [SQLValue])] {
                let error = await #expect(throws: DatabaseError.self) {
                    try await database.read { _ = try $0.query(sql, parameters) }
                }
                guard case .statement(sql, _) = error else {
                    Issue.record("\(sql): \(String(describing: error))")
                    continue
                }
            }
        }
    }

    @Test("Columns of another type than expected are named", arguments: DatabaseEngine.present)
    func columns(_ engine: DatabaseEngine) async throws {
        try await withDatabase(engine) { database in
            let row = try await database.read {
                try $0.query("SELECT 'x', CAST(7 AS BIGINT), NULL, -1").first
            }
            let found = try #require(row)
            #expect(try found.text(0) == "x" && found.int(1) == 7 && found.optionalText(2) == nil)
            #expect(try found.optionalInt64(1) == 7 && found.real(1) == 7)
            #expect(throws: DatabaseError.column(index: 0, expected: "an integer", found: "a text")) {
                try found.int(0)
            }
            #expect(throws: DatabaseError.column(index: 2, expected: "a text", found: "null")) {
                try found.text(2)
            }
            #expect(throws: DatabaseError.column(index: 4, expected: "an integer", found: "missing")) {
                try found.optionalInt64(4)
            }
            #expect(throws: DatabaseError.self) { try found.uint64(3) }
        }
    }

    @Test("Changes are counted; those of the statement before are not", arguments: DatabaseEngine.present)
    func changes(_ engine: DatabaseEngine) async throws {
        try await withDatabase(engine) { database in
            let counts = try await database.write { session in
                try [
                    session.execute("CREATE TABLE t (a BIGINT)"),
                    session.execute("INSERT INTO t VALUES (1), (2), (3)"),
                    session.execute("UPDATE t SET a = 0 WHERE a = 77"),
                    session.execute("CREATE INDEX i ON t (a)"),
                    session.execute("DELETE FROM t WHERE a > 1"),
                ]
            }
            #expect(counts == [0, 3, 0, 0, 2])
        }
    }

    @Test("The time of the database is near the wall clock's and goes on", arguments: DatabaseEngine.present)
    func time(_ engine: DatabaseEngine) async throws {
        try await withDatabase(engine) { database in
            let first = try await database.read { try $0.now() }
            await Clock.sleep(seconds: 0.02)
            let second = try await database.write { try $0.now() }
            #expect(second - first >= 19 && second - first < 10_000)
            #expect(abs(first - Clock.unixMilliseconds) < 3_600_000)
        }
    }

    @Test("A notification comes after the commit, not after a rollback", arguments: DatabaseEngine.present)
    func notifications(_ engine: DatabaseEngine) async throws {
        struct Stop: Error {}
        try await withDatabase(engine) { database in
            var woken = database.notifications("news").makeAsyncIterator()
            try? await database.write { session in
                try session.notify("news")
                throw Stop()
            }
            try await database.write { session in
                try session.execute("CREATE TABLE t (a BIGINT)")
                try session.notify("other")
                try session.notify("news")
                try session.notify("news")
            }
            #expect(await woken.next() != nil)
            #expect(try await database.read { try $0.query("SELECT * FROM t") } == [])
        }
    }

    @Test("Writers one beside the other lose no update", arguments: DatabaseEngine.present)
    func counters(_ engine: DatabaseEngine) async throws {
        try await withDatabase(engine) { database in
            try await database.write { session in
                try session.execute("CREATE TABLE t (a BIGINT)")
                _ = try session.execute("INSERT INTO t VALUES (0)")
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        for _ in 0..<25 {
                            try await database.write { session in
                                let held = try session.query("SELECT a FROM t \(session.dialect.forUpdate)")
                                let a = try held[0].int64(0)
                                _ = try session.execute("UPDATE t SET a = ?", [.integer(a + 1)])
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await database.read { try $0.query("SELECT a FROM t").first?.int(0) } == 200)
        }
    }

    @Test("A cancelled task's transaction is stored whole", arguments: DatabaseEngine.present)
    func cancelled(_ engine: DatabaseEngine) async throws {
        try await withDatabase(engine) { database in
            try await database.write { _ = try $0.execute("CREATE TABLE t (a BIGINT)") }
            let task = Task {
                while !Task.isCancelled { await Task.yield() }
                try await database.write { _ = try $0.execute("INSERT INTO t VALUES (1), (2)") }
            }
            task.cancel()
            try await task.value
            #expect(try await database.read { try $0.query("SELECT * FROM t").count } == 2)
        }
    }

    @Test("A closed database waits for what runs, then refuses", arguments: DatabaseEngine.present)
    func closing(_ engine: DatabaseEngine) async throws {
        try await withDatabase(engine) { database in
            try await database.write { _ = try $0.execute("CREATE TABLE t (a BIGINT)") }
            let began = DispatchGate()
            let task = Task {
                try await database.write { session in
                    began.open()
                    usleep(100_000)
                    return try session.execute("INSERT INTO t VALUES (1)")
                }
            }
            while !began.isOpen { await Clock.sleep(seconds: 0.002) }
            await database.close()
            #expect(try await task.value == 1)
            let error = await #expect(throws: DatabaseError.self) { try await database.read { _ in } }
            guard case .unreachable = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            await database.close()
        }
    }
}
