import FoundationEssentials
public import Primitives
public import VMInterpreter

/// A call with its charges and the calls that it made: what happened while a message was applied, as a tree. Its JSON
/// is that of Lotus's `ExecutionTrace`.
public struct ExecutionTrace: Sendable {
    /// The actor that calls.
    public var from: UInt64
    /// Who is called.
    public var to: Address
    /// The method.
    public var method: UInt64
    /// Its parameters.
    public var params: TracedBlock?
    /// FIL sent.
    public var value: TokenAmount
    /// Whole gas that the call may use.
    public var gasLimit: UInt64
    /// Whether it may change nothing.
    public var isReadOnly: Bool
    /// The receiver before anything moved; nil where there was none.
    public var invoked: (id: UInt64, state: ActorState)?
    /// How it ended.
    public var exitCode: UInt32 = 0
    /// What it returned.
    public var returned: TracedBlock?
    /// Charges in order, without those of calls below.
    public var charges: [GasCharge] = []
    /// Calls that it made.
    public var calls: [ExecutionTrace] = []
    /// What the actor said for debugging.
    public var logs: [String] = []
    /// Blocks that the actor read and wrote, in order, with their bytes.
    public var blocks: [(isWritten: Bool, cid: CID, bytes: Int)] = []
    /// How its addresses are written.
    public let network: AddressNetwork

    /// The tree of a message's events; nil where it was refused before anything happened.
    public init?(_ events: [TraceEvent], _ network: AddressNetwork) {
        var stack: [ExecutionTrace] = []
        // What is charged before the first call is shown with it.
        var early: [GasCharge] = []
        for event in events {
            switch event {
            case .gas(let charge):
                if stack.isEmpty {
                    early.append(charge)
                } else {
                    stack[stack.count - 1].charges.append(charge)
                }
            case .call(let from, let to, let method, let params, let value, let limit, let isReadOnly):
                var trace = ExecutionTrace(
                    from: from, to: to, method: method, params: params, value: value, gasLimit: limit,
                    isReadOnly: isReadOnly, network: network)
                trace.charges = early
                early = []
                stack.append(trace)
            case .invoke(let id, let state):
                if !stack.isEmpty { stack[stack.count - 1].invoked = (id, state) }
            case .returned(let code, let block): Self.end(&stack, code.rawValue, block)
            case .failed(let number, _): Self.end(&stack, Self.exitCode(number), nil)
            case .log(let text):
                if !stack.isEmpty { stack[stack.count - 1].logs.append(text) }
            case .blockRead(let cid, let bytes): Self.note(&stack, (false, cid, bytes))
            case .blockWritten(let cid, let bytes): Self.note(&stack, (true, cid, bytes))
            }
        }
        // The gas ran out in the middle: what was begun is ended as it is.
        while stack.count > 1 { Self.end(&stack, ExitCode.outOfGas.rawValue, nil) }
        guard let root = stack.first else { return nil }
        self = root
    }

    private init(
        from: UInt64, to: Address, method: UInt64, params: TracedBlock?, value: TokenAmount, gasLimit: UInt64,
        isReadOnly: Bool, network: AddressNetwork
    ) {
        self.network = network
        (self.from, self.to, self.method, self.params) = (from, to, method, params)
        (self.value, self.gasLimit, self.isReadOnly) = (value, gasLimit, isReadOnly)
    }

    private static func note(
        _ stack: inout [ExecutionTrace], _ block: (isWritten: Bool, cid: CID, bytes: Int)
    ) {
        if !stack.isEmpty { stack[stack.count - 1].blocks.append(block) }
    }

    /// Ends the innermost call; the outermost stays.
    private static func end(_ stack: inout [ExecutionTrace], _ code: UInt32, _ returned: TracedBlock?) {
        guard !stack.isEmpty else { return }
        stack[stack.count - 1].exitCode = code
        stack[stack.count - 1].returned = returned
        guard stack.count > 1 else { return }
        let ended = stack.removeLast()
        stack[stack.count - 1].calls.append(ended)
    }

