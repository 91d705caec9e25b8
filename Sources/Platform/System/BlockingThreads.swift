import Glibc

/// Threads of their own for calls that block (SQL, files on slow media), so that Swift's pool never waits. One thread
/// runs its jobs one by one and in order; several share a queue. Jobs are told the number of their thread, so that
/// each can own something: a connection.
///
/// Cancelling the task that waits in `run` does not stop the job: it runs to its end.
public final class BlockingThreads: Sendable {
    /// What each thread does besides jobs, with its number.
    public struct Duties: Sendable {
        /// Seconds between two calls of `tick`, which come between jobs; 0: none.
        public var interval: Double
        /// What is to be done from time to time.
        public var tick: @Sendable (Int) -> Void
        /// The last thing a thread does.
        public var leave: @Sendable (Int) -> Void

        /// Duties.
        public init(
            interval: Double = 0, tick: @escaping @Sendable (Int) -> Void = { _ in },
            leave: @escaping @Sendable (Int) -> Void = { _ in }
        ) {
            self.interval = interval
            self.tick = tick
            self.leave = leave
        }
    }

    /// Subject of the `SystemError` that `run` throws once the threads have been stopped.
    public static let stoppedName = "a stopped thread"

    private let shared: SharedQueue

    /// Starts `count` threads.
    public init(_ count: Int, duties: Duties = Duties()) throws(SystemError) {
        shared = SharedQueue(duties)
        for index in 0..<count {
            do {
                try shared.start(index)
            } catch {
                shared.stop {}
                throw error
            }
        }
    }

    deinit { shared.stop {} }

    /// Runs `body` on one of the threads, with its number. Throws what `body` throws, or a `SystemError` once the
    /// threads have been stopped.
    public func run<Value: Sendable>(
        _ body: @escaping @Sendable (Int) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { (done: CheckedContinuation<Value, any Error>) in
            let accepted = shared.add { index in done.resume(with: Result { try body(index) }) }
            if !accepted { done.resume(throwing: SystemError("use", Self.stoppedName, code: ESHUTDOWN)) }
        }
    }

    /// Lets the threads finish all that was given to them, and waits until they are gone.
    public func stop() async {
        await withCheckedContinuation { done in shared.stop { done.resume() } }
    }
}

/// Jobs that wait, and the threads that take them.
///
/// Safe: all mutable fields are touched only while `mutex` is held; `duties` is constant.
@safe
private final class SharedQueue: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let changed: UnsafeMutablePointer<pthread_cond_t>
    private var jobs: [@Sendable (Int) -> Void] = []
    private var next = 0
    private var threads = 0
    private var isStopped = false
    private var whenGone: [@Sendable () -> Void] = []
    private let duties: BlockingThreads.Duties

    init(_ duties: BlockingThreads.Duties) {
        self.duties = duties
        unsafe mutex = .allocate(capacity: 1)
        unsafe mutex.initialize(to: pthread_mutex_t())
        unsafe pthread_mutex_init(mutex, nil)
        unsafe changed = .allocate(capacity: 1)
        unsafe changed.initialize(to: pthread_cond_t())
        var attributes = pthread_condattr_t()
        unsafe pthread_condattr_init(&attributes)
        unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        unsafe pthread_cond_init(changed, &attributes)
        unsafe pthread_condattr_destroy(&attributes)
    }

    deinit {
        unsafe pthread_cond_destroy(changed)
        unsafe changed.deallocate()
        unsafe pthread_mutex_destroy(mutex)
        unsafe mutex.deallocate()
    }

    private func withLock<Value>(_ body: () -> Value) -> Value {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        return body()
    }

    func add(_ job: @escaping @Sendable (Int) -> Void) -> Bool {
        withLock {
            guard !isStopped else { return false }
            jobs.append(job)
            unsafe pthread_cond_signal(changed)
            return true
        }
    }

    /// Calls `gone` when the last thread has left: at once if none is there.
    func stop(_ gone: @escaping @Sendable () -> Void) {
        let atOnce = withLock {
            isStopped = true
            unsafe pthread_cond_broadcast(changed)
            if threads > 0 { whenGone.append(gone) }
            return threads == 0
        }
        if atOnce { gone() }
    }

    func start(_ index: Int) throws(SystemError) {
        withLock { threads += 1 }
        let body = unsafe Unmanaged.passRetained(ThreadBody { self.work(index) })
        var thread = pthread_t()
        let code = unsafe pthread_create(
            &thread, nil,
            { argument in
                guard let argument = unsafe argument else { return nil }
                unsafe Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue().body()
                return nil
            }, body.toOpaque())
        guard code == 0 else {
            unsafe body.release()
            withLock { threads -= 1 }
            throw SystemError("start", "a thread", code: code)
        }
        pthread_detach(thread)
    }

    private func work(_ index: Int) {
        var due = duties.interval > 0 ? Clock.now + duties.interval : .infinity
        while let job = take(until: due) {
            switch job {
            case .run(let body): body(index)
            case .tick: break
            }
            if Clock.now >= due {
                duties.tick(index)
                due = Clock.now + duties.interval
            }
        }
        duties.leave(index)
        let gone = withLock {
            threads -= 1
            defer { if threads == 0 { whenGone = [] } }
            return threads == 0 ? whenGone : []
        }
        for body in gone { body() }
    }

    private enum Turn {
        case run(@Sendable (Int) -> Void)
        case tick
    }

    /// The next job; a tick when `due` has come; nil once stopped and nothing waits.
    private func take(until due: Double) -> Turn? {
        withLock {
            while true {
                if next < jobs.count { return .run(pop()) }
                if isStopped { return nil }
                if due == .infinity {
                    unsafe pthread_cond_wait(changed, mutex)
                    continue
                }
                if Clock.now >= due { return .tick }
                var end = timespec(
                    tv_sec: Int(due), tv_nsec: Int((due - due.rounded(.down)) * 1e9))
                unsafe pthread_cond_timedwait(changed, mutex, &end)
            }
        }
    }

    private func pop() -> @Sendable (Int) -> Void {
        let job = jobs[next]
        next += 1
        if next == jobs.count || next >= 1024 {
            jobs.removeFirst(next)
            next = 0
        }
        return job
    }
}

private final class ThreadBody: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}
