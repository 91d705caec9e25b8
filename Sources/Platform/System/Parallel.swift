import Glibc

/// Work of a few milliseconds that is shared among the processors, for code that is not asynchronous.
public enum Parallel {
    /// Processors of this machine.
    public static let processors = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))

    /// Calls `body` with each number below `count`, on this thread and on others beside it, and returns when all are
    /// done. Where the system gives no thread, this one does it all.
    public static func forEach(
        _ count: Int, width: Int = processors, _ body: @Sendable (Int) -> Void
    ) {
        withoutActuallyEscaping(body) { body in
            let next = Locked(0)
            let share = Share {
                while true {
                    let index = next.withLock { next in
                        defer { next += 1 }
                        return next
                    }
                    guard index < count else { return }
                    body(index)
                }
            }
            let helpers = (1..<max(1, min(count, width))).compactMap { _ in share.start() }
            share.body()
            for helper in helpers { pthread_join(helper, nil) }
        }
    }

    private final class Share: Sendable {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) { self.body = body }

        func start() -> pthread_t? {
            let box = unsafe Unmanaged.passRetained(self)
            var thread = pthread_t()
            let code = unsafe pthread_create(
                &thread, nil,
                { argument in
                    guard let argument = unsafe argument else { return nil }
                    unsafe Unmanaged<Share>.fromOpaque(argument).takeRetainedValue().body()
                    return nil
                }, box.toOpaque())
            guard code == 0 else {
                unsafe box.release()
                return nil
            }
            return thread
        }
    }
}
