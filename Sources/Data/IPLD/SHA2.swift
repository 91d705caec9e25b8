internal import CCrypto

/// SHA2-256 of short inputs, by the engine's kernels.
public enum SHA2 {
    /// The digest of `bytes`.
    @Sendable public static func sha256(_ bytes: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 32)
        unsafe qr_sha256_hash(&digest, bytes, bytes.count)
        return digest
    }
}
