import Primitives
import SectorManager

/// `quarry proof porep`: C1.
enum ProofPorep: Command {
    static let path = ["proof", "porep"]
    static let summary = "Make the vanilla proof of replication of a sealed sector (C1)"
    static let example = "quarry proof porep --vanilla DIR --sector s-t01000-1 --seed 00..00 --out c1.json"
    static let discussion = """
        The JSON is SealCommitPhase1Output as filecoin-proofs-api and Lotus pass it on. Needs layers and \
        trees, or for a synthetic sector syn-porep-vanilla-proofs.dat. Non-interactive sectors need no \
        --seed.
        """
    static let seed = Argument<String?>.option("--seed", "Interactive randomness, 64 hex digits")
    static let arguments: [any ArgumentProtocol] = [
        SectorArguments.directory, SectorArguments.sectors, ProofArguments.vanilla, seed, ProofArguments.out,
        Common.cores,
    ]

    static func validate(_ arguments: ParsedArguments) throws {
        try ProofArguments.requireVanilla(arguments)
        if let text = arguments[seed] { _ = try SectorArguments.bytes32(text, "--seed") }
    }

    static func run(_ context: CommandContext) async throws {
        let layout = try SectorArguments.layout(context)
        let seed = try context[seed].map { try SectorArguments.bytes32($0, "--seed") }
        let manager = try context.sectorManager(cores: context[Common.cores])
        try ProofArguments.write(try await manager.provePoRep(layout, seed: seed), context)
    }
}
