/// Why a module cannot be run.
public struct WasmModuleError: Error, Hashable, CustomStringConvertible {
    /// One sentence.
    public let description: String

    init(_ description: String) { self.description = description }

    static let cut = WasmModuleError("the module ends too early")
}

/// Reads a module's bytes.
struct WasmReader {
    let bytes: [UInt8]
    var position: Int
    let end: Int

    init(_ bytes: [UInt8], _ range: Range<Int>? = nil) {
        self.bytes = bytes
        position = range?.lowerBound ?? 0
        end = range?.upperBound ?? bytes.count
    }

    var isAtEnd: Bool { position >= end }

    mutating func byte() throws(WasmModuleError) -> UInt8 {
        guard position < end else { throw .cut }
        defer { position += 1 }
        return bytes[position]
    }

    mutating func skip(_ count: Int) throws(WasmModuleError) {
        guard count >= 0, count <= end - position else { throw .cut }
        position += count
    }

    mutating func u32() throws(WasmModuleError) -> UInt32 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), through: 28, by: 7) {
            let byte = try byte()
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 {
                guard let small = UInt32(exactly: value) else {
                    throw WasmModuleError("a number is too large")
                }
                return small
            }
        }
        throw WasmModuleError("a number is too long")
    }

    mutating func count() throws(WasmModuleError) -> Int {
        let count = Int(try u32())
        guard count <= end - position else { throw .cut }
        return count
    }

    mutating func s64() throws(WasmModuleError) -> Int64 {
        var value: Int64 = 0
        var shift: Int64 = 0
        while shift < 70 {
            let byte = try byte()
            if shift < 64 { value |= Int64(byte & 0x7f) << shift }
            shift += 7
            if byte < 0x80 {
                if shift < 64, byte & 0x40 != 0 { value |= -1 << shift }
                return value
            }
        }
        throw WasmModuleError("a number is too long")
    }

    mutating func name() throws(WasmModuleError) -> String {
        let count = try count()
        let start = position
        try skip(count)
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    /// Limits of a memory or table: at least so many, at most so many.
    mutating func limits() throws(WasmModuleError) -> (minimum: UInt32, maximum: UInt32?) {
        let flags = try byte()
        guard flags <= 1 else { throw WasmModuleError("limits of a kind that is not supported") }
        let minimum = try u32()
        return (minimum, flags == 1 ? try u32() : nil)
    }
}

/// Writes a module's bytes.
struct WasmWriter {
    private(set) var bytes: [UInt8] = []

    mutating func byte(_ byte: UInt8) { bytes.append(byte) }
    mutating func raw(_ more: some Collection<UInt8>) { bytes.append(contentsOf: more) }

    mutating func u32(_ value: Int) {
        var rest = UInt64(value)
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7f) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    mutating func s64(_ value: Int64) {
        var rest = value
        while true {
            let low = UInt8(truncatingIfNeeded: rest & 0x7f)
            rest >>= 7
            if rest == 0 && low & 0x40 == 0 || rest == -1 && low & 0x40 != 0 {
                bytes.append(low)
                return
            }
            bytes.append(low | 0x80)
        }
    }

    mutating func name(_ name: String) {
        u32(name.utf8.count)
        raw(Array(name.utf8))
    }

    mutating func section(_ id: UInt8, _ content: [UInt8]) {
        byte(id)
        u32(content.count)
        raw(content)
    }
}
