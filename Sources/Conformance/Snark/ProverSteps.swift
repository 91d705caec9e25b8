internal import CCrypto
internal import CPlatform
internal import CProofs
internal import CVectors
internal import Primitives
internal import ProofEngine
internal import System

/// What the prover computes on the way: values of 32 bytes, little endian.
struct ProverSteps: Sendable {
    /// Constraints, and a row for each input.
    let rows: Int
    /// log2 of the domain.
    let logSize: UInt32
    /// A z, B z and C z on the domain.
    let values: [[UInt8]]
    /// Coefficients of the quotient.
    let h: [UInt8]
    /// Aux of A, aux of B, inputs of B: do they occur?
    let aAux: [Bool]
    let bAux: [Bool]
    let bInputs: [Bool]

    init(
        _ circuit: OpaquePointer, _ totals: qr_circuit_digest_t, _ job: UnsafeMutablePointer<qr_job_t>
    ) throws {
        var (rows, log): (UInt64, UInt32) = (0, 0)
        unsafe quarry_vectors_domain(&rows, &log, circuit)
        let blank = [UInt8](repeating: 0, count: 32 << Int(log))
        var (a, b, c, h) = (blank, blank, blank, blank)
        let (aux, inputs) = (Int(totals.aux), Int(totals.inputs))
        var used = [UInt8](repeating: 0, count: 2 * aux + inputs)
        try EngineError.check(
            unsafe quarry_vectors_steps(job, &a, &b, &c, &h, &used, circuit), "steps of the prover")
        self.rows = Int(rows)
        logSize = log
        values = [a, b, c]
        self.h = h
        aAux = used[..<aux].map { $0 != 0 }
        bAux = used[aux..<2 * aux].map { $0 != 0 }
        bInputs = used[(2 * aux)...].map { $0 != 0 }
    }
}

extension Conformance {
    /// The circuit of a complete instance.
    func compareSmallCircuit(
        _ root: VectorRecord, _ totals: qr_circuit_digest_t, _ comparison: Comparison
    ) throws {
        let circuit = try root.record("circuit")
        try compareConstraints(circuit, totals, comparison)
        let rows = totals.constraints + totals.inputs
        comparison.equal(
            "domain", try circuit.number("domain"), 1 << UInt64(64 - (rows - 1).leadingZeroBitCount))
    }

    /// Values, coefficients and sums, as the reference's prover has them.
    func compareSteps(
        _ root: VectorRecord, _ steps: ProverSteps, _ witness: [UInt8], own: String,
        _ comparison: Comparison
    ) async throws {
        let expected = try root.record("steps")
        comparison.equal(
            "rows_evaluated_sha256_a_b_c", try expected.texts("rows_evaluated_sha256_a_b_c"),
            steps.values.map { sha256(Array($0.prefix(32 * steps.rows))) })
        var coefficients: [String] = []
        for values in steps.values {
            coefficients.append(sha256(try await transformed(values, steps.logSize, QR_NTT_IFFT)))
        }
        comparison.equal(
            "coefficients_sha256_a_b_c", try expected.texts("coefficients_sha256_a_b_c"), coefficients)
        comparison.equal(
            "h_coefficients_sha256_all", try expected.text("h_coefficients_sha256_all"), sha256(steps.h))
        comparison.equal(
            "h_coefficients_sha256_used", try expected.text("h_coefficients_sha256_used"),
            sha256(steps.h.dropLast(32)))
        comparison.equal(
            "h_last_coefficient", try expected.text("h_last_coefficient"), Hex.encode(steps.h.suffix(32)))
        let file = try File.read(own)
        try comparePoints(root, file, comparison)
        try await compareSums(root, steps, witness, file, comparison)
    }

    /// The points of a section: without their number.
    private func points(_ root: VectorRecord, _ name: String, _ file: [UInt8]) throws -> [UInt8] {
        let section = try root.record("params").record("sections").record(name)
        let (start, bytes) = (Int(try section.number("offset")), Int(try section.number("bytes")))
        guard bytes >= 4, start + bytes <= file.count else { throw VectorError("section \(name)") }
        return Array(file[start + 4..<start + bytes])
    }

