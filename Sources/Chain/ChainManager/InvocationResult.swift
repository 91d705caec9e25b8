public import ChainTypes
import FoundationEssentials
public import Primitives
public import VMInterpreter

/// What a message came to. Its JSON is that of Lotus's `InvocResult`, without times.
public struct InvocationResult: Encodable, Sendable {
    /// What was applied.
    public let message: Message
    /// What names it in blocks.
    public let cid: CID
    /// The epoch.
    public let epoch: Int64
    /// Exit code, gas and so on.
    public let result: ApplyResult
    /// Calls and charges; nil where it was refused, or nothing was traced.
    public let trace: ExecutionTrace?
    private let isImplicit: Bool

    /// Of a message that was applied.
    public init(_ applied: AppliedMessage, _ network: AddressNetwork) {
        (message, cid, epoch) = (applied.message, applied.cid, applied.epoch)
        result = applied.result
        isImplicit = applied.isImplicit
        trace = ExecutionTrace(applied.result.trace, network)
    }

    /// Why it failed, with the calls that failed; empty where it did not.
    public var failure: String {
        guard !result.code.isSuccess else { return "" }
        var lines = ["message failed with backtrace:"]
        for (place, frame) in result.backtrace.enumerated() {
            lines.append(
                (place < 10 ? "0" : "") + "\(place): f0\(frame.actor) (method \(frame.method)) -- "
                    + "\(frame.message) (\(frame.code.rawValue))")
        }
        if result.backtrace.isEmpty, let why = result.failure { lines.append("--> caused by: \(why)") }
        return lines.joined(separator: "\n") + "\n (RetCode=\(result.code.rawValue))"
    }

    private enum CodingKeys: String, CodingKey { case MsgCid, Msg, MsgRct, GasCost, ExecutionTrace, Error }
    private enum ReceiptKeys: String, CodingKey { case ExitCode, Return, GasUsed, EventsRoot }
    private enum CostKeys: String, CodingKey {
        case Message, GasUsed, BaseFeeBurn, OverEstimationBurn, MinerPenalty, MinerTip, Refund, TotalCost
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(LotusLink(cid), forKey: .MsgCid)
        try container.encode(message, forKey: .Msg)
        var receipt = container.nestedContainer(keyedBy: ReceiptKeys.self, forKey: .MsgRct)
        try receipt.encode(result.code.rawValue, forKey: .ExitCode)
        try receipt.encode(
            result.returned.isEmpty ? nil : Data(result.returned).base64EncodedString(), forKey: .Return)
        try receipt.encode(result.gasUsed, forKey: .GasUsed)
        try receipt.encode(result.eventsRoot.map(LotusLink.init), forKey: .EventsRoot)
        var cost = container.nestedContainer(keyedBy: CostKeys.self, forKey: .GasCost)
        let fees = result.fees
        try cost.encode(isImplicit ? nil : LotusLink(message.cid), forKey: .Message)
        try cost.encode(isImplicit ? "0" : "\(result.gasUsed)", forKey: .GasUsed)
        for (key, amount) in [
            (CostKeys.BaseFeeBurn, fees.baseFeeBurn), (.OverEstimationBurn, fees.overEstimationBurn),
            (.MinerPenalty, fees.minerPenalty), (.MinerTip, fees.minerTip), (.Refund, fees.refund),
            (.TotalCost, fees.baseFeeBurn + fees.overEstimationBurn + fees.minerTip),
        ] { try cost.encode(amount.atto.description, forKey: key) }
        try container.encode(trace, forKey: .ExecutionTrace)
        try container.encode(failure, forKey: .Error)
    }
}

/// What a tipset came to, message by message. Its JSON is that of Lotus's `ComputeStateOutput`.
public struct ComputedState: Encodable, Sendable {
    /// State after it.
    public let root: CID
    /// Receipts.
    public let receipts: CID
    /// Messages in the order that they were applied in, the protocol's own too.
    public let messages: [InvocationResult]

    /// A result.
    public init(root: CID, receipts: CID, messages: [InvocationResult]) {
        self.root = root
        self.receipts = receipts
        self.messages = messages
    }

    private enum CodingKeys: String, CodingKey { case Root, Trace }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(LotusLink(root), forKey: .Root)
        try container.encode(messages, forKey: .Trace)
    }
}
