internal import Database
internal import Primitives
internal import ProofEngine
internal import Scheduler
internal import SectorManager
internal import System

extension PlantAPI {
    /// The plant of a home, for questions and orders by its database alone: whether its sealer runs or not.
    /// `close` it afterwards.
    public static func open(_ home: PlantHome) async throws -> PlantAPI {
        let configuration = try PlantConfiguration.load(home: home.path)
        let queue = SQLJobQueue()
        let database = try await PlantParts.open(database: configuration.databasePlace(home: home.path))
        do {
            // What its sealer said last; one that never ran says it all again when it starts.
            let record =
                try await database.read { try PlantRecord.load(in: $0) }
                ?? PlantRecord(
                    configuration: configuration, batchWidth: max(1, configuration.batch.width), maxCores: 1,
                    proverMemory: nil, makesProofs: true)
            let settings = try record.settings()
            return PlantAPI(
                database: database, queue: queue,
                storage: .ofPlant(places: [Host.name] + configuration.places),
                ledger: PlantLedger(queue: queue, settings: settings), miner: settings.miner,
                sectorSize: settings.config.kind.size, started: nil)
        } catch {
            await database.close()
            throw error
        }
    }

    /// Closes the database.
    public func close() async { await database.close() }
}
