internal import ChainVerifier
internal import Primitives
internal import VMInterpreter

/// A message that proves something, and what that is verified against: one line of `proof-messages.jsonl`.
struct ProofMessageVector {
    private let record: VectorRecord
    private let miner: UInt64

    init(_ record: VectorRecord) throws {
        self.record = record
        guard let miner = try Address(record.text("miner")).id else {
            throw VectorError("the miner is no ID address")
        }
        self.miner = miner
    }

    /// Verifies its proofs. Messages that promise, and those whose proofs nobody could look at, have none.
    func check(_ proofs: ProofVerifier, _ comparison: Comparison) throws {
        let holds = try record.integer("exit_code") == 0
        switch try record.text("method_name") {
        case "SubmitWindowedPoSt":
            guard record.has("verify") else { return try checkGarbage(proofs, comparison) }
            comparison.equal("window proof holds", holds, try proofs.holds(window(record.record("verify"))))
        case "ProveCommitSectors3":
            let sectors = try record.records("verify")
            for sector in sectors {
                comparison.equal("seal holds", holds, try proofs.holds(seal(sector)))
            }
            // Proofs of sectors that were never promised are not looked at.
            comparison.equal("sectors to look at", holds, !sectors.isEmpty)
        case "ProveReplicaUpdates3":
            for sector in try record.records("verify") {
                comparison.equal("update holds", holds, try proofs.holds(update(sector)))
            }
        case "PreCommitSectorBatch2":
            let promised = try record.record("params").records("Sectors").map {
                try $0.number("SectorNumber")
            }
            comparison.equal(
                "sectors", promised, try record.records("verify").map { try $0.number("sector") })
        case let other: throw VectorError("method \(other) is not known")
        }
    }

    private var windowProofs: [TypedProof] {
        get throws {
            try record.record("params").records("Proofs").map {
                TypedProof(kind: try $0.integer("PoStProof"), bytes: try $0.base64("ProofBytes"))
            }
        }
    }

    private func window(_ facts: VectorRecord) throws -> WindowPoStInfo {
        WindowPoStInfo(
            randomness: try facts.bytes("randomness_drawn_hex"), proofs: try windowProofs,
            sectors: try facts.records("sectors").map {
                ProvenSector(
                    proof: try $0.integer("seal_proof"), number: try $0.number("sector"),
                    sealedCID: try CID($0.text("sealed_cid")))
            }, prover: miner)
    }

    /// Bytes that are no proof, whatever they are to prove.
    private func checkGarbage(_ proofs: ProofVerifier, _ comparison: Comparison) throws {
        let anything = WindowPoStInfo(
            randomness: [UInt8](repeating: 0, count: 32), proofs: try windowProofs,
            sectors: [ProvenSector(proof: 5, number: 1, sealedCID: try CID(Self.anySealed))], prover: miner)
        comparison.refused("garbage") { _ = try proofs.holds(anything) }
    }

    /// CommR of 32 bytes of 1.
    private static var anySealed: String {
        get throws {
            try Commitment([UInt8](repeating: 1, count: Commitment.byteCount)).cid(.sealed)
        }
    }

    private func seal(_ facts: VectorRecord) throws -> SealInfo {
        let info = try facts.record("precommit").record("Info")
        let proof = try info.integer("SealProof")
        let unsealed =
            try info.has("UnsealedCid")
            ? CID(info.link("UnsealedCid")) : SectorCommitment.cid(proof, [])
        return SealInfo(
            registeredProof: proof, miner: miner, number: try facts.number("sector"),
            randomness: try facts.bytes("seal_randomness_hex"),
            interactiveRandomness: try facts.bytes("interactive_randomness_hex"),
            proof: try facts.bytes("proof_hex"), sealedCID: try CID(info.link("SealedCID")),
            unsealedCID: unsealed)
    }

    private func update(_ facts: VectorRecord) throws -> ReplicaUpdateInfo {
        let params = try record.record("params")
        let number = try facts.number("sector")
        guard
            let update = try params.records("SectorUpdates").first(where: {
                try $0.number("Sector") == number
            })
        else { throw VectorError("sector \(number) is not updated") }
        let pieces = try update.records("Pieces").map {
            SectorPiece(paddedSize: try $0.number("Size"), cid: try CID($0.link("CID")))
        }
        let seal = try facts.record("before").integer("SealProof")
        return ReplicaUpdateInfo(
            updateProof: try params.integer("UpdateProofsType"),
            oldSealedCID: try CID(facts.text("old_sealed_cid")),
            newSealedCID: try CID(facts.text("new_sealed_cid")),
            newUnsealedCID: try SectorCommitment.cid(seal, pieces), proof: try facts.bytes("proof_hex"))
    }
}
