internal import CSecp256k1
internal import CSodium
internal import Primitives

/// A secp256k1 key: its address is BLAKE2b-160 of the public key (f1), its signature of a message r ‖ s ‖ v over the
/// message's BLAKE2b-256, from which the public key can be recovered.
public struct Secp256k1Key: Sendable {
    /// The scalar, 32 bytes, big endian.
    let secret: SecretBytes
    /// 65 bytes: 4, then x and y, big endian.
    public let publicKey: [UInt8]

    /// Bytes of a secret key.
    public static let secretCount = 32

    /// A new key from the system's generator.
    public init() throws {
        try self.init(
            secret: SecretBytes(capacity: Self.secretCount) { space in
                repeat {
                    unsafe randombytes_buf(space.pointer, Self.secretCount)
                } while unsafe secp256k1_ec_seckey_verify(Secp256k1.context.pointer, space.pointer) != 1
                return Self.secretCount
            })
    }

    /// A secret that is at hand; refused unless it is a scalar from 1 to n - 1.
    public init(secret: SecretBytes) throws {
        var point = secp256k1_pubkey()
        let made =
            secret.count == Self.secretCount
            && secret.withBytes {
                unsafe secp256k1_ec_pubkey_create(Secp256k1.context.pointer, &point, $0.pointer) == 1
            }
        guard made else { throw KeyError.invalidSecret(.secp256k1) }
        self.secret = secret
        publicKey = Secp256k1.bytes(&point)
    }

    /// Signs a message: 65 bytes. Equal messages give equal signatures (RFC 6979).
    public func sign(_ message: [UInt8]) throws(KeyError) -> [UInt8] {
        var recoverable = secp256k1_ecdsa_recoverable_signature()
        let digest = Blake2b.hash(message)
        let signed = secret.withBytes {
            unsafe secp256k1_ecdsa_sign_recoverable(
                Secp256k1.context.pointer, &recoverable, digest, $0.pointer, nil, nil) == 1
        }
        guard signed else { throw .invalidSecret(.secp256k1) }
        var bytes = [UInt8](repeating: 0, count: Secp256k1.signatureCount)
        var recovery: Int32 = 0
        unsafe secp256k1_ecdsa_recoverable_signature_serialize_compact(
            Secp256k1.context.pointer, &bytes, &recovery, &recoverable)
        bytes[Secp256k1.signatureCount - 1] = UInt8(recovery)
        return bytes
    }
}

/// What needs no secret key.
public enum Secp256k1 {
    /// Bytes of a signature: r, s, and which of the possible keys it was.
    public static let signatureCount = 65

    /// libsecp256k1's tables, blinded against side channels once.
    // Safe: made and blinded before anybody has it; afterwards the library only reads it.
    @safe
    final class Context: @unchecked Sendable {
        let pointer: OpaquePointer

        init() {
            let flags = UInt32(SECP256K1_CONTEXT_SIGN | SECP256K1_CONTEXT_VERIFY)
            guard let pointer = unsafe secp256k1_context_create(flags) else {
                preconditionFailure("libsecp256k1 ends the process itself where there is no memory")
            }
            var seed = [UInt8](repeating: 0, count: 32)
            unsafe randombytes_buf(&seed, seed.count)
            _ = unsafe secp256k1_context_randomize(pointer, seed)
            unsafe sodium_memzero(&seed, seed.count)
            unsafe self.pointer = unsafe pointer
        }

        deinit { unsafe secp256k1_context_destroy(pointer) }
    }

    static let context = Context()

    /// The key that signed the message, 65 bytes; nil if none can have. Throws for bytes that are no signature.
    public static func recover(_ signature: [UInt8], _ message: [UInt8]) throws(KeyError) -> [UInt8]? {
        try recover(signature, hash: Blake2b.hash(message))
    }

    /// As above, from the 32 bytes that were signed.
    public static func recover(_ signature: [UInt8], hash: [UInt8]) throws(KeyError) -> [UInt8]? {
        precondition(hash.count == 32, "what is signed has 32 bytes")
        guard signature.count == signatureCount else {
            throw .malformedSignature(
                "\(signature.count) bytes, where a secp256k1 signature has \(signatureCount)")
        }
        let recovery = Int32(signature[signatureCount - 1])
        guard (0...3).contains(recovery) else {
            throw .malformedSignature("its last byte is \(recovery), not 0 to 3")
        }
        var parsed = secp256k1_ecdsa_recoverable_signature()
        guard
            unsafe secp256k1_ecdsa_recoverable_signature_parse_compact(
                context.pointer, &parsed, signature, recovery) == 1
        else { throw .malformedSignature("r or s is not below the group's order") }
        var point = secp256k1_pubkey()
        let found = unsafe secp256k1_ecdsa_recover(context.pointer, &point, &parsed, hash)
        return found == 1 ? bytes(&point) : nil
    }

    /// Uncompressed.
    static func bytes(_ point: inout secp256k1_pubkey) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 65)
        var count = bytes.count
        _ = unsafe secp256k1_ec_pubkey_serialize(
            context.pointer, &bytes, &count, &point, UInt32(SECP256K1_EC_UNCOMPRESSED))
        return bytes
    }
}
