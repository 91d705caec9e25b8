internal import Database
internal import HTTP
internal import Logging
internal import Primitives
internal import ProofEngine
internal import RPC
internal import Scheduler
internal import SectorManager
internal import ServiceLifecycle
internal import System

/// What sealers and remote workers are both made of: a database with the plant's tables, this machine's cores and
/// storage, handlers, a worker.
struct PlantParts: Sendable {
    let configuration: PlantConfiguration
    let options: PlantOptions
    let database: any Database
    let machine: PlantMachine
    let index: SQLStorageIndex
    let settings: PlantSettings
    let tools: PlantTools
    let housekeeper: Housekeeper
    let storageKeeper: StorageKeeper
    /// This machine's storage paths for other machines.
    let store: SectorTransferService

    let queue = SQLJobQueue()

    /// Opens the database and brings its tables up to date.
    static func open(database place: String) async throws -> any Database {
        let database = try await openDatabase(place)
        do {
            for schema in [
                JobSchema.migrations, JobRates.migrations, PlantTables.migrations, StorageSchema.migrations,
                PlantRecord.migrations,
            ] {
                try await schema.run(on: database)
            }
            return database
        } catch {
            await database.close()
            throw error
        }
    }

    init(
        _ configuration: PlantConfiguration, _ options: PlantOptions, home: PlantHome, database: any Database
    ) async throws {
        self.configuration = configuration
        self.options = options
        self.database = database
        let machine = try PlantMachine(
            home: home, cpus: options.cpus.isEmpty ? configuration.worker.cpus : options.cpus,
            memory: configuration.worker.memory)
        self.machine = machine
        let places = [Host.name] + configuration.places
        index = SQLStorageIndex(places: places)
        settings = try await Self.settings(configuration, options, machine)
        let copiers = try BlockingThreads(2)
        var access = HTTPClientConfiguration()
        access.token = options.token
        access.authorities = options.authorities
        let mover = StorageMover(
            database: database, index: index, threads: copiers, client: try HTTPClient(access))
        tools = PlantTools(
            database: database, queue: queue, storage: index,
            mover: LongTermMover(database: database, index: index, mover: mover), settings: settings,
            places: places, log: options.log("plant"))
        housekeeper = Housekeeper(database: database, queue: queue, log: options.log("housekeeper"))
        let storageLog = options.log("storage")
        storageKeeper = StorageKeeper(
            database: database, index: index, threads: try BlockingThreads(1),
            standing: { try SectorStanding.ofPlant($0, in: $1) }, note: { storageLog.warning($0) })
        let authenticator = Authenticator(
            tokens: TokenStore(home: home.path), log: options.log("storage"))
        store = SectorTransferService(
            threads: copiers, stores: { [index] in try await Self.stores(database, index) },
            authorize: { request, right in
                authenticator.scope(of: request).map { $0 >= (right == .read ? .read : .write) } ?? false
            })
    }

    /// Directories of this machine by storage path.
    private static func stores(
        _ database: any Database, _ index: SQLStorageIndex
    ) async throws -> [String: String] {
        let paths = try await database.read { try index.paths(in: $0) }
        let here = paths.compactMap { path in path.root(at: index.places).map { (path.id, $0) } }
        return Dictionary(here) { first, _ in first }
    }

    /// A server at an address, known under this machine's name too.
    static func server(
        _ handler: any HTTPHandler, at listening: PlantConfiguration.Listening, port: Int?, log: Logger
    ) -> HTTPServer {
        let authority = listening.clientAuthority
        let tls =
            listening.certificate.isEmpty
            ? nil
            : HTTPServerTLS(
                certificate: listening.certificate, privateKey: listening.key,
                clientAuthorities: authority.isEmpty ? nil : authority,
                requiresClientCertificate: !authority.isEmpty)
        let place = HTTPServerConfiguration(
            address: listening.address, port: UInt16(clamping: port ?? listening.port), allowsNetwork: true,
            tls: tls)
        return HTTPServer(place, handler: HostGuard(handler, names: [Host.name]), log: log)
    }

    private static func settings(
        _ configuration: PlantConfiguration, _ options: PlantOptions, _ machine: PlantMachine
    ) async throws -> PlantSettings {
        let kind = try configuration.kind()
        let config = try PoRepConfig(kind, porepID: UnregisteredPorepID.of(kind))
        let width = configuration.batch.width
        var settings = PlantSettings(
            miner: try configuration.minerAddress(), config: config,
            batchWidth: width > 0 ? width : PlantSettings.bestWidth(machine.profile, cores: machine.cores),
            maxWait: configuration.batch.maxWait, maxCores: machine.widest,
            parameters: ParameterStore(options.parameters))
        settings.maxSectors = configuration.batch.maxSectors
        settings.makesProofs = options.makesProofs
        settings.prefetch = machine.profile.labels.prefetch
        settings.labelKernel = machine.profile.labels.kernel.isEmpty ? nil : machine.profile.labels.kernel
        if options.makesProofs {
            let circuit = SnarkCircuit(.porep, config)
            settings.proverMemory = try await Engine(.single).circuitSize(circuit).proverMemory
            if !File.exists(try settings.parameters.path(circuit, .parameters)) {
                options.log("plant").warning(
                    """
                    no parameters for proofs of \(kind.size.name) in \(settings.parameters.directory): C2 will fail; \
                    make them with 'quarry params generate --sector-size \(kind.size.name)'
                    """)
            }
        }
        return settings
    }

    /// The worker; nil: this process has none. `observe` hears of each job's end.
    func worker(
        _ roles: [String], observe: @escaping @Sendable (JobKind, String, Double) -> Void = { _, _, _ in }
    ) throws -> Worker? {
        if roles == ["none"] { return nil }
        let all = SealingPlant.handlers(tools)
        let known = Set(all.map(\.kind.rawValue))
        for role in roles where !known.contains(role) {
            throw PlantConfigurationError.value("worker.roles", role, known.sorted().joined(separator: ", "))
        }
        var settings = WorkerSettings(groups: machine.groups, memory: machine.memory)
        settings.places = tools.places
        settings.leaseSeconds = configuration.worker.lease
        settings.whenStopped = options.whenStopped
        return Worker(
            settings, database: database, queue: queue,
            handlers: all.filter { roles.isEmpty || roles.contains($0.kind.rawValue) },
            housekeeper: housekeeper, observe: observe, log: options.log("worker"))
    }

    /// Runs the storage keeper until told to stop.
    struct StorageService: Service {
        let keeper: StorageKeeper

        func run() async throws {
            try? await cancelWhenGracefulShutdown { await keeper.run() }
        }
    }
}

/// The plant's configuration in its database, for workers on other machines.
enum PlantRecord {
    static let migrations = Migrations(
        "plant",
        [Migrations.Step(["CREATE TABLE plant_record (id BIGINT PRIMARY KEY, text TEXT NOT NULL)"])])

    static func store(_ text: String, in session: any SQLSession) throws {
        try session.execute(
            "INSERT INTO plant_record (id, text) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET text = excluded.text",
            [.text(text)])
    }

    static func load(in session: any SQLSession) throws -> String? {
        try session.query("SELECT text FROM plant_record WHERE id = 1").first?.text(0)
    }
}
