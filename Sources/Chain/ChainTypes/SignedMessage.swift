public import IPLD
public import Keys
public import Primitives

/// A message and its sender's signature: `[message, signature]`.
public struct SignedMessage: Hashable, Sendable {
    /// The message.
    public var message: Message
    /// Over the message's CID, or over an Ethereum transaction (f410 senders).
    public var signature: Signature

    /// A signed message.
    public init(message: Message, signature: Signature) {
        self.message = message
        self.signature = signature
    }

    /// What names it in blocks: for BLS the message's own CID, since its signature is only kept in an aggregate.
    public var cid: CID { signature.kind == .bls ? message.cid : CID(of: cbor) }

    /// Bytes that its inclusion in a block is charged for: the message where the signature is aggregated.
    public var chargedLength: Int { signature.kind == .bls ? message.cbor.count : cbor.count }
}

extension SignedMessage: CBORCodable {
    /// Reads one.
    public init(from reader: inout CBORReader) throws(CBORError) {
        try reader.tuple(2)
        message = try Message(from: &reader)
        signature = try Signature(from: &reader)
    }

    /// Writes it.
    public func encode(to writer: inout CBORWriter) {
        writer.array(2)
        message.encode(to: &writer)
        signature.encode(to: &writer)
    }
}

extension Signature: CBORCodable {
    /// Bytes of the longest one that is read.
    private static let limit = 200

    /// Reads a byte string: kind, then bytes.
    public init(from reader: inout CBORReader) throws(CBORError) {
        let bytes = try reader.byteString(limit: Self.limit)
        do {
            try self.init(carried: bytes)
        } catch {
            throw .invalid("\(error)")
        }
    }

    /// Writes a byte string.
    public func encode(to writer: inout CBORWriter) { writer.byteString(bytes) }
}
