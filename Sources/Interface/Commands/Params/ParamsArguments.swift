import Primitives
import ProofEngine
import System

/// What the commands on parameters share.
enum ParamsArguments {
    static let sizes = Argument<[SectorSize]>.list("--sector-size", "Only circuits of this sector size")
    static let size = Argument<SectorSize>.required("--sector-size", "Size of the sectors")
    static let kinds = Argument<[SnarkCircuit.Purpose]>.list("--kind", "Only circuits of this kind")

    /// The circuits that --sector-size and --kind mean; all if neither is given.
    static func circuits(_ context: CommandContext) throws -> [SnarkCircuit] {
        let sizes = context[sizes].isEmpty ? SectorSize.all : context[sizes]
        return try circuits(sizes, context)
    }

    /// The circuits of sizes that --kind means.
    static func circuits(_ sizes: [SectorSize], _ context: CommandContext) throws -> [SnarkCircuit] {
        let kinds = context[kinds]
        return try sizes.flatMap { try SnarkCircuit.all(size: $0) }.filter {
            kinds.isEmpty || kinds.contains($0.purpose)
        }
    }
}
