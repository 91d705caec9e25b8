import Glibc

/// Calls that may never return (a network file system whose server is gone), with an end to the patience.
public enum Patience {
    /// Runs `body` on a thread of its own and waits for its result: nil after `seconds` without one. The
    /// thread is left to itself then, and its result is dropped.
    public static func call<Value: Sendable>(
        seconds: Double, _ body: @escaping @Sendable () -> Value
    ) -> Value? {
        let mail = Mail<Value>()
        let errand = Errand { mail.deliver(body()) }
        let box = unsafe Unmanaged.passRetained(errand)
        var thread = pthread_t()
        let failed = unsafe pthread_create(
            &thread, nil,
            { argument in
                guard let argument = unsafe argument else { return nil }
                unsafe Unmanaged<Errand>.fromOpaque(argument).takeRetainedValue().body()
                return nil
            }, box.toOpaque())
        guard failed == 0 else {
            // Out of threads: the same as no answer.
            unsafe box.release()
            return nil
        }
        pthread_detach(thread)
        return mail.wait(seconds: seconds)
    }

    private final class Errand: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// A value, and a pipe whose other end closes when it is there.
    private final class Mail<Value: Sendable>: Sendable {
        private let content = Locked<Value?>(nil)
        private let reader: Int32
        private let writer: Locked<Int32>

        init() {
            var ends: [Int32] = [-1, -1]
            _ = unsafe pipe(&ends)
            for end in ends where end >= 0 { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            reader = ends[0]
            writer = Locked(ends[1])
        }

        deinit {
            if reader >= 0 { close(reader) }
            writer.withLock { if $0 >= 0 { close($0) } }
        }

        func deliver(_ value: Value) {
            content.withLock { $0 = value }
            writer.withLock { end in
                if end >= 0 { close(end) }
                end = -1
            }
        }

        func wait(seconds: Double) -> Value? {
            let until = Clock.now + seconds
            while true {
                let left = Int32(max(0, min((until - Clock.now) * 1000, 1e9)))
                var watched = pollfd(fd: reader, events: Int16(POLLIN), revents: 0)
                let ready = unsafe poll(&watched, 1, left)
                if ready < 0 && errno == EINTR { continue }
                return content.withLock { $0 }
            }
        }
    }
}
