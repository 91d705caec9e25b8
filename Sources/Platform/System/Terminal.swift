internal import CSystem
import Glibc

/// The process's output streams.
public enum Terminal {
    /// Standard output or standard error.
    public enum Stream: Int32, Sendable {
        case output = 1
        case error = 2
    }

    /// Whether the stream is a terminal that can redraw a line.
    public static func isInteractive(_ stream: Stream) -> Bool {
        isatty(stream.rawValue) == 1 && Environment.value("TERM") != "dumb"
    }

    /// Columns of the terminal; 80 where there is none.
    public static func columns(_ stream: Stream) -> Int {
        let columns = Int(quarry_terminal_columns(stream.rawValue))
        return columns > 0 ? columns : 80
    }

    /// Writes a text at once, whole unless the reader is gone.
    public static func write(_ text: String, to stream: Stream = .output) {
        try? File.write(stream.rawValue, Array(text.utf8), named: "standard output")
    }
}
