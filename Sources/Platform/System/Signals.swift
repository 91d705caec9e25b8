internal import CSystem

/// SIGINT and SIGTERM.
public enum Signals {
    private final class Handler: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// Runs `body` on a thread of its own at the first SIGINT or SIGTERM; the second one ends the process with
    /// status 130. Call once, first thing in `main`: threads that exist already could still be interrupted.
    public static func watch(_ body: @escaping @Sendable () -> Void) throws(SystemError) {
        let context = unsafe Unmanaged.passRetained(Handler(body)).toOpaque()
        let code = unsafe quarry_signals_watch(
            { unsafe Unmanaged<Handler>.fromOpaque($0!).takeUnretainedValue().body() }, context, 130)
        if code != 0 { throw SystemError("watch", "signals", code: code) }
    }
}
