/// # Keys
///
/// Signing keys: BLS (workers, owners, VRF) and secp256k1 (wallets), their addresses and their files. Start with
/// `PrivateKey` and `KeyStore`. Secrets stay in memory that is wiped, are handled in constant time, and never leave
/// this room but into a file that only its owner can read, or by `PrivateKey.keyInfo`. Errors never quote them.
/// Ethereum accounts (f410 addresses, Keccak-256 of an EIP-1559 transaction) have no keys here yet.

public import Primitives
public import System

/// What is wrong with a key, a signature or a store of keys.
public enum KeyError: ExplainedError, Equatable {
    /// A number that is no secret key of the curve.
    case invalidSecret(KeyType)
    /// Bytes that are no public key.
    case malformedPublicKey(KeyType)
    /// Bytes that are no signature at all, and why.
    case malformedSignature(String)
    /// A text that is no key as Lotus exports it, and why.
    case malformedKeyInfo(String)
    /// A kind of key that Lotus knows and we do not.
    case unsupportedType(String)
    /// An address whose public key only the chain knows.
    case noPublicKey(Address)
    /// No key of this address in the store's directory.
    case notFound(Address, String)
    /// The key is there already.
    case exists(Address)
    /// No key was chosen yet.
    case noDefault(String)
    /// The key in a file is not the one that its name says.
    case wrongName(file: String, holds: Address)
    /// The system refused protected memory.
    case noMemory

    /// What is wrong; never a secret.
    public var sentence: String {
        switch self {
        case .invalidSecret(let type): "this is no \(type.rawValue) secret key"
        case .malformedPublicKey(let type): "this is no \(type.rawValue) public key"
        case .malformedSignature(let why): "this is no signature: \(why)"
        case .malformedKeyInfo(let why): "this is no exported key: \(why)"
        case .unsupportedType(let name): "keys of type \(name) are not supported"
        case .noPublicKey(let address): "\(address) is not the address of a public key"
        case .notFound(let address, let directory): "there is no key of \(address) in \(directory)"
        case .exists(let address): "the key of \(address) is there already"
        case .noDefault(let directory): "no default key is set in \(directory)"
        case .wrongName(let file, let address): "\(file) holds the key of \(address), not the one of its name"
        case .noMemory: "the system gives no protected memory for a secret"
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .invalidSecret, .malformedPublicKey, .malformedSignature:
            "check that it is complete and unchanged"
        case .malformedKeyInfo: "give the hexadecimal text that 'wallet export' prints, or its JSON"
        case .unsupportedType: "use a bls or secp256k1 key"
        case .noPublicKey: "give the f1 or f3 address of the key"
        case .notFound: "see 'quarry wallet list', or import the key"
        case .exists: "nothing needs to be done"
        case .noDefault: "choose one: quarry wallet set-default ADDRESS"
        case .wrongName: "move the file away, and import the key again"
        case .noMemory: "raise the limit of locked memory (ulimit -l)"
        }
    }
}
