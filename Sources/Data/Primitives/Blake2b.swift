internal import CSodium

/// BLAKE2b without a key: what Filecoin hashes addresses, messages and blocks with.
public enum Blake2b {
    /// The digest of `bytes`, `count` bytes long (1 to 64).
    public static func hash(_ bytes: [UInt8], count: Int = 32) -> [UInt8] {
        precondition((1...64).contains(count), "BLAKE2b has digests of 1 to 64 bytes")
        var digest = [UInt8](repeating: 0, count: count)
        // It fails on a bad length alone.
        let status = unsafe crypto_generichash_blake2b(
            &digest, count, bytes, UInt64(bytes.count), nil, 0)
        precondition(status == 0, "BLAKE2b refuses a digest of \(count) bytes")
        return digest
    }
}
