import CYardsticks
import ProofEngine
import System

/// The least time that this core could take, from how fast it issues the instructions that a kernel must execute. The
/// counts are those of the algorithms, without loads, stores and moves.
struct Floors: Sendable {
    /// Nanoseconds an instruction; 0 where the CPU lacks it.
    struct Rates: Sendable {
        var cycle = quarry_yardstick(QUARRY_YARDSTICK_CYCLE)
        var shaLatency = quarry_yardstick(QUARRY_YARDSTICK_SHA_LATENCY)
        var sha = quarry_yardstick(QUARRY_YARDSTICK_SHA)
        var integer256 = quarry_yardstick(QUARRY_YARDSTICK_INTEGER_256)
        var integer512 = quarry_yardstick(QUARRY_YARDSTICK_INTEGER_512)
        var madd52 = quarry_yardstick(QUARRY_YARDSTICK_MADD52)
    }

    let rates: Rates

    /// Measures on all workers at the same time: where two of them share a core, they slow each other here as
    /// they do in the benchmark. The slowest worker counts.
    init(_ engine: Engine) async throws {
        let found = Locked<[Rates]>([])
        _ = try await engine.onEachWorker(EngineJob()) { _ in
            let rates = Rates()
            found.withLock { $0.append(rates) }
        }
        let all = found.withLock { $0 }
        var slowest = all.first ?? Rates()
        for rates in all.dropFirst() {
            slowest.cycle = max(slowest.cycle, rates.cycle)
            slowest.shaLatency = max(slowest.shaLatency, rates.shaLatency)
            slowest.sha = max(slowest.sha, rates.sha)
            slowest.integer256 = max(slowest.integer256, rates.integer256)
            slowest.integer512 = max(slowest.integer512, rates.integer512)
            slowest.madd52 = max(slowest.madd52, rates.madd52)
        }
        rates = slowest
    }

    /// A round with W+K kept: 6 rotations, 4 ternary operations, 6 additions. A word of the schedule: 13 operations.
    private static let round512 = 16.0
    private static let scheduleWord512 = 13.0
    /// Without rotations and ternary logic: a rotation is two shifts and an exclusive or.
    private static let round256 = 35.0
    private static let scheduleWord256 = 21.0

    /// Operations of SHA-256 over `blocks` blocks of which `schedules` have message schedules of their own.
    private static func operations(
        blocks: Double, schedules: Double, round: Double, scheduleWord: Double
    ) -> Double {
        blocks * 64 * round + schedules * 48 * scheduleWord
    }

    /// A label of a layer above the first: 20 blocks, 9 schedules (header, 7 blocks of parents, the last one).
    func nanosecondsPerLabel(kernel: String, lanes: Int) -> Double? {
        if kernel.hasPrefix("mixed") {
            // Vector lanes and SHA streams on units of their own: the rates add up.
            let vector = nanosecondsPerLabel(kernel: "avx512", lanes: 16) ?? .infinity
            let streams = nanosecondsPerLabel(kernel: "shani", lanes: 4) ?? .infinity
            return positive(1 / (1 / vector + 1 / streams))
        }
        if kernel == "shani1" {
            // From version 1.1 on the predecessor is in the first block of parents: only the header can run ahead.
            return positive(19 * 32 * rates.shaLatency)
        }
        if kernel.hasPrefix("shani") {
            // Two streams wait for each other's latency; more can come up to the issue rate.
            return positive(20 * 32 * max(rates.sha, rates.shaLatency / Double(lanes)))
        }
        if kernel.hasPrefix("avx512") {
            let count = Self.operations(
                blocks: 20, schedules: 9, round: Self.round512, scheduleWord: Self.scheduleWord512)
            return positive(count * rates.integer512 / 16)
        }
        if kernel.hasPrefix("avx2") {
            let count = Self.operations(
                blocks: 20, schedules: 9, round: Self.round256, scheduleWord: Self.scheduleWord256)
            return positive(count * rates.integer256 / 8)
        }
        return nil
    }

