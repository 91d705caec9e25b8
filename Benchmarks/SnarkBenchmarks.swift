import Primitives
public import ProofEngine
import System

/// A whole Groth16 proof of one sector, vanilla proof not included.
public protocol SnarkBenchmark: Benchmark {
    /// What is proved.
    static var purpose: SnarkCircuit.Purpose { get }
}

extension SnarkBenchmark {
    /// Measures.
    public static func run(_ context: BenchmarkContext) async throws -> [BenchmarkResult] {
        if let constraints = context.constraints { return try await SyntheticProof.run(constraints, context) }
        let sector = try await ProvedSector(purpose, context)
        let floors = try await Floors(context.engine)
        let size = try await context.engine.circuitSize(sector.statement.circuit)
        let samples = try await context.samples { run in
            try await timed {
                _ = try await sector.prove(context, "\(name), run \(run + 1) of \(context.runs)")
            }
        }
        let inputs = try sector.statement.publicInputs()
        var result = BenchmarkResult(
            Self.self, "\(sector.statement.partitionCount) × \(size.constraints) constraints", context,
            samples, check: Hex.encode(SHA256Digest.hash(inputs).prefix(8)))
        result.sectors = 1
        result.floor = floors.secondsPerProof(
            logDomain: sector.parameters.info.logDomain, cores: context.cores
        ).map { $0 * Double(sector.statement.partitionCount) }
        return [result]
    }
}

/// C2 of a sector.
public enum C2Benchmark: SnarkBenchmark {
    /// As typed.
    public static let name = "c2"
    /// What it measures.
    public static let summary = "Commit 2: the SNARK proof of a sealed sector from its C1"
    /// What is proved.
    public static let purpose = SnarkCircuit.Purpose.porep
}

/// The proof of a block's sector.
public enum WinningBenchmark: SnarkBenchmark {
    /// As typed.
    public static let name = "winning"
    /// What it measures.
    public static let summary = "WinningPoSt: the SNARK proof of a sector"
    /// What is proved.
    public static let purpose = SnarkCircuit.Purpose.winning
}

/// The proof of a partition of a deadline.
public enum WindowBenchmark: SnarkBenchmark {
    /// As typed.
    public static let name = "window"
    /// What it measures.
    public static let summary = "WindowPoSt: the SNARK proof of a partition"
    /// What is proved.
    public static let purpose = SnarkCircuit.Purpose.window
}

/// Verification of one proof and of ten.
public enum VerifyBenchmark: Benchmark {
    /// As typed.
    public static let name = "verify"
    /// What it measures.
    public static let summary = "Verification of a WindowPoSt proof, alone and ten together"

    /// Measures.
    public static func run(_ context: BenchmarkContext) async throws -> [BenchmarkResult] {
        let sector = try await ProvedSector(.window, context)
        let proof = try await sector.prove(context, "proof to verify")
        let check = Hex.encode(SHA256Digest.hash(try sector.statement.publicInputs()).prefix(8))
        var results: [BenchmarkResult] = []
        for (name, count) in [("one proof", 1), ("ten together", 10)] {
            let claims = (0..<count).map { _ in (statement: sector.statement, proof: proof) }
            let samples = try await context.samples { _ in
                let job = context.job(name)
                return try await timed {
                    let verdict = try await context.engine.verify(claims, sector.key, job: job)
                    guard verdict.valid else { throw EngineError(.mismatch, "verify", verdict.reason) }
                }
            }
            var result = BenchmarkResult(Self.self, name, context, samples, check: check)
            result.sectors = 1
            results.append(result)
        }
        return results
    }
}
