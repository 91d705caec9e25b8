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
