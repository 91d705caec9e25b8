internal import CProofs
internal import Primitives
internal import ProofEngine
internal import System

extension Conformance {
    /// An empty-sector update: encode, decode, remove, and the vanilla proofs of its partitions.
    func checkUpdate(_ record: VectorRecord, in folder: String, _ comparison: Comparison) async throws {
        let key = try await sealedCase(record.text("sector_key_case"), in: folder)
        let home = "\(scratch)/update"
        if File.exists(home) { try Directory.remove(home) }
        try Directory.create("\(home)/cache")
        let staged = "\(home)/staged"
        try await stage(record, to: staged, sectorBytes: key.config.sectorBytes)
        comparison.equal("staged_sha256", try record.text("staged_sha256"), try digest(staged))
        comparison.equal("sector_key_sha256", try record.text("sector_key_sha256"), try digest(key.replica))

        let trees = CasePaths.treeNames(key.config, "tree-r-last").map { "\(home)/cache/\($0)" }
        let files = UpdateFiles(
            sectorKey: key.replica, staged: staged, replica: "\(home)/replica",
            treeD: "\(home)/cache/sc-02-data-tree-d.dat", treeRLast: trees)
        let old = key.commitments
        let new = try await engine.encodeUpdate(
            key.config, files, commC: old.commC, commRLastOld: old.commRLast)
        comparison.equal("comm_c", try record.text("comm_c"), old.commC.hex)
        comparison.equal("comm_d_new", try record.text("comm_d_new"), new.commD.hex)
        comparison.equal("comm_r_old", try record.text("comm_r_old"), old.commR.hex)
        comparison.equal("comm_r_new", try record.text("comm_r_new"), new.commR.hex)
        comparison.equal("comm_r_last_new", try record.text("comm_r_last_new"), new.commRLast.hex)
        comparison.equal("replica_sha256", try record.text("replica_sha256"), try digest(files.replica))
        try writeAux(key, commRLast: new.commRLast, to: "\(home)/cache")
        try compareFiles(record.records("cache_files"), in: "\(home)/cache", comparison)

        try checkRhos(record, key, new, comparison)
        try await checkDecode(record, key, files, new, comparison)
        try await checkRemove(record, key, files, new, comparison)
        try await checkPartitions(record, key, files, new, comparison)
    }

    /// p_aux of the replica; t_aux is the sector key's.
    private func writeAux(_ key: SealedCase, commRLast: Commitment, to cache: String) throws {
        try File.writeAtomically(
            "\(cache)/p_aux", SectorAux.encodePAux(commC: key.commitments.commC, commRLast: commRLast))
        try File.writeAtomically("\(cache)/t_aux", try File.read(key.cache("t_aux")))
    }

    private func checkRhos(
        _ record: VectorRecord, _ key: SealedCase, _ new: UpdateCommitments, _ comparison: Comparison
    ) throws {
        comparison.equal("h", try record.number("h"), UInt64(qr_update_h(key.config.sectorBytes)))
        var phi = [UInt8](repeating: 0, count: 32)
        unsafe qr_update_phi(&phi, new.commD.bytes, key.commitments.commR.bytes)
        comparison.equal("phi", try record.text("phi"), Hex.encode(phi))
        for sample in try record.list("rhos") {
            guard case .array(let pair) = sample, pair.count == 2, case .string(let expected) = pair[1] else {
                throw VectorError("rhos have an odd element")
            }
            let high = try pair[0].unsigned("rhos")
            var rho = [UInt8](repeating: 0, count: 32)
            unsafe qr_update_rho(&rho, phi, high)
            comparison.equal("rho \(high)", expected, Hex.encode(rho))
        }
    }

    private func checkDecode(
        _ record: VectorRecord, _ key: SealedCase, _ files: UpdateFiles, _ new: UpdateCommitments,
        _ comparison: Comparison
    ) async throws {
        let out = files.replica + "-decoded"
        for range in try record.records("decode_ranges") {
            let first = try range.number("nodes_offset")
            let count = try range.number("num_nodes")
            let place = "decode of \(count) nodes from \(first)"
            do {
                try await engine.decodeUpdate(
                    key.config, replica: files.replica, sectorKey: key.replica, commDNew: new.commD,
                    commROld: key.commitments.commR, nodes: first..<first + count, to: out)
            } catch  where range.has("error") {
                comparison.refused(place) { throw error }
                continue
            }
            if range.has("error") {
                comparison.fail("\(place): the reference refuses this, it was accepted")
            } else {
                comparison.equal(place, try range.text("sha256"), try digest(out))
            }
        }
    }

    private func checkRemove(
        _ record: VectorRecord, _ key: SealedCase, _ files: UpdateFiles, _ new: UpdateCommitments,
        _ comparison: Comparison
    ) async throws {
        let expected = try record.record("remove")
        guard expected.has("cache_files") else { return }
        let cache = File.parent(of: files.replica) + "/removed-cache"
        try Directory.create(cache)
        let out = files.replica + "-removed"
        let commRLast = try await engine.removeUpdate(
            key.config, replica: files.replica, staged: files.staged, commDNew: new.commD,
            commROld: key.commitments.commR, to: out,
            treeRLast: CasePaths.treeNames(key.config, "tree-r-last").map { "\(cache)/\($0)" })
        comparison.equal("removed data gives the sector key", try digest(key.replica), try digest(out))
        try writeAux(key, commRLast: commRLast, to: cache)
        try compareFiles(expected.records("cache_files"), in: cache, comparison)
    }

    private func checkPartitions(
        _ record: VectorRecord, _ key: SealedCase, _ files: UpdateFiles, _ new: UpdateCommitments,
        _ comparison: Comparison
    ) async throws {
        comparison.equal(
            "update_partitions", try record.number("update_partitions"),
            UInt64(Engine.updatePartitions(key.config.kind.size)))
        let inputs = UpdateInputs(
            commC: key.commitments.commC, commROld: key.commitments.commR, commRNew: new.commR,
            commDNew: new.commD, commRLastOld: key.commitments.commRLast, commRLastNew: new.commRLast)
        let proofFiles = UpdateProofFiles(
            sectorKey: key.replica, treeRLastOld: key.treeRLast, replica: files.replica,
            treeRLastNew: files.treeRLast, treeDNew: files.treeD ?? "")
        for expected in try record.records("partition_proofs") {
            let partition = Int(try expected.number("k"))
            var challenges = [UInt64](repeating: 0, count: 256)
            var count = 0
            let status = unsafe qr_update_challenges(
                &challenges, &count, challenges.count, key.config.sectorBytes, new.commR.bytes,
                UInt32(partition))
            try EngineError.check(status, "update challenges")
            comparison.equal(
                "challenges of partition \(partition)", try expected.numbers("challenges"),
                Array(challenges.prefix(count)))
            for form in ProofForm.allCases {
                let proof = try await engine.proveUpdate(
                    key.config, proofFiles, inputs, partition: partition, form: form)
                let place = "partition \(partition), \(form.rawValue)"
                comparison.equal(
                    "\(place): size", try expected.number("\(form.rawValue)_size"), UInt64(proof.count))
                comparison.equal(
                    "\(place): sha256", try expected.text("\(form.rawValue)_sha256"),
                    Hex.encode(SHA256Digest.hash(proof)))
                let verdict = try await engine.verifyUpdate(
                    key.config, inputs, partition: partition, proof: proof, form: form)
                comparison.equal("\(place) verifies (\(verdict.reason))", true, verdict.valid)
            }
        }
    }
}
