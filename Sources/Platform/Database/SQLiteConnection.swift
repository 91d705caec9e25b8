internal import CSQLite
internal import Glibc
internal import System

/// A prepared statement; the connection that made it ends it.
@safe private struct PreparedStatement {
    let pointer: OpaquePointer
}

/// One connection to an SQLite file, used by one thread. Statements are prepared once and kept.
@safe final class SQLiteConnection: SQLSession {
    /// What a connection is for.
    enum Role { case writer, reader }

    private static let keptStatements = 256
    let dialect = SQLDialect.sqlite
    private let place: String
    private let handle: OpaquePointer
    private var statements: [String: PreparedStatement] = [:]
    private var failure: DatabaseError?
    private var channels: Set<String> = []
    /// Instructions of SQLite's machine so far: what statements cost, whatever else the computer does.
    private(set) var steps = 0
    private var commitments: [() -> Void] = []

    /// Opens the file. `patience`: seconds to wait for other processes.
    init(_ path: String, role: Role, clock: SQLiteClock, patience: Double) throws(DatabaseError) {
        place = path
        var opened: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let code = unsafe sqlite3_open_v2(path, &opened, flags, nil)
        guard let opened = unsafe opened, code == SQLITE_OK else {
            let error = unsafe Self.explain(code, handle: opened, sql: "", place: path)
            unsafe sqlite3_close_v2(opened)
            throw error
        }
        unsafe handle = opened
        do {
            try configure(role, clock, patience)
        } catch {
            close()
            throw error
        }
    }

    private func configure(_ role: Role, _ clock: SQLiteClock, _ patience: Double) throws(DatabaseError) {
        // Short sleeps: SQLite's own handler sleeps up to 100 ms, which starves one of many processes.
        let tries = unsafe UnsafeMutableRawPointer(bitPattern: max(1, Int(patience * 500)))
        unsafe sqlite3_busy_handler(
            handle,
            { limit, count in
                guard Int(count) < Int(bitPattern: limit) else { return 0 }
                usleep(1000 + UInt32(count % 7) * 300)
                return 1
            }, tries)
        guard unsafe clock.register(on: handle) == SQLITE_OK else { throw explained("quarry_now") }
        if role == .reader {
            try execute("PRAGMA query_only = 1")
            return
        }
        let mode = try query("PRAGMA journal_mode = WAL").first?.text(0) ?? ""
        guard mode == "wal" else {
            throw .unreachable(
                place: place, why: "its file system cannot share memory between processes (mode \(mode))")
        }
        try execute("PRAGMA synchronous = FULL")
        try execute("PRAGMA foreign_keys = 1")
        // A net only: the writer's idle moments do it before.
        try execute("PRAGMA wal_autocheckpoint = 8000")
    }

    /// Ends the connection; it is not used afterwards.
    func close() {
        forgetStatements()
        unsafe sqlite3_close_v2(handle)
    }

    private func forgetStatements() {
        for statement in statements.values { unsafe sqlite3_finalize(statement.pointer) }
        statements = [:]
    }

    // MARK: Transactions

    /// Runs `body` between `begin` and COMMIT; returns what it returns and the channels to be notified.
    func transaction<Value>(
        _ begin: String, _ body: (SQLiteConnection) throws -> Value
    ) throws -> (value: Value, channels: Set<String>) {
        failure = nil
        channels = []
        commitments = []
        try execute(begin)
        do {
            let value = try body(self)
            if let failure { throw failure }
            try execute("COMMIT")
            for commitment in commitments { commitment() }
            return (value, channels)
        } catch {
            if unsafe sqlite3_get_autocommit(handle) == 0 { _ = try? execute("ROLLBACK") }
            throw error
        }
    }

    /// Runs `body` once the transaction has been committed.
    func afterCommit(_ body: @escaping () -> Void) { commitments.append(body) }

    /// A transaction is still open: the connection is of no more use.
    var isStuck: Bool { unsafe sqlite3_get_autocommit(handle) == 0 }

    /// Rows changed since the connection was opened.
    var totalChanges: Int64 { unsafe sqlite3_total_changes64(handle) }

    func notify(_ channel: String) throws(DatabaseError) { channels.insert(channel) }

    // MARK: Statements

    func query(_ sql: String, _ parameters: [SQLValue]) throws(DatabaseError) -> [SQLRow] {
        let statement = unsafe try prepared(sql, parameters).pointer
        defer { unsafe finish(statement) }
        var rows: [SQLRow] = []
        let columns = unsafe sqlite3_column_count(statement)
        while true {
            switch unsafe sqlite3_step(statement) {
            case SQLITE_ROW:
                rows.append(SQLRow((0..<columns).map { unsafe Self.column(statement, $0) }))
            case SQLITE_DONE: return rows
            default: throw explained(sql)
            }
        }
    }

    @discardableResult
    func execute(_ sql: String, _ parameters: [SQLValue]) throws(DatabaseError) -> Int {
        let before = unsafe sqlite3_total_changes64(handle)
        _ = try query(sql, parameters)
        // A statement that changes nothing leaves the number of the one before.
        return unsafe sqlite3_total_changes64(handle) == before ? 0 : Int(unsafe sqlite3_changes64(handle))
    }

