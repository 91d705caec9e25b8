import CCrypto
import CPlatform
import CProofs
import Primitives
import ProofEngine
import System

/// A proof of a circuit of any size, to compare time and memory with a plan for sectors that nobody seals here: the
/// same passes as C2, on parameters made for it in the scratch directory and a witness of no meaning. The proof is
/// verified.
enum SyntheticProof {
    /// What a circuit's size asks for.
    struct Plan: Sendable {
        var constraints: UInt64
        var variables: UInt64
        var logDomain: Int
        /// Bytes that the prover says it takes, apart from the mapped parameters.
        var memory: UInt64
    }

    /// The circuit's directory of parameters has this name in it.
    private static let identifier = "synthetic"

    static func run(_ constraints: UInt64, _ context: BenchmarkContext) async throws -> [BenchmarkResult] {
        let directory = "\(context.scratch)/synthetic"
        try Directory.create(directory)
        defer { try? Directory.remove(directory) }
        let (plan, seconds) = try await prepare(constraints, directory, context)
        let floors = try await Floors(context.engine)
        let peak = Locked<UInt64>(0)
        let samples = try await context.samples { run in
            let job = context.job("proof, run \(run + 1) of \(context.runs)")
            let (seconds, bytes) = try await PeakMemory.during {
                try await prove(constraints, directory, context.engine, job)
            }
            peak.withLock { $0 = max($0, bytes) }
            return seconds
        }
        let name = "\(plan.constraints) constraints of no meaning"
        let check = "2^\(plan.logDomain)"
        var proof = BenchmarkResult(C2Benchmark.self, name, context, samples, check: check)
        proof.floor = floors.secondsPerProof(logDomain: plan.logDomain, cores: context.cores)
        let each = samples.scaled(by: 1e9 * Double(context.cores) / Double(plan.constraints))
        let made = Samples([seconds])
        // Memory is shown beside its forecast, as a figure beside its floor.
        let memory = peak.withLock { Samples([Double($0)]) }
        var used = BenchmarkResult(
            C2Benchmark.self, "peak memory, forecast beside it", context, memory, unit: "bytes", check: check)
        used.floor = Double(plan.memory)
        return [
            proof,
            BenchmarkResult(
                C2Benchmark.self, "a constraint", context, each, unit: "ns/constraint", check: check),
            used,
            BenchmarkResult(C2Benchmark.self, "parameters made", context, made, check: check),
        ].map { result in
            var result = result
            result.sectors = 1
            result.sectorSize = 0
            return result
        }
    }

    /// Makes the parameters; the circuit's size and the seconds it took.
    private static func prepare(
        _ constraints: UInt64, _ directory: String, _ context: BenchmarkContext
    ) async throws -> (Plan, Double) {
        let job = context.job("parameters")
        return try await unsafe context.engine.withJob(job) { raw in
            let native = unsafe raw.assumingMemoryBound(to: qr_job_t.self)
            let circuit = try unsafe circuit(constraints, native, job)
            defer { unsafe qr_circuit_destroy(circuit) }
            var plan = Plan(
                constraints: 0, variables: 0, logDomain: 0, memory: unsafe qr_groth16_memory(circuit))
            var inputs: UInt64 = 0
            unsafe qr_circuit_counts(&plan.constraints, &inputs, &plan.variables, circuit)
            plan.logDomain = UInt64.bitWidth - (plan.constraints + inputs - 1).leadingZeroBitCount
            let start = Clock.now
            let status = unsafe qr_params_generate(
                native, directory, identifier, 0, circuit, [UInt8](identifier.utf8), identifier.utf8.count)
            try EngineError.check(status, "parameters", job)
            return (plan, Clock.now - start)
        }
    }

    /// The seconds that a proof takes, witness included.
    private static func prove(
        _ constraints: UInt64, _ directory: String, _ engine: Engine, _ job: EngineJob
    ) async throws -> Double {
        try await unsafe engine.withJob(job) { raw in
            let native = unsafe raw.assumingMemoryBound(to: qr_job_t.self)
            let circuit = try unsafe circuit(constraints, native, job)
            defer { unsafe qr_circuit_destroy(circuit) }
            var path = [CChar](repeating: 0, count: 4096)
            var status = unsafe qr_params_path(&path, path.count, directory, identifier, ".params")
            try EngineError.check(status, "parameters", job)
            var parameters: OpaquePointer?
            status = unsafe qr_params_open(native, &parameters, path)
            try EngineError.check(status, "parameters", job)
            defer { unsafe qr_params_close(parameters) }
            var proof = [UInt8](repeating: 0, count: SnarkProof.partitionSize)
            let start = Clock.now
            status = unsafe qr_groth16_prove(native, &proof, parameters, circuit)
            try EngineError.check(status, "proof", job)
            return Clock.now - start
        }
    }

    private static func circuit(
        _ constraints: UInt64, _ native: UnsafeMutablePointer<qr_job_t>, _ job: EngineJob
    ) throws -> OpaquePointer? {
        var circuit: OpaquePointer?
        let status = unsafe qr_circuit_synthetic(native, &circuit, constraints)
        try EngineError.check(status, "circuit", job)
        return unsafe circuit
    }
}

/// The most memory of its own (not of mapped files) that this process has while something runs, looked at ten times a
/// second.
enum PeakMemory {
    static func during<Value: Sendable>(
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> (Value, UInt64) {
        let before = anonymousBytes()
        let most = Locked(before)
        let value = try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                while !Task.isCancelled {
                    most.withLock { $0 = max($0, anonymousBytes()) }
                    await Clock.sleep(seconds: 0.1)
                }
                return nil
            }
            group.addTask { try await body() }
            defer { group.cancelAll() }
            while let next = try await group.next() {
                if let value = next { return value }
            }
            throw CancellationError()
        }
        return (value, most.withLock { $0 } - before)
    }

    private static func anonymousBytes() -> UInt64 {
        let text = (try? File.readText("/proc/self/status")) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("RssAnon:") } ?? ""
        let fields = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
        return fields.count > 1 ? (UInt64(fields[1]) ?? 0) * 1024 : 0
    }
}
