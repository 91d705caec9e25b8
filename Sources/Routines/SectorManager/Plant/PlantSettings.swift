public import Primitives
public import ProofEngine

/// What kind of sectors a plant makes, and how.
public struct PlantSettings: Sendable {
    /// Whose sectors.
    public var miner: MinerAddress
    /// Their kind of proof.
    public var config: PoRepConfig
    /// Sectors of a PC1 batch: what the hardware profile says is best.
    public var batchWidth: Int
    /// Seconds that a piece waits at most for its sector to fill and its batch to gather: half of it for each.
    public var maxWait: Double
    /// Sectors in work at once; 0: as many as there is room for on the sealing paths.
    public var maxSectors = 0
    /// Times that damage sends a sector back before it is given up.
    public var redoLimit = 3
    /// Seconds after a message landed at which it cannot be undone any more.
    public var confidence = 0.0
    /// Cores that one job may use at most: those of the largest group of the plant's machines.
    public var maxCores: Int
    /// Where the parameters of proofs are.
    public var parameters: ParameterStore
    /// Which networks the proofs must suit.
    public var network: ProofNetwork
    /// False: no SNARKs are made, C1 is the last stage. For benchmarks of sizes without parameters.
    public var makesProofs = true
    /// Bytes of memory that a proof takes; 0: asked of the engine when the plant starts.
    public var proverMemory: UInt64 = 0
    /// File of the graph's parents; nil: computed once a batch.
    public var parentsCache: String?
    /// Label kernel; nil: the best mix.
    public var labelKernel: String?
    /// Nodes that labels prefetch ahead; 0: the default.
    public var prefetch: UInt32 = 0

    /// A plant of `miner`'s sectors of a kind.
    public init(
        miner: MinerAddress, config: PoRepConfig, batchWidth: Int, maxWait: Double, maxCores: Int,
        parameters: ParameterStore = ParameterStore(), network: ProofNetwork? = nil
    ) {
        self.miner = miner
        self.config = config
        self.batchWidth = max(1, batchWidth)
        self.maxWait = maxWait
        self.maxCores = max(1, maxCores)
        self.parameters = parameters
        self.network = network ?? ProofNetwork(of: config.kind.size)
    }

    /// Sectors of a batch that a hardware profile labels best together: its widest kernel's.
    public static func bestWidth(_ profile: HardwareProfile, cores: Int) -> Int {
        let widest = profile.labels.kernels.max {
            ($0.nanosecondsPerLabel, -$0.sectors) > ($1.nanosecondsPerLabel, -$1.sectors)
        }
        return widest?.sectors ?? 32
    }

    var isInteractive: Bool { config.kind.feature != .nonInteractive }

    var porepStatementCircuit: SnarkCircuit { SnarkCircuit(.porep, config) }
}
