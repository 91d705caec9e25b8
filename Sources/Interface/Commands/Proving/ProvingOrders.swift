import API
import System

/// What the commands that order proofs of spacetime share.
enum ProvingArguments {
    static let sectors = Argument<[String]>.list("--sector", "A sector; all that are proven otherwise")
    static let sector = Argument<String>.required("--sector", "The sector")
    static let randomness = Argument<String?>.option(
        "--randomness", "Chain randomness, 64 hex digits; drawn otherwise, for a trial")
    static let deadline = Argument<Int?>.option(
        "--deadline", "The deadline that it is for, 0 to 47; none: a trial")
    static let within = Argument<Int?>.option(
        "--within", "Seconds after which it is worth nothing; 1800 for a window, 30 for a block otherwise")
    static let wait = Argument<Bool>.flag("--wait", "Wait for it; exit status 1 if there is no proof")
    static let number = Argument<Int>.positional("PROOF", "The proof's number")

    /// Orders, prints, and waits if that is asked for.
    static func order(_ order: PoStOrder, waits: Bool, _ context: CommandContext) async throws {
        let proofs = try await PlantAccess.with { plant in
            var proofs = try await plant.prove(order)
            while waits, proofs.contains(where: { $0.state == "proving" }) {
                await Clock.sleep(seconds: 0.2)
                for index in proofs.indices { proofs[index] = try await plant.post(proofs[index].id) }
            }
            return proofs
        }
        if context[Common.json] { try context.print(json: proofs) } else { context.print(table(proofs)) }
        for proof in proofs {
            for skip in proof.skipped { context.note("\(skip.sector): \(skip.reason)") }
            if let reason = proof.reason { context.note("proof \(proof.id): \(reason)") }
        }
        if waits, proofs.contains(where: { $0.state == "failed" || isFaulty($0) }) { throw SilentFailure() }
    }

    /// A check that found something.
    private static func isFaulty(_ proof: PoStView) -> Bool {
        proof.state == "checked" && !proof.skipped.isEmpty
    }

    static func table(_ proofs: [PoStView]) -> String {
        let rows = proofs.map { proof in
            [
                "\(proof.id)", proof.kind, proof.deadline.map(String.init) ?? "", "\(proof.partition)",
                "\(proof.sectors.count)", "\(proof.skipped.count)", proof.state,
                proof.job.map(String.init) ?? "", proof.seconds.map { Format.duration($0) } ?? "",
            ]
        }
        return Format.table(
            ["proof", "kind", "deadline", "partition", "sectors", "skipped", "state", "job", "time"], rows,
            rightAligned: [0, 2, 3, 4, 5, 7, 8])
    }
}

/// `quarry proving window`.
enum ProvingWindow: Command {
    static let path = ["proving", "window"]
    static let summary = "Order the WindowPoSt proofs of sectors, a job for each partition"
    static let example = "quarry proving window --wait"
    static let discussion = """
        Workers with the role post make them, before all other work. A sector whose files are missing or wrong is left \
        out and declared faulty; the rest of its partition is proved. Proofs are kept, and handed to the chain.
        """
    static let arguments: [any ArgumentProtocol] = [
        ProvingArguments.sectors, ProvingArguments.randomness, ProvingArguments.deadline,
        ProvingArguments.within, ProvingArguments.wait, Common.json,
    ]

    static func run(_ context: CommandContext) async throws {
        let order = PoStOrder(
            kind: "window", sectors: context[ProvingArguments.sectors],
            randomness: context[ProvingArguments.randomness], deadline: context[ProvingArguments.deadline],
            within: context[ProvingArguments.within].map(Double.init))
        try await ProvingArguments.order(order, waits: context[ProvingArguments.wait], context)
    }
}

/// `quarry proving winning`.
enum ProvingWinning: Command {
    static let path = ["proving", "winning"]
    static let summary = "Order the WinningPoSt proof of a sector: the most urgent job there is"
    static let example = "quarry proving winning --sector s-t01000-1 --wait"
    static let arguments: [any ArgumentProtocol] = [
        ProvingArguments.sector, ProvingArguments.randomness, ProvingArguments.within, ProvingArguments.wait,
        Common.json,
    ]

    static func run(_ context: CommandContext) async throws {
        let order = PoStOrder(
            kind: "winning", sectors: [context[ProvingArguments.sector]],
            randomness: context[ProvingArguments.randomness],
            within: context[ProvingArguments.within].map(Double.init))
        try await ProvingArguments.order(order, waits: context[ProvingArguments.wait], context)
    }
}

/// `quarry proving check`.
enum ProvingCheck: Command {
    static let path = ["proving", "check"]
    static let summary = "Read sectors as a WindowPoSt would, and check their vanilla proofs"
    static let example = "quarry proving check --wait"
    static let discussion = """
        Random leaves of each sector are opened and held against its CommR. No SNARK is made and no parameters are \
        needed. Sectors whose files are missing or wrong are declared faulty; with --wait, exit status 1 if any are.
        """
    static let arguments: [any ArgumentProtocol] = [
        ProvingArguments.sectors, ProvingArguments.within, ProvingArguments.wait, Common.json,
    ]

    static func run(_ context: CommandContext) async throws {
        let order = PoStOrder(
            kind: "window", sectors: context[ProvingArguments.sectors],
            within: context[ProvingArguments.within].map(Double.init), check: true)
        try await ProvingArguments.order(order, waits: context[ProvingArguments.wait], context)
    }
}
