internal import CCrypto
internal import Primitives
internal import ProofEngine

extension Conformance {
    /// The instance that a record names.
    private func instance(_ record: VectorRecord) throws -> qr_poseidon_kind_t {
        let name = try record.text("name")
        let kinds: [String: qr_poseidon_kind_t] = [
            "merkle2": QR_POSEIDON_2, "merkle4": QR_POSEIDON_4, "merkle8": QR_POSEIDON_8,
            "merkle11": QR_POSEIDON_11, "gen_randomness2": QR_POSEIDON_RANDOMNESS_2,
        ]
        guard let kind = kinds[name] else { throw VectorError("Poseidon instance \(name) is not known") }
        return kind
    }

    /// Constants of an instance.
    func checkPoseidonConstants(_ record: VectorRecord, _ comparison: Comparison) throws {
        let kind = try instance(record)
        var info = qr_poseidon_info_t()
        unsafe qr_poseidon_info(&info, kind)
        comparison.equal("arity", try record.number("arity"), UInt64(qr_poseidon_arity(kind)))
        comparison.equal("width", try record.number("width"), UInt64(info.width))
        comparison.equal("full_rounds", try record.number("full_rounds"), UInt64(info.full_rounds))
        comparison.equal("partial_rounds", try record.number("partial_rounds"), UInt64(info.partial_rounds))
        let tag = unsafe withUnsafeBytes(of: &info.domain_tag) { unsafe Array($0) }
        comparison.equal("domain_tag", try record.text("domain_tag"), Hex.encode(tag))

        var rounds = [UInt8](repeating: 0, count: info.width * (info.full_rounds + info.partial_rounds) * 32)
        unsafe qr_poseidon_round_constants(kind, &rounds)
        try compare("round_constants", rounds, record, comparison)
        var compressed = [UInt8](
            repeating: 0, count: (info.width * info.full_rounds + info.partial_rounds) * 32)
        unsafe qr_poseidon_compressed_round_constants(kind, &compressed)
        try compare("compressed_round_constants", compressed, record, comparison)

        var matrix = [UInt8](repeating: 0, count: info.width * info.width * 32)
        unsafe qr_poseidon_mds(kind, &matrix)
        let expected = try record.list("mds").map { row -> String in
            guard case .array(let row) = row else { throw VectorError("mds has an odd row") }
            return row.map { if case .string(let text) = $0 { text } else { "?" } }.joined()
        }
        comparison.equal("mds", expected.joined(), Hex.encode(matrix))
    }

    private func compare(
        _ name: String, _ constants: [UInt8], _ record: VectorRecord, _ comparison: Comparison
    ) throws {
        let expected = try record.record(name)
        comparison.equal("\(name) count", try expected.number("count"), UInt64(constants.count / 32))
        comparison.equal(
            "\(name) sha256", try expected.text("sha256"), Hex.encode(SHA256Digest.hash(constants)))
        if expected.has("first") {
            let first = try expected.texts("first").joined()
            comparison.equal("\(name) first", first, Hex.encode(constants.prefix(first.count / 2)))
        }
    }

    /// One hash.
    func checkPoseidonHash(_ record: VectorRecord, _ comparison: Comparison) throws {
        let kind = try instance(record)
        let input = try record.texts("input").flatMap { try Hex.decode($0, subject: "input") }
        guard input.count == 32 * qr_poseidon_arity(kind) else {
            throw VectorError("\(input.count) bytes of input for arity \(qr_poseidon_arity(kind))")
        }
        // In each place of a batch, so that every lane of a wide kernel is seen.
        let batch = 9
        let inputs = (0..<batch).flatMap { _ in input }
        var out = [UInt8](repeating: 0, count: batch * 32)
        unsafe qr_poseidon_hash(kind, &out, inputs, batch)
        let digest = try record.text("digest")
        for place in 0..<batch {
            comparison.equal("digest \(place)", digest, Hex.encode(out[place * 32..<place * 32 + 32]))
        }
    }
}
