internal import System

/// A PostgreSQL server (or what speaks its language: YugabyteDB), for many machines.
///
/// A transaction that loses its connection while it is being committed is looked up afterwards by the mark that it
/// wrote last, in the table `session_marks`: it is stored once, or run again.
public final class Postgres: Database {
    /// What PostgreSQL spells its own way.
    public let dialect = SQLDialect.postgres
    /// The URL, without its password.
    public let place: String
    private let patience: Double
    private let threads: BlockingThreads
    private let listening: BlockingThreads
    private let seats: PostgresSeats
    private let hub: NotificationHub
    private let wake: WakeUp

    /// Connects to the server of a URL (`postgresql://user@host:5432/database?sslmode=verify-full`); what the URL does
    /// not say comes from the environment, as for all clients (PGPASSWORD, PGSSLROOTCERT…). `connections`: transactions
    /// that run at the same time. `patience`: seconds that a call waits for a server that is away. `features`: what the
    /// server has; nil: as it says itself.
    public init(
        _ url: String, connections: Int = 4, patience: Double = 10, features: PostgresFeatures? = nil
    ) async throws {
        place = PostgresText.place(url)
        self.patience = patience
        let seats = PostgresSeats(connections, url, features)
        self.seats = seats
        threads = try BlockingThreads(connections, duties: .init(leave: { seats.leave($0) }))
        let wake = try WakeUp()
        self.wake = wake
        let hub = NotificationHub(onChange: { wake.call() })
        self.hub = hub
        let listener = PostgresListener(url, features, hub: hub, wake: wake)
        listening = try BlockingThreads(
            1,
            duties: .init(interval: 0.001, tick: { _ in listener.turn() }, leave: { _ in listener.leave() }))
        do {
            try await prepare()
        } catch {
            await close()
            throw error
        }
    }

    /// Makes the tables of marks and of the clock.
    private func prepare() async throws {
        try await makingTables(patience: patience) {
            try await self.threads.run { [seats] index in
                let connection = try seats.unmarked(index)
                defer { seats.leave(index) }
                try connection.begin("BEGIN")
                try connection.execute(
                    """
                    CREATE TABLE IF NOT EXISTS session_marks \
                    (id TEXT PRIMARY KEY, n BIGINT NOT NULL, used BIGINT NOT NULL)
                    """, [])
                for statement in PostgresClock.tables { try connection.execute(statement, []) }
                try connection.execute("COMMIT", [])
            }
        }
    }

    /// See `Database`. Throws `unreachable` when the server has been away for as long as the patience lasts, and
    /// `busy` when it collided with others that often. With the connection lost in the middle of the commit and no
    /// server to ask, `unreachable` says that what became of it is not known.
    public func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLSession) throws -> Value
    ) async throws -> Value {
        var retries = PostgresRetries(patience)
        while true {
            let outcome = try await attempt { [seats] index in seats.write(index, body) }
            switch outcome {
            case .done(let value, let channels):
                // What the server sends on reaches this process too; without it, this is the only way.
                if !seats.hasNotifications, !channels.isEmpty { hub.post(channels) }
                return value
            case .failed(let error): throw error
            case .again(let error, let isCollision): try await retries.pause(error, isCollision: isCollision)
            case .unknown(let value, let mark, let error):
                if try await isCommitted(mark, &retries, error) { return value }
            }
        }
    }

    /// See `Database`: one snapshot (repeatable read) on any of the connections.
    public func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLSession) throws -> Value
    ) async throws -> Value {
        var retries = PostgresRetries(patience)
        while true {
            let outcome = try await attempt { [seats] index in seats.read(index, body) }
            switch outcome {
            case .done(let value, _), .unknown(let value, _, _): return value
            case .failed(let error): throw error
            case .again(let error, let isCollision): try await retries.pause(error, isCollision: isCollision)
            }
        }
    }

    private func attempt<Value: Sendable>(_ body: @escaping @Sendable (Int) -> Value) async throws -> Value {
        do {
            return try await threads.run(body)
        } catch let error as SystemError where error.subject == BlockingThreads.stoppedName {
            throw DatabaseError.unreachable(place: place, why: "it has been closed")
        }
    }

    /// Whether the transaction of a mark was committed: waits for it if the server is still at it.
    private func isCommitted(
        _ mark: CommitMark, _ retries: inout PostgresRetries, _ cause: DatabaseError
    ) async throws -> Bool {
        while true {
            let found = try await attempt { [seats] index in seats.number(index, of: mark.id) }
            if case .done(let number, _) = found { return number == mark.number }
            let why =
                "the connection broke during a commit, and whether it is stored is not known: \(cause.sentence)"
            try await retries.pause(.unreachable(place: place, why: why), isCollision: false)
        }
    }

    /// Notifications from any process; where the server has none, and while it is away, every second or so.
    public func notifications(_ channel: String) -> AsyncStream<Void> { hub.listen(channel) }

    /// Waits for what runs and closes all connections.
    public func close() async {
        await threads.stop()
        hub.close()
        async let ended: Void = listening.stop()
        wake.call()
        await ended
    }
}

/// When to try again, and when no more.
struct PostgresRetries {
    private static let mostCollisions = 50
    private let end: Double
    private var collisions = 0
    private var losses = 0

