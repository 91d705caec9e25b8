public import ChainTypes
import IPLD
public import Primitives

/// How a message counts.
public enum ApplyKind: Sendable {
    /// Sent by an account: nonce, sender and fees are checked, and gas is paid.
    case explicit
    /// The protocol's own: gas is counted and not paid.
    case implicit
}

/// What applying a message came to.
public struct ApplyResult: Sendable {
    /// Exit code, returned bytes, gas used, root of events.
    public var code: ExitCode
    /// What the method returned.
    public var returned: [UInt8] = []
    /// Its codec; nil if there was no block.
    public var returnCodec: UInt64?
    /// Whole gas.
    public var gasUsed: UInt64 = 0
    /// Root of the AMT of events; nil without any.
    public var eventsRoot: CID?
    /// The events.
    public var events: [ActorEvent] = []
    /// Where the fee goes.
    public var fees = GasOutputs()
    /// What happened, if the machine is tracing.
    public var trace: [TraceEvent] = []
    /// The calls that failed, inner ones first.
    public var backtrace: [BacktraceFrame] = []
    /// Why it failed, for people.
    public var failure: String?

    init(code: ExitCode) { self.code = code }

    /// A message that is not applied at all: its block's miner pays.
    init(refused code: ExitCode, _ why: String, penalty: TokenAmount) {
        self.code = code
        failure = why
        fees.minerPenalty = penalty
    }
}

/// A message that cannot be applied and has no receipt.
public struct MessageRefused: Error, Hashable, Sendable {
    /// Why.
    public let reason: String
}

/// Applies messages to a machine's state, one after the other.
public final class Executor {
    /// The machine.
    public let machine: Machine
    private static let rewardActor: UInt64 = 2

    /// An executor on a machine.
    public init(_ machine: Machine) { self.machine = machine }

    private enum Preflight {
        case go(sender: UInt64, prepaid: TokenAmount, inclusion: GasCharge)
        // Indirect: a result is large, and hardly any message is refused.
        indirect case refused(ApplyResult)
    }

    /// Applies a message. `rawLength`: bytes that its inclusion is charged for (the signed message where the
    /// signature counts). Throws where there can be no receipt, or the store fails.
    public func apply(_ message: Message, _ kind: ApplyKind, rawLength: Int) throws -> ApplyResult {
        guard message.gasLimit > 0, message.gasLimit <= UInt64(Int64.max) else {
            throw MessageRefused(reason: "a gas limit of \(message.gasLimit)")
        }
        switch try preflight(message, kind, rawLength) {
        case .refused(let result): return result
        case .go(let sender, let prepaid, let inclusion):
            var result = try run(message, sender: sender, inclusion)
            if kind == .explicit { try settle(message, sender: sender, prepaid, &result) }
            return result
        }
    }

    private func preflight(_ message: Message, _ kind: ApplyKind, _ rawLength: Int) throws -> Preflight {
        let tree = machine.tree
        let baseFee = machine.context.baseFee
        var inclusion = GasCharge("none", 0)
        if kind == .explicit {
            inclusion = PriceList.onChainMessage(bytes: rawLength)
            let cost = inclusion.total.gasRoundedUp
            guard cost <= message.gasLimit else {
                return .refused(
                    ApplyResult(
                        refused: .outOfGas, "out of gas (\(cost) > \(message.gasLimit))",
                        penalty: baseFee * cost))
            }
        }
        let penalty = baseFee * message.gasLimit
        func refused(_ code: ExitCode, _ why: String) -> Preflight {
            .refused(ApplyResult(refused: code, why, penalty: kind == .explicit ? penalty : .zero))
        }
        guard let id = try tree.resolve(message.from) else {
            return refused(.senderInvalid, "sender unknown")
        }
        guard kind == .explicit else { return .go(sender: id, prepaid: .zero, inclusion: inclusion) }
        guard var sender = try tree.actor(id) else { return refused(.senderInvalid, "sender unknown") }
        let manifest = machine.manifest
        if sender.code == manifest.placeholder, sender.nonce == 0,
            sender.delegatedAddress?.delegated?.namespace == CallManager.eamActor
        {
            // The first message from an Ethereum address makes it an account.
            sender.code = manifest.ethAccount
        }
        guard sender.code == manifest.account || sender.code == manifest.ethAccount else {
            return refused(.senderInvalid, "the sender is no account")
        }
        guard message.nonce == sender.nonce else {
            return refused(.senderStateInvalid, "nonce \(message.nonce) where \(sender.nonce) is next")
        }
        sender.nonce += 1
        let cost = message.gasFeeCap * message.gasLimit
        guard sender.balance >= cost else {
            return refused(.senderStateInvalid, "a balance of \(sender.balance) FIL, less than \(cost)")
        }
        sender.balance -= cost
        tree.set(id, sender)
        return .go(sender: id, prepaid: cost, inclusion: inclusion)
    }

