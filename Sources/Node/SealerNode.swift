internal import Database
internal import HTTP
internal import Logging
internal import Metrics
internal import Primitives
internal import ProofEngine
internal import RPC
internal import Scheduler
internal import SectorManager
public import ServiceLifecycle
internal import System

/// A sealing plant in one process: its mind, a worker, housekeeping, storage, and the API with the dashboard. Opened
/// from a home directory, run until it is told to stop.
public final class SealerNode: Service {
    /// Answers questions and takes orders, with or without HTTP.
    public let api: PlantAPI
    /// The port that the API has.
    public let port: UInt16
    /// OS CPUs that the worker has, by groups that share an L3 cache.
    public let cores: [[Int]]

    /// Where the dashboard is.
    public let url: String

    private let life: NodeLife

    /// Opens the plant of a home: its database, cores, storage, port. Everything that can be refused is refused here.
    public static func open(
        _ home: PlantHome, configuration: PlantConfiguration? = nil, options: PlantOptions
    ) async throws -> SealerNode {
        let configuration = try configuration ?? PlantConfiguration.load(home: home.path)
        let lock = try home.take()
        let database = try await PlantParts.open(database: configuration.databasePlace(home: home.path))
        do {
            let parts = try await PlantParts(configuration, options, home: home, database: database)
            try await attachStorage(parts, home)
            return try await SealerNode(parts, home, lock)
        } catch {
            await database.close()
            lock.release()
            throw error
        }
    }

    private init(_ parts: PlantParts, _ home: PlantHome, _ lock: HolderLock) async throws {
        let (configuration, options) = (parts.configuration, parts.options)
        let roles = options.roles.isEmpty ? configuration.worker.roles : options.roles
        let metrics = Metrics()
        let counts = PlantMetrics(metrics)
        let worker = try parts.worker(roles) { kind, state, seconds in
            counts.jobEnded(kind: kind.rawValue, state: state, seconds: seconds)
        }
        let claim = try worker.map { _ in try CoreClaim(parts.machine.groups.flatMap(\.self), home: home.path)
        }
        cores = worker == nil ? [] : parts.machine.groups
        api = PlantAPI(
            database: parts.database, queue: parts.queue, storage: parts.index,
            ledger: PlantLedger(queue: parts.queue, settings: parts.settings), miner: parts.settings.miner,
            sectorSize: parts.settings.config.kind.size, started: Clock.now)
        let server = PlantParts.server(
            try Self.handler(api, metrics, home, parts), at: configuration.api, port: options.port,
            log: options.log("api"))
        do {
            port = try server.bind()
            try await parts.publish()
            if let worker, let claim { try await worker.succeed(claim) }
        } catch {
            claim?.release()
            throw error
        }
        let chain = LocalChain(
            database: parts.database, secret: configuration.localChain.seed,
            seedDelay: configuration.localChain.seedDelay)
        var entries: [ServiceGroup.Entry] = [
            .init("housekeeper", parts.housekeeper),
            .init("storage", PlantParts.StorageService(keeper: parts.storageKeeper)),
            .init("plant", SealingPlant(parts.tools, chain: chain)),
        ]
        if let worker { entries.append(.init("worker", worker)) }
        entries.append(.init("api", ServerService(server: server)))
        url = Self.url(configuration.api, port)
        life = NodeLife(entries, parts) {
            claim?.release()
            lock.release()
        }
    }

    /// Runs until stopped; then nothing of it is left: jobs are given back, the database is closed.
    public func run() async throws { try await life.run() }

    /// Begins to stop.
    public func stop() { life.stop() }

    /// The address as a browser on this machine, or on another, finds it.
    private static func url(_ listening: PlantConfiguration.Listening, _ port: UInt16) -> String {
        let scheme = listening.certificate.isEmpty ? "http" : "https"
        let everywhere = ["0.0.0.0", "::", ""].contains(listening.address)
        let name = everywhere ? Host.name : listening.address
        return "\(scheme)://\(name.contains(":") ? "[\(name)]" : name):\(port)/"
    }

    /// A plant that no storage path is attached to gets the one in its home.
    private static func attachStorage(_ parts: PlantParts, _ home: PlantHome) async throws {
        let index = parts.index
        let isReached = try await parts.database.read { session in
            try index.paths(in: session).contains { $0.root(at: index.places) != nil }
        }
        guard !isReached else { return }
        let file = try home.ownPath()
        // From the root: other processes may run elsewhere.
        let root = try File.absolutePath(home.storage)
        try await parts.database.write { session in
            _ = try index.attach(root, file: file, place: index.places[0], in: session)
        }
    }

    private static func handler(
        _ api: PlantAPI, _ metrics: Metrics, _ home: PlantHome, _ parts: PlantParts
    ) throws -> NodeHandler {
        let log = parts.options.log("api")
        let authenticator = try PlantParts.authenticator(home, parts.configuration.api, log: log)
        let plant = PlantHandler(api: api, metrics: metrics, log: log) { authenticator.scope(of: $0) }
        return NodeHandler(plant: plant, store: parts.store)
    }
}

/// The plant's API, and this machine's storage paths for other machines, under one address.
struct NodeHandler: HTTPHandler {
    let plant: PlantHandler
    let store: SectorTransferService

    var isAuthenticating: Bool { plant.isAuthenticating && store.isAuthenticating }

    private func handler(_ request: HTTPRequest) -> any HTTPHandler {
        SectorTransferService.serves(request.path) ? store : plant
    }

    func accept(_ head: HTTPRequest) async -> HTTPAcceptance { await handler(head).accept(head) }

    func respond(to request: HTTPRequest) async -> HTTPResponse {
        await handler(request).respond(to: request)
    }

    func serve(_ socket: any WebSocketConnection, _ request: HTTPRequest) async {
        await handler(request).serve(socket, request)
    }
}

/// Runs a server until told to stop.
struct ServerService: Service {
    let server: HTTPServer

    func run() async throws {
        try await withGracefulShutdownHandler {
            try await server.run()
        } onGracefulShutdown: {
            server.stop()
        }
    }
}

extension PlantParts {
    /// Tells workers on other machines how the plant is set up.
    func publish() async throws {
        var shared = configuration
        shared.worker = .init()
        shared.worker.lease = configuration.worker.lease
        shared.api = .init()
        shared.places = []
        let record = PlantRecord(
            configuration: shared, batchWidth: settings.batchWidth, maxCores: settings.maxCores,
            proverMemory: settings.makesProofs ? settings.proverMemory : nil,
            makesProofs: settings.makesProofs)
        try await database.write { try record.store(in: $0) }
    }
}
