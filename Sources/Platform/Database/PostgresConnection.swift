internal import CPostgres
internal import Glibc
internal import System

/// One connection to a PostgreSQL server, used by one thread. Statements are prepared once and kept.
@safe final class PostgresConnection: SQLSession {
    /// What went wrong with the connection, beyond the statement.
    enum Trouble: Sendable {
        /// Nothing.
        case none
        /// The transaction ran into another one: the same again may work.
        case collision
        /// The connection is of no more use.
        case lost
    }

    private struct StatementKey: Hashable {
        var sql: String
        var types: [Oid]
    }

    private static let keptStatements = 256
    let dialect = SQLDialect.postgres
    let place: String
    private let handle: OpaquePointer
    private var statements: [StatementKey: String] = [:]
    private var made = 0
    private var failure: DatabaseError?
    private(set) var channels: Set<String> = []
    private(set) var trouble = Trouble.none
    /// What the server has.
    let features: PostgresFeatures
    /// Row of `session_marks`, and the number of the last transaction that wrote it.
    private(set) var mark: CommitMark?

    /// Connects; gives up after five seconds.
    init(_ url: String, _ features: PostgresFeatures? = nil) throws(DatabaseError) {
        place = PostgresText.place(url)
        // Later words win: the URL may say otherwise.
        let words = [
            ("connect_timeout", "5"), ("keepalives_idle", "10"), ("keepalives_interval", "5"),
            ("keepalives_count", "3"), ("tcp_user_timeout", "20000"), ("fallback_application_name", "quarry"),
            ("client_encoding", "UTF8"), ("dbname", url),
        ]
        guard let opened = unsafe Self.connect(words) else {
            throw .unreachable(place: place, why: "no memory")
        }
        guard unsafe PQstatus(opened) == CONNECTION_OK else {
            let why = unsafe Self.trimmed(String(cString: PQerrorMessage(opened)))
            unsafe PQfinish(opened)
            throw .unreachable(place: place, why: why)
        }
        unsafe handle = opened
        // What the server has to say beside its answers ("relation exists, skipping") is for nobody.
        unsafe PQsetNoticeProcessor(opened, { _, _ in }, nil)
        var version = ""
        if let result = unsafe PQexec(opened, "SELECT version()") {
            if unsafe PQntuples(result) == 1 { version = unsafe String(cString: PQgetvalue(result, 0, 0)) }
            unsafe PQclear(result)
        }
        self.features = features ?? PostgresFeatures(version: version)
        configure()
    }

    /// What not every server has is asked for without insisting.
    private func configure() {
        for setting in [
            "extra_float_digits = 3", "standard_conforming_strings = on", "synchronous_commit = on",
            "lock_timeout = 20000", "idle_in_transaction_session_timeout = 60000",
            "tcp_keepalives_idle = 10", "tcp_keepalives_interval = 5", "tcp_keepalives_count = 3",
        ] {
            unsafe PQclear(PQexec(handle, "SET " + setting))
        }
    }

    private static func connect(_ words: [(String, String)]) -> OpaquePointer? {
        let keys = unsafe words.map { unsafe strdup($0.0) }
        let values = unsafe words.map { unsafe strdup($0.1) }
        defer {
            unsafe keys.forEach { unsafe free($0) }
            unsafe values.forEach { unsafe free($0) }
        }
        let keyList = unsafe keys.map { unsafe UnsafePointer($0) } + [nil]
        let valueList = unsafe values.map { unsafe UnsafePointer($0) } + [nil]
        return unsafe PQconnectdbParams(keyList, valueList, 1)
    }

    /// Ends the connection; it is not used afterwards.
    func close() { unsafe PQfinish(handle) }

    /// The connection's socket.
    var socket: Int32 { unsafe PQsocket(handle) }

