internal import Primitives
internal import ProofEngine

/// The JSON texts that filecoin-proofs-api gives after each half of pre-commitment and that Lotus passes on, byte for
/// byte: compact, keys in the order of its structures. Sizes without a registered proof have the same text as
/// filecoin-proofs itself, without the `registered_proof` key and the enum around the labels.
enum LotusOutput {
    /// SealPreCommitPhase1Output; nil before CommD is known.
    static func precommit1(_ record: SectorRecord, _ config: PoRepConfig, cache: String) -> String? {
        guard let commD = record.commD else { return nil }
        let path = quoted(record.cachePath)
        let nodes = config.kind.size.nodeCount
        let layers = (1...config.layerCount).map { store(path, "layer-\($0)", nodes) }
        let list = "{\"labels\":[\(layers.joined(separator: ","))],\"_h\":null}"
        let labels = config.kind.registeredFamily.map { "{\"\($0)\":\(list)}" } ?? list
        return "{\(head(config))\"labels\":\(labels),\"config\":\(store(path, "tree-d", 2 * nodes - 1)),"
            + "\"comm_d\":\(numbers(commD))}"
    }

    /// SealPreCommitPhase2Output; nil before the replica is there.
    static func precommit2(_ record: SectorRecord, _ config: PoRepConfig) -> String? {
        guard let commD = record.commD, let commR = record.commR else { return nil }
        return "{\(head(config))\"comm_r\":\(numbers(commR)),\"comm_d\":\(numbers(commD))}"
    }

    private static func head(_ config: PoRepConfig) -> String {
        config.kind.registeredName.map { "\"registered_proof\":\"\($0)\"," } ?? ""
    }

    private static func store(_ path: String, _ id: String, _ size: UInt64) -> String {
        "{\"path\":\(path),\"id\":\"\(id)\",\"size\":\(size),\"rows_to_discard\":0}"
    }

    private static func numbers(_ commitment: Commitment) -> String {
        "[\(commitment.bytes.map { "\($0)" }.joined(separator: ","))]"
    }

    /// A JSON string as serde writes it: control characters, quotes and backslashes escaped.
    private static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            case "\u{8}": out += "\\b"
            case "\u{c}": out += "\\f"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }
}
