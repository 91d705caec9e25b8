import ChainManager
import ChainTypes
import Primitives

/// `quarry chain head`.
enum ChainHead: Command {
    static let path = ["chain", "head"]
    static let summary = "Show the blocks of the newest tipset"
    static let example = "quarry chain head"
    static let arguments: [any ArgumentProtocol] = ChainArguments.reading

    static func run(_ context: CommandContext) async throws {
        let head = try ChainArguments.open(context).head()
        if context[Common.json] { return try context.print(json: head.blocks) }
        context.print("epoch \(head.height)\n" + head.key.cids.map(\.description).joined(separator: "\n"))
    }
}
