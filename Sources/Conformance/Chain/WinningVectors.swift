internal import Beacon
internal import ChainTypes
internal import ChainVerifier
internal import FoundationEssentials
internal import IPLD
internal import Keys
internal import Networks
internal import Primitives
internal import VMInterpreter

/// What a block won with, and what that is verified against: one line of `winning.jsonl`.
struct WinningVector {
    private let record: VectorRecord
    private let miner: Address
    private let worker: Address

    init(_ record: VectorRecord) throws {
        self.record = record
        miner = try Address(record.text("miner"))
        worker = try Address(record.text("worker_key"))
    }

    /// Draws its randomness anew, verifies the election proof and the WinningPoSt, and counts the wins.
    func check(_ proofs: ProofVerifier, _ comparison: Comparison) throws {
        let height = try record.integer("height")
        let base = try entry(height)
        let election = VRF.draw(tag: 2, base: base, epoch: height, entropy: miner.cbor)
        comparison.equal("election input", try record.text("election_vrf_input_hex"), Hex.encode(election))
        let randomness = VRF.draw(tag: 3, base: base, epoch: height, entropy: miner.cbor)
        comparison.equal("randomness", try record.text("randomness_drawn_hex"), Hex.encode(randomness))

        let proof = try record.base64("election_vrf")
        let made = try VRF.verify(proof, election, publicKey: Array(worker.payload))
        comparison.equal("election proof is the worker's", true, made)
        guard let power = try BigInt(record.text("miner_power")),
            let networkPower = try BigInt(record.text("network_power")), networkPower > 0
        else { throw VectorError("power is no number") }
        comparison.equal(
            "wins", try record.integer("win_count"),
            WinCount.wins(proof: proof, power: power, networkPower: networkPower))

        let sectors = try record.records("sectors").map(Self.sector)
        let winning = try record.records("proof").map {
            (kind: try $0.integer("PoStProof"), bytes: try $0.base64("ProofBytes"))
        }
        comparison.equal(
            "WinningPoSt holds", true,
            try proofs.holdsWinning(randomness: randomness, sectors: sectors, proofs: winning))
    }

    /// The newest entry that the block carries, on the mock beacon; the one before it where it carries none.
    private func entry(_ height: Int64) throws -> [UInt8] {
        let beacon = Beacon(.local("testing"), genesisTime: 0)
        let previous = try record.record("prev_beacon")
        let round = beacon.round(at: height)
        if try previous.number("Round") == round { return try previous.base64("Data") }
        guard let entry = beacon.entry(round) else { throw VectorError("a beacon that is no mock") }
        return entry.data
    }

    private static func sector(_ record: VectorRecord) throws -> ProvenSector {
        ProvenSector(
            proof: try record.integer("SealProof"), number: try record.number("SectorNumber"),
            sealedCID: try CID(record.link("SealedCID")))
    }
}

extension VectorRecord {
    /// Bytes in base 64.
    func base64(_ name: String) throws -> [UInt8] {
        guard let data = Data(base64Encoded: try text(name)) else {
            throw VectorError("\"\(name)\" is not base 64")
        }
        return Array(data)
    }
}
