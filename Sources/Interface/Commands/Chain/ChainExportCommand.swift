import ChainManager
import ChainTypes
import System

/// `quarry chain export`: the chain as a CAR file.
enum ChainExportCommand: Command {
    static let path = ["chain", "export"]
    static let summary = "Write the chain to a CAR file"
    static let example = "quarry chain export --recent 900 snapshot.car"
    static let discussion = """
        Writes the chain up to the head, or up to --tipset, as a CAR file of version 1 whose roots are the tipset's \
        blocks: every header down to genesis, messages, receipts, events, and all states that blocks begin with. \
        --recent keeps the states of the newest epochs and of genesis only, as snapshots do. The file is written \
        under a temporary name beside its own and renamed when it is whole.
        """
    static let recent = Argument<Int?>.option(
        "--recent", "Epochs whose states are written; all otherwise")
    static let skipOld = Argument<Bool>.flag(
        "--skip-old-messages", "With --recent: leave out messages of older epochs")
    static let file = Argument<String>.positional("FILE", "The CAR file to write")
    static let arguments: [any ArgumentProtocol] =
        [recent, skipOld] + ChainArguments.readingState + [file]

    static func validate(_ arguments: ParsedArguments) throws {
        if let recent = arguments[recent], recent < 1 { throw UsageError("--recent: at least 1") }
        if arguments[skipOld], arguments[recent] == nil {
            throw UsageError("--skip-old-messages needs --recent, which says what is old")
        }
    }

    static func run(_ context: CommandContext) async throws {
        let chain = try ChainArguments.open(context)
        let tipset = try chain.tipset(named: context[ChainArguments.tipset])
        let options = ExportOptions(
            recentStates: context[recent].map(Int64.init), skipsOldMessages: context[skipOld])
        let file = context[file]
        let report = try await DeepWork.run(context, "export", .count("epochs")) { work in
            try chain.export(
                tipset, to: file, options, isCancelled: { work.isCancelled }, progress: { work.show($0) })
        }
        if context[Common.json] { return try context.print(json: report) }
        context.print(
            "\(file): \(report.blocks) blocks, \(ByteCount(report.bytes)); \(report.headers) headers up to "
                + "epoch \(report.height)")
    }
}
