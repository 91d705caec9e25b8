import API
import Primitives
import System

/// `quarry proving list`.
enum ProvingList: Command {
    static let path = ["proving", "list"]
    static let summary = "List proofs of spacetime, the latest first"
    static let example = "quarry proving list"
    static let arguments: [any ArgumentProtocol] = [PlantAccess.limit, Common.json]

    static func validate(_ arguments: ParsedArguments) throws { try PlantAccess.checkLimit(arguments) }

    static func run(_ context: CommandContext) async throws {
        let limit = context[PlantAccess.limit]
        let proofs = try await PlantAccess.with { try await $0.posts(limit: limit) }
        if context[Common.json] { return try context.print(json: proofs) }
        context.print(proofs.isEmpty ? "no proofs" : ProvingArguments.table(proofs))
    }
}

/// `quarry proving show`.
enum ProvingShow: Command {
    static let path = ["proving", "show"]
    static let summary = "Show one proof of spacetime: its sectors, those it leaves out and why"
    static let example = "quarry proving show 3"
    static let arguments: [any ArgumentProtocol] = [
        ProofArguments.out, Common.json, ProvingArguments.number,
    ]

    static func run(_ context: CommandContext) async throws {
        let number = Int64(context[ProvingArguments.number])
        let proof = try await PlantAccess.with { try await $0.post(number) }
        if let path = context[ProofArguments.out] {
            guard let text = proof.proof else {
                throw CommandFailure(
                    "proof \(number) is not made: it is \(proof.state)", remedy: "see 'quarry proving show'")
            }
            try File.writeAtomically(path, Hex.decode(text))
            return context.note("\(path): \(text.count / 2) bytes")
        }
        if context[Common.json] { return try context.print(json: proof) }
        context.print(text(proof))
    }

    private static func text(_ proof: PoStView) -> String {
        var rows = [
            ["proof", "\(proof.id)"], ["kind", proof.kind],
            ["deadline", proof.deadline.map(String.init) ?? "none: a trial"],
            ["partition", "\(proof.partition)"], ["state", proof.state],
            ["ordered", PlantAccess.age(proof.created)], ["randomness", proof.randomness],
            ["sectors", proof.sectors.joined(separator: " ")],
        ]
        if let seconds = proof.seconds { rows.append(["time", Format.duration(seconds)]) }
        if let job = proof.job { rows.append(["job", "\(job)"]) }
        for skip in proof.skipped { rows.append(["skipped", "\(skip.sector): \(skip.reason)"]) }
        if let bytes = proof.proof { rows.append(["bytes", bytes]) }
        if let reason = proof.reason { rows.append(["reason", reason]) }
        if let remedy = proof.remedy { rows.append(["remedy", remedy]) }
        return Format.table([], rows)
    }
}
