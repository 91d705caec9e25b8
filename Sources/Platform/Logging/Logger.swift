/// # Logging
///
/// Messages for whoever operates the node, shaped like swift-log's `Logger` so that the package can take its place.
/// Start with `Logger`, which decides nothing about where lines go: that is the handler's, as a rule a `LogSink`'s. It
/// must never hold secrets back or add facts of its own: what is logged is the caller's.

/// Writes messages of one label to a handler.
public struct Logger: Sendable {
    /// How much a message matters.
    public enum Level: Int, Sendable, Comparable, CaseIterable {
        case trace, debug, info, notice, warning, error, critical

        /// The level of a name, "warning"; nil if there is none.
        public init?(name: String) {
            guard let level = Level.allCases.first(where: { $0.name == name }) else { return nil }
            self = level
        }

        /// "warning".
        public var name: String { String(describing: self) }

        /// Less severe first.
        public static func < (a: Level, b: Level) -> Bool { a.rawValue < b.rawValue }
    }

    /// Facts that travel with a message.
    public typealias Metadata = [String: String]
    /// Takes a message that is to be written.
    public typealias Handler = @Sendable (Level, _ label: String, _ message: String, Metadata) -> Void

    /// Where the messages come from.
    public let label: String
    /// Messages below it are dropped, unevaluated.
    public var level: Level
    private let handler: Handler

    /// A logger that hands messages from `level` on to `handler`.
    public init(label: String, level: Level = .info, handler: @escaping Handler) {
        self.label = label
        self.level = level
        self.handler = handler
    }

    /// Hands a message on if it matters enough.
    public func log(_ level: Level, _ message: @autoclosure () -> String, _ metadata: Metadata = [:]) {
        if level >= self.level { handler(level, label, message(), metadata) }
    }

    /// A message at level trace.
    public func trace(_ message: @autoclosure () -> String, _ metadata: Metadata = [:]) {
        log(.trace, message(), metadata)
    }

    /// A message at level debug.
    public func debug(_ message: @autoclosure () -> String, _ metadata: Metadata = [:]) {
        log(.debug, message(), metadata)
    }

    /// A message at level info.
    public func info(_ message: @autoclosure () -> String, _ metadata: Metadata = [:]) {
        log(.info, message(), metadata)
    }

    /// A message at level notice.
    public func notice(_ message: @autoclosure () -> String, _ metadata: Metadata = [:]) {
        log(.notice, message(), metadata)
    }

    /// A message at level warning.
    public func warning(_ message: @autoclosure () -> String, _ metadata: Metadata = [:]) {
        log(.warning, message(), metadata)
    }

    /// A message at level error.
    public func error(_ message: @autoclosure () -> String, _ metadata: Metadata = [:]) {
        log(.error, message(), metadata)
    }
    /// A message at level critical.
    public func critical(_ message: @autoclosure () -> String, _ metadata: Metadata = [:]) {
        log(.critical, message(), metadata)
    }
}
