import ActorStates
import ChainManager
import FoundationEssentials
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
        if context[Common.json] { return try context.print(json: MinerInfoForm(info), network) }
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

/// Lotus's MinerInfo.
private struct MinerInfoForm: Encodable {
    private let info: MinerInfo
    private enum CodingKeys: String, CodingKey {
        case Owner, Worker, NewWorker, ControlAddresses, WorkerChangeEpoch, PeerId, Multiaddrs
        case WindowPoStProofType, SectorSize, WindowPoStPartitionSectors, ConsensusFaultElapsed
        case PendingOwnerAddress, Beneficiary, BeneficiaryTerm, PendingBeneficiaryTerm
    }

    private struct Term: Encodable {
        let Quota: String
        let UsedQuota: String
        let Expiration: Int64
    }

    private struct Pending: Encodable {
        let NewBeneficiary: Address
        let NewQuota: String
        let NewExpiration: Int64
        let ApprovedByBeneficiary: Bool
        let ApprovedByNominee: Bool
    }

    init(_ info: MinerInfo) { self.info = info }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        let network = encoder.addressNetwork
        try container.encode(info.owner, forKey: .Owner)
        try container.encode(info.worker, forKey: .Worker)
        // Where there is no worker to come, Lotus writes its empty address.
        try container.encode(info.pendingWorkerKey?.worker.text(network) ?? "<empty>", forKey: .NewWorker)
        let control = info.controlAddresses
        try container.encode(control.isEmpty ? nil : control, forKey: .ControlAddresses)
        try container.encode(info.pendingWorkerKey?.effectiveAt ?? -1, forKey: .WorkerChangeEpoch)
        let peer = info.peerID
        try container.encode(peer.isEmpty ? nil : Base58.encode(peer), forKey: .PeerId)
        let addresses = info.multiaddresses.map { base64($0) }
        try container.encode(addresses.isEmpty ? nil : addresses, forKey: .Multiaddrs)
        try container.encode(info.windowPoStProof, forKey: .WindowPoStProofType)
        try container.encode(info.sectorSize, forKey: .SectorSize)
        try container.encode(info.windowPoStPartitionSectors, forKey: .WindowPoStPartitionSectors)
        try container.encode(info.consensusFaultElapsed, forKey: .ConsensusFaultElapsed)
        try container.encode(info.pendingOwner, forKey: .PendingOwnerAddress)
        try container.encode(info.beneficiary, forKey: .Beneficiary)
        let term = info.beneficiaryTerm
        try container.encode(
            Term(
                Quota: term.quota.atto.description, UsedQuota: term.usedQuota.atto.description,
                Expiration: term.expiration), forKey: .BeneficiaryTerm)
        let pending = info.pendingBeneficiaryTerm.map {
            Pending(
                NewBeneficiary: $0.newBeneficiary, NewQuota: $0.newQuota.atto.description,
                NewExpiration: $0.newExpiration, ApprovedByBeneficiary: $0.isApprovedByBeneficiary,
                ApprovedByNominee: $0.isApprovedByNominee)
        }
        try container.encode(pending, forKey: .PendingBeneficiaryTerm)
    }

    private func base64(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }
}
