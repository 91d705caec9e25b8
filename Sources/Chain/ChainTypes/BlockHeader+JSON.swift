import FoundationEssentials
import Keys
import Primitives

/// The JSON that Lotus prints: links as `{"/": CID}`, bytes in base 64, amounts in decimal digits, empty lists as null.
extension BlockHeader: Encodable {
    private enum CodingKeys: String, CodingKey {
        case miner = "Miner"
        case ticket = "Ticket"
        case electionProof = "ElectionProof"
        case beaconEntries = "BeaconEntries"
        case winningPoSt = "WinPoStProof"
        case parents = "Parents"
        case parentWeight = "ParentWeight"
        case height = "Height"
        case parentStateRoot = "ParentStateRoot"
        case parentReceipts = "ParentMessageReceipts"
        case messages = "Messages"
        case blsAggregate = "BLSAggregate"
        case timestamp = "Timestamp"
        case signature = "BlockSig"
        case forkSignaling = "ForkSignaling"
        case parentBaseFee = "ParentBaseFee"
    }

    private struct Link: Encodable {
        let cid: CID
        enum CodingKeys: String, CodingKey { case cid = "/" }
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(cid.description, forKey: .cid)
        }
    }

    private struct VRF: Encodable {
        var winCount: Int64?
        let proof: [UInt8]
        private enum CodingKeys: String, CodingKey { case WinCount, VRFProof }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encodeIfPresent(winCount, forKey: .WinCount)
            // Genesis has none.
            try container.encode(proof.isEmpty ? nil : BlockHeader.base64(proof), forKey: .VRFProof)
        }
    }

    private struct Entry: Encodable {
        let Round: UInt64
        let Data: String
    }

    private struct Proof: Encodable {
        let PoStProof: Int64
        let ProofBytes: String
    }

    private struct Seal: Encodable {
        let `Type`: UInt8
        let Data: String

        init(_ signature: Signature) {
            `Type` = signature.kind.rawValue
            Data = BlockHeader.base64(signature.data)
        }
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        FoundationEssentials.Data(bytes).base64EncodedString()
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(miner, forKey: .miner)
        try container.encode(ticket.map { VRF(proof: $0.proof) }, forKey: .ticket)
        try container.encode(
            electionProof.map { VRF(winCount: $0.winCount, proof: $0.proof) },
            forKey: .electionProof)
        let entries = beaconEntries.map { Entry(Round: $0.round, Data: Self.base64($0.data)) }
        try container.encode(entries.isEmpty ? nil : entries, forKey: .beaconEntries)
        let proofs = winningPoSt.map { Proof(PoStProof: $0.kind, ProofBytes: Self.base64($0.bytes)) }
        try container.encode(proofs.isEmpty ? nil : proofs, forKey: .winningPoSt)
        try container.encode(parents.isEmpty ? nil : parents.map(Link.init), forKey: .parents)
        try container.encode(parentWeight.description, forKey: .parentWeight)
        try container.encode(height, forKey: .height)
        try container.encode(Link(cid: parentStateRoot), forKey: .parentStateRoot)
        try container.encode(Link(cid: parentReceipts), forKey: .parentReceipts)
        try container.encode(Link(cid: messages), forKey: .messages)
        try container.encode(blsAggregate.map(Seal.init), forKey: .blsAggregate)
        try container.encode(timestamp, forKey: .timestamp)
        try container.encode(signature.map(Seal.init), forKey: .signature)
        try container.encode(forkSignaling, forKey: .forkSignaling)
        try container.encode(parentBaseFee.atto.description, forKey: .parentBaseFee)
    }
}
