/// Logging: messages for whoever operates the node, shaped like swift-log's `Logger` so that the package can take its
/// place. It decides nothing about where lines go: that is the handler's.

/// Writes messages of one label to a handler.
public struct Logger: Sendable {
    /// How much a message matters.
    public enum Level: Int, Sendable, Comparable, CaseIterable {
        case trace, debug, info, notice, warning, error, critical

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

    /// A message at level debug.
    public func debug(_ message: @autoclosure () -> String, _ metadata: Metadata = [:]) {
        log(.debug, message(), metadata)
    }

    /// A message at level info.
    public func info(_ message: @autoclosure () -> String, _ metadata: Metadata = [:]) {
        log(.info, message(), metadata)
    }

    /// A message at level warning.
    public func warning(_ message: @autoclosure () -> String, _ metadata: Metadata = [:]) {
        log(.warning, message(), metadata)
    }

    /// A message at level error.
    public func error(_ message: @autoclosure () -> String, _ metadata: Metadata = [:]) {
        log(.error, message(), metadata)
    }
}
