internal import CCrypto

/// Ethereum's hash.
public enum Keccak256 {
    /// The digest of `bytes`.
    public static func hash(_ bytes: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 32)
        unsafe qr_keccak256_hash(&digest, bytes, bytes.count)
        return digest
    }
}
