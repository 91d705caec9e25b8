import ActorStates
import IPLD
import Networks
import Primitives
import VMInterpreter

/// FIL in circulation as the virtual machine is told it (Lotus, `GetVMCirculatingSupply`): vested, mined and paid out
/// of the reserve, less burnt and pledged.
enum CirculatingSupply {
    /// At an epoch, in a state.
    static func of(
        _ tree: StateTree, _ store: any Blockstore, at epoch: Int64, _ network: Network
    ) throws -> TokenAmount {
        let reward: RewardState = try tree.state(Singleton.reward, store)
        let power: PowerState = try tree.state(Singleton.power, store)
        let reserve = try tree.required(Singleton.reserve).balance
        let burnt = try tree.required(Singleton.burntFunds).balance
        let supply =
            network.vested(at: epoch) + reward.totalStoragePowerReward + (network.initialReserve - reserve)
            - burnt - power.totalPledgeCollateral
        return max(.zero, supply)
    }
}
