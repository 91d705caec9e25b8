import ChainManager
import Networks
import Primitives

/// `quarry state lookup`: an actor's other address.
enum StateLookup: Command {
    static let path = ["state", "lookup"]
    static let summary = "Show the ID address of an address, or the other way round"
    static let example = "quarry state lookup --reverse t01010"
    static let reverse = Argument<Bool>.flag(
        "-r,--reverse", "Show the address of the key or the robust address instead")
    static let address = Argument<String>.positional("ADDRESS", "The address")
    static let arguments: [any ArgumentProtocol] = [reverse] + ChainArguments.readingState + [address]

    static func run(_ context: CommandContext) async throws {
        let address = try ChainArguments.address(context[address], "ADDRESS")
        let view = try ChainArguments.openState(context)
        let found =
            context[reverse] ? try view.robustAddress(address) : Address(id: try view.id(address))
        let network = view.network.addresses
        if context[Common.json] { return try context.print(json: found, network) }
        context.print(found.text(network))
    }
}
