import FoundationEssentials
import Primitives
import ProofEngine
import System

/// A file with a C1 output: SealCommitPhase1Output as JSON, or what lotus-bench saves around it.
struct C1File {
    /// What it says of the sector.
    private struct Header: Decodable {
        let registered_proof: String
        let comm_r, comm_d, replica_id, seed, ticket: [UInt8]
    }

    /// lotus-bench's --save-commit2-input.
    private struct LotusBench: Decodable {
        let Phase1Out: Data
    }

    /// SealCommitPhase1Output.
    let json: [UInt8]
    let config: PoRepConfig
    let inputs: PoRepInputs

    init(_ path: String) throws {
        let bytes = Data(try File.read(path, limit: 1 << 30))
        let decoder = JSONDecoder()
        let inner = (try? decoder.decode(LotusBench.self, from: bytes))?.Phase1Out ?? bytes
        guard let header = try? decoder.decode(Header.self, from: inner) else {
            throw CommandFailure(
                "\(path): holds no C1 output of a registered proof",
                remedy: "give the JSON of seal_commit_phase1, or the sector itself: DIR --sector SECTOR")
        }
        let kinds = try (0..<20).map { try SealProofKind(registeredNumber: $0) }
        guard let kind = kinds.first(where: { $0.registeredName == header.registered_proof }) else {
            throw CommandFailure(
                "\(path): registered_proof '\(header.registered_proof)' is unknown",
                remedy: "give a proof of RegisteredSealProof 0 to 19")
        }
        let fields = [header.replica_id, header.seed, header.ticket]
        guard fields.allSatisfy({ $0.count == 32 }) else {
            throw CommandFailure("\(path): an id or randomness is not of 32 bytes", remedy: "get it again")
        }
        json = Array(inner)
        config = try PoRepConfig(kind)
        inputs = try PoRepInputs(
            replicaID: header.replica_id, commD: Commitment(header.comm_d), commR: Commitment(header.comm_r),
            seed: header.seed, ticket: header.ticket)
    }
}
