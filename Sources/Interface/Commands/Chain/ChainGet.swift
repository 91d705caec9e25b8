import ActorStates
import ChainManager
import IPLD
import Networks
import Primitives

/// `quarry chain get`: an object by a path.
enum ChainGet: Command {
    static let path = ["chain", "get"]
    static let summary = "Show an object of the chain by a path or a CID"
    static let example = "quarry chain get /pstate/1/@Ha:f04/@state"
    static let discussion = """
        A path begins with /ipfs/CID, /ipld/CID or a CID alone, or with /pstate, the state that the blocks of --tipset \
        begin with. Numbers are places in lists, words keys of maps; links are followed. Into maps of many blocks: \
        @Ha:ADDRESS, @Hi:NUMBER, @Hu:NUMBER and @H:TEXT into a HAMT (of 5 bits), @A:NUMBER into an AMT. @state behind \
        an actor shows its state with names. The result is JSON: links are {"/": CID}, bytes \
        {"/": {"bytes": base 64}}.
        """
    static let object = Argument<String>.positional("PATH", "The path, or a CID")
    static let arguments: [any ArgumentProtocol] = ChainArguments.readingState + [object]

    /// Lotus's IpldObject.
    private struct Node: Encodable {
        let Cid: LotusLink
        let Obj: Content
    }

    private enum Content: Encodable {
        case value(IPLDValue)
        case state(StateJSON)

        func encode(to encoder: any Encoder) throws {
            switch self {
            case .value(let value): try value.encode(to: encoder)
            case .state(let state): try state.encode(to: encoder)
            }
        }
    }

    static func run(_ context: CommandContext) async throws {
        let chain = try ChainArguments.open(context)
        let view = try chain.stateView(of: chain.tipset(named: context[ChainArguments.tipset]))
        let found: FoundObject
        do {
            found = try chain.object(path: context[object], on: view)
        } catch let error as PrimitiveError {
            throw UsageError("\(error)")
        }
        let content = found.state.map(Content.state) ?? .value(found.value)
        let network = view.network.addresses
        guard context[Common.json] else { return try context.print(json: content, network) }
        try context.print(json: Node(Cid: LotusLink(found.cid), Obj: content), network)
    }
}