    /// Channels that were notified since the last call; nil: the connection is lost.
    func arrivals() -> Set<String>? {
        guard unsafe PQconsumeInput(handle) == 1 else { return nil }
        var out: Set<String> = []
        while let notice = unsafe PQnotifies(handle) {
            out.insert(unsafe String(cString: notice.pointee.relname))
            unsafe PQfreemem(notice)
        }
        return out
    }

    // MARK: Transactions

    /// Forgets what went wrong before.
    func begin(_ sql: String) throws(DatabaseError) {
        forget()
        try execute(sql, [])
    }

    /// What went wrong before does not count any more.
    func forget() {
        failure = nil
        channels = []
        trouble = .none
    }

    /// Begins a transaction and asks for the time on the same way to the server. `machine`: this machine's clock.
    func begin(
        _ sql: String, asking question: String, by machine: () -> Int64
    ) throws(DatabaseError) -> PostgresClock.Reading {
        forget()
        let before = machine()
        let result = unsafe PQexec(handle, "\(sql); \(question)")
        let after = machine()
        guard unsafe PQresultStatus(result) == PGRES_TUPLES_OK, unsafe PQntuples(result) == 1 else {
            throw unsafe explained(result, question)
        }
        defer { unsafe PQclear(result) }
        func number(_ column: Int32) -> Int64 {
            Int64(unsafe String(cString: PQgetvalue(result, 0, column))) ?? 0
        }
        return PostgresClock.Reading(
            wall: number(0), shift: number(1), seen: number(2), before: before, after: after)
    }

    /// Undoes the transaction.
    func rollback() {
        failure = nil
        guard trouble != .lost else { return }
        if (try? execute("ROLLBACK", [])) == nil { trouble = .lost }
    }

    /// Throws the failure of the transaction, if a statement of it failed.
    func checkFailure() throws(DatabaseError) { if let failure { throw failure } }

    func notify(_ channel: String) throws(DatabaseError) { channels.insert(channel) }

    /// Sends the notifications of the transaction, to arrive once it is committed.
    func sendNotifications() throws(DatabaseError) {
        guard features.notifications else { return }
        for channel in channels.sorted() { try execute("NOTIFY " + Self.quoted(channel), []) }
    }

    /// The channel as a name in a statement.
    static func quoted(_ channel: String) -> String {
        "\"" + channel.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
            + "\""
    }

    // MARK: Marks

    /// Makes this connection's row of `session_marks`, and removes those of connections that are long gone.
    func makeMark() throws(DatabaseError) {
        let made = CommitMark(
            id: Randomness.bytes(16).reduce(into: "") { $0 += String($1, radix: 16) }, number: 0)
        try execute(
            "INSERT INTO session_marks (id, n, used) VALUES (?, 0, \(dialect.now))", [.text(made.id)])
        try execute("DELETE FROM session_marks WHERE used < \(dialect.now) - 86400000", [])
        mark = made
    }

    /// Writes the mark as the last thing of a transaction that has written. Nil: it has not. Throws if the row is gone.
    func writeMark() throws(DatabaseError) -> CommitMark? {
        guard var next = mark else { return nil }
        next.number += 1
        let hasWritten = features.transactionIDs ? "txid_current_if_assigned() IS NOT NULL" : "true"
        let row = try query(
            """
            WITH m AS (UPDATE session_marks SET n = ?, used = \(dialect.now) WHERE id = ? AND \(hasWritten) \
            RETURNING 1) SELECT (SELECT COUNT(*) FROM m), CASE WHEN \(hasWritten) THEN 1 ELSE 0 END
            """, [.integer(next.number), .text(next.id)]
        ).first
        guard let row, try row.bool(1) else { return nil }
        guard try row.bool(0) else {
            trouble = .lost
            throw .unreachable(place: place, why: "its mark of this connection is gone")
        }
        mark = next
        return next
    }

    // MARK: Statements

