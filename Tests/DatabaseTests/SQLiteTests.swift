import Glibc
import System
import Testing

@testable import Database

/// A directory that is removed with the value.
final class Scratch: Sendable {
    let path: String
    init() throws { path = try Directory.makeTemporary() }
    deinit { try? Directory.remove(path) }
    var file: String { path + "/test.db" }
}

/// A machine whose clocks the test sets.
final class FakeMachine: Sendable {
    let state: Locked<(boot: String, since: Int64, wall: Int64)>

    init(boot: String, since: Int64, wall: Int64) { state = Locked((boot, since, wall)) }

    var clock: MachineClock {
        let state = state
        return MachineClock(
            boot: { state.withLock { $0.boot } }, sinceBoot: { state.withLock { $0.since } },
            wall: { state.withLock { $0.wall } })
    }

    func pass(_ milliseconds: Int64) {
        state.withLock {
            $0.since += milliseconds
            $0.wall += milliseconds
        }
    }

    func setWall(_ milliseconds: Int64) { state.withLock { $0.wall = milliseconds } }

    func reboot(_ boot: String, wall: Int64) { state.withLock { $0 = (boot, 1000, wall) } }
}

@Suite("SQLite")
struct SQLiteTests {
    @Test("The time of the database goes on when the wall clock is set, and across a reboot")
    func steadyTime() async throws {
        let scratch = try Scratch()
        let hour: Int64 = 3_600_000
        let machine = FakeMachine(boot: "a", since: 5000, wall: 1_000 * hour)
        var database = try await SQLite(scratch.file, machine: machine.clock)
        let start = try await database.write { try $0.now() }
        #expect(start == 1_000 * hour)
        machine.pass(100)
        machine.setWall(900 * hour)
        #expect(try await database.read { try $0.now() } == start + 100)
        // Another process of this boot, opened after the step.
        let other = try await SQLite(scratch.file, machine: machine.clock)
        #expect(try await other.read { try $0.now() } == start + 100)
        // Time goes on for two hours, with a write now and then; then the machine starts anew, its clock far back.
        var last = start
        for _ in 0..<240 {
            machine.pass(30_000)
            last = try await database.write { try $0.now() }
        }
        #expect(last == start + 100 + 2 * hour)
        await database.close()
        await other.close()
        machine.reboot("b", wall: 5 * hour)
        database = try await SQLite(scratch.file, machine: machine.clock)
        let resumed = try await database.write { try $0.now() }
        #expect(resumed >= last && resumed <= last + 120_000)
        await database.close()
        // And with the clock right, time is the wall clock's.
        machine.reboot("c", wall: 2_000 * hour)
        database = try await SQLite(scratch.file, machine: machine.clock)
        #expect(try await database.read { try $0.now() } == 2_000 * hour)
        await database.close()
    }

    @Test("The ceiling of a rolled back transaction is reserved again by the next")
    func ceilingAfterRollback() async throws {
        let scratch = try Scratch()
        let machine = FakeMachine(boot: "a", since: 0, wall: 1_000_000)
        let database = try await SQLite(scratch.file, machine: machine.clock)
        machine.pass(500_000)
        struct Stop: Error {}
        await #expect(throws: Stop.self) { try await database.write { _ in throw Stop() } }
        let now = try await database.write { try $0.now() }
        let ceiling = try await database.read {
            try $0.query("SELECT ceiling FROM database_clock").first?.int64(0)
        }
        #expect(ceiling ?? 0 > now)
        await database.close()
    }

