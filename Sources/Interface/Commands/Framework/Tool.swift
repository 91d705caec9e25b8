import Glibc
import System

/// The program: parses the command line, runs the command, and ends the process with its status.
public enum Tool {
    /// The version that `quarry --version` prints.
    public static let version = "0.1.0"

    /// Runs the command that the process's arguments name. Status 0: done; 1: failed; 2: wrong command line;
    /// 130: stopped by Ctrl-C.
    public static func main() async -> Never {
        do {
            exit(try await Signals.cancelling { await run(Array(CommandLine.arguments.dropFirst())) })
        } catch {
            Terminal.write(Failure.text(of: error), to: .error)
            exit(Failure.general)
        }
    }

    /// Runs a command line, without the program's name; the exit status.
    static func run(_ arguments: [String]) async -> Int32 {
        if arguments == ["--version"] {
            Terminal.write("quarry \(version)\n")
            return 0
        }
        switch parse(arguments) {
        case .help(let text):
            Terminal.write(text)
            return 0
        case .incomplete(let text):
            Terminal.write(text, to: .error)
            return Failure.usage
        case .fault(let fault, let command):
            let page = command.map { "\($0.fullName) --help" } ?? "quarry --help"
            let full = fault.remedy.isEmpty ? UsageError(fault.sentence, remedy: "see '\(page)'") : fault
            Terminal.write(Failure.text(of: full), to: .error)
            return Failure.usage
        case .run(let command, let values):
            return await run(command, values)
        }
    }

    private static func parse(_ arguments: [String]) -> CommandLineParser.Outcome {
        CommandLineParser(CommandList.all, groups: CommandList.groups).parse(arguments)
    }

    private static func run(_ command: any Command.Type, _ values: ParsedArguments) async -> Int32 {
        let progress = Progress(
            mode: values[Common.progress], isInteractive: Terminal.isInteractive(.error),
            write: { Terminal.write($0, to: .error) })
        let context = CommandContext(arguments: values, progress: progress, output: { Terminal.write($0) })
        do {
            try await command.run(context)
            return 0
        } catch is SilentFailure {
            return Failure.general
        } catch {
            if Task.isCancelled {
                Terminal.write("stopped by a signal: run the same command again to go on\n", to: .error)
                return Failure.interrupted
            }
            Terminal.write(Failure.text(of: error), to: .error)
            return error is UsageError ? Failure.usage : Failure.general
        }
    }
}
