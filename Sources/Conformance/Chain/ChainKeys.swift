internal import ChainVerifier
internal import ProofEngine
internal import System

/// Verifying keys of a chain's proofs.
enum ChainKeys {
    /// Those of the SNARK vectors beside a folder, or above it.
    static func find(near start: String) throws -> ProofVerifier {
        guard let folder = try folder(near: [start]) else {
            throw VectorError("no verifying keys (snark/groth16) near \(start)")
        }
        return verifier(folder)
    }

    /// Those of a folder; nil: of the node's own directory of parameters.
    static func verifier(_ folder: String?) -> ProofVerifier {
        ProofVerifier(VerifyingKeys(folder, network: .private))
    }

    /// The folder of the SNARK vectors beside one of these folders, or above it; nil where there is none.
    static func folder(near starts: [String]) throws -> String? {
        for start in starts {
            var place = try File.absolutePath(start)
            while place != "/" && place != "." {
                for below in ["snark/groth16", "vectors/snark/groth16"]
                where File.exists("\(place)/\(below)/winning_post.vk") { return "\(place)/\(below)" }
                place = File.parent(of: place)
            }
        }
        return nil
    }
}
