import ChainManager
import ChainTypes
import Networks
import Primitives

/// `quarry chain getmessage`: a message by its CID.
enum ChainGetMessage: Command {
    static let path = ["chain", "getmessage"]
    static let summary = "Show a message"
    static let example =
        "quarry chain getmessage bafy2bzacedk3kwg3qut7evbgdu3aq6unpu3c3kninaejjwywf53xhk2ynuo7s"
    static let cid = Argument<String>.positional("CID", "The message, as blocks name it")
    static let arguments: [any ArgumentProtocol] = ChainArguments.reading + [cid]

    static func run(_ context: CommandContext) async throws {
        let cid = try ChainArguments.cid(context[cid])
        let chain = try ChainArguments.open(context)
        let message = try chain.message(cid).message
        let network = chain.network.addresses
        if context[Common.json] { return try context.print(json: message, network) }
        context.print(
            Format.table(
                [],
                [
                    ["from", message.from.text(network)], ["to", message.to.text(network)],
                    ["nonce", "\(message.nonce)"], ["value", "\(message.value) FIL"],
                    ["method", "\(message.method)"], ["params", Hex.encode(message.params)],
                    ["gas limit", "\(message.gasLimit)"],
                    ["fee cap", "\(message.gasFeeCap.atto) attoFIL"],
                    ["premium", "\(message.gasPremium.atto) attoFIL"],
                ]))
    }
}
