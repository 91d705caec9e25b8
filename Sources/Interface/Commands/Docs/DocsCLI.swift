import System

/// `quarry docs cli DIR`: the pages of docs/cli, made from the declarations. A test checks that they are current.
enum DocsCLI: Command {
    static let path = ["docs", "cli"]
    static let summary = "Write a page for each command"
    static let example = "quarry docs cli docs/cli"
    static let isHidden = true
    static let directory = Argument<String>.positional("DIR", "Directory to write to")
    static let arguments: [any ArgumentProtocol] = [directory]

    static func run(_ context: CommandContext) async throws {
        let directory = context[directory]
        try Directory.create(directory)
        for page in pages() { try File.writeAtomically("\(directory)/\(page.name)", text: page.text) }
    }

    /// Name and text of every page, "index.md" first.
    static func pages() -> [(name: String, text: String)] {
        let parser = CommandLineParser(CommandList.all, groups: CommandList.groups)
        let shown = CommandList.all.filter { !$0.isHidden }
        let lines = shown.map { "| [`\($0.fullName)`](\(fileName($0))) | \($0.summary) |\n" }
        let notice = "<!-- Made by `quarry docs cli docs/cli`. -->\n"
        let index = "\(notice)# Commands\n\n| command | what it does |\n|---|---|\n\(lines.joined())"
        return [("index.md", index)]
            + shown.map { (fileName($0), "\(notice)# \($0.fullName)\n\n```text\n\(parser.help($0))```\n") }
    }

    private static func fileName(_ command: any Command.Type) -> String {
        command.path.joined(separator: "-") + ".md"
    }
}
