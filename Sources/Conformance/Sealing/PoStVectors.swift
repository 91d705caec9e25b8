internal import Primitives
internal import ProofEngine
internal import System

extension Conformance {
    /// Vanilla proofs of spacetime of several sectors, and the partitions a prover makes of them.
    func checkVanillaPoSt(
        _ record: VectorRecord, in folder: String, _ comparison: Comparison
    ) async throws {
        let kind: PoStKind = try record.text("type") == "Winning" ? .winning : .window
        let legacy = try record.text("api_version") == "1.0.0"
        let randomness = try record.bytes("randomness")
        comparison.equal(
            "challenge_count", try record.number("challenge_count"), UInt64(kind.challengeCount))
        var proofs: [[UInt8]] = []
        var config: PoRepConfig?
        for (index, expected) in try record.records("sectors").enumerated() {
            let sector = try await sealedCase(expected.text("seal_case"), in: folder)
            config = sector.config
            let number = try expected.number("sector_id")
            comparison.equal("comm_r", try expected.text("comm_r"), sector.commitments.commR.hex)
            let leaves = try kind.leaves(
                size: sector.config.kind.size, legacyIndex: legacy, randomness: randomness, number: number,
                index: UInt64(index))
            comparison.equal("leaves of sector \(index)", try expected.numbers("challenges"), leaves)
            for form in ProofForm.allCases {
                let proof = try await engine.provePoSt(
                    sector.config, sector.files, sectorNumber: number, commC: sector.commitments.commC,
                    commRLast: sector.commitments.commRLast, leaves: leaves, form: form)
                let name = "\(form.rawValue)_sha256"
                comparison.equal(
                    "sector \(index): \(name)", try expected.text(name), Hex.encode(SHA256Digest.hash(proof)))
                let verdict = try await engine.verifyPoSt(
                    sector.config, kind, legacyIndex: legacy, randomness: randomness, sectorNumber: number,
                    commR: sector.commitments.commR, index: UInt64(index), proof: proof, form: form)
                comparison.equal("sector \(index) verifies (\(verdict.reason))", true, verdict.valid)
                if form == .bincode { proofs.append(proof) }
            }
        }
        guard let config else { throw VectorError("a vanilla record without sectors") }
        let assembled = try await engine.assemblePartitions(config, kind, proofs: proofs, form: .bincode)
        comparison.equal(
            "partition proofs", try record.record("partition_proofs").text("json_sha256"),
            Hex.encode(SHA256Digest.hash(assembled)))
    }
}
