internal import CPlatform

/// A group of worker threads, bound to cores: the handle that an `Engine` owns.
@safe
struct WorkerGroup: ~Copyable {
    /// NULL: the calling thread alone.
    let handle: OpaquePointer?

    /// One worker for each OS CPU in `cpus`; without any, the calling thread alone.
    init(cpus: [UInt32]) throws(EngineError) {
        var handle: OpaquePointer?
        if !cpus.isEmpty {
            let status = unsafe qr_group_create(&handle, cpus, cpus.count)
            try EngineError.check(status, "worker threads on CPUs \(cpus)")
        }
        unsafe self.handle = unsafe handle
    }

    /// `count` workers that the operating system places.
    init(unbound count: Int) throws(EngineError) {
        var handle: OpaquePointer?
        try EngineError.check(unsafe qr_group_create(&handle, nil, count), "\(count) worker threads")
        unsafe self.handle = unsafe handle
    }

    deinit {
        unsafe qr_group_destroy(handle)
    }

    var count: Int { unsafe qr_group_size(handle) }
}
