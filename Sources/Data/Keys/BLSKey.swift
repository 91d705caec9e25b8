internal import CCrypto
internal import CPlatform

/// A BLS key as Filecoin uses it: the public key is a point of G1 (48 bytes, the f3 address), signatures are points of
/// G2 (96 bytes).
public struct BLSKey: Sendable {
    /// The scalar, 32 bytes, little endian.
    let secret: SecretBytes
    /// The point, compressed.
    public let publicKey: [UInt8]

    /// Bytes of a secret key.
    public static let secretCount = 32

    /// A new key from the system's generator.
    public init() throws {
        try self.init(
            secret: SecretBytes(capacity: Self.secretCount) { space in
                unsafe qr_bls_generate(space.pointer)
                return Self.secretCount
            })
    }

    /// A secret that is at hand; refused unless it is a scalar from 1 to r - 1.
    public init(secret: SecretBytes) throws {
        guard secret.count == Self.secretCount else { throw KeyError.invalidSecret(.bls) }
        var key = [UInt8](repeating: 0, count: BLS.publicKeyCount)
        guard secret.withBytes({ unsafe qr_bls_public_key(&key, $0.pointer) }) == QR_OK else {
            throw KeyError.invalidSecret(.bls)
        }
        self.secret = secret
        publicKey = key
    }

    /// Signs a message, which is hashed to the curve as it is. 96 bytes.
    public func sign(_ message: [UInt8]) throws(KeyError) -> [UInt8] {
        var signature = [UInt8](repeating: 0, count: BLS.signatureCount)
        let status = secret.withBytes { unsafe qr_bls_sign(&signature, $0.pointer, message, message.count) }
        guard status == QR_OK else { throw .invalidSecret(.bls) }
        return signature
    }

    /// The VRF's proof for a drawn input of 32 bytes: 96 bytes. Its output is `VRF.output`.
    public func prove(_ input: [UInt8]) throws(KeyError) -> [UInt8] {
        precondition(input.count == VRF.inputCount, "a VRF's input has 32 bytes")
        return try sign(input)
    }
}

/// What needs no secret key.
public enum BLS {
    /// Bytes of a public key.
    public static let publicKeyCount = 48
    /// Bytes of a signature.
    public static let signatureCount = 96

    /// Whether `publicKey` signed the message. Throws for bytes that are no key or no signature.
    public static func verify(
        _ signature: [UInt8], _ message: [UInt8], publicKey: [UInt8]
    ) throws(KeyError) -> Bool {
        try verifyAggregate(signature, [(publicKey, message)])
    }

    /// The sum of signatures, at least one.
    public static func aggregate(_ signatures: [[UInt8]]) throws(KeyError) -> [UInt8] {
        guard !signatures.isEmpty else { throw .malformedSignature("there is none to aggregate") }
        for signature in signatures { try check(signature) }
        var sum = [UInt8](repeating: 0, count: signatureCount)
        let status = unsafe qr_bls_aggregate(&sum, signatures.flatMap { $0 }, signatures.count)
        guard status == QR_OK else { throw notAPoint(status) }
        return sum
    }

    /// Whether each key signed its message and `signature` is the sum. Repeated messages, no message at all and a key
    /// at infinity are never valid: a key could be chosen to cancel another.
    public static func verifyAggregate(
        _ signature: [UInt8], _ signers: [(publicKey: [UInt8], message: [UInt8])]
    ) throws(KeyError) -> Bool {
        try check(signature)
        return try run(signers) { list in
            var valid = false
            let status = unsafe qr_bls_verify_aggregate(
                &valid, signature, list.keys, list.messages, list.lengths, signers.count)
            return (status, valid)
        }
    }

    /// Whether every signature is valid by itself: one check for all, wrong with probability 2^-128. Messages may be
    /// repeated.
    public static func verifyBatch(
        _ signed: [(publicKey: [UInt8], message: [UInt8], signature: [UInt8])]
    ) throws(KeyError) -> Bool {
        for each in signed { try check(each.signature) }
        let signatures = signed.flatMap(\.signature)
        return try run(signed.map { ($0.publicKey, $0.message) }) { list in
            var valid = false
            let status = unsafe qr_bls_verify_batch(
                &valid, list.keys, signatures, list.messages, list.lengths, signed.count)
            return (status, valid)
        }
    }

    static func check(_ signature: [UInt8]) throws(KeyError) {
        guard signature.count == signatureCount else {
            throw .malformedSignature("\(signature.count) bytes, where a BLS signature has \(signatureCount)")
        }
    }

    static func notAPoint(_ status: qr_status_t) -> KeyError {
        .malformedSignature(
            status == QR_MISMATCH
                ? "a point outside the group" : "the bytes of the key or the signature are no point")
    }

    /// Keys and messages as C takes them: keys in a row, pointers to the messages, and their lengths.
    @safe
    private struct SignerList {
        let keys: UnsafePointer<UInt8>?
        let messages: UnsafePointer<UnsafeRawPointer?>?
        let lengths: UnsafePointer<Int>?
    }

    private static func run(
        _ signers: [(publicKey: [UInt8], message: [UInt8])],
        _ body: (SignerList) -> (qr_status_t, Bool)
    ) throws(KeyError) -> Bool {
        guard signers.allSatisfy({ $0.publicKey.count == publicKeyCount }) else {
            throw .malformedPublicKey(.bls)
        }
        let lengths = signers.map(\.message.count)
        // One byte more, so that empty messages have a place too.
        let all = signers.flatMap(\.message) + [0]
        let (status, valid) = unsafe all.withUnsafeBytes { bytes in
            var start = 0
            var pointers: [UnsafeRawPointer?] = unsafe []
            for length in lengths {
                unsafe pointers.append(bytes.baseAddress.map { unsafe $0 + start })
                start += length
            }
            let keys = signers.flatMap(\.publicKey)
            return unsafe keys.withUnsafeBufferPointer { keys in
                unsafe pointers.withUnsafeBufferPointer { pointers in
                    unsafe lengths.withUnsafeBufferPointer { lengths in
                        body(
                            unsafe SignerList(
                                keys: keys.baseAddress, messages: pointers.baseAddress,
                                lengths: lengths.baseAddress))
                    }
                }
            }
        }
        guard status == QR_OK else { throw notAPoint(status) }
        return valid
    }
}
