import Primitives
import ProofEngine
import SectorManager

/// What `quarry seal` and `quarry update` print.
struct SealReport: Encodable {
    struct Piece: Encodable {
        let cid: String
        let commP: String
        let rawBytes: UInt64
        let paddedBytes: UInt64
        let paddedOffset: UInt64

        enum CodingKeys: String, CodingKey {
            case cid
            case commP = "comm_p"
            case rawBytes = "raw_size"
            case paddedBytes = "padded_size"
            case paddedOffset = "padded_offset"
        }

        init(_ piece: PieceRecord) {
            cid = piece.cid
            commP = piece.commitment.hex
            rawBytes = piece.rawBytes
            paddedBytes = piece.unpaddedBytes / 127 * 128
            paddedOffset = piece.paddedOffset
        }
    }

    struct Sector: Encodable {
        let sector: String
        let proof: String
        let registeredProof: String?
        let pieces: [Piece]
        let commD: String
        let commDCID: String
        let commC: String
        let commRLast: String
        let commR: String
        let commRCID: String
        let replicaID: String

        enum CodingKeys: String, CodingKey {
            case sector, proof, pieces
            case registeredProof = "registered_proof"
            case commD = "comm_d"
            case commDCID = "comm_d_cid"
            case commC = "comm_c"
            case commRLast = "comm_r_last"
            case commR = "comm_r"
            case commRCID = "comm_r_cid"
            case replicaID = "replica_id"
        }
    }

    struct Stage: Encodable {
        let stage: String
        let sectors: Int
        let seconds: Double
        let bytesPerSecond: Double

        enum CodingKeys: String, CodingKey {
            case stage, sectors, seconds
            case bytesPerSecond = "bytes_per_second"
        }
    }

    let sectors: [Sector]
    let stages: [Stage]

    init(_ outcome: SealOutcome) {
        sectors = outcome.sectors.map { sealed in
            let record = sealed.record
            let kind = try? record.proof.config().kind
            return Sector(
                sector: record.sector, proof: kind?.summary ?? record.proof.size.name,
                registeredProof: kind?.registeredName, pieces: (record.pieces ?? []).map(Piece.init),
                commD: record.commD?.hex ?? "", commDCID: record.commD?.cid(.unsealed) ?? "",
                commC: record.commC?.hex ?? "", commRLast: record.commRLast?.hex ?? "",
                commR: record.commR?.hex ?? "", commRCID: record.commR?.cid(.sealed) ?? "",
                replicaID: record.replicaID ?? "")
        }
        stages = outcome.stages.map {
            Stage(
                stage: $0.stage, sectors: $0.sectors, seconds: $0.seconds, bytesPerSecond: $0.bytesPerSecond)
        }
    }

    var text: String {
        sectors.map(Self.text).joined() + Self.table(stages)
    }

    private static func text(_ sector: Sector) -> String {
        var lines = ["\(sector.sector)  \(sector.registeredProof ?? sector.proof)"]
        for piece in sector.pieces where piece.rawBytes > 0 {
            lines.append("  piece      \(piece.cid)  \(piece.rawBytes) bytes at \(piece.paddedOffset)")
        }
        lines.append("  CommD      \(sector.commDCID)")
        lines.append("             \(sector.commD)")
        lines.append("  CommR      \(sector.commRCID)")
        lines.append("             \(sector.commR)")
        lines.append("  CommC      \(sector.commC)")
        lines.append("  CommRLast  \(sector.commRLast)")
        return lines.joined(separator: "\n") + "\n"
    }

    static func table(_ stages: [Stage]) -> String {
        guard !stages.isEmpty else { return "\nnothing was left to do: every file is there and verified\n" }
        let rows = stages.map { stage in
            [
                stage.stage, "\(stage.sectors)", Format.duration(stage.seconds),
                Format.bytesPerSecond(stage.bytesPerSecond),
            ]
        }
        return "\n" + Format.table(["stage", "sectors", "time", "rate"], rows, rightAligned: [1, 2, 3])
    }
}
