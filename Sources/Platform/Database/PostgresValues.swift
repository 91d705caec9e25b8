internal import CPostgres

/// Parameters as the protocol carries them: all binary, with their types.
struct PostgresValues {
    private static let bytea: Oid = 17
    private static let int8: Oid = 20
    private static let text: Oid = 25
    private static let float8: Oid = 701

    /// Types by parameter; 0: left to the server, for NULL.
    private(set) var types: [Oid] = []
    private var bytes: [UInt8] = []
    /// Where each value lies in `bytes`; nil: NULL.
    private var ranges: [Range<Int>?] = []

    init(_ values: [SQLValue]) {
        for value in values {
            switch value {
            case .null:
                types.append(0)
                ranges.append(nil)
            case .integer(let number): add(Self.int8, Self.bigEndian(UInt64(bitPattern: number)))
            case .real(let number): add(Self.float8, Self.bigEndian(number.bitPattern))
            case .text(let text): add(Self.text, text.utf8)
            case .blob(let blob): add(Self.bytea, blob)
            }
        }
    }

    private mutating func add(_ type: Oid, _ content: some Collection<UInt8>) {
        types.append(type)
        let start = bytes.count
        bytes.append(contentsOf: content)
        ranges.append(start..<bytes.count)
    }

    private static func bigEndian(_ number: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) }
    }

    /// The arrays that libpq's calls take.
    func withPointers<Value>(
        _ body: (UnsafePointer<UnsafePointer<CChar>?>, UnsafePointer<Int32>, UnsafePointer<Int32>) -> Value
    ) -> Value {
        let lengths = ranges.map { Int32($0?.count ?? 0) }
        let formats = [Int32](repeating: 1, count: ranges.count)
        // One byte more, so that even no bytes have an address: no address would be NULL.
        return unsafe (bytes + [0]).withUnsafeBytes { all in
            let pointers = unsafe ranges.map { range in
                unsafe range.flatMap { range in
                    unsafe all.baseAddress.map { base in
                        unsafe (base + range.lowerBound).assumingMemoryBound(to: CChar.self)
                    }
                }
            }
            return unsafe body(pointers, lengths, formats)
        }
    }

    /// A value of a result, which comes as text.
    static func value(_ result: OpaquePointer, _ row: Int32, _ column: Int32, _ type: Oid) -> SQLValue {
        guard unsafe PQgetisnull(result, row, column) == 0, let start = unsafe PQgetvalue(result, row, column)
        else { return .null }
        let count = Int(unsafe PQgetlength(result, row, column))
        let content = unsafe UnsafeRawBufferPointer(start: start, count: count)
        if type == bytea { return .blob(unsafe hexadecimal(content)) }
        let text = unsafe String(decoding: content, as: UTF8.self)
        switch type {
        // bigint, smallint, integer, oid, numeric
        case int8, 21, 23, 26, 1700:
            return Int64(text).map { .integer($0) } ?? Double(text).map { .real($0) } ?? .text(text)
        case 700, float8: return Double(text).map { .real($0) } ?? .text(text)
        case 16: return .integer(text == "t" ? 1 : 0)
        default: return .text(text)
        }
    }

    /// `\x00ff…`
    private static func hexadecimal(_ text: UnsafeRawBufferPointer) -> [UInt8] {
        func digit(_ character: UInt8) -> UInt8 {
            character <= UInt8(ascii: "9")
                ? character - UInt8(ascii: "0") : character - UInt8(ascii: "a") + 10
        }
        return stride(from: 2, to: text.count - 1, by: 2).map { index in
            unsafe digit(text[index]) << 4 | digit(text[index + 1])
        }
    }
}
