import Database
import SectorManager

/// `quarry storage list`.
enum StorageList: Command {
    static let path = ["storage", "list"]
    static let summary = "List storage paths with their room and troubles"
    static let example = "quarry storage list"
    static let arguments: [any ArgumentProtocol] = StorageAccess.common

    static func run(_ context: CommandContext) async throws {
        let paths = try await StorageAccess.with(context) { store in
            let index = store.index
            try await store.keeper.measure()
            return try await store.database.read { try index.paths(in: $0) }
        }
        if context[Common.json] { return try context.print(json: paths) }
        if paths.isEmpty {
            return context.print("no storage paths: quarry storage attach DIR --seal --store")
        }
        let rows = paths.map { path in
            let roles = (path.file.canSeal ? ["sealing"] : []) + (path.file.canStore ? ["long-term"] : [])
            return [
                path.id, roles.joined(separator: ", "), "\(path.file.weight)", "\(ByteCount(path.free))",
                "\(ByteCount(path.capacity))",
                path.places.map { "\($0.place):\($0.root)" }.joined(separator: " "), path.trouble ?? "",
            ]
        }
        context.print(
            Format.table(
                ["path", "for", "weight", "free", "of", "where", "trouble"], rows, rightAligned: [2, 3, 4]))
    }
}

/// `quarry storage detach`.
enum StorageDetach: Command {
    static let path = ["storage", "detach"]
    static let summary = "Forget a storage path; its files are left alone"
    static let example = "quarry storage detach 1b5a6c53-5c5b-4a53-9d1a-6a3f6c1d2e3f"
    static let discussion = """
        Refuses while sector files or reservations are entered for the path; --force forgets them too. A path \
        that other machines reach as well is only forgotten at the places that are named with --place.
        """
    static let id = Argument<String>.positional("ID", "The path's ID, as 'quarry storage list' shows it")
    static let force = Argument<Bool>.flag("--force", "Forget its files' entries and reservations as well")
    static let arguments: [any ArgumentProtocol] = [force] + StorageAccess.common + [id]

    static func run(_ context: CommandContext) async throws {
        let (id, force, places) = (context[id], context[force], context[StorageAccess.places])
        try await StorageAccess.with(context) { store in
            let index = store.index
            try await store.database.write { session in
                try index.detach(id, places: places, force: force, in: session)
            }
        }
        if context[Common.json] { return try context.print(json: ["detached": id]) }
        context.print("path \(id) is forgotten; its files are where they were")
    }
}
