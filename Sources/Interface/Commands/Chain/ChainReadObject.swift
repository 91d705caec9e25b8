import ChainManager
import FoundationEssentials
import Primitives

/// `quarry chain read-obj`: the bytes of a block.
enum ChainReadObject: Command {
    static let path = ["chain", "read-obj"]
    static let summary = "Show the bytes of an object"
    static let example =
        "quarry chain read-obj bafy2bzacebc3bt6cedhoyw34drrmjvazhu4oj25er2ebk4u445pzycvq4ta4a"
    static let discussion = "In hex; with --json in base 64."
    static let object = Argument<String>.positional("CID", "The object")
    static let arguments: [any ArgumentProtocol] = ChainArguments.reading + [object]

    static func run(_ context: CommandContext) async throws {
        let cid = try ChainArguments.cid(context[object])
        let bytes = try ChainArguments.open(context).object(cid)
        if context[Common.json] { return try context.print(json: Data(bytes).base64EncodedString()) }
        context.print(Hex.encode(bytes))
    }
}
