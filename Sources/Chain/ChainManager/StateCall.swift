import Blockstore
public import ChainTypes
import IPLD
import Networks
import Primitives
import VMInterpreter

extension ChainManager {
    /// Applies a message without fees on the state that a tipset's blocks begin with, at its epoch, and keeps nothing
    /// of what it changes (Lotus, `StateCall`). The sender's messages in the tipset are applied before it, and its
    /// nonce is the sender's; a gas limit of 0 is as good as none. On the calling thread, which must have a deep stack.
    public func call(_ message: Message, on tipset: Tipset) throws -> AppliedMessage {
        guard let execution else { throw ChainError.empty(path: store.path) }
        let run = TipsetExecution(chain: self, services: execution, tipset: tipset)
        let timestamp = tipset.blocks.map(\.timestamp).min() ?? 0
        let overlay = BufferedBlockstore(store)
        let before = try run.executor(
            tipset.blocks[0].parentStateRoot, epoch: tipset.height, timestamp: timestamp, on: overlay)
        var selection = MessageSelection(before.machine.tree)
        var applied: Set<CID> = []
        for block in tipset.blocks {
            for selected in try selection.select(messages(block))
            where selected.message.from == message.from
                && applied.insert(selected.message.cid).inserted
            {
                _ = try run.apply(
                    before, selected.message, .explicit, rawLength: selected.chargedLength)
            }
        }
        let executor = try run.executor(
            before.flush(), epoch: tipset.height, timestamp: timestamp, on: overlay, baseFee: .zero)
        let tree = executor.machine.tree
        guard let id = try tree.resolve(message.from), let sender = try tree.actor(id) else {
            throw QueryError.noActor(message.from, network.addresses)
        }
        var called = message
        called.nonce = sender.nonce
        if called.gasLimit == 0 { called.gasLimit = TipsetExecution.implicitGasLimit }
        executor.machine.isTracing = true
        return AppliedMessage(
            epoch: tipset.height, message: called, cid: called.cid, isImplicit: true,
            result: try run.apply(executor, called, .implicit, rawLength: 0))
    }
}
