/// # Keys
///
/// Signing keys: BLS (workers, owners, VRF) and secp256k1 (wallets), their addresses and their files. Start
/// with
/// `PrivateKey` and `KeyStore`. Secrets stay in memory that is wiped, are handled in constant time, and never
/// leave
/// this room but into a file that only its owner can read.
