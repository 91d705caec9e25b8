/// # Database
///
/// SQL for the rooms above, on SQLite (one machine, embedded, WAL) or PostgreSQL (many machines). Start with the
/// protocol `Database` and with `openDatabase`; `SQLite` and `Postgres` are its two implementations, `Migrations`
/// brings a schema up to date. It never knows what the tables mean.
///
/// Statements are written once, with `?` for parameters; where the two differ, `SQLDialect` has the words. SQL runs on
/// threads of its own, never on Swift's.
///
/// The rules of this room. A write transaction takes its lock at the start and never upgrades a read; a statement that
/// failed dooms its transaction on both databases, even if the error is caught; a call that returned has stored what
/// it wrote, once, whatever became of the connection meanwhile. Cancelling a task does not cut a transaction short (it
/// lasts milliseconds, and cleaning up needs it); it does end the waiting for a server that is gone.

public import System

/// A value that goes into or comes out of a statement.
public enum SQLValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])
}

/// One row of a result, columns in the order of the statement.
public struct SQLRow: Sendable, Hashable {
    /// The columns' values.
    public let values: [SQLValue]

    /// A row.
    public init(_ values: [SQLValue]) { self.values = values }
}

/// Inside a transaction, on the database's own thread. Calls block.
public protocol SQLSession: AnyObject {
    /// What the two databases spell differently.
    var dialect: SQLDialect { get }
    /// Rows of a statement (also of one that changes rows and has RETURNING). `?` stands for the parameters, in order.
    func query(_ sql: String, _ parameters: [SQLValue]) throws(DatabaseError) -> [SQLRow]
    /// Runs a statement; returns the number of rows changed.
    @discardableResult
    func execute(_ sql: String, _ parameters: [SQLValue]) throws(DatabaseError) -> Int
    /// Wakes whoever listens on the channel once the transaction is committed; a hint that may be lost.
    func notify(_ channel: String) throws(DatabaseError)
}

/// A database, shared by everything in the process. Implementations: `SQLite`, `Postgres`.
public protocol Database: Sendable {
    /// The file or the server, for people; no password in it.
    var place: String { get }
    /// What this database spells differently.
    var dialect: SQLDialect { get }
    /// Runs `body` in a transaction that may write (SQLite: BEGIN IMMEDIATE on the one writer connection;
    /// PostgreSQL: read committed). Commits when it returns, rolls back when it throws. On serialisation failures
    /// and lost connections `body` runs again, so it must have no effect outside the session.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLSession) throws -> Value
    ) async throws -> Value
    /// Runs `body` on a consistent snapshot, beside the writer; it must not write.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLSession) throws -> Value
    ) async throws -> Value
    /// Yields after each notification on the channel (several may become one), from this process or, with
    /// PostgreSQL, from any. A hint: poll too.
    func notifications(_ channel: String) -> AsyncStream<Void>
    /// Waits for what runs and closes all connections.
    func close() async
}

/// What SQLite and PostgreSQL spell differently.
public struct SQLDialect: Sendable {
    /// Which one.
    public enum Kind: Sendable { case sqlite, postgres }
    /// Which one.
    public let kind: Kind
    /// An expression for the database's time in milliseconds: never goes back, even when the machine's clock
    /// steps (SQLite: monotonic and continued across restarts; PostgreSQL: the server's clock, steps taken out).
    public let now: String
    /// The type of a primary key that the database numbers itself.
    public let identity: String
    /// The type of byte strings.
    public let blob: String
    /// Goes at the end of a SELECT whose rows are to be claimed ("FOR UPDATE SKIP LOCKED"; empty in SQLite).
    public let skipLocked: String
    /// Goes at the end of a SELECT whose rows are to be held until commit ("FOR UPDATE"; empty in SQLite).
    public let forUpdate: String

    /// The words of one database.
    public init(
        kind: Kind, now: String, identity: String, blob: String, skipLocked: String, forUpdate: String
    ) {
        self.kind = kind
        self.now = now
        self.identity = identity
        self.blob = blob
        self.skipLocked = skipLocked
        self.forUpdate = forUpdate
    }
}

/// Why the database did not do what was asked.
public enum DatabaseError: ExplainedError, Hashable {
    /// It cannot be opened or reached.
    case unreachable(place: String, why: String)
    /// A statement failed.
    case statement(sql: String, why: String)
    /// A unique or foreign key was violated.
    case constraint(sql: String, why: String)
    /// The transaction ran into another one too often, or the other process holds the file too long.
    case busy(place: String)
    /// The disk is full.
    case full(place: String)
    /// The file is damaged or no database.
    case corrupt(place: String, why: String)
    /// The schema is of a later version than this program knows.
    case laterSchema(place: String, found: Int, known: Int)
    /// A column has another type than expected.
    case column(index: Int, expected: String, found: String)

    /// What is wrong.
    public var sentence: String {
        switch self {
        case .unreachable(let place, let why): "database \(place) cannot be reached: \(why)"
        case .statement(let sql, let why): "the database refused a statement: \(why) (\(sql.prefix(120)))"
        case .constraint(let sql, let why): "the database refused a row: \(why) (\(sql.prefix(120)))"
        case .busy(let place): "database \(place) is busy"
        case .full(let place): "database \(place): the disk is full"
        case .corrupt(let place, let why): "database \(place) is damaged: \(why)"
        case .laterSchema(let place, let found, let known):
            "database \(place) has schema \(found), but this program knows \(known)"
        case .column(let index, let expected, let found):
            "column \(index) of a result is \(found), not \(expected)"
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .unreachable: "check the path or URL, that the server runs, and the user's rights"
        case .statement, .constraint, .column: "this is a fault of the program: please report it with the log"
        case .busy: "wait for the other process, then run the same command again"
        case .full: "free space, then run the same command again"
        case .corrupt: "restore it from a backup ('sqlite3 FILE .recover' may help)"
        case .laterSchema: "run the later version of quarry that made it"
        }
    }
}
