import CCrypto
import CPlatform
import Primitives
import ProofEngine
import System

/// Sums of multiples of points, on all workers together.
public enum MSMBenchmark: Benchmark {
    /// As typed.
    public static let name = "msm"
    /// What it measures.
    public static let summary = "Sums of multiples of points of G1 and G2, one for each node of a sector"

    /// Measures.
    public static func run(_ context: BenchmarkContext) async throws -> [BenchmarkResult] {
        // 2^24 points of G1 are 1.5 GiB.
        let count = context.count(limit: 1 << 24)
        let random = DataStream(seed: 6).elements(count)
        var bits = [UInt8](repeating: 0, count: 32 * count)
        for index in stride(from: 0, to: 32 * count, by: 64) { bits[index] = 1 }
        let g1 = try await points(count, context)
        let g2 = try await twistedPoints(min(count, 1 << 22), context)
        let floors = try await Floors(context.engine)
        let size = "2^\(count.trailingZeroBitCount)"
        var results: [BenchmarkResult] = []
        for (name, scalars) in [("G1, random scalars", random), ("G1, a half 1, a half 0", bits)] {
            results.append(
                try await unsafe measure("\(name), \(size)", count, context) { job in
                    var sum = qr_g1_t()
                    var affine = qr_g1_affine_t()
                    var bytes = [UInt8](repeating: 0, count: 48)
                    let status = unsafe qr_msm_g1(job, &sum, g1, QR_POINTS_AFFINE, scalars, count)
                    unsafe qr_g1_to_affine(&affine, &sum)
                    unsafe qr_g1_encode(&bytes, &affine)
                    return (status, bytes)
                })
        }
        let twisted = "G2, random scalars, 2^\(g2.count.trailingZeroBitCount)"
        results.append(
            try await unsafe measure(twisted, g2.count, context) { job in
                var sum = qr_g2_t()
                var affine = qr_g2_affine_t()
                var bytes = [UInt8](repeating: 0, count: 96)
                let status = unsafe qr_msm_g2(job, &sum, g2, QR_POINTS_AFFINE, random, g2.count)
                unsafe qr_g2_to_affine(&affine, &sum)
                unsafe qr_g2_encode(&bytes, &affine)
                return (status, bytes)
            })
        results[0].floor = floors.nanosecondsPerPoint(count: count)
        // A point a half of the scalars.
        results[1].floor = floors.nanosecondsPerAddition().map { $0 / 2 }
        results[2].floor = floors.nanosecondsPerPoint(count: g2.count, g2: true)
        return results
    }

    /// Multiples of the generator.
    private static func points(_ count: Int, _ context: BenchmarkContext) async throws -> [qr_g1_affine_t] {
        let job = context.job("points")
        return try await unsafe context.engine.withJob(job) { raw in
            let native = unsafe raw.assumingMemoryBound(to: qr_job_t.self)
            var table: OpaquePointer?
            var generator = qr_g1_generator
            let made = unsafe qr_fixed_g1_create(native, &table, &generator, count)
            try EngineError.check(made, "points", job)
            defer { unsafe qr_fixed_g1_destroy(table) }
            var points = [qr_g1_affine_t](repeating: qr_g1_affine_t(), count: count)
            let scalars = DataStream(seed: 7).elements(count)
            try EngineError.check(
                unsafe qr_fixed_g1_mul(native, &points, table, scalars, count), "points", job)
            return points
        }
    }

    /// The same on G2.
    private static func twistedPoints(
        _ count: Int, _ context: BenchmarkContext
    ) async throws -> [qr_g2_affine_t] {
        let job = context.job("points of G2")
        return try await unsafe context.engine.withJob(job) { raw in
            let native = unsafe raw.assumingMemoryBound(to: qr_job_t.self)
            var table: OpaquePointer?
            var generator = qr_g2_generator
            let made = unsafe qr_fixed_g2_create(native, &table, &generator, count)
            try EngineError.check(made, "points", job)
            defer { unsafe qr_fixed_g2_destroy(table) }
            var points = [qr_g2_affine_t](repeating: qr_g2_affine_t(), count: count)
            let scalars = DataStream(seed: 7).elements(count)
            try EngineError.check(
                unsafe qr_fixed_g2_mul(native, &points, table, scalars, count), "points", job)
            return points
        }
    }

    private static func measure(
        _ name: String, _ count: Int, _ context: BenchmarkContext,
        _ body: @escaping @Sendable (UnsafeMutablePointer<qr_job_t>) -> (qr_status_t, [UInt8])
    ) async throws -> BenchmarkResult {
        let digest = Locked("")
        let samples = try await context.samples { run in
            let job = context.job("\(name), run \(run + 1) of \(context.runs)")
            return try await unsafe context.engine.withJob(job) { raw in
                let start = Clock.now
                let (status, bytes) = unsafe body(raw.assumingMemoryBound(to: qr_job_t.self))
                let seconds = Clock.now - start
                try EngineError.check(status, "sum", job)
                digest.withLock { $0 = Hex.encode(bytes.prefix(8)) }
                return seconds
            }
        }
        var result = BenchmarkResult(
            Self.self, name, context, samples.scaled(by: 1e9 * Double(context.cores) / Double(count)),
            unit: "ns/point", check: digest.withLock { $0 })
        result.sectors = 1
        return result
    }
}