    private func prepared(
        _ sql: String, _ parameters: [SQLValue]
    ) throws(DatabaseError) -> PreparedStatement {
        let kept: PreparedStatement
        if let known = statements[sql] { kept = known } else { kept = try prepare(sql) }
        let statement = unsafe kept.pointer
        guard unsafe sqlite3_bind_parameter_count(statement) == Int32(parameters.count) else {
            throw .statement(sql: sql, why: "\(parameters.count) parameters for it")
        }
        for (index, value) in parameters.enumerated() {
            let code = unsafe Self.bind(statement, Int32(index + 1), value)
            guard code == SQLITE_OK else {
                unsafe finish(statement)
                throw explained(sql)
            }
        }
        return kept
    }

    private func prepare(_ sql: String) throws(DatabaseError) -> PreparedStatement {
        if statements.count >= Self.keptStatements { forgetStatements() }
        var statement: OpaquePointer?
        var isWhole = true
        let code = unsafe sql.withCString { text in
            var tail: UnsafePointer<CChar>?
            let code = unsafe sqlite3_prepare_v3(
                handle, text, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, &tail)
            while let next = unsafe tail, unsafe next.pointee != 0 {
                if unsafe next.pointee > 32 { isWhole = false }
                unsafe tail = next + 1
            }
            return code
        }
        guard let statement = unsafe statement, code == SQLITE_OK, isWhole else {
            unsafe sqlite3_finalize(statement)
            throw code == SQLITE_OK
                ? .statement(sql: sql, why: "it must be exactly one statement") : explained(sql)
        }
        let kept = unsafe PreparedStatement(pointer: statement)
        statements[sql] = kept
        return kept
    }

    private func finish(_ statement: OpaquePointer) {
        steps += Int(unsafe sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_VM_STEP, 1))
        unsafe sqlite3_reset(statement)
        unsafe sqlite3_clear_bindings(statement)
    }

    private static func bind(_ statement: OpaquePointer, _ index: Int32, _ value: SQLValue) -> Int32 {
        // SQLite copies the bytes.
        let copied = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        switch value {
        case .null: return unsafe sqlite3_bind_null(statement, index)
        case .integer(let number): return unsafe sqlite3_bind_int64(statement, index, number)
        case .real(let number): return unsafe sqlite3_bind_double(statement, index, number)
        case .text(var text):
            return text.withUTF8 { bytes in
                unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
                    // No bytes have no address, which SQLite would take for NULL.
                    guard let base = characters.baseAddress else {
                        return unsafe sqlite3_bind_text64(statement, index, "", 0, copied, UInt8(SQLITE_UTF8))
                    }
                    return unsafe sqlite3_bind_text64(
                        statement, index, base, UInt64(characters.count), copied, UInt8(SQLITE_UTF8))
                }
            }
        case .blob(let bytes):
            if bytes.isEmpty { return unsafe sqlite3_bind_zeroblob(statement, index, 0) }
            return unsafe bytes.withUnsafeBytes {
                unsafe sqlite3_bind_blob64(statement, index, $0.baseAddress, UInt64($0.count), copied)
            }
        }
    }

    private static func column(_ statement: OpaquePointer, _ index: Int32) -> SQLValue {
        switch unsafe sqlite3_column_type(statement, index) {
        case SQLITE_INTEGER: return .integer(unsafe sqlite3_column_int64(statement, index))
        case SQLITE_FLOAT: return .real(unsafe sqlite3_column_double(statement, index))
        case SQLITE_TEXT:
            let start = unsafe sqlite3_column_text(statement, index)
            let bytes = unsafe UnsafeBufferPointer(
                start: start, count: Int(sqlite3_column_bytes(statement, index)))
            return .text(unsafe String(decoding: bytes, as: UTF8.self))
        case SQLITE_BLOB:
            let start = unsafe sqlite3_column_blob(statement, index)
            let bytes = unsafe UnsafeRawBufferPointer(
                start: start, count: Int(sqlite3_column_bytes(statement, index)))
            return .blob(unsafe Array(bytes))
        default: return .null
        }
    }

    // MARK: Errors

    private func explained(_ sql: String) -> DatabaseError {
        let code = unsafe sqlite3_extended_errcode(handle)
        let error = unsafe Self.explain(code, handle: handle, sql: sql, place: place)
        failure = failure ?? error
        return error
    }

    private static func explain(
        _ code: Int32, handle: OpaquePointer?, sql: String, place: String
    ) -> DatabaseError {
        let reason = unsafe sqlite3_errmsg(handle).map { unsafe String(cString: $0) } ?? "no memory"
        let system = unsafe sqlite3_system_errno(handle)
        switch code & 0xff {
        case SQLITE_FULL: return .full(place: place)
        case SQLITE_BUSY, SQLITE_LOCKED: return .busy(place: place)
        case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_FORMAT: return .corrupt(place: place, why: reason)
        case SQLITE_CONSTRAINT: return .constraint(sql: sql, why: reason)
        case SQLITE_IOERR where system == ENOSPC || system == EDQUOT: return .full(place: place)
        case SQLITE_CANTOPEN, SQLITE_IOERR, SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH:
            let cause = system == 0 ? "" : ": " + (unsafe String(cString: strerror(system)))
            return .unreachable(place: place, why: reason + cause)
        default: return .statement(sql: sql, why: reason)
        }
    }
}
