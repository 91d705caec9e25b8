import Primitives
import ProofEngine
import SectorManager

/// What `quarry proof winning` and `quarry proof window` share.
protocol PoStCommand: Command {
    static var kind: PoStKind { get }
}

/// Arguments of the proofs of spacetime.
enum PoStArguments {
    static let index = Argument<UInt64>.option(
        "--index", "Place of the sector in the proof's list", default: 0)
    static let legacy = Argument<Bool>.flag(
        "--v1", "Count challenges as Window V1 (api 1.0.0) does; winning proofs always do")
}

extension PoStCommand {
    static var arguments: [any ArgumentProtocol] {
        [
            SectorArguments.directory, SectorArguments.sectors, ProofArguments.vanilla,
            ProofArguments.randomness,
            PoStArguments.index, PoStArguments.legacy, ProofArguments.form, ProofArguments.out, Common.cores,
        ]
    }

    static func validate(_ arguments: ParsedArguments) throws {
        try ProofArguments.requireVanilla(arguments)
        try ProofArguments.requireFile(arguments)
        _ = try SectorArguments.bytes32(arguments[ProofArguments.randomness], "--randomness")
    }

    static func run(_ context: CommandContext) async throws {
        let layout = try SectorArguments.layout(context)
        let randomness = try SectorArguments.bytes32(context[ProofArguments.randomness], "--randomness")
        let manager = try context.sectorManager(cores: context[Common.cores])
        let proof = try await manager.provePoSt(
            layout, kind, randomness: randomness, index: context[PoStArguments.index],
            legacyIndex: kind == .winning || context[PoStArguments.legacy], form: context[ProofArguments.form]
        )
        try ProofArguments.write(proof, context)
    }
}

/// `quarry proof winning`: the proof of a block's sector.
enum ProofWinning: PoStCommand {
    static let path = ["proof", "winning"]
    static let summary = "Make the vanilla WinningPoSt proof of a sector"
    static let example =
        "quarry proof winning --vanilla DIR --sector s-t01000-1 --randomness 00..00 --out p.json"
    static let kind = PoStKind.winning
}

/// `quarry proof window`: the daily proof.
enum ProofWindow: PoStCommand {
    static let path = ["proof", "window"]
    static let summary = "Make the vanilla WindowPoSt proof of a sector"
    static let example =
        "quarry proof window --vanilla DIR --sector s-t01000-1 --randomness 00..00 --out p.json"
    static let kind = PoStKind.window
}
