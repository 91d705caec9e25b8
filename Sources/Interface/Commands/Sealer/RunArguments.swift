import Logging
import Node
import System

/// What `quarry sealer run` and `quarry worker run` share.
enum RunArguments {
    static let roles = Argument<[String]>.list("--role", "Kinds of jobs to do, such as pc1; all otherwise")
    static let cpus = Argument<[Int]>.list(
        "--cpu", "OS CPUs to work on; those of the hardware profile otherwise")
    static let drain = Argument<Int?>.option(
        "--drain", "Seconds to finish running jobs when stopped; they are given back at once otherwise")
    static let logFormat = Argument<LogFormat>.option("--log-format", "Form of log lines", default: .text)
    static let logFile = Argument<String?>.option(
        "--log-file", "File for the log, rotated; standard error otherwise")
    static let logLevel = Argument<LogLevel>.option(
        "--log-level", "Least severity of log lines", default: .info)
    static let arguments: [any ArgumentProtocol] = [roles, cpus, drain, logFormat, logFile, logLevel]

    /// Form of log lines.
    enum LogFormat: String, CaseIterable, ArgumentValue {
        case text, json
    }

    /// Severity of log lines.
    enum LogLevel: String, CaseIterable, ArgumentValue {
        case debug, info, warning, error
    }

    static func validate(_ arguments: ParsedArguments) throws {
        if let seconds = arguments[drain], !(0...86_400).contains(seconds) {
            throw UsageError("--drain: \(seconds) is not from 0 to 86400")
        }
    }

    static func options(_ context: CommandContext) throws -> PlantOptions {
        let level: Logger.Level =
            switch context[logLevel] {
            case .debug: .debug
            case .info: .info
            case .warning: .warning
            case .error: .error
            }
        let sink: LogSink
        do {
            sink = try LogSink(
                LogOptions(
                    level: level, format: context[logFormat] == .json ? .json : .text, file: context[logFile])
            )
        } catch {
            throw CommandFailure(error.sentence, remedy: error.remedy)
        }
        var options = PlantOptions { sink.logger($0) }
        options.roles = context[roles]
        options.cpus = context[cpus]
        options.drainSeconds = context[drain].map(Double.init)
        options.heedsSignals = true
        return options
    }
}
