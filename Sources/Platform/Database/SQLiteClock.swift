internal import CSQLite
internal import System

/// What the machine says of time. Tests make their own.
struct MachineClock: Sendable {
    /// Names this run of the machine.
    var boot: @Sendable () -> String = { Clock.bootID }
    /// Milliseconds since it began; only forward.
    var sinceBoot: @Sendable () -> Int64 = { Clock.bootMilliseconds }
    /// Milliseconds since 1970; may be set at any time.
    var wall: @Sendable () -> Int64 = { Clock.unixMilliseconds }
}

/// The time of an SQLite database, in milliseconds near those since 1970: the machine's time since boot plus an offset
/// that the database keeps, so that all processes of a boot agree and a wall clock that is set changes nothing.
///
/// A new boot starts from the wall clock, but never before `ceiling`, which each transaction that writes keeps ahead
/// of now: no time that was ever stored lies in the future of a later boot.
final class SQLiteClock: Sendable {
    private static let ahead: Int64 = 60_000
    private static let renewal: Int64 = 30_000
    private let machine: MachineClock
    private let state = Locked((offset: Int64?.none, ceiling: Int64.min))

    init(_ machine: MachineClock) { self.machine = machine }

    /// Milliseconds.
    var now: Int64 {
        guard let offset = state.withLock({ $0.offset }) else { return machine.wall() }
        return machine.sinceBoot() + offset
    }

    /// Takes the offset from the database, or makes it on the first transaction of a boot. Inside a transaction.
    func anchor(_ session: SQLiteConnection) throws(DatabaseError) {
        try session.execute(
            """
            CREATE TABLE IF NOT EXISTS database_clock (id INTEGER PRIMARY KEY CHECK (id = 1), \
            boot TEXT NOT NULL, start INTEGER NOT NULL, ceiling INTEGER NOT NULL)
            """)
        let boot = machine.boot()
        let row = try session.query("SELECT boot, start, ceiling FROM database_clock").first
        if let row, try row.text(0) == boot, !boot.isEmpty {
            let values = (offset: Int64?.some(try row.int64(1)), ceiling: try row.int64(2))
            state.withLock { $0 = values }
            return
        }
        let first = max(machine.wall(), try row?.int64(2) ?? 0)
        let offset = first - machine.sinceBoot()
        try session.execute(
            """
            INSERT INTO database_clock (id, boot, start, ceiling) VALUES (1, ?, ?, ?) \
            ON CONFLICT (id) DO UPDATE SET boot = excluded.boot, start = excluded.start, \
            ceiling = excluded.ceiling
            """, [.text(boot), .integer(offset), .integer(first + Self.ahead)])
        state.withLock { $0 = (offset, first + Self.ahead) }
    }

    /// Moves the ceiling on when it comes near. First thing in each transaction that writes.
    func reserve(_ session: SQLiteConnection) throws(DatabaseError) {
        let now = self.now
        guard state.withLock({ $0.ceiling }) < now + Self.renewal else { return }
        try session.execute(
            "UPDATE database_clock SET ceiling = max(ceiling, ?)", [.integer(now + Self.ahead)])
        // Should the transaction be rolled back, the next one reserves again.
        session.afterCommit { [state] in
            state.withLock { $0.ceiling = max($0.ceiling, now + Self.ahead) }
        }
    }

    /// Registers `quarry_now()` on a connection, which keeps the clock.
    func register(on handle: OpaquePointer) -> Int32 {
        let context = unsafe Unmanaged.passRetained(self).toOpaque()
        return unsafe sqlite3_create_function_v2(
            handle, "quarry_now", 0, SQLITE_UTF8 | SQLITE_INNOCUOUS, context,
            { call, _, _ in
                guard let context = unsafe sqlite3_user_data(call) else { return }
                let clock = unsafe Unmanaged<SQLiteClock>.fromOpaque(context).takeUnretainedValue()
                unsafe sqlite3_result_int64(call, clock.now)
            }, nil, nil,
            { context in
                guard let context = unsafe context else { return }
                unsafe Unmanaged<SQLiteClock>.fromOpaque(context).release()
            })
    }
}
