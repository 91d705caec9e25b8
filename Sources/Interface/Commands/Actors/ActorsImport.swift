import ChainManager
import System
import VMInterpreter
import WasmEngine

/// `quarry actors import`: an official bundle.
enum ActorsImport: Command {
    static let path = ["actors", "import"]
    static let summary = "Take a bundle of built-in actors, and compile it"
    static let example = "quarry actors import builtin-actors-mainnet.car.zst"
    static let discussion = """
        Takes a CAR file of a release of the built-in actors into actors.sqlite of QUARRY_HOME, and compiles its \
        programs ahead on all processors into wasm-cache of QUARRY_HOME, where executing a chain finds them. An import \
        that is cut off is begun again; what was compiled stays.
        """
    static let noCompile = Argument<Bool>.flag("--no-compile", "Leave compiling to the first use")
    static let file = Argument<String>.positional("FILE", "The CAR file, packed with zstd or not")
    static let arguments: [any ArgumentProtocol] = [noCompile, Common.json, file]

    static func run(_ context: CommandContext) async throws {
        let store = try ActorsArguments.store()
        let bundle = try store.take(context[file])
        if !context[noCompile] {
            let runtime = try Wasmtime(
                functions: Syscall.functions, cacheDirectory: Environment.home + "/wasm-cache")
            try await DeepWork.run(context, "compile", .count("programs")) { work in
                try store.compile(
                    bundle, runtime, isCancelled: { work.isCancelled }, progress: { work.show($0) })
            }
        }
        if context[Common.json] { return try context.print(json: bundle) }
        context.print("\(bundle.source): \(bundle.actors.count) actors, manifest \(bundle.manifest)")
    }
}
