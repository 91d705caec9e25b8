import Primitives
import ProofEngine
import SectorManager
import System

/// `quarry proof update`: the proof of an update.
enum ProofUpdate: Command {
    static let path = ["proof", "update"]
    static let summary = "Make the proof of an updated sector"
    static let example = "quarry proof update DIR --sector s-t01000-1 --out update.proof"
    static let discussion = """
        The proof is verified before it is written: 192 bytes a partition. With --vanilla the vanilla proofs \
        go to --out-dir, a file a partition.
        """
    static let outDirectory = Argument<String?>.option(
        "--out-dir", "Directory of vanilla proofs: partition-0.json (or .bin), partition-1.json...")
    static let arguments: [any ArgumentProtocol] =
        [SectorArguments.directory, SectorArguments.sectors, ProofArguments.out] + ProofArguments.snark
        + [ProofArguments.vanilla, ProofArguments.form, outDirectory, Common.cores]

    static func validate(_ arguments: ParsedArguments) throws {
        if arguments[ProofArguments.vanilla] {
            guard arguments[outDirectory] != nil else { throw UsageError("--vanilla needs --out-dir") }
            if arguments[ProofArguments.out] != nil {
                throw UsageError("--vanilla writes a file a partition: give --out-dir instead of --out")
            }
        } else {
            try ProofArguments.validateForm(arguments)
            if arguments[outDirectory] != nil { throw UsageError("--out-dir is for --vanilla: give --out") }
        }
    }

    static func run(_ context: CommandContext) async throws {
        let layout = try SectorArguments.layout(context)
        let manager = try context.sectorManager(cores: context[Common.cores])
        if context[ProofArguments.vanilla], let folder = context[outDirectory] {
            return try await writeVanilla(layout, manager, to: folder, context)
        }
        let size = try SectorStore.load(layout, exclusive: false).record.proof.size
        let proof = try await manager.snarkUpdate(layout, ProofArguments.options(context, size))
        try ProofArguments.writeSnark(proof, context)
    }

    private static func writeVanilla(
        _ layout: SectorLayout, _ manager: SectorManager, to folder: String, _ context: CommandContext
    ) async throws {
        let proofs = try await manager.proveUpdate(layout, form: context[ProofArguments.form])
        try Directory.create(folder)
        let suffix = context[ProofArguments.form] == .json ? "json" : "bin"
        for (partition, proof) in proofs.enumerated() {
            let path = "\(folder)/partition-\(partition).\(suffix)"
            try File.writeAtomically(path, proof)
            context.print("\(path): \(proof.count) bytes")
        }
    }
}
