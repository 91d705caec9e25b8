import ActorStates
import ChainManager
import Networks
import Primitives

/// `quarry state sectors`: a miner's sectors.
enum StateSectors: Command {
    static let path = ["state", "sectors"]
    static let summary = "List the sectors of a miner"
    static let example = "quarry state sectors t01000"
    static let discussion = "Comma-separated values under a line of headings, as Lotus prints them."
    static let active = Argument<Bool>.flag("--active", "Only sectors that give power")
    static let miner = Argument<String>.positional("MINER", "The miner")
    static let arguments: [any ArgumentProtocol] = [active] + ChainArguments.readingState + [miner]

    static func run(_ context: CommandContext) async throws {
        let address = try ChainArguments.address(context[miner], "MINER")
        let view = try ChainArguments.openState(context)
        let miner = try view.miner(address).state
        var sectors = try miner.allSectors(view.store)
        if context[active] {
            let numbers = try miner.activeSectors(view.store)
            sectors = sectors.filter { numbers.contains($0.number) }
        }
        if context[Common.json] { return try context.print(json: sectors.map(\.json)) }
        let headings =
            "Sector Number,Sealed CID,Activation,Expiration,InitialPledge (attoFIL),DailyFee (attoFIL)"
        let lines = sectors.map { sector in
            "\(sector.number),\(sector.sealedCID),\(sector.activation),\(sector.expiration),"
                + "\(sector.initialPledge.atto),\(sector.dailyFee.atto)"
        }
        context.print(([headings] + lines).joined(separator: "\n"))
    }
}
