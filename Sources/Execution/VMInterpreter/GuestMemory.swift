import IPLD
import Primitives

/// An actor's memory during one syscall. Every access is checked against its size.
@safe
struct GuestMemory {
    private let buffer: UnsafeMutableRawBufferPointer

    init(_ buffer: UnsafeMutableRawBufferPointer) { unsafe self.buffer = unsafe buffer }

    var count: Int { unsafe buffer.count }

    func check(_ offset: UInt32, _ length: UInt32) throws(ExecutionError) {
        guard UInt64(offset) + UInt64(length) <= UInt64(count) else {
            throw .syscall(.illegalArgument, "buffer \(offset) (length \(length)) is out of bounds")
        }
    }

    func bytes(_ offset: UInt32, _ length: UInt32) throws(ExecutionError) -> [UInt8] {
        try check(offset, length)
        return unsafe Array(buffer[Int(offset)..<Int(offset) + Int(length)])
    }

    /// Writes bytes where there is room, as `check` said before.
    func write(_ bytes: some Collection<UInt8>, at offset: Int) {
        precondition(offset >= 0 && offset + bytes.count <= count, "written outside of an actor's memory")
        unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[offset..<offset + bytes.count])
            .copyBytes(from: bytes)
    }

    /// Writes a number, little endian, where there is room, as `check` said before.
    func store<Number: FixedWidthInteger>(_ value: Number, at offset: Int) {
        precondition(
            offset >= 0 && offset + MemoryLayout<Number>.size <= count, "written outside of an actor's memory"
        )
        unsafe buffer.storeBytes(of: value.littleEndian, toByteOffset: offset, as: Number.self)
    }

    func cid(_ offset: UInt32) throws(ExecutionError) -> CID {
        guard Int(offset) <= count else {
            throw .syscall(.illegalArgument, "CID at \(offset) is out of bounds")
        }
        let end = min(count, Int(offset) + 128)
        do {
            return try CID(bytes: unsafe Array(buffer[Int(offset)..<end])[...])
        } catch {
            throw .syscall(.illegalArgument, "\(error)")
        }
    }

    /// Writes a CID into a buffer that `check` passed; its length.
    func write(_ cid: CID, _ offset: UInt32, _ length: UInt32) throws(ExecutionError) -> UInt32 {
        try check(offset, length)
        let bytes = cid.bytes
        guard bytes.count <= Int(length) else { throw .syscall(.bufferTooSmall, "no room for a CID") }
        write(bytes, at: Int(offset))
        return UInt32(bytes.count)
    }

    func address(_ offset: UInt32, _ length: UInt32) throws(ExecutionError) -> Address {
        let bytes = try bytes(offset, length)
        do {
            return try Address(bytes: bytes, range: .machine)
        } catch {
            throw .syscall(.illegalArgument, "\(error)")
        }
    }
}

/// Where a syscall's result goes, little endian, packed.
struct GuestResult {
    private let memory: GuestMemory
    private var place: Int

    init(_ memory: GuestMemory, at place: UInt32) {
        self.memory = memory
        self.place = Int(place)
    }

    mutating func put<Number: FixedWidthInteger>(_ value: Number) {
        memory.store(value, at: place)
        place += MemoryLayout<Number>.size
    }

    mutating func put(_ bytes: [UInt8]) {
        memory.write(bytes, at: place)
        place += bytes.count
    }

    /// An amount of at most 128 bits; more is the machine's fault.
    mutating func put(_ amount: TokenAmount) throws(ExecutionError) {
        guard let value = amount.atto.unsigned128 else {
            throw .fatal("an amount of \(amount) FIL does not fit 128 bits")
        }
        put(value)
    }
}

/// The arguments of a syscall behind the place of its result.
@safe
struct SyscallArguments {
    private let values: UnsafeBufferPointer<UInt64>
    private var next: Int

    init(_ values: UnsafeBufferPointer<UInt64>, from first: Int) {
        unsafe self.values = unsafe values
        next = first
    }

    mutating func u64() -> UInt64 {
        defer { next += 1 }
        return unsafe values[next]
    }

    mutating func u32() -> UInt32 { UInt32(truncatingIfNeeded: u64()) }
    mutating func i64() -> Int64 { Int64(bitPattern: u64()) }
}
