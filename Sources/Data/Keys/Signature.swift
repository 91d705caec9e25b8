public import Primitives

/// A signature as messages carry it: what made it, and its bytes.
public struct Signature: Hashable, Sendable {
    /// What made it; the raw value is the first byte of its binary form.
    public enum Kind: UInt8, Sendable {
        /// By an f1 address: 65 bytes.
        case secp256k1 = 1
        /// By an f3 address: 96 bytes.
        case bls = 2
        /// By an f410 address, over an Ethereum transaction: 65 bytes, or some more for the kinds before EIP-1559.
        case delegated = 3

        /// Bytes that such a signature may have.
        var counts: ClosedRange<Int> {
            switch self {
            case .bls: BLS.signatureCount...BLS.signatureCount
            case .secp256k1: Secp256k1.signatureCount...Secp256k1.signatureCount
            case .delegated: Secp256k1.signatureCount...199
            }
        }
    }

    /// What made it.
    public let kind: Kind
    /// The bytes without the kind.
    public let data: [UInt8]

    /// A signature of this kind; its length is checked.
    public init(kind: Kind, data: [UInt8]) throws(KeyError) {
        guard kind.counts.contains(data.count) else {
            throw .malformedSignature(
                "\(data.count) bytes behind its kind, where \(kind.counts.lowerBound) must be")
        }
        self.kind = kind
        self.data = data
    }

    /// From the binary form: kind, then bytes.
    public init(bytes: [UInt8]) throws(KeyError) {
        let carried = try Signature(carried: bytes)
        try self.init(kind: carried.kind, data: carried.data)
    }

    /// From the binary form as messages and blocks carry it: its length is looked at where it is verified, not before.
    public init(carried bytes: [UInt8]) throws(KeyError) {
        guard let first = bytes.first else { throw .malformedSignature("it is empty") }
        guard let kind = Kind(rawValue: first) else {
            throw .malformedSignature("it begins with \(first), which is no kind of signature (1 to 3)")
        }
        self.kind = kind
        data = Array(bytes.dropFirst())
    }

    /// Kind, then bytes: what `lotus wallet sign` prints.
    public var bytes: [UInt8] { [kind.rawValue] + data }

    /// Whether the key of an f1 or f3 address signed the message; false for another kind of key. Throws for bytes that
    /// are no signature, and for addresses whose key is not in them: f0 and f2, which the chain must resolve, and f4,
    /// whose signatures cover an Ethereum transaction instead of the message.
    public func isValid(_ message: [UInt8], signer: Address) throws(KeyError) -> Bool {
        switch (kind, signer.kind) {
        case (_, .id), (_, .actor): throw .noPublicKey(signer)
        case (_, .delegated), (.delegated, _): throw .unsupportedType("delegated")
        case (.bls, .bls): return try BLS.verify(data, message, publicKey: Array(signer.payload))
        case (.secp256k1, .secp256k1):
            guard let key = try Secp256k1.recover(data, message) else { return false }
            return (try? Address(secp256k1PublicKey: key)) == signer
        default: return false
        }
    }
}
