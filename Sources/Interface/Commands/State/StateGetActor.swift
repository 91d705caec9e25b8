import ChainManager
import Networks
import Primitives
import VMInterpreter

/// `quarry state get-actor`: an actor as the state tree has it.
enum StateGetActor: Command {
    static let path = ["state", "get-actor"]
    static let summary = "Show an actor"
    static let example = "quarry state get-actor t01000"
    static let discussion = """
        Answers from the state that the blocks of --tipset begin with: that after the tipset before it.
        """
    static let address = Argument<String>.positional("ADDRESS", "The actor")
    static let arguments: [any ArgumentProtocol] = ChainArguments.readingState + [address]

    static func run(_ context: CommandContext) async throws {
        let address = try ChainArguments.address(context[address], "ADDRESS")
        let view = try ChainArguments.openState(context)
        let (actor, network) = (try view.actor(address), view.network.addresses)
        if context[Common.json] { return try context.print(json: ActorForm(actor), network) }
        var lines = [
            "Address:\t\(address.text(network))", "Balance:\t\(actor.balance) FIL",
            "Nonce:\t\t\(actor.nonce)",
            "Code:\t\t\(actor.code) (\(view.name(actor)))", "Head:\t\t\(actor.head)",
        ]
        if let delegated = actor.delegatedAddress {
            lines.append("Delegated address:\t\(delegated.text(network))")
        }
        context.print(lines.joined(separator: "\n"))
    }
}

/// Lotus's Actor.
struct ActorForm: Encodable {
    private let actor: ActorState
    private enum CodingKeys: String, CodingKey { case Code, Head, Nonce, Balance, DelegatedAddress }

    init(_ actor: ActorState) { self.actor = actor }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(LotusLink(actor.code), forKey: .Code)
        try container.encode(LotusLink(actor.head), forKey: .Head)
        try container.encode(actor.nonce, forKey: .Nonce)
        try container.encode(actor.balance.atto.description, forKey: .Balance)
        try container.encode(actor.delegatedAddress, forKey: .DelegatedAddress)
    }
}
