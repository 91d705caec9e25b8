import ChainManager
import System

/// `quarry chain replay`: executes what was imported.
enum ChainReplayCommand: Command {
    static let path = ["chain", "replay"]
    static let summary = "Execute the chain's messages and compare every state root"
    static let example = "quarry chain replay --keys ~/params"
    static let discussion = """
        Executes each tipset of the head's chain and compares its state and receipts with the block after it; the \
        first difference ends it with exit status 1. Proofs in messages are verified, which takes the verifying \
        keys of --keys. What was executed before is passed over unless --again; a replay that is cut off or killed \
        goes on where it was.
        """
    static let again = Argument<Bool>.flag("--again", "Also execute what was executed before")
    static let arguments: [any ArgumentProtocol] =
        [ChainArguments.from, ChainArguments.through, again] + ChainArguments.executing

    static func run(_ context: CommandContext) async throws {
        let chain = try ChainArguments.openForExecution(context)
        let (first, last) = ChainArguments.epochs(context)
        let again = context[again]
        let start = Clock.now
        let report = try await DeepWork.run(context, "replay", .count("tipsets")) { work in
            try chain.replay(
                from: first, through: last, again: again, isCancelled: { work.isCancelled },
                progress: { work.show($0) })
        }
        if context[Common.json] { return try context.print(json: report) }
        guard report.tipsets > 0 else {
            return context.print("nothing to do: every tipset was executed before (--again does it again)")
        }
        let seconds = max(Clock.now - start, 1e-9)
        context.print(
            "\(report.tipsets) tipsets and \(report.nullRounds) null rounds, epochs \(report.first ?? 0) to "
                + "\(report.last ?? 0): no differences\n\(report.messages) messages, \(report.gas) gas, "
                + "\(Int(Double(report.tipsets) / seconds)) tipsets a second\nstate    \(report.state ?? "")\n"
                + "receipts \(report.receipts ?? "")")
    }
}
