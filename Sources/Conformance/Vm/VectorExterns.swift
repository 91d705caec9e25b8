internal import Primitives
internal import ProofEngine
internal import VMInterpreter

/// A node's answers as the vectors of messages have them: randomness by their rule, all else as recorded.
final class VectorExterns: Externs {
    private var faults: [VectorRecord] = []
    private var proofs: [VectorRecord] = []
    private var tipsets: [Int64: CID] = [:]

    init(_ externs: VectorRecord) throws {
        for pair in externs.has("tipset_cid") ? try externs.list("tipset_cid") : [] {
            guard case .array(let pair) = pair, pair.count == 2, case .number(let epoch) = pair[0],
                case .string(let cid) = pair[1]
            else { throw VectorError("a tipset is not [epoch, CID]") }
            tipsets[epoch] = try CID(cid)
        }
        if externs.has("consensus_fault") {
            faults = try externs.records("consensus_fault")
        }
        // CommD is computed, not answered.
        let recorded = externs.has("proofs") ? try externs.records("proofs") : []
        proofs = try recorded.filter { try $0.text("call") != "compute_unsealed_sector_cid" }
    }

    private static func bytes(_ epoch: Int64) -> [UInt8] {
        (0..<8).reversed().map { UInt8(truncatingIfNeeded: epoch >> ($0 * 8)) }
    }

    func chainRandomness(_ epoch: Int64) -> [UInt8] { Blake2b.hash(Array("chain".utf8) + Self.bytes(epoch)) }
    func beaconRandomness(_ epoch: Int64) -> [UInt8] {
        Blake2b.hash(Array("beacon".utf8) + Self.bytes(epoch))
    }

    func tipsetCID(_ epoch: Int64) throws -> CID {
        guard let cid = tipsets[epoch] else {
            throw VectorError("the reference did not ask for tipset \(epoch)")
        }
        return cid
    }

    func consensusFault(_ header1: [UInt8], _ header2: [UInt8], _ extra: [UInt8]) throws -> ConsensusFault? {
        guard
            let answer = try faults.first(where: {
                let asked = [try $0.bytes("header1"), try $0.bytes("header2"), try $0.bytes("extra")]
                return asked == [header1, header2, extra]
            })
        else { throw VectorError("the reference did not ask about these headers") }
        guard answer.has("fault") else { return nil }
        let fault = try answer.record("fault")
        let target: UInt64
        if case .string(let text)? = fault.fields["target"] {
            guard let id = try Address(text).id else { throw VectorError("a fault's target is no ID") }
            target = id
        } else {
            target = try fault.number("target")
        }
        return ConsensusFault(
            target: target, epoch: Int64(try fault.number("epoch")), kind: UInt32(try fault.number("type")))
    }

    /// The next recorded verdict.
    private func verdict(_ syscall: String) throws -> VectorRecord {
        guard !proofs.isEmpty else { throw VectorError("the reference asked for no further proof") }
        let next = proofs.removeFirst()
        let name = try next.text("call")
        guard name == syscall else { throw VectorError("the reference asked for \(name), not \(syscall)") }
        return next
    }

    func verifyPoSt(_ info: WindowPoStInfo) throws -> Bool { try verdict("verify_post").flag("ok") }

    func verifySeals(_ seals: [SealInfo]) throws -> [Bool] {
        let answer = try verdict("batch_verify_seals")
        if let verdict = try? answer.flag("ok") { return seals.map { _ in verdict } }
        return try answer.list("ok").map { $0 == .bool(true) }
    }

    func verifyAggregateSeals(_ aggregate: AggregateSealInfo) throws -> Bool {
        try verdict("verify_aggregate_seals").flag("ok")
    }

    func verifyReplicaUpdate(_ update: ReplicaUpdateInfo) throws -> Bool {
        try verdict("verify_replica_update").flag("ok")
    }

    func unsealedSectorCID(_ proof: Int64, _ pieces: [SectorPiece]) throws -> CID {
        try SectorCommitment.cid(proof, pieces)
    }
}
