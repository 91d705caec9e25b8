import System
import Testing

@testable import Database

@Suite("PostgreSQL's clock")
struct PostgresClockTests {
    typealias Reading = PostgresClock.Reading

    private func reading(_ time: Int64, _ before: Int64, _ after: Int64, seen: Int64 = 0) -> Reading {
        Reading(wall: time, shift: 0, seen: seen, before: before, after: after)
    }

    @Test("What the network, slewing and long pauses explain is no step; what they do not, is")
    func steps() {
        let last = reading(1_000_000, 100, 110)
        let hour: Int64 = 3_600_000
        let cases: [(Reading, Int64?)] = [
            (reading(1_001_000, 1100, 1110), nil), (reading(1_001_400, 1100, 1110), nil),
            // An answer that was long under way.
            (reading(1_005_000, 1100, 5200), nil), (reading(1_001_000, 1100, 9000), nil),
            // A thousand seconds with a slewed clock.
            (reading(2_001_400, 1_000_100, 1_000_110), nil),
            (reading(1_001_000 + hour, 1100, 1110), hour - 10),
            (reading(1_001_000 - hour, 1100, 1110), 10 - hour),
            // Threads come in any order.
            (reading(1_000_000, 90, 95), nil),
        ]
        for (next, expected) in cases {
            let found = PostgresClock.step(next, since: last)
            if let expected {
                #expect(abs((found ?? 0) - expected) <= 20, "\(next)")
            } else {
                #expect(found == nil, "\(next)")
            }
        }
        #expect(PostgresClock.step(reading(5000, 1, 2, seen: 4000), since: nil) == nil)
        #expect(PostgresClock.step(reading(5000, 1, 2, seen: 5400), since: nil) == nil)
        #expect(PostgresClock.step(reading(5000, 1, 2, seen: 9000), since: nil) == -4000)
    }

    /// A server of the test's own whose clock can be set.
    private func withServer(_ body: (PostgresServer) async throws -> Void) async throws {
        let server = try await PostgresServer.onThread { try PostgresServer(canStep: true) }
        do {
            try await body(server)
            try await server.run("stop")
        } catch {
            try await server.run("stop")
            throw error
        }
    }

    private func now(_ database: Postgres) async throws -> Int64 {
        try await database.write { try $0.query("SELECT \($0.dialect.now)")[0].int64(0) }
    }

    private func wall(_ database: Postgres) async throws -> Int64 {
        try await database.read {
            try $0.query("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint")[0].int64(0)
        }
    }

    @Test(
        "A server's clock that is set an hour forward, back, and right again changes no time for anybody",
        .enabled(if: PostgresServer.isPresent, PostgresServer.absence))
    func setAnHour() async throws {
        try await withServer { server in
            let first = try await Postgres(server.url, connections: 2)
            let second = try await Postgres(server.url, connections: 1)
            let (start, began) = (try await now(first), Clock.bootMilliseconds)
            _ = try await now(second)
            let real = try await wall(first)
            for seconds in [3600, 0, -3600, 3600, 0] {
                try server.setClock(seconds)
                let moved = try await wall(first) - real
                #expect(
                    abs(moved - Int64(seconds) * 1000) < 60_000, "the test's clock does not work: \(moved)")
                // Whoever comes first takes the step out; at once, and from many threads.
                try await withThrowingTaskGroup(of: Int64.self) { group in
                    for database in [second, first, second, first] {
                        group.addTask { try await now(database) }
                    }
                    for try await time in group {
                        let passed = Clock.bootMilliseconds - began
                        #expect(
                            abs(time - start - passed) < 3000, "\(seconds): \(time - start - passed) ms off")
                    }
                }
            }
            await first.close()
            await second.close()
        }
    }

    @Test(
        "A clock that was set back while nobody looked does not go behind what was seen",
        .enabled(if: PostgresServer.isPresent, PostgresServer.absence))
    func whileAway() async throws {
        try await withServer { server in
            let before = try await Postgres(server.url, connections: 1)
            let start = try await now(before)
            _ = try await now(before)
            await before.close()
            try server.setClock(-3600)
            let after = try await Postgres(server.url, connections: 1)
            let time = try await now(after)
            #expect(time > start - PostgresClock.tolerance && time < start + 60_000)
            await after.close()
        }
    }

    @Test(
        "A machine that slept takes no step out while others saw the time go by",
        .enabled(if: PostgresServer.isPresent, PostgresServer.absence), arguments: [true, false])
    func asleep(_ others: Bool) async throws {
        try await withServer { server in
            await (try Postgres(server.url, connections: 1)).close()
            let offset = try await PostgresServer.onThread { () throws -> Int64 in
                let session = try PostgresConnection(server.url)
                defer { session.close() }
                let clock = PostgresClock()
                try clock.begin(session, "BEGIN")
                let start = try session.query(PostgresClock.question, [])[0].int64(0)
                try session.execute("COMMIT", [])
                // For a server, a machine that sleeps two minutes is what a step forward is for the machine.
                try server.setClock(120)
                if others {
                    for second in stride(from: 0, to: 120, by: 5) {
                        try session.execute(
                            "INSERT INTO clock_contacts (bucket) VALUES (?) ON CONFLICT DO NOTHING",
                            [.integer((start + Int64(second) * 1000) / PostgresClock.width)])
                    }
                }
                try clock.begin(session, "BEGIN")
                try session.execute("COMMIT", [])
                return try session.query("SELECT shift FROM database_clock", [])[0].int64(0)
            }
            #expect(others ? offset == 0 : abs(offset + 120_000) < 3000)
        }
    }
}
