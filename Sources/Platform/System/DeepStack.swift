import Glibc

/// Threads for what calls itself to great depth: actors that call actors.
public enum DeepStack {
    /// Enough for the deepest calls that the virtual machine allows. Only what is touched takes memory.
    public static let bytes = 1 << 30

    /// Runs `body` on a thread of its own with a stack of `bytes`; returns what it returns.
    public static func run<Value: Sendable>(
        _ body: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let box = unsafe Unmanaged.passRetained(
                Work { continuation.resume(with: Result { try body() }) })
            var attributes = pthread_attr_t()
            unsafe pthread_attr_init(&attributes)
            unsafe pthread_attr_setstacksize(&attributes, bytes)
            var thread = pthread_t()
            let code = unsafe pthread_create(
                &thread, &attributes,
                { argument in
                    guard let argument = unsafe argument else { return nil }
                    unsafe Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body()
                    return nil
                }, box.toOpaque())
            unsafe pthread_attr_destroy(&attributes)
            if code == 0 {
                pthread_detach(thread)
            } else {
                unsafe box.release()
                continuation.resume(
                    throwing: SystemError("start", "a thread of \(bytes) bytes of stack", code: code))
            }
        }
    }

    private final class Work: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
}