    init(_ patience: Double) { end = Clock.now + patience }

    /// Waits before the next attempt; throws `error` if there is to be none, as when the task has been cancelled.
    mutating func pause(_ error: DatabaseError, isCollision: Bool) async throws {
        if isCollision { collisions += 1 } else { losses += 1 }
        guard collisions < Self.mostCollisions, Clock.now < end, !Task.isCancelled else { throw error }
        let steps = Double(min(isCollision ? collisions : losses, 8))
        let most = isCollision ? 0.004 * steps * steps : 0.02 * steps * steps
        // A random part, so that two who collided do not do so again.
        await Clock.sleep(seconds: most * (0.5 + Double(Randomness.bytes(1)[0]) / 512))
    }
}

/// How an attempt at a transaction ended.
enum PostgresOutcome<Value: Sendable>: Sendable {
    /// It is stored; who is to be notified.
    case done(Value, Set<String>)
    /// It is not stored, and would not be the next time.
    case failed(any Error)
    /// It is not stored, and may be the next time.
    case again(DatabaseError, isCollision: Bool)
    /// The connection was lost during the commit.
    case unknown(Value, CommitMark, DatabaseError)
}

/// A connection for each thread, opened when it is first used and when it was lost.
///
/// Safe: entry n is touched only by thread n; the flag is locked.
@safe
final class PostgresSeats: @unchecked Sendable {
    private let url: String
    private let seats: UnsafeMutableBufferPointer<PostgresConnection?>
    private let notifies = Locked(true)
    private let clock = PostgresClock()
    private let features: PostgresFeatures?

    init(_ count: Int, _ url: String, _ features: PostgresFeatures? = nil) {
        self.url = url
        self.features = features
        unsafe seats = .allocate(capacity: count)
        unsafe seats.initialize(repeating: nil)
    }

    deinit {
        unsafe seats.deinitialize()
        unsafe seats.deallocate()
    }

    /// False once a server is known to have no notifications.
    var hasNotifications: Bool { notifies.withLock { $0 } }

    /// A fresh connection without a mark.
    func unmarked(_ index: Int) throws(DatabaseError) -> PostgresConnection {
        leave(index)
        let connection = try PostgresConnection(url, features)
        let has = connection.features.notifications
        notifies.withLock { $0 = has }
        unsafe seats[index] = connection
        return connection
    }

    private func connection(_ index: Int) throws(DatabaseError) -> PostgresConnection {
        if let connection = unsafe seats[index], connection.trouble != .lost { return connection }
        let made = try unmarked(index)
        do {
            try made.begin("BEGIN")
            try made.makeMark()
            try made.execute("COMMIT", [])
        } catch {
            leave(index)
            throw error
        }
        return made
    }

    func leave(_ index: Int) {
        unsafe seats[index]?.close()
        unsafe seats[index] = nil
    }

    func write<Value: Sendable>(
        _ index: Int, _ body: (any SQLSession) throws -> Value
    ) -> PostgresOutcome<Value> {
        transaction(index, nil, isWrite: true, body)
    }

    func read<Value: Sendable>(
        _ index: Int, _ body: (any SQLSession) throws -> Value
    ) -> PostgresOutcome<Value> {
        transaction(index, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", isWrite: false, body)
    }

    /// Number of the last transaction that was committed under a mark. Waits for one that is being committed.
    func number(_ index: Int, of mark: String) -> PostgresOutcome<Int64?> {
        transaction(index, nil, isWrite: false) { session in
            try session.query("SELECT n FROM session_marks WHERE id = ? FOR UPDATE", [.text(mark)])
                .first?.int64(0)
        }
    }

    private func transaction<Value: Sendable>(
        _ index: Int, _ begin: String?, isWrite: Bool, _ body: (any SQLSession) throws -> Value
    ) -> PostgresOutcome<Value> {
        let session: PostgresConnection
        do {
            session = try connection(index)
        } catch {
            if case .statement = error { return .failed(error) }
            return .again(error, isCollision: false)
        }
        let value: Value
        let mark: CommitMark?
        do {
            try clock.begin(session, begin ?? session.features.begin)
            value = try body(session)
            try session.checkFailure()
            if isWrite { try session.sendNotifications() }
            mark = isWrite ? try session.writeMark() : nil
        } catch {
            return ended(index, session, error)
        }
        do {
            try session.execute("COMMIT", [])
            return .done(value, session.channels)
        } catch {
            guard session.trouble == .lost, let mark else { return ended(index, session, error) }
            leave(index)
            return .unknown(value, mark, error)
        }
    }

    /// After an error that the body, or the database, threw.
    private func ended<Value: Sendable>(
        _ index: Int, _ session: PostgresConnection, _ error: any Error
    ) -> PostgresOutcome<Value> {
        let trouble = session.trouble
        session.rollback()
        if session.trouble == .lost { leave(index) }
        let cause = (error as? DatabaseError) ?? .unreachable(place: session.place, why: "\(error)")
        switch trouble {
        case .none: return .failed(error)
        case .collision: return .again(cause, isCollision: true)
        case .lost: return .again(cause, isCollision: false)
        }
    }
}
