import ChainManager
import ChainTypes
import Networks
import Primitives

/// `quarry chain head`.
enum ChainHead: Command {
    static let path = ["chain", "head"]
    static let summary = "Show the blocks of the newest tipset"
    static let example = "quarry chain head --height"
    static let height = Argument<Bool>.flag("--height", "Show its epoch instead")
    static let arguments: [any ArgumentProtocol] = [height] + ChainArguments.reading

    static func run(_ context: CommandContext) async throws {
        let chain = try ChainArguments.open(context)
        let head = try chain.head()
        if context[Common.json] { return try context.print(json: head, chain.network.addresses) }
        if context[height] { return context.print("\(head.height)") }
        context.print(head.key.cids.map(\.description).joined(separator: "\n"))
    }
}
