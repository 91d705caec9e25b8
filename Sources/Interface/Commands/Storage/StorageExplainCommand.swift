import Database
import Primitives
import ProofEngine
import SectorManager

/// `quarry storage explain`: where a sector's files are, and why each path is taken or not.
enum StorageExplainCommand: Command {
    static let path = ["storage", "explain"]
    static let summary = "Say where a sector's files are, and why each path would or would not take it"
    static let example = "quarry storage explain s-t01000-1"
    static let discussion = """
        Asks each path as the sealer does: role, reach, allowed types and miners, groups, limits, and the room that \
        is left of what is free after what is kept free and set aside for other jobs. The path with 'taken' is the \
        one that a job would get now.
        """
    static let sector = Argument<String>.positional("SECTOR", "The sector's name")
    static let size = Argument<SectorSize?>.option(
        "--sector-size", "Size, for a sector that is not there yet; the plant's otherwise")
    static let keep = Argument<Bool>.flag("--keep-unsealed", "With the data in long-term storage")
    static let arguments: [any ArgumentProtocol] = [size, keep] + StorageAccess.common + [sector]

    static func validate(_ arguments: ParsedArguments) throws { _ = try name(arguments[sector]) }

    private static func name(_ text: String) throws(UsageError) -> SectorName {
        do {
            return try SectorName(text)
        } catch {
            throw UsageError("\(error)")
        }
    }

    static func run(_ context: CommandContext) async throws {
        let (name, size, keep) = (try name(context[sector]), context[size], context[keep])
        let asked = context[StorageAccess.places]
        let explanation = try await StorageAccess.with(context) { store in
            guard let config = try await StorageAccess.config(name, size, store) else {
                throw UsageError(
                    "nothing says how large sector \(name) is", remedy: "give --sector-size")
            }
            let index = store.index
            return try await store.database.read { session in
                try index.explain(
                    name, sealing: .sealing(config), longTerm: .longTerm(config, keepUnsealed: keep),
                    places: asked, in: session)
            }
        }
        if context[Common.json] { return try context.print(json: explanation) }
        context.print(text(explanation))
    }

    private static func text(_ explanation: StorageExplanation) -> String {
        var lines = "\(explanation.sector)\n"
        if explanation.copies.isEmpty { lines += "  no files are entered\n" }
        lines += Format.table(
            [],
            explanation.copies.map { copy in
                [
                    "  \(copy.type.rawValue)", copy.path, copy.isPrimary ? "primary" : "copy",
                    copy.root ?? "not reached from here",
                ]
            })
        for room in explanation.rooms {
            lines += "  set aside on \(room.path): \(ByteCount(room.bytes)) (\(room.role), "
            lines += "\(ByteCount(room.written)) written) by \(room.owner)\n"
        }
        lines += verdicts("sealing", explanation.sealing) + verdicts("long-term", explanation.longTerm)
        return lines
    }

    private static func verdicts(_ role: String, _ verdicts: [StorageVerdict]) -> String {
        let needed =
            verdicts.first.map { " (\(ByteCount($0.needed)) at \($0.path))" } ?? ": no paths are attached"
        let rows = verdicts.enumerated().map { number, verdict in
            let word = verdict.fits ? (number == 0 ? "taken" : "possible") : "no"
            let why =
                verdict.fits
                ? "weight \(verdict.weight), \(ByteCount(verdict.available)) available"
                    + (verdict.present > 0 ? ", has \(Format.count(verdict.present, "file")) of it" : "")
                : verdict.reasons.joined(separator: "; ")
            return ["    " + verdict.path, word, why]
        }
        return "  \(role)\(needed)\n" + Format.table([], rows)
    }
}
