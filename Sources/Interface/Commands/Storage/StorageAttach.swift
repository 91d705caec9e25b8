import Database
import SectorManager
import System

/// `quarry storage attach`: a directory becomes a storage path.
enum StorageAttach: Command {
    static let path = ["storage", "attach"]
    static let summary = "Let sectors be sealed or kept in a directory"
    static let example = "quarry storage attach /mnt/nvme1 --seal --weight 10 --max-storage 3TiB"
    static let discussion = """
        The directory is described by its own sectorstore.json, with Lotus's fields: a directory that Lotus used \
        is attached as it is, and given options change its file. The file's ID tells the path from others \
        wherever it is mounted: attach shared storage on each machine, or under one --place that all of them \
        name. Sector files that are there already are found and entered.
        """
    static let directory = Argument<String>.positional("DIR", "The directory; made if it is not there")
    static let seal = Argument<Bool>.flag("--seal", "Sectors are sealed here")
    static let store = Argument<Bool>.flag("--store", "Proven sectors stay here")
    static let weight = Argument<UInt64?>.option(
        "--weight", "Paths of more weight are filled first; 0: read only")
    static let maxStorage = Argument<ByteCount?>.option(
        "--max-storage", "Bytes of sector files at most; 0: any")
    static let keepFree = Argument<ByteCount?>.option("--keep-free", "Bytes of the file system to leave free")
    static let groups = Argument<[String]>.list("--group", "Groups that it belongs to")
    static let allowTo = Argument<[String]>.list("--allow-to", "Groups that sectors may move to from here")
    static let allowTypes = Argument<[SectorFileType]>.list("--allow-type", "File types that may be put here")
    static let denyTypes = Argument<[SectorFileType]>.list("--deny-type", "File types that may not")
    static let allowMiners = Argument<[String]>.list("--allow-miner", "Miners whose sectors may be put here")
    static let denyMiners = Argument<[String]>.list("--deny-miner", "Miners whose sectors may not")
    static let url = Argument<String?>.option(
        "--url", "Address at which other machines reach this one's store: https://host:port")
    static let arguments: [any ArgumentProtocol] =
        [
            seal, store, weight, maxStorage, keepFree, groups, allowTo, allowTypes, denyTypes, allowMiners,
            denyMiners, url,
        ] + StorageAccess.common + [directory]

    private struct Attached: Encodable, Sendable {
        let path: StoragePath
        let found: Int
    }

    static func run(_ context: CommandContext) async throws {
        let (file, root) = try describe(context)
        let url = context[url]
        let attached = try await StorageAccess.with(context) { store in
            let index = store.index
            // Shared storage is entered under the tag that was given, a disk under the machine's name.
            let place = index.places[0]
            let path = try await store.database.write { session in
                try index.attach(root, file: file, place: place, url: url, in: session)
            }
            let report = try await store.keeper.inventory()
            return Attached(
                path: path, found: report.lines.filter { $0.path == path.id && $0.what == "found" }.count)
        }
        if context[Common.json] { return try context.print(json: attached) }
        context.print("path \(attached.path.id) at \(root): \(ByteCount(attached.path.free)) free")
        if attached.found > 0 { context.print("\(Format.count(attached.found, "sector file")) found") }
    }

    /// The directory's description with the changes of the command line, written if there are any.
    private static func describe(_ context: CommandContext) throws -> (StoragePathFile, String) {
        try Directory.create(context[directory])
        let root = try File.absolutePath(context[directory])
        let old = File.exists("\(root)/\(StoragePathFile.name)") ? try StoragePathFile.read(root) : nil
        var file = old ?? StoragePathFile()
        if context[seal] { file.canSeal = true }
        if context[store] { file.canStore = true }
        if old == nil, !file.canSeal, !file.canStore {
            throw UsageError(
                "a new storage path is for sealing, for keeping sectors, or both",
                remedy: "give --seal, --store or both")
        }
        if let value = context[weight] { file.weight = value }
        if let value = context[maxStorage] { file.maxStorage = value.bytes }
        if let value = context[keepFree] { file.keepFree = value.bytes }
        func change(_ list: WritableKeyPath<StoragePathFile, [String]>, _ values: [String]) {
            if !values.isEmpty { file[keyPath: list] = values }
        }
        change(\.groups, context[groups])
        change(\.allowTo, context[allowTo])
        change(\.allowTypes, context[allowTypes].map(\.rawValue))
        change(\.denyTypes, context[denyTypes].map(\.rawValue))
        change(\.allowMiners, context[allowMiners])
        change(\.denyMiners, context[denyMiners])
        if file != old { try file.write(root) }
        return (file, root)
    }
}

extension SectorFileType: ArgumentValue {}
