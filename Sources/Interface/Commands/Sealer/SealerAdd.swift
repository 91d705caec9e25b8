import API
import System

/// `quarry sealer add`: pieces into the queue.
enum SealerAdd: Command {
    static let path = ["sealer", "add"]
    static let summary = "Queue files as pieces of sectors to be sealed"
    static let example = "quarry sealer add video.car --label deal-17"
    static let discussion = """
        The sealer packs pieces into sectors, the largest first, and begins when a sector is full or the oldest \
        piece has waited for max_wait of config.toml. The files must stay where they are until they are in a \
        sector; all machines of the plant must reach them under the same path.
        """
    static let files = Argument<[String]>.positionals("FILE", "Files", minimum: 1)
    static let label = Argument<String?>.option("--label", "What the pieces are, for people")
    static let arguments: [any ArgumentProtocol] = [label, Common.json, files]

    private struct Added: Encodable, Sendable {
        let piece: Int64
        let path: String
    }

    static func run(_ context: CommandContext) async throws {
        let paths = try context[files].map { try File.absolutePath($0) }
        let label = context[label]
        let added = try await PlantAccess.with { plant in
            var added: [Added] = []
            for path in paths {
                added.append(Added(piece: try await plant.addPiece(path: path, label: label), path: path))
            }
            return added
        }
        if context[Common.json] { return try context.print(json: added) }
        for item in added { context.print("piece \(item.piece): \(item.path)") }
    }
}
