/// What a commitment is about, which decides the codec and hash that its CID names.
public enum CommitmentKind: Sendable, CaseIterable {
    /// CommP and CommD: `fil-commitment-unsealed` with `sha2-256-trunc254-padded`; text `baga6ea4sea...`.
    case unsealed
    /// CommR: `fil-commitment-sealed` with `poseidon-bls12_381-a2-fc1`; text `bagboea4b5abc...`.
    case sealed

    /// Multicodec of the content.
    var codec: UInt64 { self == .unsealed ? 0xf101 : 0xf102 }
    /// Multicodec of the hash function.
    var multihash: UInt64 { self == .unsealed ? 0x1012 : 0xb401 }
}

extension Commitment {
    /// The CIDv1 of this commitment: base 32, lower case.
    public func cid(_ kind: CommitmentKind) -> String {
        let head = Varint.encode(1) + Varint.encode(kind.codec) + Varint.encode(kind.multihash)
        return "b" + Base32.encode(head + Varint.encode(UInt64(Self.byteCount)) + bytes)
    }

    /// The commitment inside a CID of the given kind.
    public init(cid text: String, kind: CommitmentKind) throws(PrimitiveError) {
        guard text.hasPrefix("b") else {
            throw PrimitiveError("CID", "'\(text.prefix(80))' does not start with 'b' (base 32)")
        }
        var rest = try Base32.decode(text.dropFirst())[...]
        let version = try Varint.decode(&rest)
        let codec = try Varint.decode(&rest)
        let multihash = try Varint.decode(&rest)
        let length = try Varint.decode(&rest)
        guard version == 1, codec == kind.codec, multihash == kind.multihash, length == UInt64(Self.byteCount)
        else {
            let what = kind == .unsealed ? "a piece or data commitment" : "a replica commitment"
            throw PrimitiveError("CID", "'\(text.prefix(80))' is not \(what)")
        }
        try self.init(rest)
    }

    /// From a CID of the given kind or from 64 hex digits: what an operator has at hand.
    public init(text: String, kind: CommitmentKind) throws(PrimitiveError) {
        if text.hasPrefix("bag") {  // no hex text has a 'g'
            try self.init(cid: text, kind: kind)
        } else {
            try self.init(hex: text)
        }
    }
}
