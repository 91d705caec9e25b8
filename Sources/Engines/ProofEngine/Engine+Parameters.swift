internal import CPlatform
internal import CProofs
internal import Primitives
internal import System

/// A mapped parameter file.
///
/// Safe: read only once opened, and closed with the last reference.
@safe
public final class SnarkParameters: @unchecked Sendable {
    let pointer: OpaquePointer
    /// The circuit that its name says it is of.
    public let circuit: SnarkCircuit

    init(_ path: String, _ circuit: SnarkCircuit, _ job: EngineJob, _ context: UnsafeMutablePointer<qr_job_t>)
        throws
    {
        var opened: OpaquePointer?
        try EngineError.check(unsafe qr_params_open(context, &opened, path), "parameters \(path)", job)
        guard let pointer = unsafe opened else { throw EngineError(.outOfMemory, "parameters \(path)", "") }
        unsafe self.pointer = unsafe pointer
        self.circuit = circuit
    }

    deinit { unsafe qr_params_close(pointer) }

    /// What the file holds.
    public var info: ParameterInfo {
        var info = qr_params_info_t()
        unsafe qr_params_info(&info, pointer)
        return ParameterInfo(
            bytes: info.bytes, inputs: info.inputs, points: info.h + info.l + info.a + info.b_g1 + info.b_g2,
            logDomain: Int(info.log_domain))
    }
}

/// What a parameter file holds.
public struct ParameterInfo: Sendable, Hashable {
    /// Of the file.
    public let bytes: UInt64
    /// Inputs of the circuit, with the one.
    public let inputs: UInt64
    /// In all sections.
    public let points: UInt64
    /// The circuit has at most 2^logDomain constraints.
    public let logDomain: Int
}

extension Engine {
    /// Maps the parameters of a circuit; local ones are refused for a public network.
    public func openParameters(
        _ circuit: SnarkCircuit, in store: ParameterStore, for network: ProofNetwork,
        job: EngineJob = EngineJob()
    ) async throws -> SnarkParameters {
        let path = try store.admitted(circuit, .parameters, network)
        return try await unsafe run(job) { context in
            try unsafe SnarkParameters(path, circuit, job, context)
        }
    }

    /// Checks every point of a file. Units of the job: points.
    public func check(_ parameters: SnarkParameters, job: EngineJob = EngineJob()) async throws {
        try await unsafe run(job) { context in
            let status = unsafe qr_params_check(context, parameters.pointer)
            try EngineError.check(status, "points of the parameters of \(parameters.circuit.summary)", job)
        }
    }

    /// First 32 hex digits of a file's Blake2b-512, as rust-fil-proofs lists them. Units of the job: bytes.
    public func parameterDigest(_ path: String, job: EngineJob = EngineJob()) async throws -> String {
        try await unsafe run(job) { context in
            var digest = [UInt8](repeating: 0, count: 64)
            try EngineError.check(unsafe qr_params_digest(context, &digest, path), "digest of \(path)", job)
            return Hex.encode(digest.prefix(16))
        }
    }

    /// Makes a circuit's parameters from a seed, and marks them as local. Units of the job: points.
    public func generateParameters(
        _ circuit: SnarkCircuit, in store: ParameterStore, seed: [UInt8], job: EngineJob = EngineJob()
    ) async throws {
        let id = try circuit.parameterID()
        try Directory.create(store.directory)
        try await unsafe run(job) { context in
            let blank = try unsafe CircuitHandle(blank: circuit, job, context)
            let status = unsafe qr_params_generate(
                context, store.directory, id, circuit.config.sectorBytes, blank.pointer, seed, seed.count)
            try EngineError.check(status, "parameters of \(circuit.summary)", job)
        }
    }

    /// How large one partition's circuit is.
    public func circuitSize(
        _ circuit: SnarkCircuit, job: EngineJob = EngineJob()
    ) async throws -> CircuitSize {
        try await unsafe run(job) { context in
            let blank = try unsafe CircuitHandle(blank: circuit, job, context)
            var constraints: UInt64 = 0
            var inputs: UInt64 = 0
            var variables: UInt64 = 0
            unsafe qr_circuit_counts(&constraints, &inputs, &variables, blank.pointer)
            return CircuitSize(
                constraints: constraints, inputs: inputs, variables: variables,
                proverMemory: unsafe qr_groth16_memory(blank.pointer))
        }
    }
}

/// How large a circuit is.
public struct CircuitSize: Sendable, Hashable {
    /// Constraints.
    public let constraints: UInt64
    /// Inputs, with the one.
    public let inputs: UInt64
    /// Further variables.
    public let variables: UInt64
    /// Bytes of memory that its proof takes, apart from the mapped parameters.
    public let proverMemory: UInt64
}
