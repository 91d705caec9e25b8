import Benchmarks
import Primitives
import ProofEngine
import System

/// Measures what a hardware profile says, on one core.
struct Tuner: Sendable {
    let engine: Engine
    let scratch: String
    let isQuick: Bool
    /// How cores are grouped is the operator's choice: it is kept.
    let base: HardwareProfile.Cores
    let announce: @Sendable (String) -> Void
    private let steps = EngineJob()

    init(
        engine: Engine, scratch: String, isQuick: Bool, base: HardwareProfile.Cores,
        announce: @escaping @Sendable (String) -> Void
    ) {
        self.engine = engine
        self.scratch = scratch
        self.isQuick = isQuick
        self.base = base
        self.announce = announce
    }

    /// Distances tried, in nodes; the engine's own default is among them by being measured first.
    private static let distances: [UInt32] = [1, 2, 4, 8, 16]

    var sample: ProgressSample { ProgressSample(done: steps.done, total: steps.total) }

    func measure() async throws -> HardwareProfile {
        steps.expect(isQuick ? 3 : 4 + UInt64(Self.distances.count))
        var profile = HardwareProfile()
        profile.name = Kernels.cpuBrand
        profile.description = "Measured here by 'quarry tune'\(isQuick ? " --quick" : "")."
        profile.cores = base
        profile.memory.hugePages = try Machine().hasTransparentHugePages ? "transparent" : "none"
        profile.labels.kernels = try await run(LabelsBenchmark.self, size: "16MiB").map {
            .init(name: $0.variant, sectors: $0.sectors, nanosecondsPerLabel: ($0.min * 10).rounded() / 10)
        }
        let poseidon = try await run(PoseidonBenchmark.self, size: "8MiB")
        profile.poseidon.kernel = Kernels.poseidon
        func hash(_ arity: Int) -> Double {
            poseidon.first { $0.variant == "arity \(arity), \(Kernels.poseidon)" }?.min.rounded() ?? 0
        }
        profile.poseidon.nanosecondsArity2 = hash(2)
        profile.poseidon.nanosecondsArity8 = hash(8)
        profile.poseidon.nanosecondsArity11 = hash(11)
        let trees = try await run(SHA256Benchmark.self, size: "8MiB").first {
            $0.variant.hasPrefix("tree row")
        }
        profile.sha256.treeKernel = Kernels.sha256Tree
        profile.sha256.bytesPerSecond = trees?.bytesPerSecond?.rounded() ?? 0
        if !isQuick { profile.labels.prefetch = try await bestPrefetch(profile) }
        return profile
    }

    /// Whole PC1 of the widest kernel's batch, on a graph larger than the caches, for each distance.
    private func bestPrefetch(_ profile: HardwareProfile) async throws -> UInt32 {
        let sectors = profile.labels.kernels.map(\.sectors).max() ?? 1
        var best = (distance: UInt32(0), seconds: Double.infinity)
        for distance in [0] + Self.distances {
            var trial = profile
            trial.labels.prefetch = distance
            let result = try await run(PC1Benchmark.self, size: "8MiB", sectors: sectors, profile: trial)
                .first
            // A distance has to win clearly: noise must not decide a setting.
            if let seconds = result?.min, seconds < best.seconds * 0.98 { best = (distance, seconds) }
        }
        return best.distance
    }

    private func run(
        _ benchmark: any Benchmark.Type, size: String, sectors: Int = 1, profile: HardwareProfile = .init()
    ) async throws -> [BenchmarkResult] {
        try Task.checkCancellation()
        let announce = announce
        let context = BenchmarkContext(
            sectorSize: try SectorSize(size), sectors: sectors, runs: isQuick ? 1 : 2, engine: engine,
            scratch: scratch, profile: profile, announce: { name, _ in announce(name) })
        let results = try await benchmark.run(context)
        steps.advance(1)
        return results
    }
}
