import ActorStates
import Blockstore
public import ChainTypes
public import ChainVerifier
import IPLD
import Networks
public import Primitives
import System
public import VMInterpreter
public import WasmEngine

/// What messages are run with.
public struct ExecutionServices: Sendable {
    let runtime: Wasmtime
    let proofs: ProofVerifier

    /// An engine and keys.
    public init(runtime: Wasmtime, proofs: ProofVerifier) {
        self.runtime = runtime
        self.proofs = proofs
    }
}

/// A message that was applied while a tipset was executed.
public struct AppliedMessage {
    /// Its epoch: that of the tipset, or of a null round before it.
    public let epoch: Int64
    /// The message.
    public let message: Message
    /// What names it in blocks.
    public let cid: CID
    /// The protocol's own (rewards and cron), or a block's.
    public let isImplicit: Bool
    /// What it came to.
    public let result: ApplyResult
}

/// Executes a tipset (specification, "Tipset State"; Lotus, `ApplyBlocks`): cron for each null round before it, in a
/// machine of its own; then each block's messages and its reward; cron; receipts.
struct TipsetExecution {
    let chain: ChainManager
    let services: ExecutionServices
    let tipset: Tipset
    /// Whether gas charges are kept.
    var isTracing = false
    /// Told of every message after it was applied.
    var observe: ((AppliedMessage) throws -> Void)?

    private let faults = NodeFaults()

    /// Gas limit of the protocol's own messages.
    static let implicitGasLimit = UInt64(Int64.max) / 2
    private static let awardBlockReward: UInt64 = 2
    private static let epochTick: UInt64 = 2

    func run() throws -> TipsetState {
        let first = tipset.blocks[0]
        for (place, block) in tipset.blocks.enumerated()
        where tipset.blocks[..<place].contains(where: { $0.miner == block.miner }) {
            throw ChainError.duplicateMiner(block.miner, height: first.height)
        }
        // The first block has no miner who could be paid.
        guard first.height > 0 else {
            return TipsetState(root: first.parentStateRoot, receipts: first.parentReceipts)
        }
        var root = first.parentStateRoot
        guard let cid = first.parents.first else {
            throw ChainError.malformed(tipset.key.cids[0], what: "block header", why: "it has no parents")
        }
        let parent = try ChainManager.header(cid, chain.store)
        // The first tipset after an upgrade begins with its migration, which is not made here.
        guard parent.height > chain.network.upgradeEpoch else {
            throw ChainError.version(height: parent.height, first: chain.network.upgradeEpoch + 1)
        }
        for epoch in parent.height + 1..<max(first.height, parent.height + 1) {
            let timestamp = chain.genesis.timestamp &+ chain.network.blockDelay &* UInt64(epoch)
            let executor = try executor(root, epoch: epoch, timestamp: timestamp)
            try cron(executor, epoch)
            root = try executor.flush()
        }
        return try applyMessages(root)
    }

    private func applyMessages(_ root: CID) throws -> TipsetState {
        let height = tipset.height
        let timestamp = tipset.blocks.map(\.timestamp).min() ?? 0
        var selection = MessageSelection(
            try StateTree(chain.store, root: tipset.blocks[0].parentStateRoot))
        let blocks = try tipset.blocks.map {
            (header: $0, selected: try selection.select(chain.messages($0)))
        }
        let executor = try executor(root, epoch: height, timestamp: timestamp)
        var applied = Set<CID>()
        let receipts = AMT(chain.store, version: .v0)
        for block in blocks {
            var (tips, penalty) = (TokenAmount.zero, TokenAmount.zero)
            for selected in block.selected where applied.insert(selected.message.cid).inserted {
                let result = try apply(
                    executor, selected.message, .explicit, rawLength: selected.chargedLength)
                tips += result.fees.minerTip
                penalty += result.fees.minerPenalty
                try receipts.append(receipt(result).cbor)
                try observe?(
                    AppliedMessage(
                        epoch: height, message: selected.message, cid: selected.cid, isImplicit: false,
                        result: result))
            }
            try reward(executor, block.header, tips: tips, penalty: penalty)
        }
        try cron(executor, height)
        return TipsetState(root: try executor.flush(), receipts: try receipts.flush())
    }

    /// Applies a message. Where this node could not answer what an actor asked, there is no result.
    func apply(
        _ executor: Executor, _ message: Message, _ kind: ApplyKind, rawLength: Int
    ) throws -> ApplyResult {
        let result = try executor.apply(message, kind, rawLength: rawLength)
        if let fault = faults.first { throw fault }
        return result
    }

