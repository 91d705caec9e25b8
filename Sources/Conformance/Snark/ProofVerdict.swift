internal import CPlatform
internal import CProofs
internal import ProofEngine

/// A verifier's answer, in the classes that the vectors tell apart.
enum ProofClass: String {
    case valid, invalid
    /// No proof, or no statement, at all.
    case error

    /// From "valid", "invalid" or "error: …".
    init(text: String) throws {
        let word = text.prefix { $0 != ":" }
        guard let value = ProofClass(rawValue: String(word)) else {
            throw VectorError("verdict \(text) is not known")
        }
        self = value
    }

    init(_ status: qr_status_t, _ valid: Bool) {
        self = status != QR_OK ? .error : valid ? .valid : .invalid
    }
}

/// A verifying key of the vectors.
///
/// Safe: read only once loaded, and freed with the last reference.
@safe
final class ProofKey: @unchecked Sendable {
    let pointer: OpaquePointer

    private init(_ pointer: OpaquePointer) { unsafe self.pointer = unsafe pointer }
    deinit { unsafe qr_vk_destroy(pointer) }

    static func load(_ path: String, _ engine: Engine) async throws -> ProofKey {
        try await unsafe engine.withJob { pointer in
            let job = unsafe pointer.assumingMemoryBound(to: qr_job_t.self)
            var key: OpaquePointer?
            try EngineError.check(unsafe qr_vk_load(job, &key, path), "verifying key \(path)")
            guard let key = unsafe key else { throw VectorError("no verifying key in \(path)") }
            return unsafe ProofKey(key)
        }
    }

    var inputCount: Int { unsafe qr_vk_input_count(pointer) }

    /// What a verifier says of `count` partitions' proofs together.
    func verify(
        _ proofs: [UInt8], _ inputs: [UInt8], count: Int, _ engine: Engine
    ) async throws -> ProofClass {
        try await unsafe engine.withJob { [self] pointer in
            let job = unsafe pointer.assumingMemoryBound(to: qr_job_t.self)
            var valid = false
            let status = unsafe qr_groth16_verify(
                job, &valid, self.pointer, proofs, proofs.count, inputs, inputs.count / 32, count)
            if status == QR_CANCELLED { throw CancellationError() }
            return ProofClass(status, valid)
        }
    }
}
