import Primitives
import ProofEngine
import System

/// SnarkPack: proofs of replication into one, and its verification.
public enum AggregateBenchmark: Benchmark {
    /// As typed.
    public static let name = "aggregate"
    /// What it measures.
    public static let summary = "SnarkPack v2 of 8 proofs of replication: made and verified"

    /// Measures.
    public static func run(_ context: BenchmarkContext) async throws -> [BenchmarkResult] {
        let sector = try await ProvedSector(.porep, context)
        let proof = try await sector.prove(context, "proof to aggregate")
        let store = ParameterStore("\(context.scratch)/srs")
        let claims = (0..<8).map { _ in (statement: sector.statement, proof: proof) }
        let count = 8 * sector.statement.partitionCount
        try await context.engine.generateAggregationString(
            in: store, proofs: count, seed: Array("benchmark".utf8))
        let srs = try await context.engine.loadAggregationString(in: store, proofs: count, for: .private)
        var aggregate: [UInt8] = []
        let make = try await context.samples { _ in
            let job = context.job("aggregate")
            return try await timed {
                aggregate = try await context.engine.aggregate(claims, srs, .v2, job: job)
            }
        }
        let statements = claims.map(\.statement)
        let verify = try await context.samples { _ in
            let job = context.job("verify")
            return try await timed {
                let verdict = try await context.engine.verifyAggregate(
                    statements, aggregate: aggregate, sector.key, srs, .v2, job: job)
                guard verdict.valid else { throw EngineError(.mismatch, "aggregate", verdict.reason) }
            }
        }
        let check = Hex.encode(SHA256Digest.hash(try sector.statement.publicInputs()).prefix(8))
        return [
            BenchmarkResult(Self.self, "made, \(count) proofs", context, make, check: check),
            BenchmarkResult(Self.self, "verified, \(count) proofs", context, verify, check: check),
        ]
    }
}
