internal import CSQLite
internal import System

/// A prepared statement, on a row of its result.
@safe
private struct SQLiteRow {
    let pointer: OpaquePointer

    func number(_ column: Int32) -> Int { Int(unsafe sqlite3_column_int64(pointer, column)) }

    func bytes(_ column: Int32) -> [UInt8] {
        let count = Int(unsafe sqlite3_column_bytes(pointer, column))
        guard count > 0, let bytes = unsafe sqlite3_column_blob(pointer, column) else { return [] }
        return unsafe Array(UnsafeRawBufferPointer(start: bytes, count: count))
    }
}

/// One connection to a store's file, with its statements; used by one thread at a time.
@safe
final class SQLiteFile {
    private let handle: OpaquePointer
    private let path: String
    private var statements: [String: SQLiteRow] = [:]
    private var isWriting = false
    /// Layout of the tables, in the file's `user_version`.
    private static let layout = 1
    /// Milliseconds to wait for another process.
    private static let patience: Int32 = 5000

    init(_ path: String) throws(StoreError) {
        var opened: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let code = unsafe sqlite3_open_v2(path, &opened, flags, nil)
        guard let opened = unsafe opened, code == SQLITE_OK else {
            unsafe sqlite3_close_v2(opened)
            throw .refused(path: path, why: unsafe String(cString: sqlite3_errstr(code)))
        }
        unsafe handle = opened
        self.path = path
        do {
            try prepareFile()
        } catch {
            close()
            throw error
        }
    }

    deinit { close() }

    private func close() {
        for statement in statements.values { unsafe sqlite3_finalize(statement.pointer) }
        statements = [:]
        unsafe sqlite3_close_v2(handle)
    }

    private func prepareFile() throws(StoreError) {
        unsafe sqlite3_busy_timeout(handle, Self.patience)
        try run("PRAGMA journal_mode = WAL")
        // A killed process loses nothing that was committed; a machine that loses power may lose the last commits.
        try run("PRAGMA synchronous = NORMAL")
        var version = 0
        try rows("PRAGMA user_version", []) { version = $0.number(0) }
        guard version <= Self.layout else { throw .later(path: path, version: version) }
        guard version < Self.layout else { return }
        try run("CREATE TABLE IF NOT EXISTS blocks (cid BLOB NOT NULL UNIQUE, data BLOB NOT NULL)")
        try run(
            "CREATE TABLE IF NOT EXISTS notes (key BLOB NOT NULL PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID"
        )
        try run("PRAGMA user_version = \(Self.layout)")
    }

    // MARK: Blocks

    func block(_ cid: [UInt8]) throws(StoreError) -> [UInt8]? {
        var found: [UInt8]?
        try rows("SELECT data FROM blocks WHERE cid = ?", [cid]) { found = $0.bytes(0) }
        return found
    }

    func put(_ cid: [UInt8], _ block: [UInt8]) throws(StoreError) {
        try write("INSERT OR IGNORE INTO blocks (cid, data) VALUES (?, ?)", [cid, block])
    }

    func removeBlock(_ cid: [UInt8]) throws(StoreError) {
        try write("DELETE FROM blocks WHERE cid = ?", [cid])
    }

    func blockCount() throws(StoreError) -> Int {
        var count = 0
        try rows("SELECT count(*) FROM blocks", []) { count = $0.number(0) }
        return count
    }

    func forEachBlock(_ body: ([UInt8], [UInt8]) throws -> Void) throws {
        var failure: (any Error)?
        try rows("SELECT cid, data FROM blocks", []) { row in
            guard failure == nil else { return }
            do {
                try body(row.bytes(0), row.bytes(1))
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
    }

    // MARK: Notes

    func note(_ key: [UInt8]) throws(StoreError) -> [UInt8]? {
        var found: [UInt8]?
        try rows("SELECT value FROM notes WHERE key = ?", [key]) { found = $0.bytes(0) }
        return found
    }

    func setNote(_ key: [UInt8], _ value: [UInt8]?) throws(StoreError) {
        if let value {
            try write("INSERT OR REPLACE INTO notes (key, value) VALUES (?, ?)", [key, value])
        } else {
            try write("DELETE FROM notes WHERE key = ?", [key])
        }
    }

    func notes(
        from first: [UInt8], through last: [UInt8], isReversed: Bool, limit: Int
    ) throws(StoreError) -> [(key: [UInt8], value: [UInt8])] {
        var found: [(key: [UInt8], value: [UInt8])] = []
        let order = isReversed ? "DESC" : "ASC"
        let sql =
            "SELECT key, value FROM notes WHERE key >= ? AND key <= ? ORDER BY key \(order) LIMIT "
            + "\(limit == .max ? -1 : limit)"
        try rows(sql, [first, last]) { found.append(($0.bytes(0), $0.bytes(1))) }
        return found
    }

    func removeNotes(from first: [UInt8], through last: [UInt8]) throws(StoreError) {
        try write("DELETE FROM notes WHERE key >= ? AND key <= ?", [first, last])
    }

    // MARK: Transactions

    func commit() throws(StoreError) {
        guard isWriting else { return }
        try run("COMMIT")
        isWriting = false
    }

    private func write(_ sql: String, _ parameters: [[UInt8]]) throws(StoreError) {
        if !isWriting {
            try run("BEGIN IMMEDIATE")
            isWriting = true
        }
        try rows(sql, parameters) { _ in }
    }

    private func run(_ sql: String) throws(StoreError) { try rows(sql, []) { _ in } }

    private func rows(
        _ sql: String, _ parameters: [[UInt8]], _ row: (SQLiteRow) -> Void
    ) throws(StoreError) {
        let prepared = try prepared(sql)
        let statement = unsafe prepared.pointer
        defer {
            unsafe sqlite3_reset(statement)
            unsafe sqlite3_clear_bindings(statement)
        }
        for (index, bytes) in parameters.enumerated() {
            // A copy is made: the array may be gone before the statement is.
            let code = unsafe bytes.withUnsafeBytes { buffer in
                // Of no bytes, the pointer may be none, which would bind NULL.
                unsafe buffer.isEmpty
                    ? sqlite3_bind_zeroblob(statement, Int32(index + 1), 0)
                    : sqlite3_bind_blob64(
                        statement, Int32(index + 1), buffer.baseAddress, UInt64(buffer.count), Self.transient)
            }
            guard code == SQLITE_OK else { throw explained(code) }
        }
        while true {
            let code = unsafe sqlite3_step(statement)
            switch code {
            case SQLITE_ROW: row(prepared)
            case SQLITE_DONE: return
            default: throw explained(code)
            }
        }
    }

    /// SQLITE_TRANSIENT: a macro that Swift does not see.
    private static var transient: sqlite3_destructor_type {
        unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    }

    private func prepared(_ sql: String) throws(StoreError) -> SQLiteRow {
        if let known = statements[sql] { return known }
        var statement: OpaquePointer?
        let code = unsafe sqlite3_prepare_v3(
            handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        guard let statement = unsafe statement, code == SQLITE_OK else { throw explained(code) }
        let row = unsafe SQLiteRow(pointer: statement)
        statements[sql] = row
        return row
    }

    private func explained(_ code: Int32) -> StoreError {
        let why = unsafe String(cString: sqlite3_errmsg(handle))
        return switch code & 0xff {
        case SQLITE_FULL: .full(path: path)
        case SQLITE_BUSY, SQLITE_LOCKED: .busy(path: path)
        case SQLITE_CORRUPT, SQLITE_NOTADB: .damaged(path: path, why: why)
        default: .refused(path: path, why: why)
        }
    }
}
