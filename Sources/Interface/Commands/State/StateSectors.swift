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
        if context[Common.json] { return try context.print(json: sectors.map(SectorForm.init)) }
        let headings =
            "Sector Number,Sealed CID,Activation,Expiration,InitialPledge (attoFIL),DailyFee (attoFIL)"
        let lines = sectors.map { sector in
            "\(sector.number),\(sector.sealedCID),\(sector.activation),\(sector.expiration),"
                + "\(sector.initialPledge.atto),\(sector.dailyFee.atto)"
        }
        context.print(([headings] + lines).joined(separator: "\n"))
    }
}

/// Lotus's SectorOnChainInfo.
private struct SectorForm: Encodable {
    private let sector: SectorOnChainInfo
    private enum CodingKeys: String, CodingKey {
        case SectorNumber, SealProof, SealedCID, Activation, Expiration, DealWeight, VerifiedDealWeight
        case InitialPledge, ExpectedDayReward, ExpectedStoragePledge, PowerBaseEpoch, ReplacedDayReward
        case SectorKeyCID, Flags, DailyFee
    }

    init(_ sector: SectorOnChainInfo) { self.sector = sector }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(sector.number, forKey: .SectorNumber)
        try container.encode(sector.sealProof, forKey: .SealProof)
        try container.encode(LotusLink(sector.sealedCID), forKey: .SealedCID)
        try container.encode(sector.activation, forKey: .Activation)
        try container.encode(sector.expiration, forKey: .Expiration)
        try container.encode(sector.dealWeight.description, forKey: .DealWeight)
        try container.encode(sector.verifiedDealWeight.description, forKey: .VerifiedDealWeight)
        try container.encode(sector.initialPledge.atto.description, forKey: .InitialPledge)
        try container.encode(sector.expectedDayReward?.atto.description, forKey: .ExpectedDayReward)
        try container.encode(sector.expectedStoragePledge?.atto.description, forKey: .ExpectedStoragePledge)
        try container.encode(sector.powerBaseEpoch, forKey: .PowerBaseEpoch)
        try container.encode(sector.replacedDayReward?.atto.description, forKey: .ReplacedDayReward)
        try container.encode(sector.sectorKeyCID.map(LotusLink.init), forKey: .SectorKeyCID)
        try container.encode(sector.flags, forKey: .Flags)
        try container.encode(sector.dailyFee.atto.description, forKey: .DailyFee)
    }
}
