internal import ChainVerifier
internal import ProofEngine
internal import System

/// Verifying keys of a chain's proofs.
enum ChainKeys {
    /// Those of the SNARK vectors beside a folder, or above it.
    static func find(near start: String) throws -> ProofVerifier {
        var folder = try File.absolutePath(start)
        while folder != "/" && folder != "." {
            let keys = "\(folder)/snark/groth16"
            if File.exists("\(keys)/winning_post.vk") { return verifier(keys) }
            folder = File.parent(of: folder)
        }
        throw VectorError("no verifying keys (snark/groth16) near \(start)")
    }

    /// Those of a folder.
    static func verifier(_ folder: String) -> ProofVerifier {
        ProofVerifier(VerifyingKeys(folder, network: .private))
    }
}
