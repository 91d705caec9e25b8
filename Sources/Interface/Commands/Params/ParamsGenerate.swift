import Primitives
import ProofEngine
import System

/// `quarry params generate`: parameters of our own.
enum ParamsGenerate: Command {
    static let path = ["params", "generate"]
    static let summary = "Make local parameters, for trials and private networks"
    static let example = "quarry params generate --sector-size 2KiB --kind winning --seed 'our network'"
    static let discussion = """
        Whoever knows the seed can make false proofs: the files are marked with .local beside them and refused \
        for public networks. Equal seeds give equal files, so that the nodes of a private network need not \
        copy them. Without --seed it is drawn at random and forgotten. Parameters that are there already are \
        left as they are.
        """
    static let seed = Argument<String?>.option("--seed", "Text that decides the files")
    static let replace = Argument<Bool>.flag("--replace", "Make them again if there are local ones already")
    static let arguments: [any ArgumentProtocol] = [
        ParamsArguments.size, ParamsArguments.kinds, seed, replace, ProofArguments.parameters, Common.cores,
    ]

    static func validate(_ arguments: ParsedArguments) throws {
        if let text = arguments[seed], text.isEmpty { throw UsageError("--seed is empty") }
    }

    static func run(_ context: CommandContext) async throws {
        let store = ProofArguments.store(context)
        let engine = try context.engine(cores: context[Common.cores])
        var generator = SystemRandomNumberGenerator()
        let seed =
            context[seed].map { Array($0.utf8) }
            ?? (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
        for circuit in try ParamsArguments.circuits([context[ParamsArguments.size]], context) {
            let path = try store.path(circuit, .parameters)
            if File.exists(path), !context[replace] {
                context.print("\(circuit.summary): there already: \(path)")
                continue
            }
            let job = EngineJob()
            try await context.stage(
                "parameters of \(circuit.summary)", unit: .count("points"),
                sample: { ProgressSample(done: job.done, total: job.total) }
            ) {
                try await engine.generateParameters(circuit, in: store, seed: seed, job: job)
            }
            context.print("\(circuit.summary): \(ByteCount(File.size(path) ?? 0)): \(path)")
        }
    }
}
