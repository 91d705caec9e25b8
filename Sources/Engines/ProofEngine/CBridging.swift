internal import Glibc
internal import Primitives

/// NUL-terminated copies of strings, as the array of pointers that C takes.
@safe
struct CStringArray: ~Copyable {
    private let count: Int
    let pointer: UnsafePointer<UnsafePointer<CChar>?>

    init(_ texts: [String]) {
        let array = UnsafeMutablePointer<UnsafePointer<CChar>?>.allocate(capacity: max(1, texts.count))
        unsafe array.initialize(to: nil)
        for index in texts.indices {
            unsafe (array + index).initialize(to: UnsafePointer(strdup(texts[index])))
        }
        count = texts.count
        unsafe pointer = UnsafePointer(array)
    }

    deinit {
        for index in 0..<count { unsafe free(UnsafeMutablePointer(mutating: pointer[index])) }
        unsafe pointer.deallocate()
    }
}

/// A NUL-terminated copy of a string, or NULL for nil.
@safe
struct COptionalString: ~Copyable {
    let pointer: UnsafePointer<CChar>?

    init(_ text: String?) { unsafe pointer = text.flatMap { unsafe UnsafePointer(strdup($0)) } }

    deinit { unsafe free(UnsafeMutablePointer(mutating: pointer)) }
}

/// 32 bytes as the tuple that C arrays are imported as.
typealias Tuple32 = (
    UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8,
    UInt8,
    UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8,
    UInt8
)

/// Copies 32 bytes into a C structure's field. Shorter input leaves the rest as it is.
func store(_ bytes: [UInt8], in field: inout Tuple32) {
    unsafe withUnsafeMutableBytes(of: &field) { unsafe $0.copyBytes(from: bytes.prefix(32)) }
}

extension Commitment {
    /// From a C structure's field.
    init(_ field: Tuple32) throws(PrimitiveError) {
        try self.init(unsafe withUnsafeBytes(of: field) { unsafe Array($0) })
    }

    /// From a call that fills 32 bytes.
    init(filledBy body: (UnsafeMutablePointer<UInt8>) throws -> Void) throws {
        var bytes = [UInt8](repeating: 0, count: Commitment.byteCount)
        try unsafe bytes.withUnsafeMutableBufferPointer { buffer in
            if let base = buffer.baseAddress { try unsafe body(base) }
        }
        try self.init(bytes)
    }
}