    private func comparePoints(_ root: VectorRecord, _ file: [UInt8], _ comparison: Comparison) throws {
        let expected = try root.record("points")
        // In a key the number of points of ic follows three points of G1 and three of G2.
        let key = try points(root, "vk", file)
        let input = Array(key.dropFirst(3 * 96 + 3 * 192))
        for name in ["h", "l", "a", "b_g1", "b_g2", "ic"] {
            let found = name == "ic" ? input : try points(root, name, file)
            let record = try expected.record(name)
            let size = name == "b_g2" ? 192 : 96
            comparison.equal("points of \(name)", try record.number("points"), UInt64(found.count / size))
            comparison.equal(
                "\(name): sha256_without_length", try record.text("sha256_without_length"), sha256(found))
        }
    }

    private func compareSums(
        _ root: VectorRecord, _ steps: ProverSteps, _ witness: [UInt8], _ file: [UInt8],
        _ comparison: Comparison
    ) async throws {
        let expected = try root.record("steps")
        let count = steps.bInputs.count
        let (inputs, aux) = (Array(witness.prefix(32 * count)), Array(witness.dropFirst(32 * count)))
        func chosen(_ values: [UInt8], _ used: [Bool]) -> [UInt8] {
            used.indices.filter { used[$0] }.flatMap { values[32 * $0..<32 * $0 + 32] }
        }
        let (bInputs, bAux) = (chosen(inputs, steps.bInputs), chosen(aux, steps.bAux))
        let parts: [(name: String, section: String, before: Int, scalars: [UInt8])] = [
            ("h", "h", 0, Array(steps.h.dropLast(32))), ("l", "l", 0, aux), ("a_inputs", "a", 0, inputs),
            ("a_aux", "a", count, chosen(aux, steps.aAux)), ("b_g1_inputs", "b_g1", 0, bInputs),
            ("b_g1_aux", "b_g1", bInputs.count / 32, bAux), ("b_g2_inputs", "b_g2", 0, bInputs),
            ("b_g2_aux", "b_g2", bInputs.count / 32, bAux),
        ]
        for part in parts {
            let all = try points(root, part.section, file)
            let size = part.section == "b_g2" ? 192 : 96
            let start = part.before * size
            let end = start + part.scalars.count / 32 * size
            guard end <= all.count else { throw VectorError("section \(part.section) is too short") }
            let found = try await sum(Array(all[start..<end]), part.scalars, inG2: size == 192)
            comparison.equal(part.name, try expected.text(part.name), Hex.encode(found))
        }
    }

    /// Sum of multiples of uncompressed points.
    private func sum(_ points: [UInt8], _ scalars: [UInt8], inG2: Bool) async throws -> [UInt8] {
        try await unsafe engine.withJob { pointer in
            let job = unsafe pointer.assumingMemoryBound(to: qr_job_t.self)
            let count = scalars.count / 32
            if inG2 {
                var out = qr_g2_t()
                let status = unsafe qr_msm_g2(job, &out, points, QR_POINTS_FILE, scalars, count)
                try EngineError.check(status, "sum")
                return G2.bytes(out)
            }
            var out = qr_g1_t()
            let status = unsafe qr_msm_g1(job, &out, points, QR_POINTS_FILE, scalars, count)
            try EngineError.check(status, "sum")
            return G1.bytes(out)
        }
    }

    /// The proof's points, uncompressed.
    func compareProofPoints(
        _ expected: VectorRecord, _ proof: [UInt8], _ comparison: Comparison
    ) throws {
        comparison.equal(
            "proof.a", try expected.text("a"), Hex.encode(G1.uncompressed(try G1.point(Array(proof[..<48])))))
        comparison.equal(
            "proof.b", try expected.text("b"),
            Hex.encode(G2.uncompressed(try G2.point(Array(proof[48..<144])))))
        comparison.equal(
            "proof.c", try expected.text("c"), Hex.encode(G1.uncompressed(try G1.point(Array(proof[144...]))))
        )
    }
}
