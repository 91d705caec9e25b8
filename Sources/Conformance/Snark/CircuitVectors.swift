internal import CPlatform
internal import CProofs
internal import Primitives
internal import ProofEngine
internal import System

extension Conformance {
    /// One circuit: counts and digests of its constraints, density and, where there is one, witness.
    func checkCircuit(_ root: VectorRecord, _ tally: Tally) async throws {
        let name = try CircuitName(root.text("name"))
        if name.size > options.largestSector {
            tally.leaveOut()
            return
        }
        try await record(tally, try root.text("name")) { comparison in
            let source = try await circuitSource(name, root, comparison)
            let digest = try await unsafe engine.withJob { pointer in
                try unsafe CircuitDigest(source, pointer.assumingMemoryBound(to: qr_job_t.self))
            }
            try compare(root, digest, comparison)
            if case .object(let fields)? = root.fields["about"], name.parts.first == "gadget" {
                try compareOutput(name, VectorRecord(fields), source, digest, comparison)
            }
            try compareRaw(root, in: File.parent(of: tally.report.file), comparison)
        }
    }

    private func circuitSource(
        _ name: CircuitName, _ root: VectorRecord, _ comparison: Comparison
    ) async throws -> CircuitSource {
        guard case .object(let fields)? = root.fields["about"] else { return try name.blank() }
        let about = VectorRecord(fields)
        switch name.parts.first {
        case "gadget": return try name.gadget(about)
        case "porep": return try await porepWitness(about, root, comparison)
        case "update": return try await updateWitness(about, root, comparison)
        default: return try await postWitness(name, about, root, comparison)
        }
    }

    private func compare(
        _ root: VectorRecord, _ digest: CircuitDigest, _ comparison: Comparison
    ) throws {
        let totals = digest.totals
        let rows = totals.constraints + totals.inputs
        comparison.equal(
            "domain_log2", try root.number("domain_log2"), UInt64(64 - (rows - 1).leadingZeroBitCount))
        comparison.equal("checkpoint_every", try root.number("checkpoint_every"), 10000)
        comparison.equal("terms_a_b_c", try root.numbers("terms_a_b_c"), digest.terms)
        try compareCheckpoints(root, digest, comparison)
        try compareConstraints(root, totals, comparison)
        comparison.equal("has a witness", root.has("witness"), totals.has_witness)
        guard root.has("witness") else { return }
        let witness = try root.record("witness")
        comparison.equal("satisfied", try witness.flag("satisfied"), totals.satisfied)
        comparison.equal("first_unsatisfied", witness.has("first_unsatisfied"), !totals.satisfied)
        comparison.equal("inputs_sha256", try witness.text("inputs_sha256"), hex(totals.inputs_sha256))
        let inputs = try witness.texts("inputs").flatMap { try Hex.decode($0, count: 32, subject: "input") }
        // Longer lists are cut.
        if inputs.count == 32 * Int(totals.inputs) {
            comparison.equal(
                "inputs", hex(totals.inputs_sha256), Hex.encode(SHA256Digest.hash(inputs)))
        }
        comparison.equal("aux_checkpoints", try witness.texts("aux_checkpoints"), digest.aux)
        comparison.equal("aux_sha256", try witness.text("aux_sha256"), hex(totals.aux_sha256))
    }

    /// What every description of a circuit has.
    func compareConstraints(
        _ root: VectorRecord, _ totals: qr_circuit_digest_t, _ comparison: Comparison
    ) throws {
        comparison.equal("constraints", try root.number("constraints"), totals.constraints)
        comparison.equal("inputs_with_one", try root.number("inputs_with_one"), totals.inputs)
        comparison.equal("aux", try root.number("aux"), totals.aux)
        comparison.equal(
            "constraints_with_input_rows", try root.number("constraints_with_input_rows"),
            totals.constraints + totals.inputs)
        comparison.equal(
            "constraints_sha256", try root.text("constraints_sha256"), hex(totals.constraints_sha256))
        comparison.equal(
            "with_input_rows_sha256", try root.text("with_input_rows_sha256"),
            hex(totals.with_input_rows_sha256))
        let density = try root.record("density")
        try compareDensity(
            density, "a_aux", totals.a_aux, of: totals.aux, hex(totals.a_aux_sha256), comparison)
        try compareDensity(
            density, "b_aux", totals.b_aux, of: totals.aux, hex(totals.b_aux_sha256), comparison)
        try compareDensity(
            density, "b_input", totals.b_inputs, of: totals.inputs, hex(totals.b_inputs_sha256), comparison)
    }

    /// The stream and the values themselves, where they are beside the file.
    func compareRaw(_ root: VectorRecord, in folder: String, _ comparison: Comparison) throws {
        guard case .object(let fields)? = root.fields["about"] else { return }
        let about = VectorRecord(fields)
        for (name, digest) in [("raw_stream", try root.text("constraints_sha256"))]
            + (root.has("witness")
                ? [("raw_aux", try root.record("witness").text("aux_sha256"))] : [])
        where about.has(name) {
            let path = "\(folder)/\(try about.text(name))"
            guard File.exists(path) else { continue }
            comparison.equal(name, digest, Hex.encode(SHA256Digest.hash(try Packed.read(path))))
        }
    }

    private func compareDensity(
        _ density: VectorRecord, _ name: String, _ set: UInt64, of total: UInt64, _ bitmap: String,
        _ comparison: Comparison
    ) throws {
        let expected = try density.record(name)
        comparison.equal("\(name): of", try expected.number("of"), total)
        comparison.equal("\(name): set", try expected.number("set"), set)
        comparison.equal("\(name): bitmap_sha256", try expected.text("bitmap_sha256"), bitmap)
    }

    /// The first checkpoint that differs, with the namespaces of the 10,000 constraints before it.
    private func compareCheckpoints(
        _ root: VectorRecord, _ digest: CircuitDigest, _ comparison: Comparison
    ) throws {
        let expected = try root.texts("checkpoints")
        comparison.equal("number of checkpoints", expected.count, digest.constraints.count)
        let pairs = zip(expected, digest.constraints)
        guard let (index, pair) = pairs.enumerated().first(where: { $0.element.0 != $0.element.1 }) else {
            comparison.equal("checkpoints", true, true)
            return
        }
        let range = UInt64(index) * 10000..<UInt64(index + 1) * 10000
        var places: [String] = []
        let namespaces = root.has("namespaces") ? try root.list("namespaces") : []
        for case .array(let row) in namespaces where places.count < 6 {
            guard row.count >= 3, case .string(let path) = row[0] else { continue }
            let (from, to) = (try row[1].unsigned("namespaces"), try row[2].unsigned("namespaces"))
            if from < range.upperBound, to > range.lowerBound, from < to { places.append(path) }
        }
        comparison.equal(
            "constraints \(range) in \(places.joined(separator: ", "))", pair.0, pair.1)
    }

    private func hex<Field>(_ field: Field) -> String {
        unsafe withUnsafeBytes(of: field) { unsafe Hex.encode(Array($0)) }
    }
}
