import API
import System

/// `quarry sectors show`.
enum SectorsShow: Command {
    static let path = ["sectors", "show"]
    static let summary = "Show one sector: state, commitments, files, and what happened to it"
    static let example = "quarry sectors show s-t01000-1"
    static let sector = Argument<String>.positional("SECTOR", "The sector, such as s-t01000-1")
    static let arguments: [any ArgumentProtocol] = [Common.json, sector]

    static func run(_ context: CommandContext) async throws {
        let name = context[sector]
        let sector = try await PlantAccess.with { try await $0.sector(name) }
        if context[Common.json] { return try context.print(json: sector) }
        context.print(text(sector))
    }

    private static func text(_ sector: SectorView) -> String {
        var rows = [
            ["sector", sector.name], ["state", "\(sector.state), since \(PlantAccess.age(sector.since))"],
            ["made", PlantAccess.age(sector.created)],
        ]
        if let reason = sector.reason { rows.append(["reason", reason]) }
        if let remedy = sector.remedy { rows.append(["remedy", remedy]) }
        if let commD = sector.commD { rows.append(["CommD", commD]) }
        if let commR = sector.commR { rows.append(["CommR", commR]) }
        rows.append(
            ["pieces", sector.pieces == 0 ? "none" : "\(sector.pieces), \(ByteCount(sector.pieceBytes))"])
        if sector.retries > 0 { rows.append(["retries", "\(sector.retries)"]) }
        for (type, place) in sector.files.sorted(by: { $0.key < $1.key }) { rows.append([type, place]) }
        let log = (sector.log ?? []).map { ["", PlantAccess.age($0.time), $0.text] }
        return Format.table([], rows) + (log.isEmpty ? "" : "log\n" + Format.table([], log))
    }
}

/// `quarry sectors retry`.
enum SectorsRetry: Command {
    static let path = ["sectors", "retry"]
    static let summary = "Send failed sectors back to where they can go on"
    static let example = "quarry sectors retry s-t01000-1"
    static let sectors = Argument<[String]>.positionals("SECTOR", "The sectors", minimum: 1)
    static let arguments: [any ArgumentProtocol] = [sectors]

    static func run(_ context: CommandContext) async throws {
        let names = context[sectors]
        try await PlantAccess.with { plant in
            for name in names {
                try await plant.retry(sector: name)
                context.print("\(name): \(try await plant.sector(name).state)")
            }
        }
    }
}

/// `quarry sectors remove`.
enum SectorsRemove: Command {
    static let path = ["sectors", "remove"]
    static let summary = "Remove sectors: their jobs, their files, their place in the plant"
    static let example = "quarry sectors remove s-t01000-1 --yes"
    static let discussion = """
        What was proven to a chain must be terminated there first. The files are removed by the sealer; their data is \
        lost.
        """
    static let sectors = Argument<[String]>.positionals("SECTOR", "The sectors", minimum: 1)
    static let yes = Argument<Bool>.flag("--yes", "Do it: without this, nothing is removed")
    static let arguments: [any ArgumentProtocol] = [yes, sectors]

    static func validate(_ arguments: ParsedArguments) throws {
        guard arguments[yes] else {
            throw UsageError("removing loses the sectors' data", remedy: "add --yes if that is meant")
        }
    }

    static func run(_ context: CommandContext) async throws {
        let names = context[sectors]
        try await PlantAccess.with { plant in
            for name in names {
                try await plant.remove(sector: name)
                context.print("\(name): will be removed")
            }
        }
    }
}
