/// # WasmEngine
///
/// Runs WebAssembly modules as the FVM demands: checked against its feature set, cut off at a stack height and metered
/// (both by instrumentation that gives the reference's charges), compiled once and kept on disk, each call in an
/// instance of its own. Start with `WasmRuntime`. It knows no actors and no state: what a host call does is the
/// `WasmHost`'s.

/// Makes modules ready to run.
public protocol WasmRuntime: AnyObject, Sendable {
    /// The module of a code, checked, instrumented and compiled, or taken from memory or the cache on disk. `id`
    /// names the code (its CID).
    func module(_ code: [UInt8], id: String) throws -> any WasmModule
    /// The module of this name, if it is in memory already: without its code.
    func loaded(_ id: String) -> (any WasmModule)?
}

/// A module ready to run; any number of instances at once, on any thread.
public protocol WasmModule: AnyObject, Sendable {
    /// Bytes of memory that an instance begins with.
    var minimumMemory: Int { get }
    /// Elements that the table exported as "table" begins with; nil: there is no such export.
    var exportedTableElements: Int? { get }
    /// Elements that its tables begin with, in all.
    var tableElements: Int { get }
    /// Whether it has a start function, which is to be run once the gas is set.
    var hasStart: Bool { get }
    /// A fresh instance whose memory (and 8 bytes a table element) never grows past `memoryLimit` bytes. The start
    /// function is not run here.
    func instantiate(memoryLimit: Int, host: any WasmHost) throws(WasmInstanceError) -> any WasmInstance
}

/// Why there is no instance: a limit, or an import that the host does not have.
public struct WasmInstanceError: Error, Hashable {
    /// One sentence.
    public let reason: String

    /// A reason.
    public init(_ reason: String) { self.reason = reason }
}

/// One run of a module. Used on one thread, and never again after `call`.
public protocol WasmInstance: AnyObject {
    /// The gas counter: what is left, in milligas; negative once the module ran out.
    var gas: Int64 { get set }
    /// Bytes of memory now.
    var memoryBytes: Int { get }
    /// The memory. The pointer stands as long as the instance; the size may grow in calls.
    var memory: UnsafeMutableRawBufferPointer { get }
    /// Runs the start function.
    func start() -> WasmOutcome
    /// Whether a function of this name is exported.
    func exports(_ name: String) -> Bool
    /// Runs an exported function of i32 parameters with one i32 result. May be called from within a host call of
    /// another instance, not of this one.
    func call(_ name: String, _ arguments: [UInt32]) -> WasmOutcome
}

/// How a call ended.
public enum WasmOutcome: Hashable, Sendable {
    /// With the function's result.
    case value(UInt32)
    /// With a trap: "wasm `unreachable` instruction executed".
    case trap(String)
    /// Because the host asked for it.
    case stopped
    /// With an error of the engine itself, which no module should cause.
    case failed(String)
}

/// What modules import. Called on the thread that runs the instance.
public protocol WasmHost: AnyObject {
    /// Does host function number `index` of the runtime's table; i32 arguments are zero-extended. The result; nil: the
    /// instance is to be stopped.
    func hostCall(
        _ index: Int, _ arguments: UnsafeBufferPointer<UInt64>, _ instance: any WasmInstance
    ) -> UInt32?
}

/// A function that hosts offer: all return one i32.
public struct WasmHostFunction: Hashable, Sendable {
    /// Module of the import.
    public let module: String
    /// Name of the import.
    public let name: String
    /// 'i' for i32, 'I' for i64, in order.
    public let parameters: String

    /// A function.
    public init(_ module: String, _ name: String, _ parameters: String) {
        self.module = module
        self.name = name
        self.parameters = parameters
    }
}
