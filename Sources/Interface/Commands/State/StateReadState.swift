import ActorStates
import ChainManager
import Networks
import Primitives
import VMInterpreter

/// `quarry state read-state`: what an actor keeps.
enum StateReadState: Command {
    static let path = ["state", "read-state"]
    static let summary = "Show the state of a built-in actor as JSON"
    static let example = "quarry state read-state t01000"
    static let discussion = """
        The fields of the state under the names that Lotus gives them. Links can be followed with 'quarry chain get'. \
        --json adds balance and code, as Lotus's API has it.
        """
    static let address = Argument<String>.positional("ADDRESS", "The actor")
    static let arguments: [any ArgumentProtocol] = ChainArguments.readingState + [address]

    /// Lotus's ActorState.
    private struct Form: Encodable {
        let Balance: String
        let Code: LotusLink
        let State: StateJSON
    }

    static func run(_ context: CommandContext) async throws {
        let address = try ChainArguments.address(context[address], "ADDRESS")
        let view = try ChainArguments.openState(context)
        let actor = try view.actor(address)
        let (state, network) = (try view.json(actor), view.network.addresses)
        guard context[Common.json] else { return try context.print(json: state, network) }
        try context.print(
            json: Form(
                Balance: actor.balance.atto.description, Code: LotusLink(actor.code), State: state), network)
    }
}
