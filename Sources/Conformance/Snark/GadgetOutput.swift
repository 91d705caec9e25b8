internal import CProofs
internal import Primitives
internal import ProofEngine

extension CircuitName {
    /// Whether a gadget's name is the one that its description leads to.
    func fits(_ about: VectorRecord) throws -> Bool {
        let name = parts.dropFirst().joined(separator: "_")
        if about.has("position") {
            return ["2", "4", "8"].contains {
                name == "insert_\($0)_at\((try? about.number("position")) ?? 0)"
            }
        } else if about.has("message_bytes") {
            return name == "sha256_\(8 * (try about.number("message_bytes")))"
        } else if about.has("layer") {
            return name == "create_label_layer\(try about.number("layer"))"
        }
        return [
            "decode", "encode", "multipack", "num", "por_poseidon_8", "por_sha256_2", "poseidon_11",
            "poseidon_2", "poseidon_4", "poseidon_8", "poseidon_hash2", "select_8", "sha256_tree_node",
            "uint64",
        ].contains(name)
    }
}

extension Conformance {
    /// What a gadget gives: a value of its witness, or bytes that are in it bit by bit.
    func compareOutput(
        _ name: CircuitName, _ about: VectorRecord, _ source: CircuitSource, _ digest: CircuitDigest,
        _ comparison: Comparison
    ) throws {
        comparison.equal("the name is that of the description", true, try name.fits(about))
        guard case .gadget(_, let data, _) = source else { return }
        switch about.fields["output"] {
        case .string(let value)?: compareValues([value], digest, comparison)
        case .array?: compareValues(try about.texts("output"), digest, comparison)
        case .object?:
            let isTreeNode = name.parts.dropFirst().elementsEqual(["sha256", "tree", "node"])
            try compareNamed(
                about.record("output"), about, isTreeNode ? data : nil, data, digest, comparison)
        default: break
        }
    }

    private func compareValues(_ values: [String], _ digest: CircuitDigest, _ comparison: Comparison) {
        let all = Set(
            stride(from: 0, to: digest.values.count, by: 32).map { Hex.encode(digest.values[$0..<$0 + 32]) })
        for value in values { comparison.equal("\(value) is in the witness", true, all.contains(value)) }
    }

    /// `nodes`: two nodes that are hashed by SHA-256, not by Poseidon.
    private func compareNamed(
        _ output: VectorRecord, _ about: VectorRecord, _ nodes: [UInt8]?, _ data: [UInt8],
        _ digest: CircuitDigest, _ comparison: Comparison
    ) throws {
        for name in output.fields.keys.sorted() {
            let expected = try output.text(name)
            switch name {
            case "aux_index_of_output":
                let number = expected.filter(\.isNumber)
                guard let index = UInt64(number), expected == "Variable(Aux(\(number)))",
                    index < digest.totals.aux
                else { throw VectorError("no variable '\(expected)'") }
                let start = 32 * Int(digest.totals.inputs + index)
                comparison.equal(
                    name, try output.text("hash"), Hex.encode(digest.values[start..<start + 32]))
            case "value":
                let number = data.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
                comparison.equal(name, expected, String(number))
            case "digest": comparison.equal(name, expected, sha256(data))
            case "label": comparison.equal(name, expected, Hex.encode(try label(about, data)))
            case "hash" where nodes != nil:
                comparison.equal(name, expected, Hex.encode(element(of: nodes ?? [])))
            default: compareValues([expected], digest, comparison)
            }
        }
    }

    /// SHA-256 as a field element.
    private func element(of bytes: [UInt8]) -> [UInt8] {
        var hash = SHA256Digest.hash(bytes)
        hash[31] &= 0x3f
        return hash
    }

    /// The label of a node: replica id, layer, number, then its parents over and over.
    private func label(_ about: VectorRecord, _ data: [UInt8]) throws -> [UInt8] {
        let (layer, node) = (try about.number("layer"), try about.number("node"))
        let parents = data.count / 32 - 1
        guard parents > 0 else { throw VectorError("a label without parents") }
        var message = Array(data.prefix(32))
        message += stride(from: UInt64(24), through: 0, by: -8).map { UInt8(truncatingIfNeeded: layer >> $0) }
        message += stride(from: UInt64(56), through: 0, by: -8).map { UInt8(truncatingIfNeeded: node >> $0) }
        message += [UInt8](repeating: 0, count: 20)
        for index in 0..<37 {
            let start = 32 * (1 + index % parents)
            message += data[start..<start + 32]
        }
        return element(of: message)
    }
}
