internal import CPlatform
internal import CProofs
internal import System

/// Facts of Groth16 proofs.
public enum SnarkProof {
    /// Bytes of one partition's proof; a proof is its partitions' one after the other.
    public static let partitionSize = Int(QR_PROOF_SIZE)
}

/// A verifying key, with what pairings with its points need.
///
/// Safe: read only once loaded, and freed with the last reference.
@safe
public final class VerifyingKey: @unchecked Sendable {
    let pointer: OpaquePointer

    init(_ path: String, _ job: EngineJob, _ context: UnsafeMutablePointer<qr_job_t>) throws {
        var loaded: OpaquePointer?
        try EngineError.check(unsafe qr_vk_load(context, &loaded, path), "verifying key \(path)", job)
        guard let pointer = unsafe loaded else {
            throw EngineError(.outOfMemory, "verifying key \(path)", "")
        }
        unsafe self.pointer = unsafe pointer
    }

    deinit { unsafe qr_vk_destroy(pointer) }

    /// Public inputs of one partition, without the one.
    public var inputCount: Int { unsafe qr_vk_input_count(pointer) }

    /// Refuses public inputs of another circuit.
    func check(inputs: Int, partitions: Int) throws(EngineError) {
        guard inputs == inputCount * partitions else {
            throw EngineError(
                .mismatch, "verifying key",
                "is of another circuit: it takes \(inputCount) public inputs, not \(inputs / max(1, partitions))"
            )
        }
    }
}

extension Engine {
    /// The proof of one partition of a statement. It is verified before it is returned: `mismatch` if the
    /// witness does not show the statement or the parameters are another circuit's. `memory`: bytes that may
    /// be used, apart from the mapped file.
    public func prove(
        _ statement: SnarkStatement, _ witness: SnarkWitness, partition: Int, _ parameters: SnarkParameters,
        memory: UInt64? = nil, job: EngineJob = EngineJob()
    ) async throws -> [UInt8] {
        try await unsafe run(job) { context in
            let operation = "\(statement.circuit.purpose.rawValue) proof"
            let circuit = try unsafe statement.circuit(witness, partition: partition, job, context)
            let need = unsafe qr_groth16_memory(circuit.pointer)
            if let memory, need > memory {
                throw EngineError(.outOfMemory, operation, "needs \(need) bytes, \(memory) are allowed")
            }
            var proof = [UInt8](repeating: 0, count: SnarkProof.partitionSize)
            let status = unsafe qr_groth16_prove(context, &proof, parameters.pointer, circuit.pointer)
            try EngineError.check(status, operation, job)
            return proof
        }
    }

    /// Loads a circuit's verifying key; that of local parameters is refused for a public network.
    public func loadVerifyingKey(
        _ circuit: SnarkCircuit, in store: ParameterStore, for network: ProofNetwork
    ) async throws -> VerifyingKey {
        try await loadVerifyingKey(store.admitted(circuit, .verifyingKey, network))
    }

    /// Loads the verifying key of a file; one with a local mark beside it is refused for a public network.
    public func loadVerifyingKey(_ path: String, for network: ProofNetwork) async throws -> VerifyingKey {
        let suffix = ParameterFile.verifyingKey.rawValue
        let stem = path.hasSuffix(suffix) ? String(path.dropLast(suffix.count)) : path
        if network == .public, File.exists(stem + ParameterFile.localMark.rawValue) {
            throw ParameterError.local(File.name(of: path), directory: File.parent(of: path))
        }
        return try await loadVerifyingKey(path)
    }

    private func loadVerifyingKey(_ path: String) async throws -> VerifyingKey {
        let job = EngineJob()
        return try await unsafe run(job) { context in try unsafe VerifyingKey(path, job, context) }
    }

    /// Checks a proof of all partitions of a statement. Bytes that are no proof give a verdict too.
    public func verify(
        _ statement: SnarkStatement, proof: [UInt8], _ key: VerifyingKey, job: EngineJob = EngineJob()
    ) async throws -> Verdict {
        try await verify([(statement, proof)], key, job: job)
    }

    /// Checks proofs of several statements of one circuit together: cheaper than one after the other, but a
    /// refusal does not say whose proof is false.
    public func verify(
        _ claims: [(statement: SnarkStatement, proof: [UInt8])], _ key: VerifyingKey,
        job: EngineJob = EngineJob()
    ) async throws -> Verdict {
        var proofs: [UInt8] = []
        var inputs: [UInt8] = []
        for (statement, proof) in claims {
            guard proof.count == statement.proofSize else {
                return Verdict(
                    valid: false, reason: "has \(proof.count) bytes; the proof needs \(statement.proofSize)",
                    isProof: false)
            }
            proofs += proof
            inputs += try statement.publicInputs()
        }
        let partitions = proofs.count / SnarkProof.partitionSize
        try key.check(inputs: inputs.count / 32, partitions: partitions)
        return try await verify(proofs: proofs, inputs: inputs, partitions: partitions, key, job: job)
    }

    /// Checks the proofs of so many partitions together against their public inputs (32 bytes each).
    public func verify(
        proofs: [UInt8], inputs: [UInt8], partitions: Int, _ key: VerifyingKey, job: EngineJob = EngineJob()
    ) async throws -> Verdict {
        guard inputs.count.isMultiple(of: 32) else {
            throw EngineError(.invalidArgument, "check of a proof", "public inputs of another length")
        }
        return try await unsafe run(job) { context in
            var valid = false
            let status = unsafe qr_groth16_verify(
                context, &valid, key.pointer, proofs, proofs.count, inputs, inputs.count / 32, partitions)
            return try Verdict(status, valid, job, "check of a proof")
        }
    }
}
