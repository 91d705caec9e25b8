internal import CCrypto
internal import CPlatform

/// Filecoin's verifiable random function: a BLS signature of an input that was drawn from the chain.
public enum VRF {
    /// Bytes of a drawn input, and of an output.
    public static let inputCount = 32

    /// BLAKE2b-256(tag ‖ BLAKE2b-256(base) ‖ epoch ‖ entropy), numbers big endian: the input of a proof.
    public static func draw(tag: Int64, base: [UInt8], epoch: Int64, entropy: [UInt8]) -> [UInt8] {
        var input = [UInt8](repeating: 0, count: inputCount)
        unsafe qr_vrf_draw(&input, tag, base, base.count, epoch, entropy, entropy.count)
        return input
    }

    /// Whether `publicKey` made the proof for this input. Throws for bytes that are no key or no proof.
    public static func verify(
        _ proof: [UInt8], _ input: [UInt8], publicKey: [UInt8]
    ) throws(KeyError) -> Bool {
        guard input.count == inputCount else { return false }
        return try BLS.verify(proof, input, publicKey: publicKey)
    }

    /// The 32 bytes of randomness that a proof stands for: BLAKE2b-256 of it.
    public static func output(_ proof: [UInt8]) throws(KeyError) -> [UInt8] {
        try BLS.check(proof)
        var output = [UInt8](repeating: 0, count: inputCount)
        unsafe qr_vrf_output(&output, proof)
        return output
    }
}

/// The beacon whose rounds the chain takes its randomness from: drand's quicknet, unchained, signatures in G1.
public enum Drand {
    /// Bytes of the network's public key, a point of G2.
    public static let publicKeyCount = 96
    /// Bytes of a round's signature, a point of G1.
    public static let signatureCount = 48

    /// Whether the network signed this round. Throws for bytes that are no key or no signature.
    public static func verify(
        _ signature: [UInt8], round: UInt64, publicKey: [UInt8]
    ) throws(KeyError) -> Bool {
        try verifyBatch([(signature, round)], publicKey: publicKey)
    }

    /// Whether the network signed all these rounds: one check for all, wrong with probability 2^-128.
    public static func verifyBatch(
        _ rounds: [(signature: [UInt8], round: UInt64)], publicKey: [UInt8]
    ) throws(KeyError) -> Bool {
        guard publicKey.count == publicKeyCount else { throw .malformedPublicKey(.bls) }
        for (signature, _) in rounds { try check(signature) }
        var valid = false
        let status = unsafe qr_drand_verify_batch(
            &valid, publicKey, rounds.flatMap(\.signature), rounds.map(\.round), rounds.count)
        guard status == QR_OK else { throw BLS.notAPoint(status) }
        return valid
    }

    /// The round's randomness: SHA-256 of its signature.
    public static func randomness(_ signature: [UInt8]) throws(KeyError) -> [UInt8] {
        try check(signature)
        var randomness = [UInt8](repeating: 0, count: 32)
        unsafe qr_drand_randomness(&randomness, signature)
        return randomness
    }

    private static func check(_ signature: [UInt8]) throws(KeyError) {
        guard signature.count == signatureCount else {
            throw .malformedSignature(
                "\(signature.count) bytes, where a beacon's signature has \(signatureCount)")
        }
    }
}
