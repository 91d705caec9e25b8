import ActorStates
import ChainManager
import Networks
import Primitives

/// `quarry state miner-info`: who may act for a miner, and what it has.
enum StateMinerInfo: Command {
    static let path = ["state", "miner-info"]
    static let summary = "Show a miner: its addresses, its power, its funds"
    static let example = "quarry state miner-info t01000"
    static let miner = Argument<String>.positional("MINER", "The miner")
    static let arguments: [any ArgumentProtocol] = ChainArguments.readingState + [miner]

    static func run(_ context: CommandContext) async throws {
        let address = try ChainArguments.address(context[miner], "MINER")
        let view = try ChainArguments.openState(context)
        let state = try view.miner(address).state
        let (info, network) = (try state.info(view.store), view.network.addresses)
        if context[Common.json] { return try context.print(json: info.json(network)) }
        let power = try view.power(address)
        func line(_ name: String, _ part: BigInt, _ whole: BigInt) -> [String] {
            let texts = [PowerText.short(part), PowerText.short(whole)].joined(separator: " / ")
            return [name, "\(texts) (\(PowerText.percent(part, of: whole)))"]
        }
        var rows = [
            ["Available Balance:", "\(try view.availableBalance(address)) FIL"],
            ["Owner:", info.owner.text(network)], ["Worker:", info.worker.text(network)],
        ]
        rows += info.controlAddresses.enumerated().map {
            ["Control \($0.offset):", $0.element.text(network)]
        }
        rows += [
            ["Beneficiary:", info.beneficiary.text(network)],
            ["PeerID:", Base58.encode(info.peerID)],
            ["Consensus Fault End:", "\(info.consensusFaultElapsed)"],
            ["SectorSize:", "\(ByteCount(info.sectorSize)) (\(info.sectorSize))"],
            line("Byte Power:", power.raw.miner, power.raw.total),
            line("Actual Power:", power.qualityAdjusted, power.total),
            ["Proving Period Start:", "\(state.provingPeriodStart)"],
        ]
        context.print(Format.table([], rows))
    }
}
