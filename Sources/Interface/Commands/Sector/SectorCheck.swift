import Primitives
import ProofEngine
import SectorManager

/// `quarry sector check`: every file of sectors, derived again and compared.
enum SectorCheck: Command {
    static let path = ["sector", "check"]
    static let summary = "Verify sectors' files, and rebuild what is wrong"
    static let example = "quarry sector check DIR --sector s-t01000-1 --repair"
    static let discussion = """
        Derives every file again as far as the others allow: tree-d from the data, column trees from the \
        layers, replica trees from the replica; says what is wrong and what it can be rebuilt from, and with \
        --repair rebuilds it: trees, p_aux, t_aux, single layers (by labelling again), the replica from data \
        and labels, data from the replica. Needs room for the largest derived file. A sector of another \
        program has no sector.json; give --comm-r from the chain to hold it against. Exit status 1 if \
        anything is still wrong.
        """
    static let repair = Argument<Bool>.flag("--repair", "Rebuild what can be rebuilt")
    static let commR = Argument<String?>.option("--comm-r", "CommR as the chain has it: CID or hex")
    static let scratch = Argument<String?>.option(
        "--scratch", "Directory for derived files; the sector's cache folder otherwise")
    static let arguments: [any ArgumentProtocol] = [
        SectorArguments.directory, SectorArguments.sectors, repair, commR, scratch, Common.cores, Common.json,
    ]

    static func validate(_ arguments: ParsedArguments) throws {
        if arguments[repair], arguments[scratch] != nil {
            throw UsageError("--repair goes without --scratch: it rebuilds files beside the old ones")
        }
        if let text = arguments[commR] { _ = try commitment(text) }
    }

    private static func commitment(_ text: String) throws(UsageError) -> Commitment {
        do {
            return try Commitment(text: text, kind: .sealed)
        } catch {
            throw UsageError("--comm-r: \(error)")
        }
    }

    static func run(_ context: CommandContext) async throws {
        let layouts = try SectorArguments.layouts(context)
        if context[commR] != nil, layouts.count > 1 {
            throw UsageError(
                "--comm-r is of one sector, but there are \(layouts.count)", remedy: "use --sector")
        }
        let manager = try context.sectorManager(cores: context[Common.cores])
        var reports: [CheckReport] = []
        for layout in layouts {
            var request = CheckRequest(layout: layout)
            request.repair = context[repair]
            request.commR = try context[commR].map { try commitment($0) }
            request.scratch = context[scratch]
            let report = try await manager.check(request)
            reports.append(report)
            if !context[Common.json] { context.print(text(report)) }
        }
        if context[Common.json] { try context.print(json: reports) }
        if reports.contains(where: { !$0.isHealthy }) { throw SilentFailure() }
    }

    private static func text(_ report: CheckReport) -> String {
        let rows = report.findings.map { finding in
            var detail = finding.detail
            if let source = finding.rebuiltFrom { detail += "; can be rebuilt from \(source)" }
            return ["  " + finding.file, finding.state.rawValue, detail]
        }
        let faults = report.findings.filter(\.isFault).count
        var lines = "\(report.sector)\n" + Format.table([], rows)
        for remark in report.remarks { lines += "  note: \(remark)\n" }
        lines += faults == 0 ? "  in order\n" : "  \(faults) of \(report.findings.count) files are wrong\n"
        if report.findings.contains(where: { $0.isFault && $0.rebuiltFrom != nil }) {
            lines += "  remedy: run the same command with --repair\n"
        }
        return lines
    }
}
