import CCrypto
import Primitives
import ProofEngine
import System

/// Single operations of the curve's arithmetic, on each worker by itself.
public enum PairingBenchmark: Benchmark {
    /// As typed.
    public static let name = "pairing"
    /// What it measures.
    public static let summary = "Pairings, hashing to the curves, membership of a subgroup"

    /// Measures.
    public static func run(_ context: BenchmarkContext) async throws -> [BenchmarkResult] {
        let kernel = unsafe String(cString: qr_curve_kernel())
        var results: [BenchmarkResult] = []
        let floors = try await Floors(context.engine)
        for (name, body) in operations {
            let digest = Locked("")
            let samples = try await context.samples { _ in
                try await context.engine.leastOnEachWorker(context.job(name), parts: 16) { _ in
                    let bytes = body()
                    digest.withLock { $0 = Hex.encode(bytes.prefix(8)) }
                }
            }
            var result = BenchmarkResult(
                Self.self, "\(name), \(kernel)", context, samples.scaled(by: 1e9), unit: "ns/operation",
                check: digest.withLock { $0 })
            result.sectors = 1
            result.floor = counts[name].flatMap { floors.nanosecondsPerOperation($0) }
            results.append(result)
        }
        return results
    }

    /// Products, squares and reductions of Fp.
    private static let counts: [String: (products: Double, squares: Double, reductions: Double)] = [
        "pairing": (12_963, 0, 6510), "hash to G1": (596, 1043, 1643), "hash to G2": (3441, 1501, 4308),
        "membership of G1": (486, 541, 1027), "membership of G2": (1249, 0, 1012),
    ]

    private static let message = Array("quarry".utf8)
    private static let suite = Array("BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_NUL_".utf8)

    private static let operations: [(String, @Sendable () -> [UInt8])] = [
        (
            "pairing",
            {
                var (p, q, out) = (qr_g1_generator, qr_g2_generator, qr_fp12_t())
                var bytes = [UInt8](repeating: 0, count: 576)
                unsafe qr_pairing_product(&out, &p, &q, 1)
                unsafe qr_gt_encode_be(&bytes, &out)
                return bytes
            }
        ),
        (
            "hash to G1",
            {
                var out = qr_g1_affine_t()
                var bytes = [UInt8](repeating: 0, count: 48)
                unsafe qr_hash_to_g1(&out, message, message.count, suite, suite.count)
                unsafe qr_g1_encode(&bytes, &out)
                return bytes
            }
        ),
        (
            "hash to G2",
            {
                var out = qr_g2_affine_t()
                var bytes = [UInt8](repeating: 0, count: 96)
                unsafe qr_hash_to_g2(&out, message, message.count, suite, suite.count)
                unsafe qr_g2_encode(&bytes, &out)
                return bytes
            }
        ),
        (
            "membership of G1",
            {
                var point = qr_g1_generator
                return [unsafe qr_g1_in_subgroup(&point) ? 1 : 0]
            }
        ),
        (
            "membership of G2",
            {
                var point = qr_g2_generator
                return [unsafe qr_g2_in_subgroup(&point) ? 1 : 0]
            }
        ),
    ]
}
