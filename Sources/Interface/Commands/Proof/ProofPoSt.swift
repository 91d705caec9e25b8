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
        "--index", "Place of the sector in the vanilla proof's list", default: 0)
    static let legacy = Argument<Bool>.flag(
        "--v1", "Count challenges as Window V1 (api 1.0.0) does; winning proofs always do")
}

extension PoStCommand {
    static var arguments: [any ArgumentProtocol] {
        [
            SectorArguments.directory, SectorArguments.sectors, ProofArguments.randomness,
            PoStArguments.legacy, ProofArguments.out,
        ] + ProofArguments.snark
            + [ProofArguments.vanilla, ProofArguments.form, PoStArguments.index, Common.cores]
    }

    static func validate(_ arguments: ParsedArguments) throws {
        try ProofArguments.validateForm(arguments)
        if arguments[PoStArguments.index] != 0, !arguments[ProofArguments.vanilla] {
            throw UsageError("--index is for --vanilla: a SNARK proof takes the sectors in their order")
        }
        _ = try SectorArguments.bytes32(arguments[ProofArguments.randomness], "--randomness")
    }

    static func run(_ context: CommandContext) async throws {
        let randomness = try SectorArguments.bytes32(context[ProofArguments.randomness], "--randomness")
        let manager = try context.sectorManager(cores: context[Common.cores])
        let legacyIndex = kind == .winning || context[PoStArguments.legacy]
        if context[ProofArguments.vanilla] {
            let proof = try await manager.provePoSt(
                SectorArguments.layout(context), kind, randomness: randomness,
                index: context[PoStArguments.index], legacyIndex: legacyIndex,
                form: context[ProofArguments.form])
            return try ProofArguments.write(proof, context)
        }
        let layouts =
            kind == .winning
            ? [try SectorArguments.layout(context)] : try SectorArguments.layouts(context)
        let size = try SectorProofs.postSubject(layouts[0]).config.kind.size
        let proof = try await manager.snarkPoSt(
            layouts, kind, randomness: randomness, legacyIndex: legacyIndex,
            ProofArguments.options(context, size))
        try ProofArguments.writeSnark(proof, context)
    }
}

/// `quarry proof winning`: the proof of a block's sector.
enum ProofWinning: PoStCommand {
    static let path = ["proof", "winning"]
    static let summary = "Make the WinningPoSt proof of a sector"
    static let example =
        "quarry proof winning DIR --sector s-t01000-1 --randomness 00..00 --out winning.proof"
    static let discussion = """
        The proof has 192 bytes. It is verified before it is written. Parameters: 'quarry params list'.
        """
    static let kind = PoStKind.winning
}

/// `quarry proof window`: the daily proof.
enum ProofWindow: PoStCommand {
    static let path = ["proof", "window"]
    static let summary = "Make the WindowPoSt proof of sectors"
    static let example =
        "quarry proof window DIR --sector s-t01000-1 --sector s-t01000-2 --randomness 00..00 --out w.proof"
    static let discussion = """
        The sectors are proved in the order in which --sector names them; without it all in the directory, by \
        number. A partition has 192 bytes: 2349 sectors of 32 GiB, 2300 of 64 GiB, 2 of smaller sizes. The \
        proof is verified before it is written. --vanilla writes the vanilla proof of one sector.
        """
    static let kind = PoStKind.window
}
