public import Primitives

/// Kinds of keys, by the names that Lotus gives them.
public enum KeyType: String, Sendable, CaseIterable, Codable {
    /// f3: signatures can be aggregated; workers and owners.
    case bls
    /// f1: small and quick; wallets.
    case secp256k1
}

/// A key of either kind.
public enum PrivateKey: Sendable {
    /// f3.
    case bls(BLSKey)
    /// f1.
    case secp256k1(Secp256k1Key)

    /// A new key from the system's generator.
    public init(_ type: KeyType) throws {
        switch type {
        case .bls: self = .bls(try BLSKey())
        case .secp256k1: self = .secp256k1(try Secp256k1Key())
        }
    }

    /// A secret that is at hand.
    init(_ type: KeyType, secret: SecretBytes) throws {
        switch type {
        case .bls: self = .bls(try BLSKey(secret: secret))
        case .secp256k1: self = .secp256k1(try Secp256k1Key(secret: secret))
        }
    }

    /// Which kind.
    public var type: KeyType {
        switch self {
        case .bls: .bls
        case .secp256k1: .secp256k1
        }
    }

    var secret: SecretBytes {
        switch self {
        case .bls(let key): key.secret
        case .secp256k1(let key): key.secret
        }
    }

    /// Its address: f3 or f1.
    public func address() throws -> Address {
        switch self {
        case .bls(let key): try Address(blsPublicKey: key.publicKey)
        case .secp256k1(let key): try Address(secp256k1PublicKey: key.publicKey)
        }
    }

    /// Signs bytes: for a message of the chain, those of its CID.
    public func sign(_ message: [UInt8]) throws(KeyError) -> Signature {
        switch self {
        case .bls(let key): try Signature(kind: .bls, data: key.sign(message))
        case .secp256k1(let key): try Signature(kind: .secp256k1, data: key.sign(message))
        }
    }
}