    /// A call that could not be made, as traces show it.
    private static func exitCode(_ number: ErrorNumber) -> UInt32 {
        switch number {
        case .insufficientFunds: ExitCode.insufficientFunds.rawValue
        case .notFound: ExitCode.invalidReceiver.rawValue
        default: ExitCode.assertionFailed.rawValue
        }
    }
}

extension ExecutionTrace: Encodable {
    private struct Call: Encodable {
        let From: String
        let To: String
        let Value: String
        let Method: UInt64
        let Params: OrNull<String>
        let ParamsCodec: UInt64
        let GasLimit: UInt64
        let ReadOnly: Bool
    }

    private struct Result: Encodable {
        let ExitCode: UInt32
        let Return: OrNull<String>
        let ReturnCodec: UInt64
    }

    private struct Invoked: Encodable {
        let Id: UInt64
        let State: Actor
    }

    private struct Actor: Encodable {
        let Code: LotusLink
        let Head: LotusLink
        let Nonce: UInt64
        let Balance: String
        let DelegatedAddress: OrNull<String>
    }

    private struct Access: Encodable {
        let Op: String
        let Cid: LotusLink
        let Size: Int
    }

    private struct Charge: Encodable {
        let Name: String
        let tg: UInt64
        let cg: UInt64
        let sg: UInt64
    }

    private enum CodingKeys: String, CodingKey {
        case Msg, MsgRct, InvokedActor, GasCharges, Subcalls, Logs, IpldOps
    }

    private static func base64(_ block: TracedBlock?) -> OrNull<String> {
        OrNull(block.flatMap { $0.bytes.isEmpty ? nil : Data($0.bytes).base64EncodedString() })
    }

    /// Nothing is written as null, and not left out.
    private struct OrNull<Value: Encodable>: Encodable {
        private let value: Value?
        init(_ value: Value?) { self.value = value }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            if let value { try container.encode(value) } else { try container.encodeNil() }
        }
    }

    /// Writes it as Lotus does, without times.
    public func encode(to encoder: any Encoder) throws {
        let letters = network
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(
            Call(
                From: Address(id: from).text(letters), To: to.text(letters), Value: value.atto.description,
                Method: method, Params: Self.base64(params), ParamsCodec: params?.codec ?? 0,
                GasLimit: gasLimit, ReadOnly: isReadOnly), forKey: .Msg)
        try container.encode(
            Result(ExitCode: exitCode, Return: Self.base64(returned), ReturnCodec: returned?.codec ?? 0),
            forKey: .MsgRct)
        if let invoked {
            let state = invoked.state
            try container.encode(
                Invoked(
                    Id: invoked.id,
                    State: Actor(
                        Code: LotusLink(state.code), Head: LotusLink(state.head), Nonce: state.nonce,
                        Balance: state.balance.atto.description,
                        DelegatedAddress: OrNull(state.delegatedAddress?.text(letters)))),
                forKey: .InvokedActor)
        }
        let charges = charges.map {
            Charge(Name: $0.name, tg: $0.wholeTotal, cg: $0.wholeCompute, sg: $0.wholeOther)
        }
        try container.encode(charges.isEmpty ? nil : charges, forKey: .GasCharges)
        try container.encode(calls.isEmpty ? nil : calls, forKey: .Subcalls)
        if !logs.isEmpty { try container.encode(logs, forKey: .Logs) }
        let blocks = blocks.map {
            Access(Op: $0.isWritten ? "Put" : "Get", Cid: LotusLink($0.cid), Size: $0.bytes)
        }
        if !blocks.isEmpty { try container.encode(blocks, forKey: .IpldOps) }
    }
}

/// A link as Lotus writes it: `{"/": CID}`.
public struct LotusLink: Encodable, Sendable {
    private let text: String
    private enum CodingKeys: String, CodingKey { case text = "/" }

    /// A link.
    public init(_ cid: CID) { text = cid.description }
}
