internal import Primitives
internal import ProofEngine
internal import System

extension Conformance {
    /// Verdicts over Groth16 proofs: of each case, with changed statements, with spoilt proofs, and together.
    func checkProofs(_ root: VectorRecord, _ tally: Tally) async throws {
        let folder = File.parent(of: tally.report.file)
        var keys: [String: VerifyingKey] = [:]
        var statements: [String: SnarkStatement] = [:]
        let cases = try root.records("cases")
        tally.expect(cases.count)
        for (index, element) in cases.enumerated() {
            let what = (try? element.text("name")) ?? (try? element.text("what")) ?? ""
            try await record(tally, "cases[\(index)] (\(what))") { comparison in
                let statement = try ProofStatement(element)
                let name = try statement.keyName
                let key: VerifyingKey
                if let known = keys[name] {
                    key = known
                } else {
                    key = try await engine.loadVerifyingKey("\(folder)/\(name)", for: .private)
                    keys[name] = key
                }
                let claim = try statement.claim()
                statements[what] = claim
                let expected = try element.list("public_inputs").map { partition in
                    try VectorRecord(["list": partition]).texts("list")
                }
                try comparePublicInputs(expected.flatMap { $0 }, claim, comparison)
                try compareFacts(element, claim, expected, comparison)
                for sector in try sectors(element) { _ = try await sealedSector(sector, comparison) }
                try checkLeaves(element, comparison)
                try await checkVerdicts(element, statement, claim, key, comparison)
            }
        }
        guard root.has("batch") else { return }
        for (index, batch) in try root.records("batch").enumerated() {
            try await record(tally, "batch[\(index)] (\(try batch.text("what")))") { comparison in
                guard let key = keys["porep.vk"] else { throw VectorError("no case was checked before") }
                var (proofs, inputs, count): ([UInt8], [UInt8], Int) = ([], [], 0)
                for (name, proof) in zip(try batch.texts("members"), try batch.texts("proofs")) {
                    guard let claim = statements[name] else { throw VectorError("no case \(name)") }
                    proofs += try Hex.decode(proof, subject: "proof")
                    inputs += try claim.publicInputs()
                    count += claim.partitionCount
                }
                let found = try await ProofClass { [proofs, inputs, count] in
                    try await engine.verify(proofs: proofs, inputs: inputs, partitions: count, key)
                }
                comparison.equal("verdict", try ProofClass(text: batch.text("verdict")), found)
            }
        }
    }

    /// The sectors of a case, sealed here to see that they are what the proof is about.
    private func sectors(_ element: VectorRecord) throws -> [VectorRecord] {
        for name in ["sector", "old_sector"] where element.has(name) { return [try element.record(name)] }
        return try element.records("sectors")
    }

    /// Numbers that follow from the statement.
    private func compareFacts(
        _ element: VectorRecord, _ claim: SnarkStatement, _ inputs: [[String]], _ comparison: Comparison
    ) throws {
        if element.has("inputs_per_partition") {
            let count = try Int(element.number("inputs_per_partition"))
            comparison.equal("inputs_per_partition", inputs.map(\.count), inputs.map { _ in count })
        }
        if element.has("partitions") {
            comparison.equal("partitions", try element.number("partitions"), UInt64(claim.partitionCount))
        }
        if element.has("h"), let first = inputs.first?.first {
            // The first input of the first partition is h above the partition's number.
            let h = try element.number("h") * UInt64(claim.partitionCount)
            comparison.equal("h", first, Hex.encode(Scalar.number(h)))
        }
        if element.has("replica_id"), element.has("sector") {
            let sector = try element.record("sector")
            let id = try sector.sealConfig().replicaID(
                proverID: sector.bytes("prover_id"), sectorNumber: sector.number("sector_id"),
                ticket: sector.bytes("ticket"), commD: sector.commitment("comm_d"))
            comparison.equal("replica_id", try element.text("replica_id"), Hex.encode(id))
        }
        for sector in try sectors(element) { try sector.checkRegistered(comparison) }
        if element.has("old_sector") {
            comparison.equal(
                "comm_r_old", try element.record("old_sector").text("comm_r"), try element.text("comm_r_old"))
        }
    }

    /// The leaves that a proof of spacetime is about, by the number of their sector.
    private func checkLeaves(_ element: VectorRecord, _ comparison: Comparison) throws {
        guard element.has("challenges") else { return }
        let expected = try element.record("challenges")
        let kind: PoStKind = try element.text("kind") == "winning_post" ? .winning : .window
        let legacy = try element.text("api_version") == "1.0.0"
        for (index, sector) in try element.records("sectors").enumerated() {
            let number = try sector.number("sector_id")
            let leaves = try kind.leaves(
                size: SectorSize(bytes: sector.number("sector_size")), legacyIndex: legacy,
                randomness: element.bytes("randomness"), number: number, index: UInt64(index))
            comparison.equal("challenges of \(number)", try expected.numbers("\(number)"), leaves)
        }
    }

    private func checkVerdicts(
        _ element: VectorRecord, _ statement: ProofStatement, _ claim: SnarkStatement, _ key: VerifyingKey,
        _ comparison: Comparison
    ) async throws {
        let proof = try element.bytes("proof")
        let found = try await verdict(claim, proof, key)
        comparison.equal("verdict", try ProofClass(text: element.text("verdict")), found)
        for spoilt in try element.records("spoilt") {
            try SpoiltProof(whole: proof).compare(
                spoilt.text("what"), spoilt.bytes("proof"), comparison)
            let found = try await verdict(claim, spoilt.bytes("proof"), key)
            comparison.equal(
                try spoilt.text("what"), try ProofClass(text: spoilt.text("verdict")), found)
        }
        for changed in try element.records("with_changed_inputs") {
            let what = try changed.text("changed")
            var other = statement
            try other.change(what)
            let found: ProofClass
            if let claim = try? other.claim() {
                found = try await verdict(claim, proof, key)
            } else {
                found = .error
            }
            comparison.equal(what, try ProofClass(text: changed.text("verdict")), found)
        }
    }

    /// What a verifier says who knows the statement's high-level values.
    private func verdict(
        _ claim: SnarkStatement, _ proof: [UInt8], _ key: VerifyingKey
    ) async throws -> ProofClass {
        try await ProofClass {
            try await engine.verify(
                proofs: proof, inputs: claim.publicInputs(), partitions: claim.partitionCount, key)
        }
    }
}
