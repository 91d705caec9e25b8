internal import Database
internal import HTTP
internal import Scheduler
public import ServiceLifecycle
public import System

/// A worker on a machine of its own: takes jobs of a plant from the database that they share.
public final class WorkerNode: Service {
    /// OS CPUs that it has, by groups that share an L3 cache.
    public let cores: [[Int]]
    /// Kinds of jobs that it does.
    public let roles: [String]

    /// The port at which its storage paths answer for other machines; nil: they do not.
    public let storePort: UInt16?

    private let life: NodeLife

    /// Joins the plant of a database. `places`: names of shared storage that this machine reaches, beside its own.
    /// `home`: whose processes share this machine's CPUs.
    public static func open(
        database place: String, places: [String], home: PlantHome, options: PlantOptions
    ) async throws -> WorkerNode {
        // Before any table is made: the place may be a wrong one.
        guard try await databaseHasTable(PlantRecord.table, at: place) else {
            throw WorkerNodeError.noPlant(databaseName(place))
        }
        let database = try await PlantParts.open(database: place)
        do {
            guard let record = try await database.read({ try PlantRecord.load(in: $0) }) else {
                throw WorkerNodeError.noPlant(database.place)
            }
            var configuration = record.configuration
            var options = options
            options.makesProofs = record.makesProofs
            configuration.places = places
            let parts = try await PlantParts(configuration, options, home: home, database: database)
            return try await WorkerNode(parts, home)
        } catch {
            await database.close()
            throw error
        }
    }

    private init(_ parts: PlantParts, _ home: PlantHome) async throws {
        guard let worker = try parts.worker(parts.options.roles) else { throw WorkerNodeError.noRole }
        roles = parts.options.roles
        cores = parts.machine.groups
        let claim = try CoreClaim(parts.machine.groups.flatMap(\.self), home: home.path)
        var entries: [ServiceGroup.Entry] = [
            .init("housekeeper", parts.housekeeper),
            .init("storage", PlantParts.StorageService(keeper: parts.storageKeeper)),
        ]
        do {
            try await worker.succeed(claim)
            if let listening = parts.options.store {
                let server = PlantParts.server(
                    parts.store, at: listening, port: nil, log: parts.options.log("storage"))
                storePort = try server.bind()
                // Other machines may fetch for as long as anything of this worker runs.
                entries.append(.init("store", ServerService(server: server)))
            } else {
                storePort = nil
            }
        } catch {
            claim.release()
            throw error
        }
        entries.append(.init("worker", worker))
        life = NodeLife(entries, parts) { claim.release() }
    }

    /// Runs until stopped; jobs are given back or finished, as the options say.
    public func run() async throws { try await life.run() }

    /// Begins to stop.
    public func stop() { life.stop() }
}

/// Why a worker cannot join.
public enum WorkerNodeError: ExplainedError, Hashable {
    /// The database has no plant.
    case noPlant(String)
    /// It is to do nothing.
    case noRole

    /// What is wrong.
    public var sentence: String {
        switch self {
        case .noPlant(let place): "database \(place) has no plant in it"
        case .noRole: "a worker without roles does nothing"
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .noPlant: "start the sealer on this database once: quarry sealer run"
        case .noRole: "name kinds of jobs, or leave --roles away for all"
        }
    }
}
