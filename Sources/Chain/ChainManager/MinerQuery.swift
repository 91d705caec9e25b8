public import ActorStates
import ChainTypes
import IPLD
import Networks
public import Primitives
import VMInterpreter

/// Power of a miner and of the network.
public struct PowerReport: Sendable, Encodable {
    /// Power in bytes.
    public struct Power: Sendable, Encodable {
        /// Raw.
        public let RawBytePower: String
        /// Adjusted by quality.
        public let QualityAdjPower: String
    }

    /// The miner's; nothing for who has none.
    public let MinerPower: Power
    /// The network's.
    public let TotalPower: Power
    /// Whether the miner may mine.
    public let HasMinPower: Bool

    /// Quality-adjusted power, and the network's.
    public let qualityAdjusted: BigInt
    /// The network's.
    public let total: BigInt
    /// Raw power, and the network's.
    public let raw: (miner: BigInt, total: BigInt)

    private enum CodingKeys: String, CodingKey { case MinerPower, TotalPower, HasMinPower }
}

extension StateView {
    /// The miner of an address, and its state.
    public func miner(_ address: Address) throws -> (id: UInt64, state: MinerState) {
        let actor = try actor(address)
        guard name(actor) == "storageminer" else {
            throw QueryError.noMiner(address, network.addresses, is: name(actor))
        }
        return (try id(address), try MinerState(cbor: store.require(actor.head)))
    }

    /// Power of a miner, or of the network alone.
    public func power(_ miner: Address?) throws -> PowerReport {
        let power: PowerState = try tree.state(Singleton.power, store)
        let claim = try miner.flatMap { try power.claim(id($0), store) }
        let own = PowerReport.Power(
            RawBytePower: (claim?.rawBytePower ?? 0).description,
            QualityAdjPower: (claim?.qualityAdjustedPower ?? 0).description)
        let total = PowerReport.Power(
            RawBytePower: power.totalRawBytePower.description,
            QualityAdjPower: power.totalQualityAdjustedPower.description)
        let minimum = network.consensusMinerMinPower
        let suffices = claim.map { power.meetsMinimum($0, minimum: minimum) } ?? false
        return PowerReport(
            MinerPower: own, TotalPower: total, HasMinPower: suffices,
            qualityAdjusted: claim?.qualityAdjustedPower ?? 0, total: power.totalQualityAdjustedPower,
            raw: (claim?.rawBytePower ?? 0, power.totalRawBytePower))
    }

    /// What a miner may take out: its balance without deposits, pledge, debt and what still vests.
    public func availableBalance(_ address: Address) throws -> TokenAmount {
        let (balance, state) = (try actor(address).balance, try miner(address).state)
        let locked = state.lockedFunds - (try vested(state))
        return balance - locked - state.preCommitDeposits - state.initialPledge - state.feeDebt
    }

    /// Funds whose time has come and that the miner does not count as its own yet.
    private func vested(_ state: MinerState) throws -> TokenAmount {
        guard let vesting = state.vesting else { return .zero }
        return try vesting.all(store).filter { $0.epoch < tipset.height }
            .reduce(.zero) { $0 + $1.amount }
    }
}
