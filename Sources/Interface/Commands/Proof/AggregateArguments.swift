import Primitives
import ProofEngine
import SectorManager
import System

/// What the commands on aggregates share.
enum AggregateArguments {
    /// What can be aggregated.
    enum Kind: String, CaseIterable, ArgumentValue {
        case porep, update
    }

    static let kind = Argument<Kind>.option("--kind", "What the proofs are of", default: .porep)
    static let version = Argument<AggregateVersion>.option(
        "--version", "SnarkPack's version; updates and non-interactive proofs have v2 only", default: .v2)
    static let c1 = Argument<[String]>.list(
        "--c1", "C1 output that tells the inputs of a proof of replication, instead of --dir")
    static let seeds = Argument<[String]>.list(
        "--seed", "Interactive randomness, 64 hex digits: one for all sectors, or one for each")
    static let common: [any ArgumentProtocol] = [
        kind, version, PublicInputs.directory, SectorArguments.sectors, seeds, c1, ProofArguments.parameters,
        ProofArguments.network, Common.cores,
    ]

    static func validate(_ arguments: ParsedArguments) throws {
        for text in arguments[seeds] { _ = try SectorArguments.bytes32(text, "--seed") }
        guard (arguments[PublicInputs.directory] == nil) != arguments[c1].isEmpty else {
            throw UsageError("give --dir or --c1, one of them")
        }
        if arguments[kind] == .update {
            if !arguments[c1].isEmpty || !arguments[seeds].isEmpty {
                throw UsageError("--c1 and --seed are for --kind porep")
            }
            if arguments[version] == .v1 { throw UsageError("--version: updates have v2 only") }
        }
        if !arguments[c1].isEmpty, !arguments[seeds].isEmpty {
            throw UsageError("--c1 has its own seed: leave out --seed")
        }
    }

    /// What the members claim, in the order of the options.
    static func statements(_ context: CommandContext) throws -> [SnarkStatement] {
        guard let path = context[PublicInputs.directory] else {
            return try context[c1].map { try C1File($0) }.map { .porep($0.config, $0.inputs) }
        }
        let layouts = try SectorDirectory.find(path, names: context[SectorArguments.sectors])
        let given = try context[seeds].map { try SectorArguments.bytes32($0, "--seed") }
        guard [0, 1, layouts.count].contains(given.count) else {
            throw UsageError("--seed: \(given.count) are given for \(layouts.count) sectors")
        }
        return try layouts.enumerated().map { index, layout in
            let record = try SectorStore.load(layout, exclusive: false).record
            if context[kind] == .update { return try SectorProofs.updateStatement(record) }
            let seed = given.count > 1 ? given[index] : given.first
            let config = try record.proof.config()
            guard seed != nil || config.kind.feature == .nonInteractive else {
                throw UsageError("\(layout.name) needs --seed")
            }
            return try .porep(config, SectorProofs.publicInputs(record, seed: seed))
        }
    }

    /// Refuses what no aggregate can be of.
    static func check(_ statements: [SnarkStatement], _ context: CommandContext) throws {
        let circuits = Set(try statements.map { try $0.circuit.parameterID() })
        guard circuits.count == 1 else {
            throw CommandFailure(
                "the sectors are of different sizes", remedy: "aggregate those of each size by themselves")
        }
        if context[version] == .v1, statements.contains(where: { $0.isNonInteractive }) {
            throw UsageError("--version: non-interactive proofs have v2 only")
        }
    }

    static func network(_ statements: [SnarkStatement], _ context: CommandContext) -> ProofNetwork {
        context[ProofArguments.network]
            ?? statements.first.map { ProofNetwork(of: $0.circuit.config.kind.size) } ?? .public
    }
}

extension SnarkStatement {
    fileprivate var isNonInteractive: Bool { circuit.config.kind.feature == .nonInteractive }
}

extension AggregateVersion: ArgumentValue {}
