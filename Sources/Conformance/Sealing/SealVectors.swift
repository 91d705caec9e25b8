internal import Primitives
internal import ProofEngine
internal import System

extension Conformance {
    /// A whole PreCommit 1 and 2, unsealed ranges, synthetic proofs and Commit 1.
    func checkSeal(_ record: VectorRecord, _ comparison: Comparison) async throws {
        let sector = try await seal(record)
        comparison.equal("staged_sha256", try record.text("staged_sha256"), try digest(sector.staged))
        comparison.equal("comm_d", try record.text("comm_d"), sector.commD.hex)
        comparison.equal("replica_id", try record.text("replica_id"), Hex.encode(sector.replicaID))
        comparison.equal("comm_c", try record.text("comm_c"), sector.commitments.commC.hex)
        comparison.equal("comm_r_last", try record.text("comm_r_last"), sector.commitments.commRLast.hex)
        comparison.equal("comm_r", try record.text("comm_r"), sector.commitments.commR.hex)
        comparison.equal("sealed_size", try record.number("sealed_size"), File.size(sector.replica) ?? 0)
        comparison.equal("sealed_sha256", try record.text("sealed_sha256"), try digest(sector.replica))
        try compareFiles(record.records("cache_files"), in: "\(sector.folder)/cache", comparison)
        for piece in try record.records("pieces") where piece.has("data_seed") {
            let stream = VectorStream(try piece.text("data_seed"), length: try piece.number("unpadded_size"))
            let found = try await engine.commitPiece(stream)
            comparison.equal("comm_p", try piece.text("comm_p"), found.commitment.hex)
        }
        try checkLabels(sector, comparison)
        try checkOutputs(sector, comparison)
        try await checkKernels(sector, comparison)
        try await checkUnseal(sector, comparison)
        if record.has("synth_files") { try await checkSynthetic(sector, comparison) }
        if record.has("c1_json_sha256") { try await checkCommit(sector, comparison) }
    }

    private func checkLabels(_ sector: SealedCase, _ comparison: Comparison) throws {
        for (index, layer) in try sector.record.records("labels").enumerated() {
            let file = try FileReader(sector.layers[index])
            if layer.has("all") {
                let expected = try layer.text("all")
                let found = try file.read(at: 0, count: expected.count / 2)
                comparison.equal("labels of layer \(index + 1)", expected, Hex.encode(found))
            }
            for sample in layer.has("nodes") ? try layer.list("nodes") : [] {
                guard case .array(let pair) = sample, pair.count == 2, case .string(let label) = pair[1]
                else {
                    throw VectorError("labels have an odd sample")
                }
                let node = try pair[0].unsigned("labels")
                let found = try file.read(at: 32 * node, count: 32)
                comparison.equal("label of node \(node), layer \(index + 1)", label, Hex.encode(found))
            }
        }
    }

    /// The texts that Lotus passes from stage to stage; only registered proofs have them.
    private func checkOutputs(_ sector: SealedCase, _ comparison: Comparison) throws {
        guard sector.config.kind.registeredName != nil else { return }
        let first = try PreCommitOutput.phase1(sector.config, cachePath: "cache", commD: sector.commD)
        comparison.equal("pc1_output_json", try sector.record.text("pc1_output_json"), first)
        let second = try PreCommitOutput.phase2(
            sector.config, commR: sector.commitments.commR, commD: sector.commD)
        comparison.equal("pc2_output_json", try sector.record.text("pc2_output_json"), second)
    }

    /// The same labels by every kernel of this CPU, where that is quick.
    private func checkKernels(_ sector: SealedCase, _ comparison: Comparison) async throws {
        guard sector.config.sectorBytes <= 32 << 10 else { return }
        let expected = try sector.layers.map { try digest($0) }
        for kernel in Kernels.labels where kernel.isAvailable {
            var options = LabelOptions()
            options.kernel = kernel.name
            let paths = (1...sector.config.layerCount).map { "\(sector.folder)/kernel-layer-\($0)" }
            let task = LabelTask(replicaID: sector.replicaID, layerPaths: paths)
            try await engine.label(sector.config, [task], options: options)
            for (index, path) in paths.enumerated() {
                comparison.equal("layer \(index + 1) by \(kernel.name)", expected[index], try digest(path))
                try File.remove(path)
            }
        }
    }

    private func checkUnseal(_ sector: SealedCase, _ comparison: Comparison) async throws {
        let out = "\(sector.folder)/unsealed"
        for range in try sector.record.records("unseal") {
            let offset = try range.number("offset")
            let length = try range.number("len")
            let written = try await engine.unsealRange(
                sector.config, replica: sector.replica, keyLayer: sector.layers[sector.config.layerCount - 1],
                offset: offset, length: length, to: out)
            let place = "unseal of \(length) from \(offset)"
            comparison.equal("\(place): written", try range.number("written"), written)
            if range.has("output") {
                comparison.equal("\(place): output", try range.text("output"), Hex.encode(try File.read(out)))
            }
            comparison.equal("\(place): sha256", try range.text("sha256"), try digest(out))
            try File.remove(out)
        }
    }

    private func checkSynthetic(_ sector: SealedCase, _ comparison: Comparison) async throws {
        for file in try sector.record.records("synth_files") {
            let path = sector.cache(try file.text("name"))
            try await engine.writeSyntheticProofs(sector.config, sector.files, try sector.inputs(), to: path)
            comparison.equal("size of synthetic proofs", try file.number("size"), File.size(path) ?? 0)
            comparison.equal("sha256 of synthetic proofs", try file.text("sha256"), try digest(path))
        }
    }

    private func checkCommit(_ sector: SealedCase, _ comparison: Comparison) async throws {
        var ways = [("layers", sector.files)]
        if File.exists(sector.cache("syn-porep-vanilla-proofs.dat")) {
            var files = sector.files
            files.layers = nil
            files.synthetic = sector.cache("syn-porep-vanilla-proofs.dat")
            ways.append(("synthetic proofs", files))
        }
        for (source, files) in ways {
            let proof = try await engine.provePoRep(sector.config, files, try sector.inputs())
            comparison.equal(
                "c1 from \(source): size", try sector.record.number("c1_json_size"), UInt64(proof.count))
            comparison.equal(
                "c1 from \(source): sha256", try sector.record.text("c1_json_sha256"),
                Hex.encode(SHA256Digest.hash(proof)))
            let verdict = try await engine.verifyPoRep(sector.config, proof, try sector.inputs())
            comparison.equal("c1 from \(source) verifies (\(verdict.reason))", true, verdict.valid)
        }
    }
}
