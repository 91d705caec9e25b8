internal import CCommandLine
import System

/// The commands as CLI11 parses them.
@safe
struct CommandLineParser: ~Copyable {
    /// What a command line came to.
    enum Outcome {
        case run(any Command.Type, ParsedArguments)
        case help(String)
        case incomplete(String)
        case fault(UsageError, command: (any Command.Type)?)
    }

    private let handle: OpaquePointer
    private let commands: [any Command.Type]

    init(_ commands: [any Command.Type], groups: [CommandGroup]) {
        self.commands = commands
        guard
            let handle = unsafe quarry_cli_create(
                "quarry", "Quarry, a Filecoin storage-mining node",
                "'quarry COMMAND --help' tells about one command, 'quarry --version' which version this is.")
        else { preconditionFailure("no memory for the command line") }
        unsafe self.handle = unsafe handle
        for command in commands { declare(command) }
        for group in groups where commands.contains(where: { $0.path.starts(with: group.path) }) {
            unsafe withCStrings(group.path) { words in
                unsafe quarry_cli_describe_group(handle, words.baseAddress, words.count, group.summary)
            }
        }
    }

    deinit { unsafe quarry_cli_destroy(handle) }

    private func declare(_ command: any Command.Type) {
        let discussion = command.discussion.isEmpty ? "" : command.discussion + "\n\n"
        let number = unsafe withCStrings(command.path) { words in
            unsafe quarry_cli_add_command(
                handle, words.baseAddress, words.count, command.summary,
                "\(discussion)Example: \(command.example)", command.isHidden)
        }
        for argument in command.allArguments {
            let declaration = argument.declaration
            let kind =
                switch declaration.kind {
                case .flag: QUARRY_CLI_FLAG
                case .value: QUARRY_CLI_VALUE
                case .list: QUARRY_CLI_LIST
                }
            let texts = [
                declaration.name, declaration.help, declaration.valueName, declaration.environment ?? "",
                declaration.section ?? "",
            ]
            unsafe withCStrings(texts) { texts in
                var description = unsafe quarry_cli_argument_t()
                unsafe description.name = texts[0]
                unsafe description.help = texts[1]
                unsafe description.value_name = declaration.valueName.isEmpty ? nil : texts[2]
                unsafe description.environment = declaration.environment == nil ? nil : texts[3]
                unsafe description.section = declaration.section == nil ? nil : texts[4]
                unsafe description.kind = kind
                unsafe description.required = declaration.isRequired
                _ = unsafe quarry_cli_add_argument(handle, number, &description)
            }
        }
    }

    /// Parses a command line without the program's name, and reads every argument.
    func parse(_ arguments: [String]) -> Outcome {
        var arguments = arguments
        if arguments.first == "help" { arguments = arguments.dropFirst() + ["--help"] }
        let result = unsafe withCStrings(arguments) { words in
            unsafe quarry_cli_parse(handle, words.baseAddress, words.count)
        }
        let text = unsafe String(cString: quarry_cli_text(handle))
        let number = unsafe Int(quarry_cli_command(handle))
        let command = number >= 0 ? commands[number] : nil
        switch result {
        case QUARRY_CLI_HELP: return .help(text)
        case QUARRY_CLI_INCOMPLETE: return .incomplete(text)
        case QUARRY_CLI_RUN: break
        default: return .fault(UsageError(text), command: command)
        }
        guard let command else { return .incomplete(text) }
        do {
            let values = try ParsedArguments(command.allArguments) { texts(command: number, argument: $0) }
            try command.validate(values)
            return .run(command, values)
        } catch let fault as UsageError {
            return .fault(fault, command: command)
        } catch {
            return .fault(
                UsageError(Failure.sentence(of: error), remedy: Failure.remedy(of: error)), command: command)
        }
    }

    /// The help page of a command.
    func help(_ command: any Command.Type) -> String {
        guard let number = commands.firstIndex(where: { $0 == command }) else { return "" }
        return unsafe String(cString: quarry_cli_help(handle, Int32(number)))
    }

    private func texts(command: Int, argument: Int) -> [String] {
        let count = unsafe quarry_cli_value_count(handle, Int32(command), Int32(argument))
        return (0..<count).map { index in
            unsafe String(cString: quarry_cli_value(handle, Int32(command), Int32(argument), index))
        }
    }
}
