internal import CCrypto
internal import Primitives
internal import ProofEngine

extension Conformance {
    /// Hashing to G1 and G2: "hash_to_curve".
    func checkHashToCurve(_ record: VectorRecord, _ tally: Tally) throws {
        let first = Array(try record.text("dst_g1").utf8)
        let second = Array(try record.text("dst_g2").utf8)
        try tally.records(record, "cases", "hash_to_curve.") { element, comparison in
            let message = try element.bytes("msg")
            comparison.equal("g1", try element.text("g1"), Hex.encode(hashToG1(message, first)))
            comparison.equal("g2", try element.text("g2"), Hex.encode(hashToG2(message, second)))
        }
        try tally.records(record, "other_dst", "hash_to_curve.") { element, comparison in
            let (message, dst) = (try element.bytes("msg"), try element.bytes("dst"))
            comparison.equal("g1", try element.text("g1"), Hex.encode(hashToG1(message, dst)))
            comparison.equal("g2", try element.text("g2"), Hex.encode(hashToG2(message, dst)))
        }
    }

    private func hashToG1(_ message: [UInt8], _ dst: [UInt8]) -> [UInt8] {
        var out = qr_g1_affine_t()
        unsafe qr_hash_to_g1(&out, message, message.count, dst, dst.count)
        return G1.compressed(out)
    }

    private func hashToG2(_ message: [UInt8], _ dst: [UInt8]) -> [UInt8] {
        var out = qr_g2_affine_t()
        unsafe qr_hash_to_g2(&out, message, message.count, dst, dst.count)
        return G2.compressed(out)
    }

    /// Signatures of the Filecoin chain: "bls_signatures".
    func checkSignatures(_ record: VectorRecord, _ tally: Tally) throws {
        var story = SignatureStory()
        try tally.records(record, "single", "bls_signatures.") { element, comparison in
            try story.compare(
                element, ["secret_le", "msg", "public", "signature"], signature: "signature", key: "public",
                comparison)
            try checkSignature(element, comparison)
        }
        let dst = Array(try record.text("dst").utf8)
        var aggregates = SignatureStory()
        try tally.records(record, "aggregate", "bls_signatures.") { element, comparison in
            try aggregates.compareAggregate(element, comparison)
            try checkAggregateSignature(element, dst, comparison)
        }
    }

    private func checkSignature(_ element: VectorRecord, _ comparison: Comparison) throws {
        let (secret, message) = (try element.bytes("secret_le", count: 32), try element.bytes("msg"))
        let key = try element.bytes("public", count: 48)
        let signature = try element.bytes("signature", count: 96)
        if try element.text("what") == "valid" {
            var ownKey = [UInt8](repeating: 0, count: 48)
            try EngineError.check(unsafe qr_bls_public_key(&ownKey, secret), "public key")
            comparison.equal("public", Hex.encode(key), Hex.encode(ownKey))
            var own = [UInt8](repeating: 0, count: 96)
            try EngineError.check(unsafe qr_bls_sign(&own, secret, message, message.count), "signature")
            comparison.equal("signature", Hex.encode(signature), Hex.encode(own))
        }
        var valid = false
        let status = unsafe qr_bls_verify(&valid, key, signature, message, message.count)
        comparison.equal("decodes", try element.flag("decodes"), status == QR_OK)
        comparison.equal("verify_messages", try element.flag("verify_messages"), status == QR_OK && valid)
        comparison.equal("verify", try element.flag("verify"), status == QR_OK && valid)
        let batch = unsafe withUnsafeMessages([message]) { messages, lengths in
            unsafe qr_bls_verify_batch(&valid, key, signature, messages, lengths, 1)
        }
        comparison.equal("batch of one", try element.flag("verify"), batch == QR_OK && valid)
    }

