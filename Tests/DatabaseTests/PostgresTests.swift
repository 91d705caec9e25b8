import System
import Testing

@testable import Database

@Suite("PostgreSQL's words")
struct PostgresTextTests {
    @Test(
        "Question marks become numbers, but not in constants, names, dollar quotes and comments",
        arguments: [
            ("a = ? AND b = ?", "a = $1 AND b = $2", 2),
            ("'?' = ? AND 'it''s ?' <> ?", "'?' = $1 AND 'it''s ?' <> $2", 2),
            ("\"a?\" = ?", "\"a?\" = $1", 1), (#"E'\'?' || ?"#, #"E'\'?' || $1"#, 1),
            (#"'\' || ?"#, #"'\' || $1"#, 1), (#"date'\' || ?"#, #"date'\' || $1"#, 1),
            ("-- what?\n?", "-- what?\n$1", 1), ("/* ? /* ? */ ? */ ?", "/* ? /* ? */ ? */ $1", 1),
            ("$$?$$ || ?", "$$?$$ || $1", 1), ("$a$ $b$ ? $a$ || ?", "$a$ $b$ ? $a$ || $1", 1),
            ("a$b ? c$b", "a$b $1 c$b", 1), ("'open ?", "'open ?", 0), ("$", "$", 0), ("/* ?", "/* ?", 0),
            ("ä = ? /", "ä = $1 /", 1), ("", "", 0), ("a - ? / ?", "a - $1 / $2", 2),
        ])
    func numbered(_ sql: String, _ expected: String, _ count: Int) {
        let found = PostgresText.numbered(sql)
        #expect(found.sql == expected && found.parameters == count)
    }

    @Test(
        "No password gets into a message",
        arguments: [
            ("postgresql://me:secret@host:5432/db", "postgresql://me@host:5432/db"),
            ("postgres://me:se@cret@host/db?sslmode=require", "postgres://me@host/db?sslmode=require"),
            ("postgres://host/db?user=me&password=secret", "postgres://host/db?user=me"),
            ("postgres:///db?password=secret", "postgres:///db"), ("postgres://host", "postgres://host"),
        ])
    func place(_ url: String, _ expected: String) { #expect(PostgresText.place(url) == expected) }
}

@Suite(
    "PostgreSQL", .enabled(if: PostgresServer.isPresent, PostgresServer.absence), .timeLimit(.minutes(2)))
struct PostgresTests {
    @Test("A server that is not there is unreachable at once")
    func unreachable() async throws {
        let start = Clock.now
        let error = await #expect(throws: DatabaseError.self) {
            try await openDatabase("postgres://me:secret@127.0.0.1:1/db")
        }
        guard case .unreachable("postgres://me@127.0.0.1:1/db", let why) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(why.contains("refused") && !why.contains("secret") && Clock.now - start < 5)
    }

    @Test("Two transactions that lock each other out both succeed in the end")
    func deadlock() async throws {
        try await withDatabase(.postgres) { database in
            try await database.write { session in
                try session.execute("CREATE TABLE t (a BIGINT PRIMARY KEY, b BIGINT)")
                _ = try session.execute("INSERT INTO t VALUES (1, 0), (2, 0)")
            }
            let runs = Locked(0)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for order in [[1, 2], [2, 1]] {
                    group.addTask {
                        try await database.write { session in
                            runs.withLock { $0 += 1 }
                            for key in order {
                                try session.execute("UPDATE t SET b = b + 1 WHERE a = ?", [SQLValue(key)])
                                _ = try session.query("SELECT pg_sleep(0.1)")
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let sums = try await database.read { try $0.query("SELECT b FROM t").map { try $0.int(0) } }
            #expect(sums == [2, 2] && runs.withLock { $0 } >= 3)
        }
    }

    @Test("A connection that the server ended is made again, and the transaction run again")
    func terminated() async throws {
        try await withDatabase(.postgres) { database in
            try await database.write { _ = try $0.execute("CREATE TABLE t (a BIGINT)") }
            let runs = Locked(0)
            try await database.write { session in
                let run = runs.withLock { count in
                    count += 1
                    return count
                }
                try session.execute("INSERT INTO t VALUES (1)")
                if run == 1 { _ = try session.query("SELECT pg_terminate_backend(pg_backend_pid())") }
            }
            #expect(try await database.read { try $0.query("SELECT a FROM t").count } == 1)
            #expect(runs.withLock { $0 } == 2)
        }
    }

    @Test("The mark tells whether a transaction was committed")
    func marks() async throws {
        let url = try await DatabaseEngine.emptySchema()
        let database = try await Postgres(url, connections: 1)
        try await database.write { _ = try $0.execute("CREATE TABLE t (a BIGINT)") }
        let seats = PostgresSeats(1, url)
        defer { seats.leave(0) }
        let mark = Locked<CommitMark?>(nil)
        _ = seats.write(0) { session in
            try session.execute("INSERT INTO t VALUES (1)")
            let session = try #require(session as? PostgresConnection)
            let before = try #require(session.mark)
            mark.withLock { $0 = CommitMark(id: before.id, number: before.number + 1) }
        }
        let written = try #require(mark.withLock { $0 })
        func number() throws -> Int64? {
            guard case .done(let number, _) = seats.number(0, of: written.id) else { return nil }
            return number
        }
        #expect(try number() == written.number)
        // What writes nothing leaves no mark, and what is rolled back neither.
        _ = seats.write(0) { _ = try $0.query("SELECT * FROM t") }
        struct Stop: Error {}
        _ = seats.write(0) { session in
            try session.execute("INSERT INTO t VALUES (2)")
            throw Stop()
        }
        #expect(try number() == written.number)
        await database.close()
    }

    @Test("Killed at random moments, the server has each transaction once that was answered for")
    func killed() async throws {
        let server = try await PostgresServer.onThread { try PostgresServer() }
        let database = try await Postgres(server.url, patience: 60)
        try await database.write { _ = try $0.execute("CREATE TABLE t (writer BIGINT, n BIGINT)") }
        let writers = 4
        let isOver = Locked(false)
        let answered = try await withThrowingTaskGroup(of: [Int].self) { group in
            for writer in 0..<writers {
                group.addTask {
                    var count = 0
                    while !isOver.withLock({ $0 }) {
                        let number = count
                        try await database.write { session in
                            _ = try session.execute(
                                "INSERT INTO t VALUES (?, ?)", [SQLValue(writer), SQLValue(number)])
                        }
                        count += 1
                    }
                    return [count]
                }
            }
            for round in 0..<2 {
                await Clock.sleep(seconds: 0.2 + 0.1 * Double(round))
                try await server.run("kill")
                try await server.run("restart")
            }
            await Clock.sleep(seconds: 0.2)
            isOver.withLock { $0 = true }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        let stored = try await database.read { session in
            try session.query("SELECT COUNT(*), COUNT(DISTINCT writer * 1000000 + n) FROM t")
                .map { [try $0.int(0), try $0.int(1)] }
        }
        let sum = answered.reduce(0, +)
        #expect(stored == [[sum, sum]] && sum > 0)
        await database.close()
        try await server.run("stop")
    }

    @Test("Notifications come from other processes, and again after the connection was lost")
    func listening() async throws {
        let url = try await DatabaseEngine.emptySchema()
        let here = try await Postgres(url + "&application_name=listening")
        let there = try await Postgres(url, connections: 1)
        let heard = Locked(0)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for await _ in here.notifications("a \"quoted\" channel") { heard.withLock { $0 += 1 } }
            }
            func waitFor(_ what: String, after seen: Int) async throws {
                let end = Clock.now + 10
                while heard.withLock({ $0 }) <= seen {
                    try #require(Clock.now < end, "\(what)")
                    try await there.write { try $0.notify("a \"quoted\" channel") }
                    await Clock.sleep(seconds: 0.05)
                }
            }
            try await waitFor("first", after: 1)
            try await there.write { session in
                _ = try session.query(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'listening'"
                )
            }
            let seen = heard.withLock { $0 }
            try await waitFor("after the loss", after: seen + 2)
            await here.close()
            try await group.waitForAll()
        }
        await there.close()
    }

    @Test("A cancelled task does not wait for a server that is away")
    func cancelledWait() async throws {
        let server = try await PostgresServer.onThread { try PostgresServer() }
        let database = try await Postgres(server.url, patience: 60)
        try await server.run("kill")
        let start = Clock.now
        let task = Task { try await database.write { _ = try $0.query("SELECT 1") } }
        await Clock.sleep(seconds: 0.3)
        task.cancel()
        let error = await #expect(throws: DatabaseError.self) { try await task.value }
        guard case .unreachable = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(Clock.now - start < 5)
        await database.close()
        try await server.run("stop")
    }
}