    /// The receipt; the array of its events is written beside it.
    private func receipt(_ result: ApplyResult) throws -> Receipt {
        if !result.events.isEmpty {
            let events = AMT(chain.store, bitWidth: ActorEvent.bitWidth)
            for event in result.events { try events.append(event.cbor) }
            _ = try events.flush()
        }
        return Receipt(
            exitCode: Int64(result.code.rawValue), returned: result.returned,
            gasUsed: Int64(result.gasUsed), eventsRoot: result.eventsRoot)
    }

    // MARK: The protocol's own messages

    private func reward(
        _ executor: Executor, _ block: BlockHeader, tips: TokenAmount, penalty: TokenAmount
    ) throws {
        var params = CBORWriter()
        params.array(4)
        block.miner.encode(to: &params)
        penalty.encode(to: &params)
        tips.encode(to: &params)
        params.integer(block.electionProof?.winCount ?? 0)
        try implicit(
            executor, to: Singleton.reward, Self.awardBlockReward, params.bytes, epoch: block.height,
            "the reward of \(block.miner)")
    }

    private func cron(_ executor: Executor, _ epoch: Int64) throws {
        try implicit(executor, to: Singleton.cron, Self.epochTick, [], epoch: epoch, "cron")
    }

    private func implicit(
        _ executor: Executor, to receiver: UInt64, _ method: UInt64, _ params: [UInt8], epoch: Int64,
        _ what: String
    ) throws {
        let message = Message(
            to: Address(id: receiver), from: Address(id: Singleton.system), nonce: UInt64(epoch),
            value: .zero, gasLimit: Self.implicitGasLimit, gasFeeCap: .zero, gasPremium: .zero,
            method: method, params: params)
        let result = try apply(executor, message, .implicit, rawLength: 0)
        guard result.code.isSuccess else {
            throw ChainError.implicitFailed(
                what, height: epoch, exitCode: result.code.rawValue, why: result.failure ?? "")
        }
        try observe?(
            AppliedMessage(
                epoch: epoch, message: message, cid: message.cid, isImplicit: true, result: result))
    }

    /// A machine on a state. `store` nil: what is flushed is the chain's; `baseFee` nil: the tipset's.
    func executor(
        _ root: CID, epoch: Int64, timestamp: UInt64, on store: (any Blockstore)? = nil,
        baseFee: TokenAmount? = nil
    ) throws -> Executor {
        let network = chain.network
        let externs = ChainExterns(
            chain, base: tipset, epoch: epoch, stateRoot: root, proofs: services.proofs, fail: faults.take)
        let machine = try Machine(
            store ?? chain.store, root: root, externs: externs, runtime: services.runtime
        ) { tree, store in
            MachineContext(
                epoch: epoch, timestamp: timestamp, baseFee: baseFee ?? tipset.blocks[0].parentBaseFee,
                circulatingSupply: try CirculatingSupply.of(tree, store, at: epoch, network),
                networkVersion: Network.version, chainID: network.chainID,
                isDebugging: network.actorDebugging)
        }
        try chain.requirePrograms(machine.manifest)
        machine.isTracing = isTracing
        return Executor(machine)
    }
}

extension ChainManager {
    /// Throws where a program of the state is not in the store: without it every message to its actors would seem to
    /// fail.
    func requirePrograms(_ manifest: ActorManifest) throws {
        try programs.withLock { programs in
            for (name, code) in manifest.entries where !programs.contains(code) {
                guard try store.has(code) else {
                    throw ChainError.absent(code, what: "the program \(name),")
                }
                programs.insert(code)
            }
        }
    }

    /// Executes a tipset on the calling thread, which must have a deep stack. What it writes is in the store. Tipsets
    /// below it are executed first where the state that it begins with is absent, as after an import of blocks alone.
    /// `observe` is told of each message.
    public func execute(
        _ tipset: Tipset, isTracing: Bool = false, observe: ((AppliedMessage) throws -> Void)? = nil
    ) throws -> TipsetState {
        guard let execution else { throw ChainError.empty(path: store.path) }
        for ancestor in try ancestorsWithoutResult(tipset).reversed() {
            let state = try TipsetExecution(chain: self, services: execution, tipset: ancestor).run()
            try record(state, after: ancestor)
        }
        return try TipsetExecution(
            chain: self, services: execution, tipset: tipset, isTracing: isTracing, observe: observe
        ).run()
    }

    /// The tipsets below one down to the first whose own state is there, the nearest first.
    private func ancestorsWithoutResult(_ tipset: Tipset) throws -> [Tipset] {
        var ancestors: [Tipset] = []
        var child = tipset
        while child.height > 0, try !store.has(child.blocks[0].parentStateRoot) {
            child = try self.tipset(TipsetKey(child.blocks[0].parents))
            ancestors.append(child)
        }
        return ancestors
    }
}

/// What was this node's own fault while messages were applied.
final class NodeFaults {
    private(set) var first: (any Error)?
    func take(_ error: any Error) { first = first ?? error }
}
