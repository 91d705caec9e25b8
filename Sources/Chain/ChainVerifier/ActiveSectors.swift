internal import ActorStates
internal import IPLD
internal import Primitives
internal import System

/// Active sectors of miners, kept as long as their deadlines stay the same: a large miner has thousands of partitions.
final class ActiveSectors: Sendable {
    private static let capacity = 128
    private let known = Locked<[CID: BitField]>([:])

    /// Numbers of a miner's active sectors.
    func numbers(_ miner: MinerState, _ store: any Blockstore) throws -> BitField {
        if let numbers = known.withLock({ $0[miner.deadlines] }) { return numbers }
        let numbers = try miner.activeSectors(store)
        known.withLock { known in
            if known.count >= Self.capacity { known.removeAll() }
            known[miner.deadlines] = numbers
        }
        return numbers
    }
}
