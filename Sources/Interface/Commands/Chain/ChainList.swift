import ChainManager
import ChainTypes
import Networks
import Primitives

/// `quarry chain list`: tipsets in a row.
enum ChainList: Command {
    static let path = ["chain", "list"]
    static let summary = "List tipsets of the head's chain, the newest last"
    static let example = "quarry chain list --height 1200 --count 5"
    static let discussion = """
        A line a tipset: its epoch, the time of its blocks (UTC), and each block with its miner. Epochs without blocks \
        have no line.
        """
    static let height = Argument<Int?>.option("--height", "The newest epoch to show; the head otherwise")
    static let count = Argument<Int>.option("--count", "Tipsets to show at most", default: 30)
    static let arguments: [any ArgumentProtocol] = [height, count] + ChainArguments.reading

    static func validate(_ arguments: ParsedArguments) throws {
        if arguments[count] < 1 { throw UsageError("--count: at least 1") }
        if let height = arguments[height], height < 0 { throw UsageError("--height: at least 0") }
    }

    static func run(_ context: CommandContext) async throws {
        let chain = try ChainArguments.open(context)
        let tipsets = try chain.tipsets(through: context[height].map(Int64.init), count: context[count])
        let network = chain.network.addresses
        if context[Common.json] { return try context.print(json: tipsets, network) }
        for tipset in tipsets {
            let blocks = zip(tipset.key.cids, tipset.blocks).map { cid, block in
                "\(cid): \(block.miner.text(network)),"
            }
            let time = Format.stamp(tipset.blocks.map(\.timestamp).min() ?? 0)
            context.print("\(tipset.height): (\(time)) [ \(blocks.joined()) ]")
        }
    }
}
