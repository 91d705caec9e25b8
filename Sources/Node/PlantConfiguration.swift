import Configuration
public import Primitives
public import System

/// How a sealing plant is set up: `config.toml` in the home. `quarry sealer init` writes it; what it leaves out has
/// the values below.
public struct PlantConfiguration: Sendable, Codable, Equatable {
    /// "t01000".
    public var miner: String
    /// "32GiB".
    public var sectorSize: String
    /// "interactive", "synthetic" or "non-interactive".
    public var proof = "interactive"
    /// A path or a postgres:// URL; empty: jobs.sqlite in the home.
    public var database = ""
    /// Names of shared places that this machine reaches, beside its own.
    public var places: [String] = []
    /// What sectors wait for before PC1.
    public var batch = Batch()
    /// What the workers of this process take.
    public var worker = Worker()
    /// Address of the API and the dashboard.
    public var api = Listening()
    /// Tickets and seeds of a plant without a chain.
    public var localChain = LocalChain()

    /// Batching.
    public struct Batch: Sendable, Codable, Equatable {
        /// Sectors of one PC1; 0: what the hardware profile says is best.
        public var width = 0
        /// Seconds that a deal waits for others at most.
        public var maxWait = 600.0
        /// Sectors in work at once; 0: as many as storage and memory have room for.
        public var maxSectors = 0

        /// The defaults.
        public init() {}
    }

    /// The worker in the process.
    public struct Worker: Sendable, Codable, Equatable {
        /// Kinds of jobs; empty: all.
        public var roles: [String] = []
        /// OS CPUs; empty: what the profile plans.
        public var cpus: [Int] = []
        /// Bytes that jobs may use; 0: three quarters of what is available.
        public var memory: UInt64 = 0
        /// Seconds without contact after which others may take its jobs.
        public var lease = 30.0

        /// The defaults.
        public init() {}
    }

    /// Where the API listens.
    public struct Listening: Sendable, Codable, Equatable {
        /// Address; beyond loopback only with tokens, which are always asked for there.
        public var address = "127.0.0.1"
        /// Port; 0: any free one.
        public var port = 3456
        /// Certificate chain and key, PEM; empty: no TLS.
        public var certificate = ""
        /// Private key, PEM.
        public var key = ""
        /// Authorities of clients' certificates, PEM; empty: none asked for.
        public var clientAuthority = ""
        /// What clients may do by their certificate alone: a scope and the subject as RFC 2253 writes it, such as
        /// "write CN=worker-1,O=Example".
        public var clients: [String] = []

        /// The defaults.
        public init() {}

        /// What an older plant left out in its database has the default.
        public init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            address = try values.decodeIfPresent(String.self, forKey: .address) ?? address
            port = try values.decodeIfPresent(Int.self, forKey: .port) ?? port
            certificate = try values.decodeIfPresent(String.self, forKey: .certificate) ?? certificate
            key = try values.decodeIfPresent(String.self, forKey: .key) ?? key
            clientAuthority =
                try values.decodeIfPresent(String.self, forKey: .clientAuthority) ?? clientAuthority
            clients = try values.decodeIfPresent([String].self, forKey: .clients) ?? clients
        }
    }

    /// Stands in for the chain.
    public struct LocalChain: Sendable, Codable, Equatable {
        /// Tickets and seeds follow from it.
        public var seed = "quarry"
        /// Seconds between a pre-commit and its seed.
        public var seedDelay = 1.0

        /// The defaults.
        public init() {}
    }

    private init() {
        miner = ""
        sectorSize = ""
    }

    /// A plant of a miner.
    public init(miner: MinerAddress, sectorSize: SectorSize) {
        self.miner = "\(miner)"
        self.sectorSize = sectorSize.name
    }

    /// The miner.
    public func minerAddress() throws -> MinerAddress { try MinerAddress(miner) }

    /// The kind of sectors.
    public func kind() throws -> SealProofKind {
        let feature: SealFeature =
            switch proof {
            case "interactive": .interactive
            case "synthetic": .synthetic
            case "non-interactive": .nonInteractive
            default:
                throw PlantConfigurationError.value("proof", proof, "interactive, synthetic, non-interactive")
            }
        return try SealProofKind(size: SectorSize(sectorSize), version: .v1_1, feature: feature)
    }

    /// Where the database is.
    public func databasePlace(home: String) -> String { database.isEmpty ? home + "/jobs.sqlite" : database }

    /// The file in a home.
    public static func path(home: String) -> String { home + "/config.toml" }

    /// Reads the file of a home.
    public static func load(home: String) throws -> PlantConfiguration {
        guard File.exists(path(home: home)) else { throw PlantConfigurationError.missing(path(home: home)) }
        return try TOML.decode(over: PlantConfiguration(), file: path(home: home))
    }

    /// As the file's text, with a line on each setting.
    public var text: String {
        """
        # A Quarry sealing plant. 'quarry sealer --help' says more; restart the sealer after a change.
        miner = \(quoted(miner))
        sector_size = \(quoted(sectorSize))
        proof = \(quoted(proof))            # interactive, synthetic, non-interactive
        database = \(quoted(database))               # a path or postgres://…; empty: jobs.sqlite beside this file
        places = []                 # shared storage that this machine reaches

        [batch]
        width = \(batch.width)                   # sectors of one PC1; 0: the hardware profile's best
        max_wait = \(batch.maxWait)            # seconds that a deal waits for others at most
        max_sectors = \(batch.maxSectors)             # sectors in work at once; 0: as many as there is room for

        [worker]
        roles = []                  # kinds of jobs; empty: all
        cpus = []                   # OS CPUs; empty: what the hardware profile plans
        memory = \(worker.memory)                  # bytes for jobs; 0: three quarters of what is available
        lease = \(worker.lease)                # seconds without contact after which others take the jobs

        [api]
        address = \(quoted(api.address))     # tokens are asked for everywhere; see 'quarry auth'
        port = \(api.port)
        certificate = ""            # PEM files for TLS
        key = ""
        client_authority = ""       # PEM: clients must have a certificate of it
        clients = []                # what certificates may do without a token: ["write CN=worker-1,O=Example"]

        [local_chain]
        seed = \(quoted(localChain.seed))             # tickets and seeds follow from it
        seed_delay = \(localChain.seedDelay)            # seconds between a pre-commit and its seed

        """
    }

    private func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}

/// What is wrong with a configuration.
public enum PlantConfigurationError: ExplainedError, Hashable {
    /// There is none.
    case missing(String)
    /// A setting has a value that it cannot have.
    case value(String, String, String)

    /// What is wrong.
    public var sentence: String {
        switch self {
        case .missing(let path): "there is no \(path)"
        case .value(let name, let value, _): "config.toml: \(name) = '\(value)' is not possible"
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .missing: "set a plant up: quarry sealer init --miner t01000 --sector-size 32GiB"
        case .value(_, _, let choices): "write one of: \(choices)"
        }
    }
}
