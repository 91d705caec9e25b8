/// How the engine is set up on a kind of machine: how cores are grouped, how far ahead memory is fetched, and the
/// rates of its kernels. `quarry tune` measures one; tools/profiles has some for machines of today. What a profile
/// leaves out keeps the value that suits any machine.
public struct HardwareProfile: Sendable, Equatable {
    /// What machine it is for.
    public var name = "any machine"
    /// What else a reader should know: where the figures come from.
    public var description = ""
    /// Labels of PC1.
    public var labels = Labels()
    /// Groups of cores.
    public var cores = Cores()
    /// Memory.
    public var memory = Memory()
    /// Poseidon hashes of PC2.
    public var poseidon = Poseidon()
    /// SHA-256 trees of data.
    public var sha256 = SHA256()

    /// What suits any machine.
    public init() {}

    /// Labels of PC1.
    public struct Labels: Sendable, Equatable {
        /// Nodes ahead whose parents are fetched into the caches; 0: the engine's default.
        public var prefetch: UInt32 = 0
        /// The one kernel to use for every batch that fills it; empty: the engine's own mix.
        public var kernel = ""
        /// The label kernels with their rates. The engine chooses the mix for a batch; forecasts use the rates.
        public var kernels: [Kernel] = []
    }

    /// A label kernel and what is expected of it.
    public struct Kernel: Codable, Sendable, Equatable {
        /// Its name: "avx512x32".
        public var name: String
        /// Sectors that it labels together.
        public var sectors: Int
        /// Expected time of a label of one sector, hash alone.
        public var nanosecondsPerLabel: Double

        enum CodingKeys: String, CodingKey {
            case name, sectors
            case nanosecondsPerLabel = "ns_per_label"
        }

        /// A kernel with its width and rate.
        public init(name: String, sectors: Int, nanosecondsPerLabel: Double) {
            self.name = name
            self.sectors = sectors
            self.nanosecondsPerLabel = nanosecondsPerLabel
        }
    }

    /// Groups of cores.
    public struct Cores: Sendable, Equatable {
        /// Cores of a group; 0: all that share an L3 cache.
        public var perGroup: UInt32 = 0
        /// Cores left to the operating system and other work.
        public var reserve: UInt32 = 0
        /// Whether the second hardware thread of a core works too.
        public var useSiblings = false
        /// Whether slower cores (E cores) work too.
        public var useEfficiencyCores = false
    }

    /// Memory.
    public struct Memory: Sendable, Equatable {
        /// "transparent": ask the kernel for them; "explicit": reserve them before (vm.nr_hugepages).
        public var hugePages = "transparent"
    }

    /// Poseidon hashes of PC2.
    public struct Poseidon: Sendable, Equatable {
        /// Its kernel: "ifma8", "mulx", "portable".
        public var kernel = ""
        /// Expected time of a hash of arity 2 on one core; 0: unknown.
        public var nanosecondsArity2 = 0.0
        /// Expected time of a hash of arity 8 on one core; 0: unknown.
        public var nanosecondsArity8 = 0.0
        /// Expected time of a hash of arity 11 on one core; 0: unknown.
        public var nanosecondsArity11 = 0.0
    }

    /// SHA-256 trees of data.
    public struct SHA256: Sendable, Equatable {
        /// The kernel of a tree's rows: "avx512x16".
        public var treeKernel = ""
        /// Expected bytes a second hashed on one core; 0: unknown.
        public var bytesPerSecond = 0.0
    }

    /// The kernel that the profile forces for a batch of this width; nil: the engine's own mix, which knows the
    /// workers.
    public func labelKernel(sectors: Int) -> Kernel? {
        labels.kernels.first { $0.name == labels.kernel && $0.sectors <= sectors }
    }
}

extension HardwareProfile: Codable {
    private enum CodingKeys: String, CodingKey {
        case name, description, labels, cores, memory, poseidon, sha256
    }

    /// Reads what is there.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        name = try values.decodeIfPresent(String.self, forKey: .name) ?? name
        description = try values.decodeIfPresent(String.self, forKey: .description) ?? description
        labels = try values.decodeIfPresent(Labels.self, forKey: .labels) ?? labels
        cores = try values.decodeIfPresent(Cores.self, forKey: .cores) ?? cores
        memory = try values.decodeIfPresent(Memory.self, forKey: .memory) ?? memory
        poseidon = try values.decodeIfPresent(Poseidon.self, forKey: .poseidon) ?? poseidon
        sha256 = try values.decodeIfPresent(SHA256.self, forKey: .sha256) ?? sha256
    }
}

extension HardwareProfile.Labels: Codable {
    private enum CodingKeys: String, CodingKey {
        case prefetch, kernel, kernels
    }

    /// Reads what is there.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        prefetch = try values.decodeIfPresent(UInt32.self, forKey: .prefetch) ?? prefetch
        kernel = try values.decodeIfPresent(String.self, forKey: .kernel) ?? kernel
        kernels = try values.decodeIfPresent([HardwareProfile.Kernel].self, forKey: .kernels) ?? kernels
    }
}

extension HardwareProfile.Cores: Codable {
    private enum CodingKeys: String, CodingKey {
        case perGroup = "per_group"
        case reserve
        case useSiblings = "use_siblings"
        case useEfficiencyCores = "use_efficiency_cores"
    }

    /// Reads what is there.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        perGroup = try values.decodeIfPresent(UInt32.self, forKey: .perGroup) ?? perGroup
        reserve = try values.decodeIfPresent(UInt32.self, forKey: .reserve) ?? reserve
        useSiblings = try values.decodeIfPresent(Bool.self, forKey: .useSiblings) ?? useSiblings
        useEfficiencyCores =
            try values.decodeIfPresent(Bool.self, forKey: .useEfficiencyCores) ?? useEfficiencyCores
    }
}

extension HardwareProfile.Memory: Codable {
    private enum CodingKeys: String, CodingKey {
        case hugePages = "huge_pages"
    }

    /// Reads what is there.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        hugePages = try values.decodeIfPresent(String.self, forKey: .hugePages) ?? hugePages
    }
}

extension HardwareProfile.Poseidon: Codable {
    private enum CodingKeys: String, CodingKey {
        case kernel
        case nanosecondsArity2 = "ns_arity_2"
        case nanosecondsArity8 = "ns_arity_8"
        case nanosecondsArity11 = "ns_arity_11"
    }

    /// Reads what is there.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        kernel = try values.decodeIfPresent(String.self, forKey: .kernel) ?? kernel
        nanosecondsArity2 =
            try values.decodeIfPresent(Double.self, forKey: .nanosecondsArity2) ?? nanosecondsArity2
        nanosecondsArity8 =
            try values.decodeIfPresent(Double.self, forKey: .nanosecondsArity8) ?? nanosecondsArity8
        nanosecondsArity11 =
            try values.decodeIfPresent(Double.self, forKey: .nanosecondsArity11) ?? nanosecondsArity11
    }
}

extension HardwareProfile.SHA256: Codable {
    private enum CodingKeys: String, CodingKey {
        case treeKernel = "tree_kernel"
        case bytesPerSecond = "bytes_per_second"
    }

    /// Reads what is there.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        treeKernel = try values.decodeIfPresent(String.self, forKey: .treeKernel) ?? treeKernel
        bytesPerSecond = try values.decodeIfPresent(Double.self, forKey: .bytesPerSecond) ?? bytesPerSecond
    }
}
