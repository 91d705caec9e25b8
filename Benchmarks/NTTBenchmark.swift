import CCrypto
import CPlatform
import Primitives
import ProofEngine
import System

/// Number-theoretic transforms over Fr, on all workers together.
public enum NTTBenchmark: Benchmark {
    /// As typed.
    public static let name = "ntt"
    /// What it measures.
    public static let summary = "Transforms over Fr of a sector's worth of elements"

    /// Measures.
    public static func run(_ context: BenchmarkContext) async throws -> [BenchmarkResult] {
        // 2^26 elements are 2 GiB.
        let count = Int(min(context.sectorSize.bytes / 32, 1 << 26))
        let log = UInt32(count.trailingZeroBitCount)
        let kernel = unsafe String(cString: qr_ntt_kernel())
        let input = DataStream(seed: 5).elements(count)
        var results: [BenchmarkResult] = []
        let floors = try await Floors(context.engine)
        for (name, kind) in [("forward", QR_NTT_FFT), ("inverse on a coset", QR_NTT_COSET_IFFT)] {
            let digest = Locked("")
            let samples = try await context.samples { run in
                let job = context.job("\(name), run \(run + 1) of \(context.runs)")
                return try await unsafe context.engine.withJob(job) { raw in
                    var values = input
                    let start = Clock.now
                    let status = unsafe qr_ntt(
                        raw.assumingMemoryBound(to: qr_job_t.self), &values, log, kind)
                    let seconds = Clock.now - start
                    try EngineError.check(status, "transform", job)
                    digest.withLock { $0 = Hex.encode(SHA256Digest.hash(values).prefix(8)) }
                    return seconds
                }
            }
            let butterflies = Double(count) / 2 * Double(log)
            var result = BenchmarkResult(
                Self.self, "\(name), 2^\(log), \(kernel)", context,
                samples.scaled(by: 1e9 * Double(context.cores) / butterflies), unit: "ns/butterfly",
                check: digest.withLock { $0 })
            result.sectors = 1
            result.floor = floors.nanosecondsPerButterfly()
            results.append(result)
        }
        return results
    }
}
