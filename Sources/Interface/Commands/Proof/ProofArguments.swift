import Primitives
import ProofEngine
import SectorManager
import System

/// Arguments that the proof commands share.
enum ProofArguments {
    static let vanilla = Argument<Bool>.flag(
        "--vanilla", "Write the vanilla proof, which a SNARK proof is made from, instead of the SNARK proof")
    static let out = Argument<String?>.option("--out", "File to write; standard output otherwise")
    static let form = Argument<ProofForm>.option("--form", "Form of the vanilla proof", default: .json)
    static let randomness = Argument<String>.required("--randomness", "Chain randomness, 64 hex digits")
    static let parameters = Argument<String?>.option(
        "--parameters", "Directory of the parameter files; params of QUARRY_HOME otherwise",
        environment: "FIL_PROOFS_PARAMETER_CACHE")
    static let network = Argument<ProofNetwork?>.option(
        "--network",
        "What the proof must suit: a public network refuses local parameters; public for 32 and 64 GiB")
    /// What SNARK proofs take beyond vanilla ones.
    static let snark: [any ArgumentProtocol] = [parameters, network, SectorArguments.memory]

    /// The directory of parameters.
    static func store(_ context: CommandContext) -> ParameterStore { ParameterStore(context[parameters]) }

    /// How to prove sectors of a size.
    static func options(_ context: CommandContext, _ size: SectorSize) -> ProvingOptions {
        ProvingOptions(
            store: store(context), network: context[network] ?? ProofNetwork(of: size),
            memory: context[SectorArguments.memory]?.bytes)
    }

    /// The options of vanilla proofs need --vanilla, and binary ones a file.
    static func validateForm(_ arguments: ParsedArguments) throws(UsageError) {
        guard arguments[form] == .bincode else { return }
        if !arguments[vanilla] { throw UsageError("--form is for --vanilla: a SNARK proof has one form") }
        if arguments[out] == nil { throw UsageError("--form bincode needs --out: it is no text") }
    }

    /// Writes a vanilla proof to the file of `--out`, or to standard output.
    static func write(_ bytes: [UInt8], _ context: CommandContext) throws {
        guard let path = context[out] else {
            // Proofs that come without --out are JSON: validateForm sees to it.
            return context.print(String(decoding: bytes, as: UTF8.self))
        }
        try File.writeAtomically(path, bytes)
        context.note("\(path): \(bytes.count) bytes")
    }

    /// Writes a SNARK proof to the file of `--out`, or in hex to standard output.
    static func writeSnark(_ proof: [UInt8], _ context: CommandContext) throws {
        guard context[out] == nil else { return try write(proof, context) }
        context.print(Hex.encode(proof))
    }

    /// Prints what a verifier found; a refusal ends the command with exit status 1.
    static func report(
        _ verdict: Verdict, file: String, kind: String, _ context: CommandContext
    ) throws {
        if context[Common.json] {
            try context.print(
                json: VerdictReport(file: file, kind: kind, valid: verdict.valid, reason: verdict.reason))
        } else {
            context.print("\(file): " + (verdict.valid ? "valid" : "NOT valid: \(verdict.reason)"))
        }
        if !verdict.valid { throw SilentFailure() }
    }
}

/// A verdict as JSON.
private struct VerdictReport: Encodable {
    let file: String
    let kind: String
    let valid: Bool
    let reason: String
}

extension ProofForm: ArgumentValue {}
extension ProofNetwork: ArgumentValue {}