    @Test("A reader cannot write, and does not wait for the writer")
    func readers() async throws {
        let scratch = try Scratch()
        let database = try await SQLite(scratch.file)
        try await database.write { _ = try $0.execute("CREATE TABLE t (a INTEGER)") }
        await #expect(throws: DatabaseError.self) {
            try await database.read { _ = try $0.execute("INSERT INTO t VALUES (1)") }
        }
        let gate = DispatchGate()
        async let written: Void = database.write { session in
            try session.execute("INSERT INTO t VALUES (1)")
            gate.wait()
        }
        #expect(try await database.read { try $0.query("SELECT * FROM t").count } == 0)
        gate.open()
        try await written
        #expect(try await database.read { try $0.query("SELECT * FROM t").count } == 1)
        await database.close()
    }

    @Test("A file that is no database, one in a place without rights and a directory are named as such")
    func badFiles() async throws {
        let scratch = try Scratch()
        try File.writeAtomically(
            scratch.file, text: String(repeating: "this is no database at all. ", count: 400))
        let damaged = await #expect(throws: DatabaseError.self) { try await SQLite(scratch.file) }
        guard case .corrupt(scratch.file, _) = damaged else {
            Issue.record("\(String(describing: damaged))")
            return
        }
        let directory = await #expect(throws: DatabaseError.self) { try await SQLite(scratch.path) }
        guard case .unreachable(scratch.path, _) = directory else {
            Issue.record("\(String(describing: directory))")
            return
        }
        let nowhere = await #expect(throws: DatabaseError.self) {
            try await SQLite("/proc/nothing/here.db")
        }
        guard case .unreachable = nowhere else {
            Issue.record("\(String(describing: nowhere))")
            return
        }
        let memory = await #expect(throws: DatabaseError.self) { try await openDatabase(":memory:") }
        #expect(memory?.remedy.isEmpty == false)
    }

    @Test("A full database says so, and takes writes again when there is room")
    func full() async throws {
        let scratch = try Scratch()
        let database = try await SQLite(scratch.file)
        try await database.write { session in
            try session.execute("CREATE TABLE t (a BLOB)")
            _ = try session.query("PRAGMA max_page_count = 20")
        }
        await #expect(throws: DatabaseError.full(place: scratch.file)) {
            try await database.write { session in
                for _ in 0..<40 {
                    _ = try session.execute(
                        "INSERT INTO t VALUES (?)", [.blob(.init(repeating: 1, count: 4096))])
                }
            }
        }
        #expect(try await database.read { try $0.query("SELECT * FROM t").count } == 0)
        try await database.write { session in
            _ = try session.query("PRAGMA max_page_count = 1000000")
            _ = try session.execute("INSERT INTO t VALUES (?)", [.blob([1, 2])])
        }
        await database.close()
    }

    @Test("Another connection that holds the file too long makes it busy, not wrong")
    func busy() async throws {
        let scratch = try Scratch()
        let one = try await SQLite(scratch.file, patience: 0.2)
        let two = try await SQLite(scratch.file, patience: 0.2)
        let gate = DispatchGate()
        let holds = DispatchGate()
        async let held: Void = one.write { _ in
            holds.open()
            gate.wait()
        }
        while !holds.isOpen { await Clock.sleep(seconds: 0.005) }
        await #expect(throws: DatabaseError.busy(place: scratch.file)) { try await two.write { _ in } }
        gate.open()
        try await held
        try await two.write { _ in }
        await one.close()
        await two.close()
    }

    @Test("A commit of another process wakes those who listen")
    func otherProcess() async throws {
        let scratch = try Scratch()
        let one = try await SQLite(scratch.file)
        let two = try await SQLite(scratch.file)
        try await one.write { _ = try $0.execute("CREATE TABLE t (a INTEGER)") }
        await Clock.sleep(seconds: 0.5)
        var woken = two.notifications("anything").makeAsyncIterator()
        try await one.write { _ = try $0.execute("INSERT INTO t VALUES (1)") }
        #expect(await woken.next() != nil)
        await two.close()
        #expect(await woken.next() == nil)
        await one.close()
    }

    @Test("The log is copied into the database in idle moments")
    func checkpoint() async throws {
        let scratch = try Scratch()
        let database = try await SQLite(scratch.file)
        try await database.write { session in
            try session.execute("CREATE TABLE t (a BLOB)")
            for _ in 0..<100 {
                _ = try session.execute("INSERT INTO t VALUES (?)", [.blob(.init(repeating: 1, count: 4096))])
            }
        }
        let deadline = Clock.now + 10
        while File.size(scratch.file) ?? 0 < 400_000, Clock.now < deadline {
            await Clock.sleep(seconds: 0.05)
        }
        #expect(File.size(scratch.file) ?? 0 >= 400_000)
        await database.close()
        #expect(!File.exists(scratch.file + "-wal"))
    }
}

/// Lets a blocked thread go on.
final class DispatchGate: Sendable {
    private let state = Locked(false)
    var isOpen: Bool { state.withLock { $0 } }
    func open() { state.withLock { $0 = true } }
    func wait() { while !isOpen { usleep(1000) } }
}
