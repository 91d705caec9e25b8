internal import CProofs
public import Primitives

/// The texts that filecoin-proofs-api gives for PreCommit 1 and 2 and that Lotus passes on, byte for byte. Only
/// registered proofs have them.
public enum PreCommitOutput {
    /// SealPreCommitPhase1Output: where the labels and tree-d are, and CommD. `cachePath` as given to the reference.
    public static func phase1(
        _ config: PoRepConfig, cachePath: String, commD: Commitment
    ) throws(EngineError) -> String {
        let (name, family) = try registered(config)
        let nodes = config.sectorBytes / 32
        let path = quoted(cachePath)
        let labels = (1...config.layerCount).map { layer in
            #"{"path":\#(path),"id":"layer-\#(layer)","size":\#(nodes),"rows_to_discard":0}"#
        }
        return #"{"registered_proof":"\#(name)","labels":{"\#(family)":{"labels":["#
            + labels.joined(separator: ",")
            + #"],"_h":null}},"config":{"path":\#(path),"id":"tree-d","size":"#
            + #"\#(2 * nodes - 1),"rows_to_discard":0},"comm_d":\#(list(commD))}"#
    }

    /// SealPreCommitPhase2Output: CommR and CommD.
    public static func phase2(
        _ config: PoRepConfig, commR: Commitment, commD: Commitment
    ) throws(EngineError) -> String {
        let name = try registered(config).name
        return #"{"registered_proof":"\#(name)","comm_r":\#(list(commR)),"comm_d":\#(list(commD))}"#
    }

    private static func registered(_ config: PoRepConfig) throws(EngineError) -> (
        name: String, family: String
    ) {
        guard let name = config.kind.registeredName, let family = config.kind.registeredFamily else {
            throw EngineError(
                .unsupported, "PreCommit output", "\(config.kind.summary) has no registered proof")
        }
        return (name, family)
    }

    private static func list(_ commitment: Commitment) -> String {
        "[" + commitment.bytes.map(String.init).joined(separator: ",") + "]"
    }

    /// A JSON string as serde writes it.
    private static func quoted(_ text: String) -> String {
        let short: [Unicode.Scalar: String] = [
            "\"": "\\\"", "\\": "\\\\", "\u{8}": "\\b", "\u{c}": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t",
        ]
        var out = "\""
        for scalar in text.unicodeScalars {
            if let escape = short[scalar] {
                out += escape
            } else if scalar.value < 0x20 {
                let digits = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            } else {
                out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }
}
