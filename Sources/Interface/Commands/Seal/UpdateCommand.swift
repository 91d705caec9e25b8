import Primitives
import ProofEngine
import SectorManager
import System

/// `quarry update`: new data for a committed-capacity sector.
enum UpdateCommand: Command {
    static let path = ["update"]
    static let summary = "Put data into a committed-capacity sector (snap deal)"
    static let example = "quarry update DIR --sector s-t01000-1 video.car"
    static let discussion = """
        Writes DIR/update and DIR/update-cache, named as Lotus names them, and puts the padded data into \
        DIR/unsealed in the place of the zeros. The sector key in DIR/sealed stays as it is. The same \
        command again goes on after an interruption.
        """
    static let pieces = Argument<[String]>.positionals("PIECE", "Files of the new data, in order", minimum: 1)
    static let arguments: [any ArgumentProtocol] = [
        SectorArguments.directory, SectorArguments.sectors, Common.cores, Common.json, pieces,
    ]

    private struct Report: Encodable {
        let sector: String
        let pieces: [SealReport.Piece]
        let commD: String
        let commDCID: String
        let commRLast: String
        let commR: String
        let commRCID: String
        let stages: [SealReport.Stage]

        enum CodingKeys: String, CodingKey {
            case sector, pieces, stages
            case commD = "comm_d_new"
            case commDCID = "comm_d_new_cid"
            case commRLast = "comm_r_last_new"
            case commR = "comm_r_new"
            case commRCID = "comm_r_new_cid"
        }

        init(_ outcome: UpdateOutcome) {
            sector = outcome.record.sector
            let update = outcome.record.update
            pieces = (update?.pieces ?? []).map(SealReport.Piece.init)
            commD = update?.commD?.hex ?? ""
            commDCID = update?.commD?.cid(.unsealed) ?? ""
            commRLast = update?.commRLast?.hex ?? ""
            commR = update?.commR?.hex ?? ""
            commRCID = update?.commR?.cid(.sealed) ?? ""
            stages = outcome.stages.map {
                SealReport.Stage(
                    stage: $0.stage, sectors: $0.sectors, seconds: $0.seconds,
                    bytesPerSecond: $0.bytesPerSecond)
            }
        }

        var text: String {
            var lines = ["\(sector)  updated"]
            for piece in pieces where piece.rawBytes > 0 {
                lines.append(
                    "  piece          \(piece.cid)  \(piece.rawBytes) bytes at \(piece.paddedOffset)")
            }
            lines.append("  new CommD      \(commDCID)")
            lines.append("                 \(commD)")
            lines.append("  new CommR      \(commRCID)")
            lines.append("                 \(commR)")
            lines.append("  new CommRLast  \(commRLast)")
            return lines.joined(separator: "\n") + "\n" + SealReport.table(stages)
        }
    }

    static func run(_ context: CommandContext) async throws {
        let layout = try SectorArguments.layout(context)
        let manager = try context.sectorManager(cores: context[Common.cores])
        let outcome = try await manager.update(UpdateRequest(layout: layout, pieces: context[pieces]))
        let report = Report(outcome)
        if context[Common.json] { try context.print(json: report) } else { context.print(report.text) }
    }
}
