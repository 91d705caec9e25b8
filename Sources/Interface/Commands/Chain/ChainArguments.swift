import ChainManager
import ChainVerifier
import Networks
import Primitives
import ProofEngine
import System
import VMInterpreter
import WasmEngine

/// Arguments that commands about the chain share, and what they open.
enum ChainArguments {
    static let directory = Argument<String?>.option(
        "--chain", "Directory of the chain's store; chain of QUARRY_HOME otherwise",
        environment: "QUARRY_CHAIN")
    static let keys = Argument<String?>.option(
        "--keys",
        "Directory of verifying keys (.vk); FIL_PROOFS_PARAMETER_CACHE, or params of QUARRY_HOME otherwise")
    static let cache = Argument<ByteCount>.option(
        "--cache", "Memory for blocks", default: ByteCount(256 << 20))

    static let tipset = Argument<String>.option(
        "--tipset", "Which: @head, @ and an epoch, or CIDs with commas between them", default: "@head")

    static let from = Argument<Int?>.option("--from", "First epoch; the first of the chain otherwise")
    static let through = Argument<Int?>.option("--to", "Last epoch; the head otherwise")

    /// The epochs that --from and --to name.
    static func epochs(_ context: CommandContext) -> (first: Int64, last: Int64) {
        (Int64(context[from] ?? 0), context[through].map(Int64.init) ?? .max)
    }

    /// What commands that read the chain take.
    static let reading: [any ArgumentProtocol] = [directory, Common.json]
    /// What commands that read a state take.
    static let readingState: [any ArgumentProtocol] = [tipset] + reading
    /// What commands that execute messages take.
    static let executing: [any ArgumentProtocol] = [directory, keys, cache, Common.json]

    static func path(_ context: CommandContext) -> String {
        context[directory] ?? Environment.home + "/chain"
    }

    /// The chain, to be read only.
    static func open(_ context: CommandContext) throws -> ChainManager { try ChainManager(path(context)) }

    /// The state that --tipset names.
    static func openState(_ context: CommandContext) throws -> StateView {
        let chain = try ChainArguments.open(context)
        return try chain.stateView(of: chain.tipset(named: context[tipset]))
    }

    /// A CID of the command line.
    static func cid(_ text: String) throws -> CID {
        do {
            return try CID(text)
        } catch {
            throw UsageError("\(error)")
        }
    }

    /// An address of the command line, of either network.
    static func address(_ text: String, _ name: String) throws -> Address {
        do {
            return try Address(text)
        } catch {
            throw UsageError("\(name): \(error)")
        }
    }

    /// The chain, with all that executing messages needs.
    static func openForExecution(_ context: CommandContext) throws -> ChainManager {
        let directory = path(context)
        let network = try ChainManager(directory, cacheBytes: 1 << 20).network
        return try ChainManager(
            directory, execution: services(keys: context[keys], isPublic: network.isPublic),
            cacheBytes: Int(clamping: context[cache].bytes))
    }

    /// A WebAssembly engine and verifying keys.
    static func services(keys: String?, isPublic: Bool) throws -> ExecutionServices {
        let runtime = try Wasmtime(
            functions: Syscall.functions, cacheDirectory: Environment.home + "/wasm-cache")
        let keys = VerifyingKeys(keys, network: isPublic ? .public : .private)
        return ExecutionServices(runtime: runtime, proofs: ProofVerifier(keys))
    }
}

/// Work on a thread with a deep stack: how far it is, and whether to stop.
final class DeepWork: Sendable {
    private let state = Locked((done: UInt64(0), total: UInt64(0), isCancelled: false))

    /// Asked for by Ctrl-C.
    var isCancelled: Bool { state.withLock { $0.isCancelled } }

    func show(_ progress: ChainProgress) {
        state.withLock { ($0.done, $0.total) = (progress.done, progress.total) }
    }

    /// So much was done, of nobody knows how much.
    func show(done: UInt64) { state.withLock { $0.done = done } }

    private var sample: ProgressSample {
        state.withLock { ProgressSample(done: $0.done, total: $0.total) }
    }

    /// Runs `body` on a thread of its own, with a display of its progress.
    static func run<Value: Sendable>(
        _ context: CommandContext, _ name: String, _ unit: ProgressUnit,
        _ body: @escaping @Sendable (DeepWork) throws -> Value
    ) async throws -> Value {
        let work = DeepWork()
        return try await context.stage(name, unit: unit, sample: { work.sample }) {
            try await withTaskCancellationHandler {
                try await DeepStack.run { try body(work) }
            } onCancel: {
                work.state.withLock { $0.isCancelled = true }
            }
        }
    }
}
