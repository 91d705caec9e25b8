internal import Database
internal import HTTP
internal import Logging
internal import Primitives
internal import ProofEngine
internal import RPC
internal import Scheduler
public import SectorManager
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
        index = .ofPlant(places: places)
        let known = try await database.read { try PlantRecord.load(in: $0) }
        settings = try await Self.settings(configuration, options, machine, known)
        let copiers = try BlockingThreads(2)
        var access = HTTPClientConfiguration()
        access.token = options.token
        let served = configuration.api
        access.authorities =
            options.authorities ?? (served.clientAuthority.isEmpty ? nil : served.clientAuthority)
        access.certificate = options.certificate ?? (served.certificate.isEmpty ? nil : served.certificate)
        access.privateKey = options.key ?? (served.key.isEmpty ? nil : served.key)
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
        let authenticator = try Self.authenticator(
            home, options.store ?? configuration.api, log: options.log("storage"))
        store = SectorTransferService(
            threads: try BlockingThreads(2), stores: { [index] in try await Self.stores(database, index) },
            authorize: { request, right in
                authenticator.scope(of: request).map { $0 >= (right == .read ? .read : .write) } ?? false
            })
    }

    /// Who may ask what, by tokens of the home and by certificates.
    static func authenticator(
        _ home: PlantHome, _ listening: PlantConfiguration.Listening, log: Logger
    ) throws -> Authenticator {
        var scopes: [String: Scope] = [:]
        for client in listening.clients {
            let words = client.split(separator: " ", maxSplits: 1)
            guard words.count == 2, let scope = Scope(rawValue: String(words[0])) else {
                let forms = Scope.allCases.map { "\($0.rawValue) CN=…" }.joined(separator: ", ")
                throw PlantConfigurationError.value("api.clients", client, forms)
            }
            scopes[String(words[1])] = scope
        }
        return Authenticator(tokens: TokenStore(home: home.path), certificates: scopes, log: log)
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

    /// The plant's settings on a machine; what takes long to find out is taken from the plant's record if it is there.
    private static func settings(
        _ configuration: PlantConfiguration, _ options: PlantOptions, _ machine: PlantMachine,
        _ known: PlantRecord?
    ) async throws -> PlantSettings {
        let width = configuration.batch.width
        let record = PlantRecord(
            configuration: configuration,
            batchWidth: width > 0 ? width : PlantSettings.bestWidth(machine.profile, cores: machine.cores),
            maxCores: machine.widest, proverMemory: known?.proverMemory(configuration),
            makesProofs: options.makesProofs)
        var settings = try record.settings(parameters: ParameterStore(options.parameters))
        settings.prefetch = machine.profile.labels.prefetch
        settings.labelKernel = machine.profile.labels.kernel.isEmpty ? nil : machine.profile.labels.kernel
        guard options.makesProofs else { return settings }
        let circuit = SnarkCircuit(.porep, settings.config)
        if record.proverMemory == nil {
            settings.proverMemory = try await Engine(.single).circuitSize(circuit).proverMemory
        }
        if !File.exists(try settings.parameters.path(circuit, .parameters)) {
            let size = settings.config.kind.size.name
            options.log("plant").warning(
                """
                no parameters for proofs of \(size) in \(settings.parameters.directory): C2 will fail; make them with \
                'quarry params generate --sector-size \(size)'
                """)
        }
        return settings
    }

    /// Roles that stand for several kinds of jobs.
    static let wideRoles: [String: [String]] = [
        "post": [JobKind.winningPoSt.rawValue, JobKind.windowPoSt.rawValue]
    ]

    /// The worker; nil: this process has none. `observe` hears of each job's end.
    func worker(
        _ roles: [String], observe: @escaping @Sendable (JobKind, String, Double) -> Void = { _, _, _ in }
    ) throws -> Worker? {
        if roles == ["none"] { return nil }
        let all = SealingPlant.handlers(tools)
        let known = Set(all.map(\.kind.rawValue))
        let roles = roles.flatMap { Self.wideRoles[$0] ?? [$0] }
        for role in roles where !known.contains(role) {
            let names = known.union(Self.wideRoles.keys).sorted().joined(separator: ", ")
            throw PlantConfigurationError.value("worker.roles", role, names)
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

extension SQLStorageIndex {
    /// The index of a plant: jobs that wait for room look again when there may be more.
    public static func ofPlant(places: [String]) -> SQLStorageIndex {
        SQLStorageIndex(places: places) { try SQLJobQueue().wake(waitingFor: .space, in: $0) }
    }
}
