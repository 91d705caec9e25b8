import ChainManager
import System

/// `quarry chain validate`: every check of the chain's blocks.
enum ChainValidate: Command {
    static let path = ["chain", "validate"]
    static let summary = "Check the chain's blocks as a full node must"
    static let example = "quarry chain validate --keys ~/params"
    static let discussion = """
        Makes every check of every block of the head's chain: tipset rules, beacon, election, ticket, WinningPoSt, \
        signatures, messages, and what the parents come to, which is executed where it is not known. The first tipset \
        that breaks a rule ends it with exit status 1 and the names of the checks that failed. What was validated \
        before is passed over unless --again; a validation that is cut off or killed goes on where it was.
        """
    static let again = Argument<Bool>.flag("--again", "Also check what was checked before")
    static let arguments: [any ArgumentProtocol] =
        [ChainArguments.from, ChainArguments.through, again] + ChainArguments.executing

    static func run(_ context: CommandContext) async throws {
        let chain = try ChainArguments.openForExecution(context)
        let (first, last) = ChainArguments.epochs(context)
        let again = context[again]
        let report = try await DeepWork.run(context, "validate", .count("tipsets")) { work in
            try chain.validate(
                from: first, through: last, again: again, isCancelled: { work.isCancelled },
                progress: { work.show($0) })
        }
        if context[Common.json] { return try context.print(json: report) }
        guard report.tipsets > 0 else {
            let why = report.known > 0 ? "what is there was checked before" : "there is no tipset"
            return context.print("nothing to do: \(why) (--again checks again)")
        }
        context.print(
            "\(Format.count(report.tipsets, "tipset")), \(Format.count(report.blocks, "block")), epochs "
                + "\(report.first ?? 0) to \(report.last ?? 0): every check holds"
                + (report.known > 0 ? "; \(report.known) were checked before" : ""))
    }
}
