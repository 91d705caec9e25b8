import Primitives
import ProofEngine
import System

/// What parameters are for.
enum ParameterKind: String, CaseIterable, ArgumentValue {
    case porep, winning, window, update
    /// The SRS: one file for all sizes.
    case aggregate
}

/// What the commands on parameters share.
enum ParamsArguments {
    static let sizes = Argument<[SectorSize]>.list("--sector-size", "Only circuits of this sector size")
    static let size = Argument<SectorSize>.required("--sector-size", "Size of the sectors")
    static let kinds = Argument<[ParameterKind]>.list("--kind", "Only parameters of this kind")

    /// The circuits that --sector-size and --kind mean; all if neither is given.
    static func circuits(_ context: CommandContext) throws -> [SnarkCircuit] {
        let sizes = context[sizes].isEmpty ? SectorSize.all : context[sizes]
        return try circuits(sizes, context)
    }

    /// The circuits of sizes that --kind means.
    static func circuits(_ sizes: [SectorSize], _ context: CommandContext) throws -> [SnarkCircuit] {
        let kinds = context[kinds].map(\.rawValue)
        return try sizes.flatMap { try SnarkCircuit.all(size: $0) }.filter {
            kinds.isEmpty || kinds.contains($0.purpose.rawValue)
        }
    }

    /// Whether the SRS is meant.
    static func includesSRS(_ context: CommandContext) -> Bool {
        context[kinds].isEmpty || context[kinds].contains(.aggregate)
    }
}
