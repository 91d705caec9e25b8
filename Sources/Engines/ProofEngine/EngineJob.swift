internal import CPlatform

/// One long call of the engine, seen from outside while it runs: progress, and a way to stop it.
///
/// Safe: the C structure lives at a fixed address for the object's life; `done`, `total` and `cancel` go
/// through the engine's atomic accessors, and the failure text is read only after the call returned.
@safe
public final class EngineJob: @unchecked Sendable {
    private let pointer: UnsafeMutablePointer<qr_job_t>

    /// A job that has not begun.
    public init() {
        unsafe pointer = .allocate(capacity: 1)
        unsafe pointer.initialize(to: qr_job_t())
    }

    deinit {
        unsafe pointer.deallocate()
    }

    /// Work units finished; the unit is the call's own (labels, hashes, bytes).
    public var done: UInt64 { unsafe qr_job_done(pointer) }
    /// Work units in all; 0 while unknown.
    public var total: UInt64 { unsafe qr_job_total(pointer) }
    /// True once a stop was asked for.
    public var isCancelled: Bool { unsafe qr_job_cancelled(pointer) }
    /// Asks the call to stop with `EngineError.Kind.cancelled`; it does so within about a second.
    public func cancel() { unsafe qr_job_cancel(pointer) }

    /// Adds to the work done: for stages that Swift does itself.
    public func advance(_ units: UInt64) { unsafe qr_job_advance(pointer, units) }
    /// Says how much work there is: for stages that Swift does itself.
    public func expect(_ units: UInt64) { unsafe qr_job_expect(pointer, units) }

    /// Detail and errno that the failed call left.
    var failure: (detail: String, systemError: Int32) {
        let capacity = MemoryLayout.size(ofValue: unsafe pointer.pointee.detail)
        let text = unsafe withUnsafeBytes(of: &pointer.pointee.detail) { bytes in
            unsafe String(decoding: bytes.prefix(capacity).prefix { $0 != 0 }, as: UTF8.self)
        }
        return (text, unsafe pointer.pointee.system_error)
    }

    func attach(_ group: OpaquePointer?) -> UnsafeMutablePointer<qr_job_t> {
        unsafe pointer.pointee.group = group
        return unsafe pointer
    }
}
