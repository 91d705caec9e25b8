import Database
import Node
import Primitives
import ProofEngine
import Scheduler
import SectorManager
import System

/// What the commands on storage share: they read and write the plant's database, whether its sealer runs or not.
enum StorageAccess {
    static let database = Argument<String?>.option(
        "--database",
        "A file or a postgres:// URL; that of config.toml or jobs.sqlite of QUARRY_HOME otherwise",
        environment: "QUARRY_DATABASE")
    static let places = Argument<[String]>.list(
        "--place", "Tag of this machine or of shared storage that it reaches; the machine's name otherwise")
    static let common: [any ArgumentProtocol] = [database, places, Common.json]

    /// What a command works with.
    struct Store: Sendable {
        let database: any Database
        let index: SQLStorageIndex
        let keeper: StorageKeeper
    }

    /// Runs `body` on the plant's database, whose tables are made if they are not there.
    static func with<Value: Sendable>(
        _ context: CommandContext, _ body: @Sendable (Store) async throws -> Value
    ) async throws -> Value {
        let home = Environment.home
        var place = home + "/jobs.sqlite"
        var places = context[places]
        if File.exists(PlantConfiguration.path(home: home)) {
            let configuration = try PlantConfiguration.load(home: home)
            place = configuration.databasePlace(home: home)
            if places.isEmpty { places = [Host.name] + configuration.places }
        }
        if places.isEmpty { places = [Host.name] }
        let database = try await openDatabase(context[Self.database] ?? place)
        do {
            try await StorageSchema.migrations.run(on: database)
            // Jobs that wait for room are woken.
            try await JobSchema.migrations.run(on: database)
            let index = SQLStorageIndex.ofPlant(places: places)
            let keeper = StorageKeeper(
                database: database, index: index, threads: try BlockingThreads(1),
                standing: { try SectorStanding.ofPlant($0, in: $1) })
            let value = try await body(Store(database: database, index: index, keeper: keeper))
            await database.close()
            return value
        } catch {
            await database.close()
            throw error
        }
    }

    /// The sector's kind: its record's if a copy of it is within reach, else that of `size`, else the plant's.
    static func config(_ sector: SectorName, _ size: SectorSize?, _ store: Store) async throws -> PoRepConfig?
    {
        let index = store.index
        if size == nil {
            let roots = try await store.database.read { session in
                try index.locate(sector, .cache, in: session).compactMap(\.root)
            }
            for root in roots {
                let layout = SectorLayout(root: root, name: sector)
                if let found = try? SectorStore.load(layout, exclusive: false) {
                    return try found.record.proof.config()
                }
            }
            let home = Environment.home
            guard File.exists(PlantConfiguration.path(home: home)) else { return nil }
            return try config(PlantConfiguration.load(home: home).kind())
        }
        return try size.map { try config(SealProofKind(size: $0, version: .v1_1, feature: .interactive)) }
    }

    private static func config(_ kind: SealProofKind) throws -> PoRepConfig {
        try PoRepConfig(kind, porepID: UnregisteredPorepID.of(kind))
    }
}
