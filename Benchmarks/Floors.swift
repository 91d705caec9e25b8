import CYardsticks
import ProofEngine

/// The least time that this core could take, from how fast it issues the instructions that a kernel must execute. The
/// counts are those of the algorithms, without loads, stores and moves, so that no kernel can be faster.
struct Floors: Sendable {
    /// Nanoseconds an instruction; 0 where the CPU lacks it.
    struct Rates: Sendable {
        let cycle = quarry_yardstick(QUARRY_YARDSTICK_CYCLE)
        let shaLatency = quarry_yardstick(QUARRY_YARDSTICK_SHA_LATENCY)
        let sha = quarry_yardstick(QUARRY_YARDSTICK_SHA)
        let integer256 = quarry_yardstick(QUARRY_YARDSTICK_INTEGER_256)
        let integer512 = quarry_yardstick(QUARRY_YARDSTICK_INTEGER_512)
        let madd52 = quarry_yardstick(QUARRY_YARDSTICK_MADD52)
    }

    let rates: Rates

    /// Measures on the first worker of the engine.
    init(_ engine: Engine) async throws {
        rates = try await engine.runBlocking { Rates() }
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
        return kernel.hasPrefix("shani") ? positive(2 * 32 * rates.sha) : nil
    }

    /// A Poseidon hash: 52-bit multiply-adds of the recurrence with one reduction a round, 8 hashes at a time.
    func nanosecondsPerPoseidon(arity: Int, kernel: String) -> Double? {
        let counts = [2: 41_804.0, 4: 64_440.0, 8: 118_748.0, 11: 166_781.0]
        guard kernel.hasPrefix("ifma"), let count = counts[arity] else { return nil }
        return positive(count * rates.madd52 / 8)
    }

    private func positive(_ value: Double) -> Double? { value > 0 ? value : nil }
}
