import Primitives
import ProofEngine
import SectorManager

/// `quarry proof porep`: C1 and C2.
enum ProofPorep: Command {
    static let path = ["proof", "porep"]
    static let summary = "Make the proof of replication of a sealed sector (C1 and C2)"
    static let example = "quarry proof porep DIR --sector s-t01000-1 --seed 00..00 --out porep.proof"
    static let discussion = """
        The sector is one on disk (DIR) or what a C1 output says of it (--c1), such as another node's. C1 \
        needs layers and trees, or for a synthetic sector syn-porep-vanilla-proofs.dat. Non-interactive \
        sectors need no --seed. With --vanilla the output is C1: SealCommitPhase1Output in JSON as \
        filecoin-proofs-api and Lotus pass it on. A C1 of others is verified first, and the proof before it \
        is written: 192 bytes a partition.
        """
    static let directory = Argument<String?>.optionalPositional(
        "DIR", "Directory that holds cache/, sealed/ and unsealed/, or a sector's own folder in it")
    static let c1 = Argument<String?>.option(
        "--c1", "C1 output to make the proof from: JSON, or the file of 'lotus-bench --save-commit2-input'")
    static let seed = Argument<String?>.option("--seed", "Interactive randomness, 64 hex digits")
    static let arguments: [any ArgumentProtocol] =
        [directory, SectorArguments.sectors, c1, seed, ProofArguments.out] + ProofArguments.snark
        + [ProofArguments.vanilla, Common.cores]

    static func validate(_ arguments: ParsedArguments) throws {
        guard (arguments[directory] == nil) != (arguments[c1] == nil) else {
            throw UsageError("give a sector's DIR or --c1, one of them")
        }
        if arguments[c1] != nil, arguments[ProofArguments.vanilla] {
            throw UsageError("--c1 has the vanilla proof already: leave out --vanilla")
        }
        if let text = arguments[seed] {
            _ = try SectorArguments.bytes32(text, "--seed")
            if arguments[c1] != nil { throw UsageError("--c1 has its own seed: leave out --seed") }
        }
    }

    static func run(_ context: CommandContext) async throws {
        let manager = try context.sectorManager(cores: context[Common.cores])
        guard let path = context[directory] else { return try await proveC1(context, manager) }
        let layout = try SectorArguments.layout(path, context)
        let seed = try context[seed].map { try SectorArguments.bytes32($0, "--seed") }
        if context[ProofArguments.vanilla] {
            return try ProofArguments.write(try await manager.provePoRep(layout, seed: seed), context)
        }
        let size = try SectorStore.load(layout, exclusive: false).record.proof.size
        let proof = try await manager.snarkPoRep(layout, seed: seed, ProofArguments.options(context, size))
        try ProofArguments.writeSnark(proof, context)
    }

    private static func proveC1(_ context: CommandContext, _ manager: SectorManager) async throws {
        guard let path = context[c1] else { return }
        let file = try C1File(path)
        let verdict = try await manager.engine.verifyPoRep(file.config, file.json, file.inputs)
        guard verdict.valid else {
            throw CommandFailure(
                "\(path): the vanilla proof does not hold: \(verdict.reason)",
                remedy: "have C1 made again from the sector")
        }
        let proof = try await manager.prove(
            .porep(file.config, file.inputs), .porep(json: file.json), subject: path,
            ProofArguments.options(context, file.config.kind.size))
        try ProofArguments.writeSnark(proof, context)
    }
}
