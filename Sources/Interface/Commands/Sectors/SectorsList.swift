import API

/// `quarry sectors list`.
enum SectorsList: Command {
    static let path = ["sectors", "list"]
    static let summary = "List the plant's sectors, by number"
    static let example = "quarry sectors list --state PreCommit1"
    static let state = Argument<String?>.option(
        "--state", "Only sectors in this state; 'failed': in any failed one")
    static let after = Argument<String?>.option("--after", "Only sectors after this one, for the next page")
    static let arguments: [any ArgumentProtocol] = [state, after, PlantAccess.limit, Common.json]

    static func validate(_ arguments: ParsedArguments) throws { try PlantAccess.checkLimit(arguments) }

    static func run(_ context: CommandContext) async throws {
        let (state, after, limit) = (context[state], context[after], context[PlantAccess.limit])
        let sectors = try await PlantAccess.with {
            try await $0.sectors(state: state, after: after, limit: limit)
        }
        if context[Common.json] { return try context.print(json: sectors) }
        guard !sectors.isEmpty else { return context.print("no sectors") }
        let rows = sectors.map { sector in
            [
                sector.name, sector.state, PlantAccess.age(sector.since),
                sector.pieces == 0 ? "-" : "\(sector.pieces) (\(ByteCount(sector.pieceBytes)))",
                sector.commR ?? "", sector.reason ?? "",
            ]
        }
        context.print(Format.table(["sector", "state", "since", "pieces", "CommR", "reason"], rows))
        if sectors.count == limit, let last = sectors.last {
            context.note("more may follow: --after \(last.name)")
        }
    }
}
