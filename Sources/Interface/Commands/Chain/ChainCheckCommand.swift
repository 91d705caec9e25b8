import ChainManager
import System

/// `quarry chain check`: the store against its CIDs.
enum ChainCheckCommand: Command {
    static let path = ["chain", "check"]
    static let summary = "Read every block of the store and hold it against its CID"
    static let example = "quarry chain check --repair"
    static let discussion = """
        Finds what a failing disk changed. The index is checked too: each tipset must be on the one below it, up to \
        the head. With --repair, damaged blocks are taken out, so that 'chain import' brings them again. Exit status 1 \
        if anything was wrong.
        """
    static let repair = Argument<Bool>.flag("--repair", "Take damaged blocks out")
    static let arguments: [any ArgumentProtocol] = [repair] + ChainArguments.reading

    static func run(_ context: CommandContext) async throws {
        let (directory, repair) = (ChainArguments.path(context), context[repair])
        let report = try await DeepWork.run(context, "check", .count("blocks")) { work in
            try ChainCheck.run(
                directory, repair: repair, isCancelled: { work.isCancelled }, progress: { work.show($0) })
        }
        if context[Common.json] {
            try context.print(json: report)
            if !report.isSound { throw SilentFailure() }
            return
        }
        for cid in report.damaged { context.print("damaged: \(cid)") }
        for fault in report.index { context.print("index: \(fault)") }
        guard report.damaged.isEmpty else {
            throw CommandFailure(
                "\(report.damaged.count) of \(report.blocks) blocks are damaged",
                remedy: repair
                    ? "they are taken out: import the chain's file again"
                    : "check the disk; then 'quarry chain check --repair', and import the chain's file again")
        }
        guard report.index.isEmpty else {
            throw CommandFailure(
                "the index does not follow the blocks", remedy: "import the chain's file into a new store")
        }
        context.print(
            "\(report.blocks) blocks, \(ByteCount(report.bytes)): each hashes to its CID; "
                + "\(Format.count(report.tipsets, "tipset")) in a row")
    }
}
