import ChainManager
import System

/// `quarry chain import`: a CAR file into the store.
enum ChainImportCommand: Command {
    static let path = ["chain", "import"]
    static let summary = "Take a CAR file into the chain's store"
    static let example = "quarry chain import chain.car.zst"
    static let discussion = """
        Takes a genesis file, a whole chain or a snapshot (CAR version 1 or 2, packed with zstd or not) whose roots \
        are the blocks of one tipset. Every block is held against its CID. The file's tipset becomes the head where \
        it is heavier than the present one. Import is not validation: see 'chain replay' and 'chain validate'. An \
        import that is cut off loses nothing: run it again.
        """
    static let file = Argument<String>.positional("FILE", "The CAR file")
    static let arguments: [any ArgumentProtocol] = ChainArguments.reading + [file]

    static func run(_ context: CommandContext) async throws {
        let (file, directory) = (context[file], ChainArguments.path(context))
        let report = try await DeepWork.run(context, "import", .bytes) { work in
            try ChainImport.run(
                file, into: directory, isCancelled: { work.isCancelled }, progress: { work.show($0) })
        }
        if context[Common.json] { return try context.print(json: report) }
        context.print(
            "\(report.blocks) blocks, \(ByteCount(report.bytes)); network \(report.network), head at epoch "
                + "\(report.head), \(report.tipsets) new tipsets"
                + (report.lowest == 0 ? " from genesis on" : ", the lowest at epoch \(report.lowest)"))
    }
}
