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

    /// What the engine finds; a statement that it refuses is an error, as it is for the reference.
    nonisolated(nonsending) init(_ verdict: nonisolated(nonsending) () async throws -> Verdict) async throws {
        do {
            let found = try await verdict()
            self = found.valid ? .valid : found.isProof ? .invalid : .error
        } catch let error as EngineError where error.kind != .cancelled {
            self = .error
        }
    }
}
