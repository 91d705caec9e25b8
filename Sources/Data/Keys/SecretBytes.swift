internal import CSodium
internal import System

/// Bytes of a secret, in pages of their own that are locked in memory, left out of core dumps, guarded on both sides,
/// written once, and wiped when the last holder goes.
///
/// Safe: the memory is written by the initializer alone; afterwards it is only read, until nobody holds the object.
@safe
public final class SecretBytes: @unchecked Sendable {
    /// Bytes of the secret.
    public let count: Int
    private let memory: UnsafeMutablePointer<UInt8>

    private static let ready: Bool = sodium_init() >= 0

    /// Memory for at most `capacity` bytes; `fill` writes them and says how many they are.
    public init(capacity: Int, _ fill: (SecretSpace) throws -> Int) throws {
        guard Self.ready, let memory = unsafe sodium_malloc(max(1, capacity)) else { throw KeyError.noMemory }
        let bytes = unsafe memory.assumingMemoryBound(to: UInt8.self)
        do {
            count = try fill(unsafe SecretSpace(pointer: bytes, count: capacity))
        } catch {
            unsafe sodium_free(memory)
            throw error
        }
        precondition(count >= 0 && count <= capacity, "a secret was written beyond its memory")
        unsafe sodium_mprotect_readonly(memory)
        unsafe self.memory = bytes
    }

    deinit { unsafe sodium_free(memory) }

    /// Lends the bytes; `body` must not keep them.
    public func withBytes<Result>(_ body: (SecretView) throws -> Result) rethrows -> Result {
        try body(unsafe SecretView(pointer: memory, count: count))
    }
}

/// Memory of a secret that is being written.
@safe
public struct SecretSpace {
    /// The first byte.
    public let pointer: UnsafeMutablePointer<UInt8>
    /// Bytes that fit.
    public let count: Int

    /// As functions on memory without a type take it.
    public var raw: UnsafeMutableRawBufferPointer {
        unsafe UnsafeMutableRawBufferPointer(start: pointer, count: count)
    }

    /// Writes bytes that are no secret.
    func write(_ bytes: [UInt8], at start: Int) {
        precondition(start + bytes.count <= count, "a secret's memory is too small")
        for (index, byte) in bytes.enumerated() { unsafe pointer[start + index] = byte }
    }
}

/// Bytes of a secret, lent.
@safe
public struct SecretView {
    /// The first byte.
    public let pointer: UnsafePointer<UInt8>
    /// How many there are.
    public let count: Int

    /// As functions on memory without a type take it.
    public var raw: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(start: pointer, count: count) }

    /// One of them.
    subscript(index: Int) -> UInt8 {
        precondition((0..<count).contains(index), "outside of a secret")
        return unsafe pointer[index]
    }

    /// Some of them.
    subscript(range: Range<Int>) -> SecretView {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "outside of a secret")
        return unsafe SecretView(pointer: pointer + range.lowerBound, count: range.count)
    }
}

extension SecretBytes: CustomStringConvertible, CustomReflectable {
    /// How many there are, not which.
    public var description: String { "secret of \(count) bytes" }
    /// Shows nothing.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