    /// A node of a SHA-256 tree: two blocks, the second of which is constant.
    func nanosecondsPerTreeNode(kernel: String) -> Double? {
        if kernel.hasPrefix("avx512") {
            let count = Self.operations(
                blocks: 2, schedules: 1, round: Self.round512, scheduleWord: Self.scheduleWord512)
            return positive(count * rates.integer512 / 16)
        }
        if kernel.hasPrefix("avx2") {
            let count = Self.operations(
                blocks: 2, schedules: 1, round: Self.round256, scheduleWord: Self.scheduleWord256)
            return positive(count * rates.integer256 / 8)
        }
        let streams = positive(2 * 32 * rates.sha)
        if kernel.hasPrefix("mixed"), let streams, let vector = nanosecondsPerTreeNode(kernel: "avx512") {
            return 1 / (1 / streams + 1 / vector)
        }
        return kernel.hasPrefix("shani") ? streams : nil
    }

    /// A Poseidon hash, eight at a time: the 52-bit multiply-adds that a call executes, counted by single-stepping
    /// it. They change with the kernel's algorithm, so that this floor tells how well it keeps the multiplier busy,
    /// not what another algorithm could do.
    func nanosecondsPerPoseidon(arity: Int, kernel: String) -> Double? {
        let counts = [2: 31_233.0, 4: 41_346.0, 8: 76_717.0, 11: 115_624.0]
        guard kernel.hasPrefix("ifma"), let count = counts[arity] else { return nil }
        return positive(count * rates.madd52 / 8)
    }

    /// An operation of the curve by itself: products of words, one a cycle, in the products, squares and reductions of
    /// Fp that it makes, counted by running it. Additions and carries are not in it.
    func nanosecondsPerOperation(_ counts: (products: Double, squares: Double, reductions: Double)) -> Double?
    {
        positive((36 * counts.products + 21 * counts.squares + 42 * counts.reductions) * rates.cycle)
    }

    /// Multiply-adds of eight products of Fr by a known factor, and of eight additions of affine points with inversions
    /// shared: five products and a square of Fp on G1; on G2 products of Fp2 by Karatsuba, denominators by their norms.
    private static let productFr = 84.0
    private static let additionG1 = 5 * 257.0 + 201
    private static let additionG2 = 4 * 642.0 + 3 * 257 + 273 + 514

    /// A butterfly of a transform: a product by a root, whose quotient by r is known too (fr_ifma_fixed.h).
    func nanosecondsPerButterfly() -> Double? { positive(Self.productFr * rates.madd52 / 8) }

    /// A point of a sum of `count` random multiples: an addition for each digit, two for each bucket.
    func nanosecondsPerPoint(count: Int, g2: Bool = false) -> Double? {
        var least = Double.infinity
        for bits in 4...20 {
            let digits = Double((254 + bits) / bits)
            let buckets = Double(1 << bits) / Double(count)
            least = min(least, digits * (1 + buckets))
        }
        return nanosecondsPerAddition(g2: g2).map { $0 * least }
    }

    /// An affine addition.
    func nanosecondsPerAddition(g2: Bool = false) -> Double? {
        positive((g2 ? Self.additionG2 : Self.additionG1) * rates.madd52 / 8)
    }

    /// A Groth16 proof: six transforms and the sum over h, without the rest.
    func secondsPerProof(logDomain: Int, cores: Int) -> Double? {
        guard let butterfly = nanosecondsPerButterfly() else { return nil }
        let domain = Double(1 << logDomain)
        let transforms = 6 * domain / 2 * Double(logDomain) * butterfly
        let sum = domain * (nanosecondsPerPoint(count: 1 << logDomain) ?? 0)
        return (transforms + sum) * 1e-9 / Double(cores)
    }

    private func positive(_ value: Double) -> Double? { value > 0 ? value : nil }
}
