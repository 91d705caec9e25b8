import Primitives
import ProofEngine
import SectorManager
import System

/// `quarry proof check`: vanilla proofs against public inputs.
enum ProofCheck: Command {
    /// What a proof is of.
    enum Kind: String, CaseIterable, ArgumentValue {
        case porep, winning, window, update
    }

    static let path = ["proof", "check"]
    static let summary = "Verify a vanilla proof against the public inputs"
    static let example = "quarry proof check c1.json --kind porep --dir DIR --sector s-t01000-1 --seed 00..00"
    static let discussion = """
        Public inputs come from a sector on disk (--dir, --sector) or from options, which win: a proof of \
        replication needs --sector-size, --proof and the feature, --comm-d, --comm-r, --replica-id (or \
        --miner, --number and --ticket, which it follows from), --ticket and --seed; a PoSt --sector-size, \
        --comm-r, --number, --randomness; an update --sector-size, --comm-r-old, --comm-r (new), --comm-d \
        (new), --partition. Exit status 1 if the proof does not hold.
        """
    static let file = Argument<String>.positional("FILE", "The proof")
    static let kind = Argument<Kind>.required("--kind", "What it is a proof of")
    static let partition = Argument<Int>.option("--partition", "Partition of an update proof", default: 0)
    static let arguments: [any ArgumentProtocol] =
        [file, kind, ProofArguments.form, partition] + PublicInputs.arguments + [Common.cores, Common.json]

    static func validate(_ arguments: ParsedArguments) throws {
        try PublicInputs.validate(arguments)
        if arguments[kind] == .porep, arguments[ProofArguments.form] != .json {
            throw UsageError("a proof of replication has only a JSON form")
        }
    }

    static func run(_ context: CommandContext) async throws {
        let inputs = try PublicInputs(context)
        let proof = try File.read(context[file], limit: 1 << 30)
        let engine = try context.engine(cores: context[Common.cores])
        let verdict = try await verdict(proof, inputs, engine, context)
        try ProofArguments.report(verdict, file: context[file], kind: context[kind].rawValue, context)
    }

    private static func verdict(
        _ proof: [UInt8], _ inputs: PublicInputs, _ engine: Engine, _ context: CommandContext
    ) async throws -> Verdict {
        let form = context[ProofArguments.form]
        switch context[kind] {
        case .porep:
            return try await engine.verifyPoRep(inputs.config(), proof, inputs.porep())
        case .winning, .window:
            let post: PoStKind = context[kind] == .winning ? .winning : .window
            return try await engine.verifyPoSt(
                inputs.treeConfig(), post, legacyIndex: post == .winning || context[PoStArguments.legacy],
                randomness: inputs.randomness(), sectorNumber: inputs.number(), commR: inputs.commR(),
                index: context[PoStArguments.index], proof: proof, form: form)
        case .update:
            return try await engine.verifyUpdate(
                inputs.treeConfig(), inputs.update(), partition: context[partition], proof: proof, form: form)
        }
    }
}
