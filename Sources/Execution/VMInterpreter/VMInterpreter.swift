/// # VMInterpreter
///
/// Applies messages to a state as the Filecoin Virtual Machine does (FVM 4, network version 28): state tree, calls,
/// syscalls, gas to the milligas, events, receipts. Start with `Executor.apply`, then `CallManager`; what actors may
/// ask is `Invocation`, a file a module of syscalls. Actors are WASM modules that a `WasmRuntime` runs.
///
/// The rules of this room. A message never takes the process down: a trap is an exit code, a fault of the machine a
/// fatal error that is reported as the reference does. Out of gas, a refused syscall and a fatal error are three cases
/// of `ExecutionError` and never turn into each other but in `CallManager`. The order of charges is part of the result.

/// Numbers of errors that syscalls give to actors (FVM specification, "Syscall Errors").
public enum ErrorNumber: UInt32, Sendable, Hashable {
    case illegalArgument = 1
    case illegalOperation, limitExceeded, assertionFailed, insufficientFunds, notFound, invalidHandle,
        illegalCID
    case illegalCodec, serialization, forbidden, bufferTooSmall, readOnly
}

/// How a call's result is told: 0 is success, 1 to 15 the system's, others the actors'.
public struct ExitCode: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The number.
    public let rawValue: UInt32
    /// A number.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Done.
    public static let ok = ExitCode(rawValue: 0)
    /// The sender is no account.
    public static let senderInvalid = ExitCode(rawValue: 1)
    /// The sender's nonce or balance is wrong.
    public static let senderStateInvalid = ExitCode(rawValue: 2)
    /// The program trapped.
    public static let illegalInstruction = ExitCode(rawValue: 4)
    /// There is no such receiver or method.
    public static let invalidReceiver = ExitCode(rawValue: 5)
    /// The sender has less than it sends.
    public static let insufficientFunds = ExitCode(rawValue: 6)
    /// The gas is used up.
    public static let outOfGas = ExitCode(rawValue: 7)
    /// The actor used one of the system's codes.
    public static let illegalExitCode = ExitCode(rawValue: 9)
    /// The machine is at fault.
    public static let assertionFailed = ExitCode(rawValue: 10)
    /// The returned block does not exist.
    public static let missingReturn = ExitCode(rawValue: 11)

    /// Zero.
    public var isSuccess: Bool { rawValue == 0 }
    /// Below 16: what actors may not use, but for success.
    public var isSystem: Bool { rawValue < 16 }
    /// The number.
    public var description: String { "\(rawValue)" }
}

/// Why work for a message stopped.
enum ExecutionError: Error {
    /// A syscall was refused; the actor is told.
    case syscall(ErrorNumber, String)
    /// The gas is used up.
    case outOfGas
    /// The machine or its store is at fault; the whole message fails.
    case fatal(String)
}

extension ExecutionError {
    /// Runs what reads blocks; whatever fails there is fatal.
    static func orFatal<Value>(_ body: () throws -> Value) throws(ExecutionError) -> Value {
        do {
            return try body()
        } catch let error as ExecutionError {
            throw error
        } catch {
            throw .fatal("\(error)")
        }
    }
}
