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
        left as they are. --kind aggregate makes the SRS, which aggregates of every size need.
        """
    static let seed = Argument<String?>.option("--seed", "Text that decides the files")
    static let replace = Argument<Bool>.flag("--replace", "Make them again if there are local ones already")
    static let proofs = Argument<Int>.option(
        "--proofs", "Proofs of the largest aggregate that the SRS is for", default: 64)
    static let arguments: [any ArgumentProtocol] = [
        ParamsArguments.size, ParamsArguments.kinds, seed, replace, proofs, ProofArguments.parameters,
        Common.cores,
    ]

    static func validate(_ arguments: ParsedArguments) throws {
        if let text = arguments[seed], text.isEmpty { throw UsageError("--seed is empty") }
        guard (2...Engine.aggregateLimit).contains(arguments[proofs]) else {
            throw UsageError("--proofs: \(arguments[proofs]) is not between 2 and \(Engine.aggregateLimit)")
        }
    }

    static func run(_ context: CommandContext) async throws {
        let store = ProofArguments.store(context)
        let engine = try context.engine(cores: context[Common.cores])
        let seed = context[seed].map { Array($0.utf8) } ?? Randomness.bytes(32)
        for circuit in try ParamsArguments.circuits([context[ParamsArguments.size]], context) {
            let path = try store.path(circuit, .parameters)
            try await make(circuit.summary, path, context) { job in
                try await engine.generateParameters(circuit, in: store, seed: seed, job: job)
            }
        }
        if ParamsArguments.includesSRS(context) {
            try await make("aggregates", store.srsPath, context) { job in
                try await engine.generateAggregationString(
                    in: store, proofs: context[proofs], seed: seed, job: job)
            }
        }
    }

    private static func make(
        _ what: String, _ path: String, _ context: CommandContext, _ body: (EngineJob) async throws -> Void
    ) async throws {
        if File.exists(path), !context[replace] {
            return context.print("\(what): there already: \(path)")
        }
        let job = EngineJob()
        try await context.stage(
            "parameters of \(what)", unit: .count("points"),
            sample: { ProgressSample(done: job.done, total: job.total) }
        ) {
            try await body(job)
        }
        context.print("\(what): \(ByteCount(File.size(path) ?? 0)): \(path)")
    }
}
