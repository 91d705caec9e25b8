internal import System

/// A database in one file, for the processes of one machine. One connection writes, on its own thread; a few read
/// beside it. Write-ahead log, synced at each commit.
///
/// Not for network file systems: `unreachable` says so where it can be found out.
public final class SQLite: Database {
    /// What SQLite spells its own way.
    public let dialect = SQLDialect.sqlite
    /// The file.
    public let place: String
    private let writer: BlockingThreads
    private let readers: BlockingThreads
    private let writing: SQLiteSeats
    private let reading: SQLiteSeats
    private let hub: NotificationHub
    private let clock: SQLiteClock

    /// Opens the file and makes it if it is not there, with the directories above it. `patience`: seconds to wait
    /// for another process that writes.
    public convenience init(_ path: String, readers: Int = 3, patience: Double = 10) async throws {
        try await self.init(path, readers: readers, patience: patience, machine: MachineClock())
    }

    init(
        _ path: String, readers count: Int = 3, patience: Double = 10, machine: MachineClock
    ) async throws {
        place = path
        let clock = SQLiteClock(machine)
        let hub = NotificationHub()
        self.hub = hub
        let writing = SQLiteSeats(1) { _ throws(DatabaseError) in
            try SQLiteConnection(path, role: .writer, clock: clock, patience: patience)
        }
        let reading = SQLiteSeats(count) { _ throws(DatabaseError) in
            try SQLiteConnection(path, role: .reader, clock: clock, patience: patience)
        }
        self.writing = writing
        self.reading = reading
        self.clock = clock
        let watch = Locked(SQLiteWatch())
        writer = try BlockingThreads(
            1,
            duties: .init(
                interval: 0.2,
                tick: { _ in
                    guard let connection = writing.present(0) else { return }
                    if watch.withLock({ $0.lookAround(connection) }) { hub.post(nil) }
                },
                leave: { writing.leave($0) }))
        readers = try BlockingThreads(count, duties: .init(leave: { reading.leave($0) }))
        do {
            try await prepare()
        } catch {
            await close()
            throw error
        }
    }

    private func prepare() async throws {
        let (path, writing, clock) = (place, writing, clock)
        try await writer.run { index in
            do {
                try Directory.create(File.parent(of: path))
            } catch let error as SystemError {
                throw DatabaseError.unreachable(place: path, why: error.sentence)
            }
            _ = try writing.connection(index).transaction("BEGIN IMMEDIATE") { try clock.anchor($0) }
        }
    }

    /// One transaction after the other; see `Database`.
    public func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLSession) throws -> Value
    ) async throws -> Value {
        let (writing, clock, hub) = (writing, clock, hub)
        return try await reachable {
            try await self.writer.run { index in
                let connection = try writing.connection(index)
                defer { if connection.isStuck { writing.leave(index) } }
                let done = try connection.transaction("BEGIN IMMEDIATE") { session in
                    try clock.reserve(session)
                    return try body(session)
                }
                if !done.channels.isEmpty { hub.post(done.channels) }
                return done.value
            }
        }
    }

    /// A consistent snapshot; see `Database`.
    public func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLSession) throws -> Value
    ) async throws -> Value {
        let reading = reading
        return try await reachable {
            try await self.readers.run { index in
                let connection = try reading.connection(index)
                defer { if connection.isStuck { reading.leave(index) } }
                return try connection.transaction("BEGIN") { try body($0) }.value
            }
        }
    }

    /// A closed database is one that cannot be reached.
    private func reachable<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as SystemError where error.subject == BlockingThreads.stoppedName {
            throw DatabaseError.unreachable(place: place, why: "it has been closed")
        }
    }

    /// Notifications of this process at once; commits of other processes wake every channel within 0.2 s.
    public func notifications(_ channel: String) -> AsyncStream<Void> { hub.listen(channel) }

    /// Waits for what runs and closes all connections.
    public func close() async {
        await readers.stop()
        await writer.stop()
        hub.close()
    }
}

/// What the writer's thread does from time to time.
struct SQLiteWatch: Sendable {
    private var version: Int64?
    private var changes: Int64 = 0
    private var isSettled = true

    /// True if another process has committed since the last call. Copies the log into the database when nothing has
    /// been written for one call.
    mutating func lookAround(_ connection: SQLiteConnection) -> Bool {
        let changed = connection.totalChanges
        if changed != changes {
            changes = changed
            isSettled = false
        } else if !isSettled {
            isSettled = (try? connection.query("PRAGMA wal_checkpoint(PASSIVE)", [])) != nil
        }
        guard let found = try? connection.query("PRAGMA data_version", []).first?.int64(0) else {
            return false
        }
        defer { version = found }
        return version != nil && version != found
    }
}

/// A connection for each thread, opened when it is first used.
///
/// Safe: entry n is touched only by thread n.
@safe
final class SQLiteSeats: @unchecked Sendable {
    private let seats: UnsafeMutableBufferPointer<SQLiteConnection?>
    private let make: @Sendable (Int) throws(DatabaseError) -> SQLiteConnection

    init(_ count: Int, make: @escaping @Sendable (Int) throws(DatabaseError) -> SQLiteConnection) {
        unsafe seats = .allocate(capacity: count)
        unsafe seats.initialize(repeating: nil)
        self.make = make
    }

    deinit {
        unsafe seats.deinitialize()
        unsafe seats.deallocate()
    }

    func present(_ index: Int) -> SQLiteConnection? { unsafe seats[index] }

    func connection(_ index: Int) throws(DatabaseError) -> SQLiteConnection {
        if let connection = unsafe seats[index] { return connection }
        let connection = try make(index)
        unsafe seats[index] = connection
        return connection
    }

    func leave(_ index: Int) {
        unsafe seats[index]?.close()
        unsafe seats[index] = nil
    }
}
