import Primitives
import ProofEngine
import SectorManager
import System

/// `quarry proof update`: the proofs of an update's partitions.
enum ProofUpdate: Command {
    static let path = ["proof", "update"]
    static let summary = "Make the vanilla proofs of an updated sector, one a partition"
    static let example = "quarry proof update --vanilla DIR --sector s-t01000-1 --out-dir proofs"
    static let outDirectory = Argument<String>.required(
        "--out-dir", "Directory to write: partition-0.json (or .bin), partition-1.json...")
    static let arguments: [any ArgumentProtocol] = [
        SectorArguments.directory, SectorArguments.sectors, ProofArguments.vanilla, ProofArguments.form,
        outDirectory, Common.cores,
    ]

    static func validate(_ arguments: ParsedArguments) throws { try ProofArguments.requireVanilla(arguments) }

    static func run(_ context: CommandContext) async throws {
        let layout = try SectorArguments.layout(context)
        let manager = try context.sectorManager(cores: context[Common.cores])
        let proofs = try await manager.proveUpdate(layout, form: context[ProofArguments.form])
        try Directory.create(context[outDirectory])
        let suffix = context[ProofArguments.form] == .json ? "json" : "bin"
        for (partition, proof) in proofs.enumerated() {
            let path = "\(context[outDirectory])/partition-\(partition).\(suffix)"
            try File.writeAtomically(path, proof)
            context.print("\(path): \(proof.count) bytes")
        }
    }
}
