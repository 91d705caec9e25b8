/// Commands: what a user types, a folder a noun and a file a command. A command parses, makes one call and renders one
/// result; what the arguments alone show to be wrong is reported before anything is opened. Work belongs in the rooms
/// below. Start reading at `Command`, then `CommandList`; `Tool` runs the one that was named.

/// One command: the words that name it, what it takes, what it does. The whole of a small one:
///
///     enum SectorCheck: Command {
///         static let path = ["sector", "check"]
///         static let summary = "Verify what the files of a sector allow"
///         static let example = "quarry sector check /data/s-t01000-1 --repair"
///         static let directory = Argument<String>.positional("DIR", "Directory of the sector")
///         static let size = Argument<SectorSize?>.option("--sector-size", "Size, if no manifest says it")
///         static let repair = Argument<Bool>.flag("--repair", "Rebuild what can be rebuilt")
///         static let arguments: [any ArgumentProtocol] = [directory, size, repair, Common.json]
///
///         static func run(_ context: CommandContext) async throws {
///             let job = …                                      // throws ExplainedError on failure
///             let report = try await context.stage("check", unit: .bytes, sample: { job.progress }) {
///                 try await job.check(context[directory], repair: context[repair])
///             }
///             if context[Common.json] { try context.print(json: report) } else { context.print(report.table) }
///         }
///     }
///
/// and one line in `CommandList`. `context.engine(cores:)` starts the workers that the profile plans. `--progress` and
/// `--profile` come by themselves. Ctrl-C cancels the task that runs the command: engine calls watch for it with
/// `withTaskCancellationHandler` and set their job's flag.
public protocol Command: Sendable {
    /// The words that name it, without "quarry".
    static var path: [String] { get }
    /// What it does, one line, an imperative without a full stop.
    static var summary: String { get }
    /// A command line that works, beginning with "quarry".
    static var example: String { get }
    /// More about it, for its help page: what it reads and writes, how it goes on after an interruption.
    static var discussion: String { get }
    /// All that it takes, in the order of its help.
    static var arguments: [any ArgumentProtocol] { get }
    /// Left out of lists and help pages.
    static var isHidden: Bool { get }
    /// Throws `UsageError` for a combination of arguments that cannot be. Nothing is opened here.
    static func validate(_ arguments: ParsedArguments) throws
    /// Does it. `ExplainedError`s become messages and exit status 1; `UsageError` status 2.
    static func run(_ context: CommandContext) async throws
}

extension Command {
    /// Nothing more to say.
    public static var discussion: String { "" }
    /// Takes nothing.
    public static var arguments: [any ArgumentProtocol] { [] }
    /// Shown.
    public static var isHidden: Bool { false }
    /// Every combination is fine.
    public static func validate(_ arguments: ParsedArguments) throws {}
    /// "quarry sector check".
    static var fullName: String { (["quarry"] + path).joined(separator: " ") }
    /// What it takes, with the options that every command has.
    static var allArguments: [any ArgumentProtocol] { arguments + Common.everywhere }
}
