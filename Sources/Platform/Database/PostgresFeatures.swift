/// What not every server that speaks PostgreSQL's language has. YugabyteDB lacks the first two, and the third unless it
/// was switched on (`yb_enable_read_committed_isolation`). Everything else that is used here it has: SKIP LOCKED,
/// RETURNING, ON CONFLICT, partial indexes, identity columns, recursive queries. Advisory locks are not used: rows are.
public struct PostgresFeatures: Sendable, Hashable {
    /// LISTEN and NOTIFY. Without: what this process commits wakes its own listeners at once, and every listener looks
    /// once a second.
    public var notifications: Bool
    /// txid_current_if_assigned. Without: a transaction that has only read writes its mark too.
    public var transactionIDs: Bool
    /// Transactions at read committed. Without: they run at repeatable read, and again when they collided.
    public var readCommitted: Bool

    /// Features.
    public init(notifications: Bool = true, transactionIDs: Bool = true, readCommitted: Bool = true) {
        self.notifications = notifications
        self.transactionIDs = transactionIDs
        self.readCommitted = readCommitted
    }

    /// None of them.
    public static let none = PostgresFeatures(
        notifications: false, transactionIDs: false, readCommitted: false)

    /// Those of a server, from what `SELECT version()` says. It is asked to read committed in any case: where that is
    /// not to be had, the server itself takes the next stricter one.
    init(version: String) {
        let isYugabyte = version.contains("-YB-")
        self.init(notifications: !isYugabyte, transactionIDs: !isYugabyte)
    }

    /// How a transaction that writes begins.
    var begin: String {
        readCommitted ? "BEGIN ISOLATION LEVEL READ COMMITTED" : "BEGIN ISOLATION LEVEL REPEATABLE READ"
    }
}
