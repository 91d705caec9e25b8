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
        let count = context.count(limit: 1 << 26)
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
                    let native = unsafe raw.assumingMemoryBound(to: qr_job_t.self)
                    let (seconds, check) = try unsafe transform(native, input, log, kind, job)
                    digest.withLock { $0 = check }
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

    /// Seconds of one transform, in memory like a prover's and touched before, and a digest of what comes of it.
    private static func transform(
        _ native: UnsafeMutablePointer<qr_job_t>, _ input: [UInt8], _ log: UInt32, _ kind: qr_ntt_kind_t,
        _ job: EngineJob
    ) throws -> (Double, String) {
        var memory: UnsafeMutableRawPointer?
        let allocated = unsafe qr_memory_allocate(&memory, input.count, -1, QR_MEMORY_HUGE.rawValue)
        try EngineError.check(allocated, "memory", job)
        defer { unsafe qr_memory_free(memory, input.count) }
        let values = unsafe UnsafeMutableRawBufferPointer(start: memory, count: input.count)
        unsafe values.copyBytes(from: input)
        let start = Clock.now
        let status = unsafe qr_ntt(
            native, values.baseAddress?.assumingMemoryBound(to: UInt8.self), log, kind)
        let seconds = Clock.now - start
        try EngineError.check(status, "transform", job)
        let bytes = unsafe [UInt8](values)
        return (seconds, Hex.encode(SHA256Digest.hash(bytes).prefix(8)))
    }
}
