/// # ServiceLifecycle
///
/// What runs as long as the process does, started in order and stopped in the reverse order; shaped like
/// swift-service-lifecycle, so that the package can take its place. Start with `Service`, then `ServiceGroup`.
/// It never knows what a service does.

/// Something that runs until it is told to stop.
///
/// Told by `ShutdownSignal.current` (see `gracefulShutdown`, `withGracefulShutdownHandler`): end what is under way
/// in an orderly manner and return. Told by the cancellation of its task: return as soon as possible.
public protocol Service: Sendable {
    /// Runs; returns once stopped. An error, or an early return, stops the whole group.
    func run() async throws
}