    private func checkAggregateSignature(
        _ element: VectorRecord, _ dst: [UInt8], _ comparison: Comparison
    ) throws {
        let aggregate = try element.bytes("aggregate", count: 96)
        let keys = try element.texts("publics").map { try Hex.decode($0, count: 48, subject: "public key") }
        let messages = try element.texts("msgs").map { try Hex.decode($0, subject: "message") }
        // The C functions take one count for both lists; lists of two lengths cannot even be asked about.
        guard keys.count == messages.count else {
            comparison.equal("verify", try element.flag("verify"), false)
            comparison.equal("verify_messages", try element.flag("verify_messages"), false)
            return
        }
        let hashes = messages.map { message in
            var out = qr_g2_affine_t()
            unsafe qr_hash_to_g2(&out, message, message.count, dst, dst.count)
            return out
        }
        let flat: [UInt8] = keys.flatMap { $0 }
        var valid = false
        var status = unsafe qr_bls_verify_hashes(&valid, aggregate, flat, hashes, keys.count)
        comparison.equal("verify", try element.flag("verify"), status == QR_OK && valid)
        status = unsafe withUnsafeMessages(messages) { pointers, lengths in
            unsafe qr_bls_verify_aggregate(&valid, aggregate, flat, pointers, lengths, keys.count)
        }
        comparison.equal("verify_messages", try element.flag("verify_messages"), status == QR_OK && valid)
    }

    /// drand's quicknet: "drand".
    func checkDrand(_ record: VectorRecord, _ tally: Tally) throws {
        let dst = Array(try record.text("dst").utf8)
        var story = SignatureStory()
        try tally.records(record, "cases", "drand.") { element, comparison in
            try story.compare(
                element, ["secret_be", "public_g2", "signature_g1"], signature: "signature_g1",
                key: "public_g2", comparison)
            let key = try element.bytes("public_g2", count: 96)
            let signature = try element.bytes("signature_g1", count: 48)
            let round = try element.number("round")
            var randomness = [UInt8](repeating: 0, count: 32)
            unsafe qr_drand_randomness(&randomness, signature)
            comparison.equal(
                "randomness_sha256_signature", try element.text("randomness_sha256_signature"),
                Hex.encode(randomness))
            let message = SHA256Digest.hash((0..<8).map { UInt8(truncatingIfNeeded: round >> (56 - 8 * $0)) })
            comparison.equal(
                "msg_sha256_be_round", try element.text("msg_sha256_be_round"), Hex.encode(message))
            if try element.text("what") == "valid" {
                let secret = Array(try element.bytes("secret_be", count: 32).reversed())
                let ownKey = G2.affine(G2.secretProduct(G2.generator, secret))
                comparison.equal("public_g2", Hex.encode(key), Hex.encode(G2.compressed(ownKey)))
                var hash = qr_g1_affine_t()
                unsafe qr_hash_to_g1(&hash, message, message.count, dst, dst.count)
                let own = G1.affine(G1.secretProduct(hash, secret))
                comparison.equal("signature_g1", Hex.encode(signature), Hex.encode(G1.compressed(own)))
            }
            var valid = false
            var status = unsafe qr_drand_verify(&valid, key, signature, round)
            comparison.equal("verify", try element.flag("verify"), status == QR_OK && valid)
            status = unsafe qr_drand_verify_batch(&valid, key, signature, [round], 1)
            comparison.equal("batch of one", try element.flag("verify"), status == QR_OK && valid)
        }
    }
}

/// The messages as C takes lists of byte strings.
func withUnsafeMessages(
    _ messages: [[UInt8]],
    _ body: (UnsafePointer<UnsafeRawPointer?>, UnsafePointer<Int>) -> qr_status_t
) -> qr_status_t {
    // One run of bytes that all pointers point into, with a byte more so that it is never empty.
    let all: [UInt8] = messages.flatMap { $0 } + [0]
    return unsafe all.withUnsafeBytes { buffer in
        var offset = 0
        var pointers = unsafe [UnsafeRawPointer?]()
        for message in messages {
            unsafe pointers.append(buffer.baseAddress?.advanced(by: offset))
            offset += message.count
        }
        unsafe pointers.append(nil)
        return unsafe body(pointers, messages.map(\.count) + [0])
    }
}
