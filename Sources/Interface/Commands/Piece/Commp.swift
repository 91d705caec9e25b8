import Primitives
import ProofEngine
import SectorManager
import System

/// `quarry commp`: piece commitments.
enum Commp: Command {
    static let path = ["commp"]
    static let summary = "Compute piece commitments (CommP) of files"
    static let example = "quarry commp video.car"
    static let discussion = """
        Streams each file in constant memory; '-' is standard input. A piece is the file, Fr32-padded (127 \
        bytes become 128) and filled with zeros to the next power of two.
        """
    static let files = Argument<[String]>.positionals("FILE", "Files; '-' is standard input", minimum: 1)
    static let arguments: [any ArgumentProtocol] = [files, Common.cores, Common.json]

    private struct Row: Encodable {
        let file: String
        let cid: String
        let commP: String
        let rawBytes: UInt64
        let unpaddedBytes: UInt64
        let paddedBytes: UInt64

        enum CodingKeys: String, CodingKey {
            case file, cid
            case commP = "comm_p"
            case rawBytes = "raw_size"
            case unpaddedBytes = "unpadded_size"
            case paddedBytes = "padded_size"
        }
    }

    static func run(_ context: CommandContext) async throws {
        let engine = try context.engine(cores: context[Common.cores])
        var rows: [Row] = []
        for file in context[files] {
            let row = try await commit(file, engine, context)
            rows.append(row)
            if !context[Common.json] { context.print(text(row)) }
        }
        if context[Common.json] { try context.print(json: rows) }
    }

    private static func commit(_ file: String, _ engine: Engine, _ context: CommandContext) async throws
        -> Row
    {
        let job = EngineJob()
        let total = File.size(file) ?? 0
        let piece: PieceCommitment
        do {
            piece = try await context.stage(
                "commp \(file)", unit: .bytes, sample: { ProgressSample(done: job.done, total: total) }
            ) { try await engine.commitPiece(StreamSource(file), job: job) }
        } catch let error as EngineError where error.kind == .invalidArgument {
            throw CommandFailure("\(file): \(error.detail)", remedy: "a piece has at least one byte")
        }
        return Row(
            file: file, cid: piece.commitment.cid(.unsealed), commP: piece.commitment.hex,
            rawBytes: piece.rawBytes, unpaddedBytes: piece.paddedBytes / 128 * 127,
            paddedBytes: piece.paddedBytes)
    }

    private static func text(_ row: Row) -> String {
        """
        \(row.file)
          CommP        \(row.cid)
          hex          \(row.commP)
          raw size     \(row.rawBytes) bytes
          padded size  \(row.paddedBytes) bytes (\(ByteCount(row.paddedBytes)))

        """
    }
}
