import ChainManager
import Networks
import Primitives

/// `quarry state list-actors`: the IDs of all actors.
enum StateListActors: Command {
    static let path = ["state", "list-actors"]
    static let summary = "List all actors, in the order of the state tree"
    static let example = "quarry state list-actors"
    static let arguments: [any ArgumentProtocol] = ChainArguments.readingState

    static func run(_ context: CommandContext) async throws {
        let view = try ChainArguments.openState(context)
        let network = view.network.addresses
        let addresses = try view.actors().map { Address(id: $0) }
        if context[Common.json] { return try context.print(json: addresses, network) }
        context.print(addresses.map { $0.text(network) }.joined(separator: "\n"))
    }
}
