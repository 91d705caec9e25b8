import System
import Testing

@testable import Database

enum TestSchema {
    static let steps: [Migrations.Step] = [
        .init(["CREATE TABLE m (a BIGINT)", "INSERT INTO m VALUES (1)"]),
        .init { ["ALTER TABLE m ADD COLUMN b TEXT", "CREATE TABLE n (c \($0.identity), d \($0.blob))"] },
        .init(["INSERT INTO m VALUES (3, 'three')"]),
    ]
}

@Suite("Migrations")
struct MigrationsTests {
    @Test(
        "From every version the schema comes to the newest, and once only", arguments: DatabaseEngine.present)
    func steps(_ engine: DatabaseEngine) async throws {
        for start in 0...3 {
            try await withDatabase(engine) { database in
                let migrations = Migrations("test", TestSchema.steps)
                #expect(try await migrations.run(on: database, to: start) == 0)
                #expect(try await migrations.run(on: database) == start)
                #expect(try await migrations.run(on: database) == 3)
                let rows = try await database.read { session in
                    #expect(try migrations.version(in: session) == 3)
                    return try session.query("SELECT a, b FROM m ORDER BY a")
                }
                #expect(rows == [SQLRow([1, .null]), SQLRow([3, "three"])])
            }
        }
    }

    @Test("Components have versions of their own", arguments: DatabaseEngine.present)
    func components(_ engine: DatabaseEngine) async throws {
        try await withDatabase(engine) { database in
            try await Migrations("one", TestSchema.steps).run(on: database)
            let two = Migrations("two", [.init(["CREATE TABLE two (a BIGINT)"])])
            #expect(try await two.run(on: database) == 0)
            #expect(try await database.read { try two.version(in: $0) } == 1)
        }
    }

    @Test("A schema of a later program is refused", arguments: DatabaseEngine.present)
    func later(_ engine: DatabaseEngine) async throws {
        try await withDatabase(engine) { database in
            try await Migrations("test", TestSchema.steps).run(on: database)
            let old = Migrations("test", Array(TestSchema.steps.prefix(2)))
            await #expect(throws: DatabaseError.laterSchema(place: database.place, found: 3, known: 2)) {
                try await old.run(on: database)
            }
        }
    }

    @Test("A step that fails leaves the version before", arguments: DatabaseEngine.present)
    func failing(_ engine: DatabaseEngine) async throws {
        try await withDatabase(engine) { database in
            let bad = Migrations(
                "test", [.init(["CREATE TABLE m (a BIGINT)"]), .init(["CREATE TABEL n (a BIGINT)"])])
            await #expect(throws: DatabaseError.self) { try await bad.run(on: database) }
            #expect(try await database.read { try bad.version(in: $0) } == 0)
            try await Migrations("test", TestSchema.steps).run(on: database)
        }
    }

    @Test("Eight processes that start at once make one schema", arguments: DatabaseEngine.present)
    func together(_ engine: DatabaseEngine) async throws {
        try await withDatabase(engine) { database in
            let found = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<8 {
                    group.addTask { try await Migrations("test", TestSchema.steps).run(on: database) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(found.filter { $0 == 0 }.count == 1 && found.filter { $0 == 3 }.count == 7)
        }
    }
}
