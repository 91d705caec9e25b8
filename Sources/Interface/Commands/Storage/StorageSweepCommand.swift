import Database
import Primitives
import SectorManager

/// `quarry storage sweep`: inventory, then what has been marked for long enough goes.
enum StorageSweepCommand: Command {
    static let path = ["storage", "sweep"]
    static let summary = "Compare paths with the table, and remove files that nobody needs"
    static let example = "quarry storage sweep --dry-run"
    static let discussion = """
        Takes inventory of every path within reach: files that are not entered are found, entries whose files are gone \
        are dropped, unfinished files, leftovers of ended jobs and files of removed sectors are marked. What has been \
        marked for --grace hours, and is unchanged, unpinned and not in work, is removed. The sealer does the same \
        daily.
        """
    static let dryRun = Argument<Bool>.flag("--dry-run", "Only say what would be removed")
    static let grace = Argument<Int>.option(
        "--grace", "Hours that a file stays marked before it goes", default: 24)
    static let pins = Argument<[String]>.list("--pin", "Sectors whose files are never to be removed")
    static let unpins = Argument<[String]>.list("--unpin", "Sectors whose pins go")
    static let arguments: [any ArgumentProtocol] = [dryRun, grace, pins, unpins] + StorageAccess.common

    static func validate(_ arguments: ParsedArguments) throws {
        guard (0...87_600).contains(arguments[grace]) else {
            throw UsageError("--grace: \(arguments[grace]) is not between 0 and 87600 hours")
        }
        for text in arguments[pins] + arguments[unpins] where (try? SectorName(text)) == nil {
            throw UsageError("'\(text)' is no sector's name", remedy: "write it as s-t01000-1")
        }
    }

    private struct Report: Encodable, Sendable {
        let inventory: InventoryReport
        let sweep: InventoryReport
    }

    static func run(_ context: CommandContext) async throws {
        let (isDryRun, hours) = (context[dryRun], context[grace])
        let (pinned, unpinned) = (
            context[pins].compactMap { try? SectorName($0) },
            context[unpins].compactMap { try? SectorName($0) }
        )
        let report = try await StorageAccess.with(context) { store in
            let index = store.index
            try await store.database.write { session in
                for sector in pinned { try index.pin(sector, reason: "by hand", in: session) }
                for sector in unpinned { try index.unpin(sector, in: session) }
            }
            let inventory = try await store.keeper.inventory()
            let sweep = try await store.keeper.sweep(grace: Double(hours) * 3600, isDryRun: isDryRun)
            return Report(inventory: inventory, sweep: sweep)
        }
        if context[Common.json] {
            try context.print(json: report)
        } else {
            context.print(text(report, isDryRun))
        }
        if !report.sweep.troubles.isEmpty { throw SilentFailure() }
    }

    private static func text(_ report: Report, _ isDryRun: Bool) -> String {
        let rows = (report.inventory.lines + report.sweep.lines).map { line in
            [line.what, line.path, line.name, line.bytes > 0 ? "\(ByteCount(line.bytes))" : "", line.reason]
        }
        var lines = Format.table([], rows, rightAligned: [3])
        for trouble in report.inventory.troubles + report.sweep.troubles { lines += "trouble: \(trouble)\n" }
        let gone = report.sweep.lines.filter { $0.what.hasSuffix("swept") }
        let bytes = ByteCount(gone.reduce(0) { $0 + $1.bytes })
        lines += "\(Format.count(report.inventory.paths.count, "path")) looked through; "
        lines += "\(isDryRun ? "would remove" : "removed") \(Format.count(gone.count, "file")) (\(bytes))\n"
        return lines
    }
}