    func query(_ sql: String, _ parameters: [SQLValue]) throws(DatabaseError) -> [SQLRow] {
        let result = unsafe try run(sql, parameters)
        defer { unsafe PQclear(result) }
        let columns = (0..<(unsafe PQnfields(result))).map { (index: $0, type: unsafe PQftype(result, $0)) }
        return (0..<(unsafe PQntuples(result))).map { row in
            SQLRow(columns.map { unsafe PostgresValues.value(result, row, $0.index, $0.type) })
        }
    }

    @discardableResult
    func execute(_ sql: String, _ parameters: [SQLValue]) throws(DatabaseError) -> Int {
        let result = unsafe try run(sql, parameters)
        defer { unsafe PQclear(result) }
        return Int(unsafe String(cString: PQcmdTuples(result))) ?? 0
    }

    private func run(_ sql: String, _ parameters: [SQLValue]) throws(DatabaseError) -> OpaquePointer {
        try checkFailure()
        let values = PostgresValues(parameters)
        let name = try prepared(sql, values)
        let result = unsafe values.withPointers { pointers, lengths, formats in
            unsafe PQexecPrepared(handle, name, Int32(parameters.count), pointers, lengths, formats, 0)
        }
        switch unsafe PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK:
            if let result = unsafe result { return unsafe result }
        default: break
        }
        throw unsafe explained(result, sql)
    }

    private func prepared(_ sql: String, _ values: PostgresValues) throws(DatabaseError) -> String {
        let key = StatementKey(sql: sql, types: values.types)
        if let known = statements[key] { return known }
        let (numbered, count) = PostgresText.numbered(sql)
        guard count == values.types.count else {
            failure = .statement(sql: sql, why: "\(values.types.count) parameters for \(count)")
            throw .statement(sql: sql, why: "\(values.types.count) parameters for \(count)")
        }
        if statements.count >= Self.keptStatements {
            statements = [:]
            unsafe PQclear(PQexec(handle, "DEALLOCATE ALL"))
        }
        made += 1
        let name = "q\(made)"
        let result = unsafe PQprepare(handle, name, numbered, Int32(count), values.types)
        guard unsafe PQresultStatus(result) == PGRES_COMMAND_OK else { throw unsafe explained(result, sql) }
        unsafe PQclear(result)
        statements[key] = name
        return name
    }

    // MARK: Errors

    /// What a result that is no success means. Ends the result.
    private func explained(_ result: OpaquePointer?, _ sql: String) -> DatabaseError {
        let field = unsafe PQresultErrorField(result, Int32(UInt8(ascii: "C")))
        let code = unsafe field.map { unsafe String(cString: $0) } ?? ""
        let primary = unsafe PQresultErrorField(result, Int32(UInt8(ascii: "M")))
        let why = unsafe Self.trimmed(String(cString: primary ?? PQerrorMessage(handle)))
        unsafe PQclear(result)
        let error: DatabaseError
        switch code {
        case "40001", "40P01", "55P03":
            trouble = .collision
            error = .busy(place: place)
        // A pooler between us and the server, or a table that changed, took the prepared statement away.
        case "26000", "42P05",
            "0A000" where why.contains("cached plan"):
            trouble = .lost
            error = .statement(sql: sql, why: why)
        case "53100": error = .full(place: place)
        case "XX001", "XX002": error = .corrupt(place: place, why: why)
        case _ where code.hasPrefix("23"): error = .constraint(sql: sql, why: why)
        case _ where code.hasPrefix("08") || code.hasPrefix("57P") || code.hasPrefix("25P03"),
            _ where unsafe PQstatus(handle) != CONNECTION_OK:
            trouble = .lost
            error = .unreachable(place: place, why: why)
        default: error = .statement(sql: sql, why: why)
        }
        failure = failure ?? error
        return error
    }

    private static func trimmed(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).map { line in
            String(line.drop { $0 == " " || $0 == "\t" })
        }.joined(separator: "; ")
    }
}

/// What a transaction left behind that may or may not have been committed.
struct CommitMark: Sendable {
    var id: String
    var number: Int64
}
