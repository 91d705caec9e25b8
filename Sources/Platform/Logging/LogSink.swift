internal import CLogging

/// How log lines look and where they go.
public struct LogOptions: Sendable {
    /// The form of a line.
    public enum Format: String, Sendable, CaseIterable {
        /// "2026-11-24T21:30:01.123Z info     scheduler: claimed kind=pc1".
        case text
        /// One JSON object a line: time, level, label, message, then the metadata, all as strings.
        case json
    }

    /// Messages below it are dropped.
    public var level: Logger.Level
    /// The form of a line.
    public var format: Format
    /// A file that lines are added to; nil: standard error.
    public var file: String?
    /// Bytes of the file at which it becomes FILE.1, and FILE.1 becomes FILE.2 (before an extension: log.1.txt).
    public var maxFileBytes: Int
    /// Rotated files that are kept.
    public var maxFiles: Int
    /// Lines of equal level, label and message in one window; further ones are counted and told in one line.
    public var alike: Int
    /// Lines of one label in one window, likewise.
    public var ofALabel: Int
    /// Seconds of a window.
    public var window: Double

    /// Text on standard error from `info` on, at most 10 equal lines and 2,000 of a label in 10 s.
    public init(
        level: Logger.Level = .info, format: Format = .text, file: String? = nil,
        maxFileBytes: Int = 64 << 20, maxFiles: Int = 5, alike: Int = 10, ofALabel: Int = 2000,
        window: Double = 10
    ) {
        self.level = level
        self.format = format
        self.file = file
        self.maxFileBytes = maxFileBytes
        self.maxFiles = maxFiles
        self.alike = alike
        self.ofALabel = ofALabel
        self.window = window
    }
}

/// Why there is no log.
public struct LoggingError: Error, Equatable {
    /// What is wrong.
    public let sentence: String
    /// What to do about it.
    public var remedy: String { "name a file that this user can write to, or leave --log-file away" }
}

/// An open log. A line is queued by the caller and written by a thread of the log's own, so logging never waits for a
/// disk; lines past the limits of the options are counted, and the count is told when the window is over.
///
/// Safe: the C log locks; it is freed when nobody holds the sink any more.
@safe
public final class LogSink: @unchecked Sendable {
    private let log: OpaquePointer
    private let level: Logger.Level

    /// Opens a log.
    public init(_ options: LogOptions = LogOptions()) throws(LoggingError) {
        level = options.level
        var opened: OpaquePointer?
        var message: UnsafeMutablePointer<CChar>?
        let status = unsafe withCString(options.file) { file in
            var c = unsafe quarry_log_options_t(
                file: file, max_bytes: max(1, options.maxFileBytes), max_files: max(0, options.maxFiles),
                json: options.format == .json ? 1 : 0, alike: UInt32(clamping: options.alike),
                of_a_label: UInt32(clamping: options.ofALabel), window: options.window)
            return unsafe quarry_log_open(&opened, &message, &c)
        }
        defer { unsafe quarry_log_free(message) }
        guard status == 0, let opened = unsafe opened else {
            let reason = unsafe message.map { unsafe String(cString: $0) } ?? "out of memory"
            throw LoggingError(sentence: "cannot open the log: \(reason)")
        }
        unsafe log = opened
    }

    deinit { unsafe quarry_log_close(log) }

    /// A logger that writes here.
    public func logger(_ label: String) -> Logger {
        Logger(label: label, level: level) { level, label, message, metadata in
            self.write(level, label, message, metadata)
        }
    }

    /// Writes all that is queued and waits for it; later lines are lost. Happens by itself when the process exits.
    public func finish() { unsafe quarry_log_finish(log) }

    /// Lines lost because they came faster than the disk takes them.
    public var dropped: UInt64 { unsafe quarry_log_dropped(log) }

    private func write(
        _ level: Logger.Level, _ label: String, _ message: String, _ metadata: Logger.Metadata
    ) {
        let facts = metadata.sorted { $0.key < $1.key }
        unsafe quarry_log_write(
            log, level.name, label, terminated([message]), terminated(facts.flatMap { [$0.key, $0.value] }),
            facts.count)
    }
}

/// Runs `body` with a C string, or with NULL.
private func withCString<Result>(
    _ text: String?, _ body: (UnsafePointer<CChar>?) -> Result
) -> Result {
    guard let text else { return body(nil) }
    return unsafe text.withCString { unsafe body($0) }
}

/// The texts with a NUL after each, as the shim reads them.
private func terminated(_ texts: [String]) -> String {
    var bytes: [UInt8] = []
    for text in texts { bytes += text.utf8.filter { $0 != 0 } + [0] }
    return String(decoding: bytes, as: UTF8.self)
}
