internal import System

/// Keeps the time of a PostgreSQL database even though the server's clock is set: leases end neither early nor an hour
/// late, and what waits for its time waits as long as it should.
///
/// PostgreSQL tells nothing but its wall clock. So each process holds what the server says, at the begin of every
/// transaction, against its own machine's monotonic clock since the transaction before. If the two disagree, the server
/// was set (or it is another one now), and the difference goes into the one row of `database_clock`, which all times
/// are made with. Several processes may see the same step: the first one takes it out, the others find nothing left.
///
/// A machine that stood still would see a step too. It is told from one by `clock_contacts`, where every process notes
/// each ten seconds that it saw: through a pause of one machine the others go on, over a step nobody does. `seen` is
/// the latest time that anybody saw, for a clock that was set back while nobody looked.
final class PostgresClock: Sendable {
    /// What the server said, and when by this machine's clock. All in milliseconds.
    struct Reading: Sendable, Hashable {
        /// The server's wall clock.
        var wall: Int64
        /// What is added to it.
        var shift: Int64
        /// The latest time that was noted.
        var seen: Int64
        /// Of this machine, before the server was asked.
        var before: Int64
        /// And when the answer was there.
        var after: Int64

        /// The database's time.
        var time: Int64 { wall + shift }
    }

    /// Differences up to this are the network's, or a clock that is slowly put right.
    static let tolerance: Int64 = 500
    /// Width of a row of `clock_contacts`.
    static let width: Int64 = 10_000
    /// Rows that are kept: two hours.
    static let kept: Int64 = 720
    /// The database's time as an expression: evaluated once a statement.
    static let now =
        "(SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint + shift FROM database_clock)"
    static let question = """
        SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint, shift, seen FROM database_clock
        """

    /// The tables, made with the connection.
    static let tables = [
        """
        CREATE TABLE IF NOT EXISTS database_clock \
        (id BIGINT PRIMARY KEY, shift BIGINT NOT NULL, seen BIGINT NOT NULL)
        """,
        "INSERT INTO database_clock (id, shift, seen) VALUES (1, 0, 0) ON CONFLICT DO NOTHING",
        "CREATE TABLE IF NOT EXISTS clock_contacts (bucket BIGINT PRIMARY KEY)",
    ]

    private struct State {
        var last: Reading?
        var noted: Int64?
    }

    private let machine: @Sendable () -> Int64
    private let state = Locked(State())

    /// A clock. `machine`: this machine's monotonic milliseconds.
    init(machine: @escaping @Sendable () -> Int64 = { Clock.bootMilliseconds }) { self.machine = machine }

    /// How far the server's clock was set since `last`, forward or back; nil: it was not. Without `last`, only what
    /// went back behind what somebody saw shows.
    static func step(_ reading: Reading, since last: Reading?) -> Int64? {
        guard let last else {
            let behind = reading.time - reading.seen
            return behind < -tolerance ? behind : nil
        }
        let passed = reading.time - last.time
        let most = reading.after - last.before
        let least = max(0, reading.before - last.after)
        // A tenth of a percent is more than any clock drifts or is slewed.
        let slack = tolerance + most / 1000
        if passed > most + slack { return passed - most }
        return passed < least - slack ? passed - least : nil
    }

    /// Begins a transaction whose times are even.
    func begin(_ session: PostgresConnection, _ begin: String) throws(DatabaseError) {
        while true {
            try note(session)
            let reading = try session.begin(begin, asking: Self.question, by: machine)
            guard Self.step(reading, since: state.withLock({ $0.last })) != nil else {
                return accept(reading)
            }
            try session.execute("ROLLBACK", [])
            try correct(session)
        }
    }

    /// The newest reading counts, whatever order the threads come in.
    private func accept(_ reading: Reading) {
        state.withLock { state in
            if reading.before >= state.last?.before ?? .min { state.last = reading }
        }
    }

    /// Takes a step out, if nobody else has.
    private func correct(_ session: PostgresConnection) throws(DatabaseError) {
        let last = state.withLock { $0.last }
        var reading = try session.begin("BEGIN", asking: Self.question + " FOR UPDATE", by: machine)
        if let step = Self.step(reading, since: last) {
            if step < 0 {
                try shift(by: -step, reading, session)
                reading.shift -= step
            } else if try !wasAsleep(last, reading, session) {
                try shift(by: -step, reading, session)
                reading.shift -= step
            }
        }
        try session.execute("COMMIT", [])
        let settled = reading
        state.withLock { state in
            state.last = settled
            state.noted = nil
        }
    }

    private func shift(
        by milliseconds: Int64, _ reading: Reading, _ session: PostgresConnection
    ) throws(DatabaseError) {
        try session.execute("UPDATE database_clock SET shift = shift + ?", [.integer(milliseconds)])
        // What the old clock had noted would pass for a contact when the new one comes there.
        try session.execute(
            "DELETE FROM clock_contacts WHERE bucket > ?", [.integer(reading.wall / Self.width)])
    }

    /// Whether other processes saw the time that this machine did not.
    private func wasAsleep(
        _ last: Reading?, _ reading: Reading, _ session: PostgresConnection
    ) throws(DatabaseError) -> Bool {
        guard let last else { return false }
        let (first, end) = (last.wall / Self.width + 2, reading.wall / Self.width - 1)
        guard end > first else { return false }
        let seen = try session.query(
            "SELECT COUNT(*) FROM clock_contacts WHERE bucket >= ? AND bucket < ?",
            [.integer(first), .integer(end)]
        ).first?.int64(0)
        return (seen ?? 0) * 2 >= end - first
    }

    /// Notes that this process saw the time, once in ten seconds; in a statement of its own, so that nobody waits.
    private func note(_ session: PostgresConnection) throws(DatabaseError) {
        guard let last = state.withLock({ $0.last }) else { return }
        let bucket = last.wall / Self.width
        guard state.withLock({ $0.noted }) != bucket else { return }
        state.withLock { $0.noted = bucket }
        session.forget()
        try session.execute(
            "INSERT INTO clock_contacts (bucket) VALUES (?) ON CONFLICT DO NOTHING", [.integer(bucket)])
        try session.execute(
            "UPDATE database_clock SET seen = ? WHERE seen < ?", [.integer(last.time), .integer(last.time)])
        try session.execute(
            "DELETE FROM clock_contacts WHERE bucket < ?", [.integer(bucket - Self.kept)])
    }
}
