/// Benchmarks: what `quarry bench` measures, a file a definition. Each definition also runs as a test with small sizes
/// and gives a hash of its result, so that nobody optimises the meaning away. Start reading at `Benchmark`, then one
/// definition (`LabelsBenchmark`). Floors come from register-only loops in the same run (`Floors`). It must never
/// report a figure that it has not measured in the run, or taken from `Peers` with its machine named.

public import Primitives
public import ProofEngine
import System

/// One thing that can be measured.
public protocol Benchmark: Sendable {
    /// As typed: "labels".
    static var name: String { get }
    /// What it measures, one line.
    static var summary: String { get }
    /// Measures; one result a variant.
    static func run(_ context: BenchmarkContext) async throws -> [BenchmarkResult]
}

/// Every definition.
public enum BenchmarkList {
    /// Those that are quick at small sizes, in the order of the help.
    public static let all: [any Benchmark.Type] = [
        LabelsBenchmark.self, PC1Benchmark.self, PC2Benchmark.self, SealBenchmark.self, UnsealBenchmark.self,
        CommPBenchmark.self, SHA256Benchmark.self, PoseidonBenchmark.self, TreesBenchmark.self,
        UpdateBenchmark.self, NTTBenchmark.self, MSMBenchmark.self, PairingBenchmark.self,
        WindowBenchmark.self, VerifyBenchmark.self,
    ]
    /// Those that take minutes even at the smallest size, for their circuits are large.
    public static let long: [any Benchmark.Type] = [
        WinningBenchmark.self, C2Benchmark.self, AggregateBenchmark.self,
    ]
    /// Those that need a user's file.
    public static let fed: [any Benchmark.Type] = [VMBenchmark.self]
}

/// What a run is asked for, and what it runs on.
public struct BenchmarkContext: Sendable {
    /// Size of sectors, and of data where there are none.
    public let sectorSize: SectorSize
    /// Sectors together.
    public let sectors: Int
    /// How often each figure is taken.
    public let runs: Int
    /// The workers.
    public let engine: Engine
    /// Directory for sector files, made and emptied by the run.
    public let scratch: String
    /// Which kernels and prefetch distances to use.
    public let profile: HardwareProfile
    /// Gets the name and the job of each call before it starts, to show its progress.
    public let announce: @Sendable (String, EngineJob) -> Void
    /// Constraints of a circuit without meaning, for `c2` instead of a sector's; nil: a sector's.
    public let constraints: UInt64?
    /// Elements or points for `ntt` and `msm`: 2^this; nil: one for each node of a sector.
    public let logCount: Int?
    /// A bundle of built-in actors, for `vm`.
    public let actors: String?

    /// A run.
    public init(
        sectorSize: SectorSize, sectors: Int, runs: Int, engine: Engine, scratch: String,
        profile: HardwareProfile, constraints: UInt64? = nil, actors: String? = nil, logCount: Int? = nil,
        announce: @escaping @Sendable (String, EngineJob) -> Void = { _, _ in }
    ) {
        self.sectorSize = sectorSize
        self.sectors = sectors
        self.runs = runs
        self.engine = engine
        self.scratch = scratch
        self.profile = profile
        self.constraints = constraints
        self.logCount = logCount
        self.actors = actors
        self.announce = announce
    }

    /// Workers.
    public var cores: Int { engine.workerCount }

    /// Elements: as asked for, or the sector's nodes; at most `limit`.
    func count(limit: Int) -> Int {
        min(logCount.map { 1 << $0 } ?? Int(clamping: sectorSize.bytes / 32), limit)
    }

    /// A job whose progress is shown under `name`.
    func job(_ name: String) -> EngineJob {
        let job = EngineJob()
        announce(name, job)
        return job
    }

    /// The sectors' proof kind. Sizes that the network does not register get a porep_id of ours, fixed so that results
    /// can be compared.
    func config() throws -> PoRepConfig {
        let kind = try SealProofKind(size: sectorSize, version: .v1_1, feature: .interactive)
        let isRegistered = kind.registeredNumber != nil
        return try PoRepConfig(kind, porepID: isRegistered ? nil : [UInt8](repeating: 0x99, count: 32))
    }

    /// Label options of the profile.
    var labelOptions: LabelOptions {
        var options = LabelOptions()
        options.prefetch = profile.labels.prefetch
        options.kernel = profile.labelKernel(sectors: sectors)?.name
        return options
    }

    /// Runs `body` `runs` times; the seconds that each run says it took.
    func samples(_ body: (Int) async throws -> Double) async throws -> Samples {
        var seconds: [Double] = []
        for run in 0..<runs {
            try Task.checkCancellation()
            seconds.append(try await body(run))
        }
        return Samples(seconds)
    }
}

/// Times of repeated runs.
struct Samples: Sendable {
    let sorted: [Double]

    init(_ values: [Double]) { sorted = values.sorted() }

    var min: Double { sorted.first ?? 0 }
    var max: Double { sorted.last ?? 0 }
    var median: Double {
        guard !sorted.isEmpty else { return 0 }
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }

    func scaled(by factor: Double) -> Samples { Samples(sorted.map { $0 * factor }) }
}

/// The seconds that `body` takes.
func timed(_ body: () async throws -> Void) async throws -> Double {
    let start = Clock.now
    try await body()
    return Clock.now - start
}
