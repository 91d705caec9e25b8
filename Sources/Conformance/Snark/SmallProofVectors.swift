internal import CPlatform
internal import CProofs
internal import CVectors
internal import Primitives
internal import ProofEngine
internal import System

/// The files of a complete instance, and where our own go.
private struct SmallInstance: Sendable {
    let stream: [UInt8]
    let witness: [UInt8]
    let inputs: Int
    let secrets: [UInt8]
    let r: [UInt8]
    let s: [UInt8]
    let reference: String
    let own: String

    /// The proof made, what the parameter file holds, the circuit and the prover's steps. A class, and few values alive
    /// across suspensions: one long closure with a tuple of both crashed the optimiser of Swift 6.3.1 (coro-split).
    final class Made: Sendable {
        let proof: [UInt8]
        let info: qr_params_info_t
        let circuit: qr_circuit_digest_t
        let steps: ProverSteps

        init(
            proof: [UInt8], info: qr_params_info_t, circuit: qr_circuit_digest_t, steps: ProverSteps
        ) {
            self.proof = proof
            self.info = info
            self.circuit = circuit
            self.steps = steps
        }
    }

    /// Writes our own parameters; with the reference's, makes the proof.
    func make(_ engine: Engine) async throws -> Made {
        try await unsafe engine.withJob { try unsafe run($0.assumingMemoryBound(to: qr_job_t.self)) }
    }

    private func run(_ job: UnsafeMutablePointer<qr_job_t>) throws -> Made {
        var circuit: OpaquePointer?
        try EngineError.check(
            unsafe quarry_vectors_circuit(
                job, &circuit, stream, stream.count, witness, inputs, witness.count / 32 - inputs),
            "circuit")
        guard let circuit = unsafe circuit else { throw VectorError("no circuit was made") }
        defer { unsafe qr_circuit_destroy(circuit) }
        let digest = try unsafe CircuitDigest(circuit, job)
        let steps = try unsafe ProverSteps(circuit, digest.totals, job)
        try EngineError.check(unsafe quarry_vectors_params(job, own, circuit, secrets), "parameters")
        var parameters: OpaquePointer?
        try EngineError.check(unsafe qr_params_open(job, &parameters, reference), "parameters")
        defer { unsafe qr_params_close(parameters) }
        try EngineError.check(unsafe qr_params_check(job, parameters), "points of the parameters")
        var info = qr_params_info_t()
        unsafe qr_params_info(&info, parameters)
        var proof = [UInt8](repeating: 0, count: Int(QR_PROOF_SIZE))
        try EngineError.check(
            unsafe quarry_vectors_prove(job, &proof, parameters, circuit, r, s), "proof")
        return Made(proof: proof, info: info, circuit: digest.totals, steps: steps)
    }
}

extension Conformance {
    /// A complete instance with known secrets: parameters and proof are the reference's, byte for byte.
    func checkSmallProof(_ root: VectorRecord, _ tally: Tally) async throws {
        let folder = File.parent(of: tally.report.file)
        try await record(tally, "instance") { comparison in
            let instance = try smallInstance(root, folder, comparison)
            let made = try await instance.make(engine)
            try compareParameters(root.record("params"), made.info, instance, comparison)
            try compareSmallCircuit(root, made.circuit, comparison)
            try await compareSteps(root, made.steps, instance.witness, own: instance.own, comparison)
            try compareProofPoints(root.record("proof"), made.proof, comparison)
            let expected = try root.record("proof").text("bytes")
            comparison.equal("proof", expected, Hex.encode(made.proof))
            comparison.equal("proof file", expected, Hex.encode(try File.read("\(folder)/proof")))
            let found = try await verdict(root, folder, made.proof)
            comparison.equal("verdict", ProofClass.valid, found)
        }
    }

    /// The instance that a folder describes; its parts are compared with their digests.
    private func smallInstance(
        _ root: VectorRecord, _ folder: String, _ comparison: Comparison
    ) throws -> SmallInstance {
        let witness = try File.read("\(folder)/\(root.record("witness").text("file"))")
        comparison.equal(
            "sha256 of the witness", try root.record("witness").text("sha256"),
            Hex.encode(SHA256Digest.hash(witness)))
        let secrets = try root.record("secrets")
        let names = ["alpha", "beta", "gamma", "delta", "tau"]
        for (index, name) in names.enumerated() {
            comparison.equal(
                name, try secrets.text(name), Hex.encode(Scalar.random(try secrets.text("stream"), index)))
        }
        for (index, name) in ["r", "s"].enumerated() {
            comparison.equal(
                name, try root.text(name), Hex.encode(Scalar.random(try root.text("rs_stream"), index)))
        }
        let inputs = Int(try root.record("witness").number("inputs"))
        guard inputs <= witness.count / 32 else { throw VectorError("a witness without its inputs") }
        let instance = SmallInstance(
            stream: try Packed.read("\(folder)/r1cs.gz"), witness: witness, inputs: inputs,
            secrets: try names.flatMap {
                try Hex.decode(secrets.text($0), count: 32, subject: $0)
            },
            r: try Hex.decode(root.text("r"), count: 32, subject: "r"),
            s: try Hex.decode(root.text("s"), count: 32, subject: "s"),
            reference: "\(folder)/\(try root.record("params").text("file"))", own: "\(scratch)/params")
        comparison.equal("aux", try root.record("witness").number("aux"), UInt64(witness.count / 32 - inputs))
        let about = try root.record("about")
        let values = Set(
            stride(from: 0, to: witness.count - 31, by: 32).map { Hex.encode(witness[$0..<$0 + 32]) })
        for name in ["x", "leaf", "root"] where about.has(name) {
            comparison.equal("\(name) is in the witness", true, values.contains(try about.text(name)))
        }
        if File.exists(instance.own) { try File.remove(instance.own) }
        return instance
    }

    private func verdict(_ root: VectorRecord, _ folder: String, _ proof: [UInt8]) async throws -> ProofClass
    {
        let key = try await engine.loadVerifyingKey("\(folder)/vk", for: .private)
        let publicInputs = try root.texts("public_inputs").flatMap {
            try Hex.decode($0, subject: "input")
        }
        return try await ProofClass {
            try await engine.verify(proofs: proof, inputs: publicInputs, partitions: 1, key)
        }
    }

    private func compareParameters(
        _ expected: VectorRecord, _ info: qr_params_info_t, _ instance: SmallInstance,
        _ comparison: Comparison
    ) throws {
        let sections = try expected.record("sections")
        let counts = [
            ("h", info.h), ("l", info.l), ("a", info.a), ("b_g1", info.b_g1), ("b_g2", info.b_g2),
        ]
        comparison.equal("bytes", try expected.number("bytes"), info.bytes)
        comparison.equal("vk bytes", try sections.record("vk").number("bytes"), info.vk_bytes)
        for (name, count) in counts {
            comparison.equal("points of \(name)", try sections.record(name).number("points"), count)
        }
        let own = try File.read(instance.own)
        for name in ["vk"] + counts.map(\.0) {
            let section = try sections.record(name)
            let start = Int(try section.number("offset"))
            let part = Array(own.dropFirst(start).prefix(Int(try section.number("bytes"))))
            comparison.equal(
                "section \(name) made here", try section.text("sha256"), Hex.encode(SHA256Digest.hash(part)))
        }
        comparison.equal("parameters made here", try expected.text("sha256"), try digest(instance.own))
    }
}
