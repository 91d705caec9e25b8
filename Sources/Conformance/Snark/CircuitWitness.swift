internal import CProofs
internal import Primitives
internal import ProofEngine
internal import System

/// Copies 32 bytes into a C structure's field.
private func store<Field>(_ bytes: [UInt8], in field: inout Field) {
    unsafe withUnsafeMutableBytes(of: &field) { unsafe $0.copyBytes(from: bytes.prefix($0.count)) }
}

extension VectorRecord {
    /// As a seal case: one piece that fills the sector, whose CommP is CommD.
    func asSealCase() throws -> VectorRecord {
        var fields = fields
        let stream = try text("data_stream")
        // All that sealing depends on: two sectors that differ in any of it are not one case.
        let texts = try ["porep_id", "prover_id", "ticket", "comm_d", "api_version"].map(text)
        let numbers = try ["sector_size", "sector_id", "data_unpadded_bytes"].map { "\(try number($0))" }
        fields["case"] = .string((["snark", stream] + texts + numbers).joined(separator: " "))
        fields["pieces"] = .array([
            .object([
                "data_seed": .string(stream), "unpadded_size": fields["data_unpadded_bytes"] ?? .null,
                "padded_offset": .number(0), "comm_p": .string(try text("comm_d")),
            ])
        ])
        return VectorRecord(fields)
    }
}

extension Conformance {
    /// The sector of a record, sealed here.
    func sealedSector(_ sector: VectorRecord, _ comparison: Comparison) async throws -> SealedCase {
        let sealed = try await seal(sector.asSealCase())
        comparison.equal("comm_r", try sector.text("comm_r"), sealed.commitments.commR.hex)
        return sealed
    }

    /// Public inputs of a statement are the witness's inputs after the one.
    func comparePublicInputs(
        _ expected: [String], _ statement: SnarkStatement, _ comparison: Comparison
    ) throws {
        let bytes = try statement.publicInputs()
        let found = stride(from: 0, to: bytes.count, by: 32).map { Hex.encode(bytes[$0..<$0 + 32]) }
        comparison.equal("public inputs", expected, found)
    }

    private func expectedInputs(_ root: VectorRecord) throws -> [String] {
        Array(try root.record("witness").texts("inputs").dropFirst())
    }

    func porepWitness(
        _ about: VectorRecord, _ root: VectorRecord, _ comparison: Comparison
    ) async throws -> CircuitSource {
        let sector = try await sealedSector(about.record("sector"), comparison)
        comparison.equal("replica_id", try about.text("replica_id"), Hex.encode(sector.replicaID))
        comparison.equal("comm_c", try about.text("comm_c"), sector.commitments.commC.hex)
        comparison.equal("comm_r_last", try about.text("comm_r_last"), sector.commitments.commRLast.hex)
        let inputs = try sector.inputs()
        try comparePublicInputs(expectedInputs(root), .porep(sector.config, inputs), comparison)
        var native = qr_porep_inputs_t()
        store(inputs.replicaID, in: &native.replica_id)
        store(inputs.commD.bytes, in: &native.comm_d)
        store(inputs.commR.bytes, in: &native.comm_r)
        store(inputs.seed, in: &native.seed)
        store(inputs.ticket, in: &native.ticket)
        let json = try await engine.provePoRep(sector.config, sector.files, inputs)
        return .porepWitness(sector.config.raw, native, json: json)
    }

    func postWitness(
        _ name: CircuitName, _ about: VectorRecord, _ root: VectorRecord, _ comparison: Comparison
    ) async throws -> CircuitSource {
        let kind: PoStKind = name.postType == QR_POST_WINNING ? .winning : .window
        let legacy = try about.text("api_version") == "1.0.0"
        let randomness = try about.bytes("randomness")
        var (proofs, sectors): ([[UInt8]], [PoStSector]) = ([], [])
        var config: PoRepConfig?
        for (index, record) in try about.records("sectors").enumerated() {
            let sector = try await sealedSector(record, comparison)
            let number = try record.number("sector_id")
            let leaves = try kind.leaves(
                size: sector.config.kind.size, legacyIndex: legacy, randomness: randomness, number: number,
                index: UInt64(index))
            comparison.equal(
                "challenges of \(number)", try about.record("challenges").numbers("\(number)"), leaves)
            proofs.append(
                try await engine.provePoSt(
                    sector.config, sector.files, sectorNumber: number, commC: sector.commitments.commC,
                    commRLast: sector.commitments.commRLast, leaves: leaves, form: .bincode))
            sectors.append(PoStSector(number: number, commR: sector.commitments.commR))
            config = sector.config
        }
        guard let config else { throw VectorError("a proof of spacetime without sectors") }
        let statement = SnarkStatement.post(
            config, kind, randomness: randomness, legacyIndex: legacy, sectors: sectors)
        try comparePublicInputs(expectedInputs(root), statement, comparison)
        return .postWitness(config.raw, name.postType, proofs: proofs)
    }

    func updateWitness(
        _ about: VectorRecord, _ root: VectorRecord, _ comparison: Comparison
    ) async throws -> CircuitSource {
        let old = try about.record("old_sector")
        let key = try await sealedSector(old, comparison)
        let home = "\(scratch)/snark-update"
        if File.exists(home) { try Directory.remove(home) }
        try Directory.create("\(home)/cache")
        var data = try old.asSealCase().fields
        data["pieces"] = .array([
            .object([
                "data_seed": .string(try about.text("new_data_stream")), "padded_offset": .number(0),
                "unpadded_size": data["data_unpadded_bytes"] ?? .null,
            ])
        ])
        try await stage(VectorRecord(data), to: "\(home)/staged", sectorBytes: key.config.sectorBytes)
        let files = UpdateFiles(
            sectorKey: key.replica, staged: "\(home)/staged", replica: "\(home)/replica",
            treeD: "\(home)/cache/tree-d",
            treeRLast: CasePaths.treeNames(key.config, "tree-r-last").map { "\(home)/cache/\($0)" })
        let (before, config) = (key.commitments, key.config)
        let new = try await engine.encodeUpdate(
            config, files, commC: before.commC, commRLastOld: before.commRLast)
        comparison.equal("comm_d_new", try about.text("comm_d_new"), new.commD.hex)
        comparison.equal("comm_r_new", try about.text("comm_r_new"), new.commR.hex)
        let inputs = UpdateInputs(
            commC: before.commC, commROld: before.commR, commRNew: new.commR, commDNew: new.commD,
            commRLastOld: before.commRLast, commRLastNew: new.commRLast)
        try comparePublicInputs(expectedInputs(root), .update(config, inputs), comparison)
        let proof = try await engine.proveUpdate(
            config,
            UpdateProofFiles(
                sectorKey: key.replica, treeRLastOld: key.treeRLast, replica: files.replica,
                treeRLastNew: files.treeRLast, treeDNew: files.treeD ?? ""),
            inputs, partition: 0, form: .bincode)
        var native = qr_update_inputs_t()
        store(before.commR.bytes, in: &native.comm_r_old)
        store(new.commD.bytes, in: &native.comm_d_new)
        store(new.commR.bytes, in: &native.comm_r_new)
        return .updateWitness(config.raw, native, proof: proof)
    }
}
