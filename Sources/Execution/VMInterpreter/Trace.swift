public import Primitives

/// A block as traces show it.
public struct TracedBlock: Hashable, Sendable {
    /// Its codec.
    public let codec: UInt64
    /// Its bytes.
    public let bytes: [UInt8]
}

/// What happened while a message was applied, in order.
public enum TraceEvent: Hashable, Sendable {
    case gas(GasCharge)
    /// A call as it was asked for. `gasLimit` in whole gas.
    case call(
        from: UInt64, to: Address, method: UInt64, params: TracedBlock?, value: TokenAmount, gasLimit: UInt64,
        isReadOnly: Bool)
    /// The receiver as it is before anything moves.
    case invoke(id: UInt64, state: ActorState)
    case returned(ExitCode, TracedBlock?)
    /// The call could not be made.
    case failed(ErrorNumber, String)
    case blockRead(CID, Int)
    case blockWritten(CID, Int)
    /// What the actor said for debugging.
    case log(String)
}

/// A call that failed, for people.
public struct BacktraceFrame: Hashable, Sendable {
    /// The actor.
    public let actor: UInt64
    /// Its method.
    public let method: UInt64
    /// How it ended.
    public let code: ExitCode
    /// What it said.
    public let message: String
}
