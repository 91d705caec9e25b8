extension SQLValue: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
    /// A number.
    public init(integerLiteral value: Int64) { self = .integer(value) }
    /// A text.
    public init(stringLiteral value: String) { self = .text(value) }

    /// A number, or NULL.
    public init(_ value: Int64?) { self = value.map { .integer($0) } ?? .null }
    /// A number.
    public init(_ value: Int) { self = .integer(Int64(value)) }
    /// A number; what exceeds 63 bits is stored as the largest one.
    public init(_ value: UInt64) { self = .integer(Int64(clamping: value)) }
    /// A fraction, or NULL.
    public init(_ value: Double?) { self = value.map { .real($0) } ?? .null }
    /// 1 or 0.
    public init(_ value: Bool) { self = .integer(value ? 1 : 0) }
    /// A text, or NULL.
    public init(_ value: String?) { self = value.map { .text($0) } ?? .null }
    /// Bytes, or NULL.
    public init(_ value: [UInt8]?) { self = value.map { .blob($0) } ?? .null }

    var typeName: String {
        switch self {
        case .null: "null"
        case .integer: "an integer"
        case .real: "a real number"
        case .text: "a text"
        case .blob: "a byte string"
        }
    }
}

/// Columns by number, first 0. Each throws `DatabaseError.column` if the value is of another type.
extension SQLRow {
    /// A whole number.
    public func int64(_ index: Int) throws(DatabaseError) -> Int64 {
        guard case .integer(let value) = value(index) else { throw wrong(index, "an integer") }
        return value
    }

    /// A whole number.
    public func int(_ index: Int) throws(DatabaseError) -> Int { Int(try int64(index)) }

    /// A whole number that is not negative.
    public func uint64(_ index: Int) throws(DatabaseError) -> UInt64 {
        guard let value = UInt64(exactly: try int64(index)) else { throw wrong(index, "an unsigned integer") }
        return value
    }

    /// False for 0, else true.
    public func bool(_ index: Int) throws(DatabaseError) -> Bool { try int64(index) != 0 }

    /// A number.
    public func real(_ index: Int) throws(DatabaseError) -> Double {
        switch value(index) {
        case .real(let value): return value
        case .integer(let value): return Double(value)
        default: throw wrong(index, "a real number")
        }
    }

    /// A text.
    public func text(_ index: Int) throws(DatabaseError) -> String {
        guard case .text(let value) = value(index) else { throw wrong(index, "a text") }
        return value
    }

    /// Bytes.
    public func blob(_ index: Int) throws(DatabaseError) -> [UInt8] {
        guard case .blob(let value) = value(index) else { throw wrong(index, "a byte string") }
        return value
    }

    /// A whole number; nil for NULL.
    public func optionalInt64(_ index: Int) throws(DatabaseError) -> Int64? {
        isNull(index) ? nil : try int64(index)
    }

    /// A whole number; nil for NULL.
    public func optionalInt(_ index: Int) throws(DatabaseError) -> Int? {
        isNull(index) ? nil : try int(index)
    }

    /// A number; nil for NULL.
    public func optionalReal(_ index: Int) throws(DatabaseError) -> Double? {
        isNull(index) ? nil : try real(index)
    }

    /// A text; nil for NULL.
    public func optionalText(_ index: Int) throws(DatabaseError) -> String? {
        isNull(index) ? nil : try text(index)
    }

    /// Bytes; nil for NULL.
    public func optionalBlob(_ index: Int) throws(DatabaseError) -> [UInt8]? {
        isNull(index) ? nil : try blob(index)
    }

    /// True for NULL. A column that the row does not have is no NULL: reading it throws.
    public func isNull(_ index: Int) -> Bool { value(index) == .null }

    private func value(_ index: Int) -> SQLValue? {
        values.indices.contains(index) ? values[index] : nil
    }

    private func wrong(_ index: Int, _ expected: String) -> DatabaseError {
        .column(index: index, expected: expected, found: value(index)?.typeName ?? "missing")
    }
}

extension SQLSession {
    /// Rows of a statement without parameters.
    public func query(_ sql: String) throws(DatabaseError) -> [SQLRow] { try query(sql, []) }

    /// Runs a statement without parameters; returns the number of rows changed.
    @discardableResult
    public func execute(_ sql: String) throws(DatabaseError) -> Int { try execute(sql, []) }

    /// The database's time in milliseconds, as `SQLDialect.now` has it.
    public func now() throws(DatabaseError) -> Int64 {
        guard let row = try query("SELECT \(dialect.now)").first else {
            throw .statement(sql: dialect.now, why: "no row")
        }
        return try row.int64(0)
    }
}