    private func run(_ message: Message, sender: UInt64, _ inclusion: GasCharge) throws -> ApplyResult {
        let premium = max(.zero, min(message.gasPremium, message.gasFeeCap - machine.context.baseFee))
        let manager = CallManager(
            machine, gasLimit: message.gasLimit, origin: sender, originAddress: message.from,
            receiver: try machine.tree.resolve(message.to), receiverAddress: message.to, nonce: message.nonce,
            gasPremium: premium)
        try manager.charge(inclusion)
        let params =
            message.params.isEmpty
            ? nil
            : Block(codec: message.method == 0 ? CID.Codec.raw : CID.Codec.cbor, bytes: message.params)
        var result = ApplyResult(code: .ok)
        do {
            let outcome = try manager.transaction { () throws(ExecutionError) in
                try manager.call(
                    from: sender, to: message.to, .invoke(message.method), params: params,
                    value: message.value, gasLimit: nil, isReadOnly: false)
            }
            result.code = outcome.code
            result.returned = outcome.block?.bytes ?? []
            result.returnCodec = outcome.block?.codec
            result.gasUsed = manager.gas.used.gasRoundedUp
        } catch {
            failed(&result, error, message, manager)
        }
        result.trace = manager.trace
        result.events = manager.events
        result.eventsRoot = try eventsRoot(manager.events)
        if !result.code.isSuccess {
            result.backtrace = manager.backtrace
            result.failure = result.failure ?? manager.backtrace.first?.message
        }
        return result
    }

    private func failed(
        _ result: inout ApplyResult, _ error: ExecutionError, _ message: Message, _ manager: CallManager
    ) {
        result.gasUsed = manager.gas.used.gasRoundedUp
        switch error {
        case .outOfGas: (result.code, result.failure) = (.outOfGas, "out of gas")
        case .syscall(let number, let text):
            result.failure = text
            result.code =
                switch number {
                case .insufficientFunds: .insufficientFunds
                case .notFound: .invalidReceiver
                default: .assertionFailed
                }
        case .fatal(let why):
            (result.code, result.failure) = (.assertionFailed, why)
            result.gasUsed = message.gasLimit
        }
    }

    private func eventsRoot(_ events: [ActorEvent]) throws -> CID? {
        guard !events.isEmpty else { return nil }
        let array = AMT(MemoryBlockstore(), bitWidth: ActorEvent.bitWidth)
        for event in events { try array.append(event.cbor) }
        return try array.flush()
    }

    /// Pays the fees out of what the sender paid in advance.
    private func settle(
        _ message: Message, sender: UInt64, _ prepaid: TokenAmount, _ result: inout ApplyResult
    ) throws {
        let fees = GasOutputs(
            used: result.gasUsed, limit: message.gasLimit, baseFee: machine.context.baseFee,
            feeCap: message.gasFeeCap, premium: message.gasPremium)
        result.fees = fees
        try pay(CallManager.burntFundsActor, fees.baseFeeBurn)
        try pay(Self.rewardActor, fees.minerTip)
        try pay(CallManager.burntFundsActor, fees.overEstimationBurn)
        try pay(sender, fees.refund)
        guard fees.baseFeeBurn + fees.overEstimationBurn + fees.refund + fees.minerTip == prepaid else {
            throw MessageRefused(reason: "fees that do not add up")
        }
    }

    private func pay(_ id: UInt64, _ amount: TokenAmount) throws {
        guard !amount.isNegative else { throw MessageRefused(reason: "a negative fee") }
        guard !amount.isZero else { return }
        guard try machine.tree.add(id, amount) else {
            throw MessageRefused(reason: "a fee for f0\(id), which does not exist")
        }
    }

    /// Writes the state; its root.
    public func flush() throws -> CID { try machine.flush() }
}
