import Primitives
import ProofEngine
import SectorManager
import System

/// Arguments that the proof commands share.
enum ProofArguments {
    static let vanilla = Argument<Bool>.flag(
        "--vanilla", "Write the vanilla proof; the only kind so far, so it must be given")
    static let out = Argument<String?>.option("--out", "File to write; standard output otherwise")
    static let form = Argument<ProofForm>.option("--form", "Form of the proof", default: .json)
    static let randomness = Argument<String>.required("--randomness", "Chain randomness, 64 hex digits")

    static func requireVanilla(_ arguments: ParsedArguments) throws(UsageError) {
        guard arguments[vanilla] else {
            throw UsageError("--vanilla is required", remedy: "SNARK proofs are not part of this version")
        }
    }

    /// Binary proofs need a file.
    static func requireFile(_ arguments: ParsedArguments) throws(UsageError) {
        if arguments[form] == .bincode, arguments[out] == nil {
            throw UsageError("--form bincode needs --out: it is no text")
        }
    }

    /// Writes proof bytes to the file of `--out`, or to standard output.
    static func write(_ bytes: [UInt8], _ context: CommandContext) throws {
        guard let path = context[out] else {
            // Proofs that come without --out are JSON: requireFile sees to it.
            return context.print(String(decoding: bytes, as: UTF8.self))
        }
        try File.writeAtomically(path, bytes)
        context.note("\(path): \(bytes.count) bytes")
    }
}

extension ProofForm: ArgumentValue {}
