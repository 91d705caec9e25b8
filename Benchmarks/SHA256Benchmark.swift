import CCrypto
import COpenSSL
import Primitives
import ProofEngine
import System

/// SHA-256 of data in the caches: a tree row and a single stream by our kernels and by the portable ones, and OpenSSL's
/// single stream as the yardstick.
public enum SHA256Benchmark: Benchmark {
    /// As typed.
    public static let name = "sha256"
    /// What it measures.
    public static let summary = "SHA-256 of cached data: tree rows, a stream, OpenSSL beside them"

    private static let bytes = 1 << 18
    private typealias Kernel =
        @Sendable (_ out: UnsafeMutablePointer<UInt8>, _ data: UnsafePointer<UInt8>) -> Void

    /// Measures.
    public static func run(_ context: BenchmarkContext) async throws -> [BenchmarkResult] {
        let floors = try await Floors(context.engine)
        let row: Kernel = { out, data in unsafe qr_sha256_tree_row(out, data, bytes / 64) }
        let stream: Kernel = { out, data in unsafe qr_sha256_hash(out, data, bytes) }
        let openSSL: Kernel = { out, data in _ = unsafe SHA256(data, bytes, out) }
        let kernel = Kernels.sha256Tree
        var results = [
            try await unsafe measure("tree row, \(kernel)", row, digests: bytes / 64, context),
            try await unsafe measure("stream", stream, digests: 1, context),
            try await unsafe measure("stream, OpenSSL", openSSL, digests: 1, context),
        ]
        results[0].floor = floors.nanosecondsPerTreeNode(kernel: kernel).map {
            $0 * 1e-9 * Double(bytes / 64)
        }
        Kernels.restrict(to: "portable")
        defer { Kernels.restrict(to: nil) }
        results += [
            try await unsafe measure("tree row, portable", row, digests: bytes / 64, context),
            try await unsafe measure("stream, portable", stream, digests: 1, context),
        ]
        return results
    }

    /// Runs over the data: as many as make up the sector size, within reason.
    private static func repetitions(_ context: BenchmarkContext) -> Int {
        max(1, min(Int(clamping: context.sectorSize.bytes / UInt64(bytes)), 512))
    }

    private static func measure(
        _ variant: String, _ kernel: @escaping Kernel, digests: Int, _ context: BenchmarkContext
    ) async throws -> BenchmarkResult {
        let rounds = repetitions(context)
        let digest = Locked<[UInt8]>([])
        let data = DataStream(seed: 2).next(bytes)
        let samples = try await context.samples { _ in
            let job = context.job("sha256 \(variant)")
            return try await context.engine.leastOnEachWorker(job, parts: rounds) { _ in
                var out = [UInt8](repeating: 0, count: 32 * digests)
                unsafe kernel(&out, data)
                digest.withLock { if $0.isEmpty { $0 = Array(SHA256Digest.hash(out).prefix(8)) } }
            }
        }
        var result = BenchmarkResult(
            Self.self, variant, context, samples, bytes: UInt64(bytes * context.cores),
            check: digest.withLock { Hex.encode($0) })
        result.sectors = 1
        return result
    }
}
