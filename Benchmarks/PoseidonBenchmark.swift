import CCrypto
import Primitives
import ProofEngine
import System

/// An instance of Poseidon by its arity.
enum Poseidon: Int, CaseIterable, Sendable {
    case two = 2
    case four = 4
    case eight = 8
    case eleven = 11

    var kind: qr_poseidon_kind_t {
        switch self {
        case .two: QR_POSEIDON_2
        case .four: QR_POSEIDON_4
        case .eight: QR_POSEIDON_8
        case .eleven: QR_POSEIDON_11
        }
    }
}

/// Poseidon hashes of inputs in the caches, by our kernel and the portable one.
public enum PoseidonBenchmark: Benchmark {
    /// As typed.
    public static let name = "poseidon"
    /// What it measures.
    public static let summary = "Poseidon hashes of arity 2, 4, 8 and 11 on cached inputs"

    /// Measures.
    public static func run(_ context: BenchmarkContext) async throws -> [BenchmarkResult] {
        let floors = try await Floors(context.engine)
        let kernel = Kernels.poseidon
        var results: [BenchmarkResult] = []
        for arity in Poseidon.allCases {
            var result = try await measure(arity, kernel: kernel, context)
            result.floor = floors.nanosecondsPerPoseidon(arity: arity.rawValue, kernel: kernel)
            results.append(result)
        }
        if kernel == "portable" { return results }
        Kernels.restrict(to: "portable")
        defer { Kernels.restrict(to: nil) }
        for arity in Poseidon.allCases {
            results.append(try await measure(arity, kernel: "portable", context))
        }
        return results
    }

    /// Nanoseconds of one core a hash, least of the runs.
    static func nanosecondsPerHash(_ arity: Poseidon, _ context: BenchmarkContext) async throws -> Double {
        try await measure(arity, kernel: Kernels.poseidon, context).min
    }

    private static func measure(
        _ arity: Poseidon, kernel: String, _ context: BenchmarkContext
    ) async throws -> BenchmarkResult {
        // Some milliseconds a part, whatever the kernel: a portable hash takes up to 100 microseconds.
        let count = kernel == "portable" ? 64 : 1024
        let parts = Int(max(1, min(context.sectorSize.bytes / 256 / UInt64(count), 64)))
        let inputs = DataStream(seed: 3).elements(count * arity.rawValue)
        let digest = Locked<[UInt8]>([])
        let samples = try await context.samples { _ in
            let job = context.job("poseidon \(arity.rawValue), \(kernel)")
            return try await context.engine.leastOnEachWorker(job, parts: parts) { _ in
                var out = [UInt8](repeating: 0, count: 32 * count)
                unsafe qr_poseidon_hash(arity.kind, &out, inputs, count)
                digest.withLock { digest in
                    if digest.isEmpty {
                        digest = Array(SHA256Digest.hash(Array(out.prefix(32 * 64))).prefix(8))
                    }
                }
            }
        }
        var result = BenchmarkResult(
            Self.self, "arity \(arity.rawValue), \(kernel)", context,
            samples.scaled(by: 1e9 / Double(count)), unit: "ns/hash",
            check: digest.withLock { Hex.encode($0) })
        result.sectors = 1
        result.bytesPerSecond = Double(32 * arity.rawValue) * 1e9 / result.min * Double(context.cores)
        return result
    }
}
