import Primitives
import ProofEngine
import SectorManager
import System

/// `quarry proof verify`: SNARK proofs against public inputs.
enum ProofVerify: Command {
    static let path = ["proof", "verify"]
    static let summary = "Verify a SNARK proof against the public inputs"
    static let example =
        "quarry proof verify window.proof --kind window --dir DIR --sector s-t01000-1 --randomness 00..00"
    static let discussion = """
        Public inputs come from sectors on disk (--dir, --sector) or from options, as for 'quarry proof \
        check'. A WindowPoSt is about the sectors in the order of --sector, or of --member. The verifying key \
        is that of the parameters, or --key. Exit status 1 if the proof does not hold.
        """
    static let file = Argument<String>.positional("FILE", "The proof")
    static let kind = Argument<SnarkCircuit.Purpose>.required("--kind", "What it is a proof of")
    static let key = Argument<String?>.option("--key", "Verifying key (.vk) to use")
    static let members = Argument<[String]>.list(
        "--member", "Sector of a WindowPoSt as NUMBER:COMM_R, instead of --dir")
    static let arguments: [any ArgumentProtocol] =
        [file, kind, members, key, ProofArguments.parameters, ProofArguments.network]
        + PublicInputs.arguments + [Common.cores, Common.json]

    static func validate(_ arguments: ParsedArguments) throws {
        try PublicInputs.validate(arguments)
        for text in arguments[members] { _ = try member(text) }
        guard !arguments[members].isEmpty else { return }
        if arguments[kind] != .window { throw UsageError("--member is for --kind window") }
        if arguments[PublicInputs.directory] != nil {
            throw UsageError("--member and --dir exclude each other")
        }
    }

    static func run(_ context: CommandContext) async throws {
        let statement = try statement(context)
        let proof = try File.read(context[file], limit: 1 << 24)
        let engine = try context.engine(cores: context[Common.cores])
        let key = try await verifyingKey(statement.circuit, engine, context)
        let verdict = try await engine.verify(statement, proof: proof, key)
        try ProofArguments.report(verdict, file: context[file], kind: context[kind].rawValue, context)
    }

    /// The key of --key, or of the parameters.
    static func verifyingKey(
        _ circuit: SnarkCircuit, _ engine: Engine, _ context: CommandContext
    ) async throws -> VerifyingKey {
        let network = context[ProofArguments.network] ?? ProofNetwork(of: circuit.config.kind.size)
        if let path = context[key] { return try await engine.loadVerifyingKey(path, for: network) }
        return try await engine.loadVerifyingKey(circuit, in: ProofArguments.store(context), for: network)
    }

    private static func statement(_ context: CommandContext) throws -> SnarkStatement {
        switch context[kind] {
        case .porep:
            let inputs = try PublicInputs(context)
            return try .porep(inputs.config(), inputs.porep())
        case .winning: return try post(.winning, legacyIndex: true, context)
        case .window: return try post(.window, legacyIndex: context[PoStArguments.legacy], context)
        case .update:
            let inputs = try PublicInputs(context)
            return try .update(inputs.treeConfig(), inputs.update())
        }
    }

    private static func post(
        _ post: PoStKind, legacyIndex: Bool, _ context: CommandContext
    ) throws -> SnarkStatement {
        if post == .window, let path = context[PublicInputs.directory] {
            let layouts = try SectorDirectory.find(path, names: context[SectorArguments.sectors])
            if layouts.count > 1 {
                let randomness = try PublicInputs.randomness(context)
                return try SectorProofs.postStatement(
                    layouts, post, randomness: randomness, legacyIndex: legacyIndex)
            }
        }
        let inputs = try PublicInputs(context)
        let listed = try context[members].map(member)
        let sectors =
            listed.isEmpty
            ? [PoStSector(number: try inputs.number(), commR: try inputs.commR())] : listed
        return try .post(
            inputs.treeConfig(), post, randomness: PublicInputs.randomness(context),
            legacyIndex: legacyIndex, sectors: sectors)
    }

    private static func member(_ text: String) throws -> PoStSector {
        let parts = text.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, let number = UInt64(parts[0]),
            let commR = try? Commitment(text: String(parts[1]), kind: .sealed)
        else {
            throw UsageError("--member: '\(text)' is no NUMBER:COMM_R", remedy: "give CommR as CID or hex")
        }
        return PoStSector(number: number, commR: commR)
    }
}

extension SnarkCircuit.Purpose: ArgumentValue {}
