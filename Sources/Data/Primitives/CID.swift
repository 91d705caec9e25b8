/// A content identifier: what codec a block is in, and a hash of its bytes. Version 1 everywhere but in a few old
/// links; the parser takes the same texts and bytes as the reference's (cid 0.11, digests of at most 64 bytes).
public struct CID: Hashable, Sendable {
    /// 0 or 1.
    public let version: UInt8
    /// Multicodec of the content.
    public let codec: UInt64
    /// Multicodec of the hash function.
    public let hashCode: UInt64
    /// The hash.
    public let digest: MultihashDigest

    /// Codecs of Filecoin's blocks.
    public enum Codec {
        /// Bytes without structure.
        public static let raw: UInt64 = 0x55
        /// CBOR whose links do not count as reachable.
        public static let cbor: UInt64 = 0x51
        /// Linked CBOR.
        public static let dagCBOR: UInt64 = 0x71
        /// Piece and data commitments.
        public static let commitmentUnsealed: UInt64 = 0xf101
        /// Replica commitments.
        public static let commitmentSealed: UInt64 = 0xf102
    }

    /// Hash functions of Filecoin's links.
    public enum HashCode {
        /// The digest is the content.
        public static let identity: UInt64 = 0x00
        /// SHA2-256.
        public static let sha256: UInt64 = 0x12
        /// BLAKE2b of 256 bits.
        public static let blake2b256: UInt64 = 0xb220
    }

    /// Version 1.
    public init(codec: UInt64, hashCode: UInt64, digest: MultihashDigest) {
        version = 1
        self.codec = codec
        self.hashCode = hashCode
        self.digest = digest
    }

    /// Version 0: SHA2-256 of a dag-pb block.
    private init(sha256 digest: MultihashDigest) {
        version = 0
        codec = 0x70
        hashCode = HashCode.sha256
        self.digest = digest
    }

    /// The CID of a block: BLAKE2b-256, Filecoin's hash.
    public init(of block: [UInt8], codec: UInt64 = Codec.dagCBOR) {
        self.init(
            codec: codec, hashCode: HashCode.blake2b256, digest: MultihashDigest(Blake2b.hash(block)))
    }

    /// From the binary form; what follows it is passed over, as the reference does.
    public init(bytes: some Collection<UInt8>) throws(PrimitiveError) {
        var rest = Array(bytes)[...]
        try self.init(reading: &rest)
    }

    /// From the binary form; what follows it is passed over.
    public init(bytes: ArraySlice<UInt8>) throws(PrimitiveError) {
        var rest = bytes
        try self.init(reading: &rest)
    }

    /// Reads one, moves `bytes` behind it.
    public init(reading bytes: inout ArraySlice<UInt8>) throws(PrimitiveError) {
        let version = try Varint.decode(&bytes)
        let codec = try Varint.decode(&bytes)
        if version == HashCode.sha256, codec == 0x20 {
            guard bytes.count >= 32 else { throw PrimitiveError("CID", "is cut in its digest") }
            self.init(sha256: MultihashDigest(bytes.prefix(32)))
            bytes = bytes.dropFirst(32)
            return
        }
        guard version == 1 else { throw PrimitiveError("CID", "has version \(version)") }
        let hashCode = try Varint.decode(&bytes)
        let count = try Varint.decode(&bytes)
        guard count <= UInt64(MultihashDigest.maxCount), UInt64(bytes.count) >= count else {
            throw PrimitiveError("CID", "has a digest of \(count) bytes, but \(bytes.count) are there")
        }
        self.init(
            codec: codec, hashCode: hashCode, digest: MultihashDigest(bytes.prefix(Int(count))))
        bytes = bytes.dropFirst(Int(count))
    }

    /// The binary form.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(40)
        append(to: &bytes)
        return bytes
    }

    /// Bytes of the binary form.
    public var byteCount: Int {
        version == 0
            ? 34
            : 1 + Varint.count(codec) + Varint.count(hashCode) + Varint.count(UInt64(digest.count))
                + digest.count
    }

    /// Puts the binary form behind `bytes`.
    public func append(to bytes: inout [UInt8]) {
        if version == 0 {
            bytes.append(0x12)
            bytes.append(0x20)
        } else {
            bytes.append(1)
            Varint.append(codec, to: &bytes)
            Varint.append(hashCode, to: &bytes)
            Varint.append(UInt64(digest.count), to: &bytes)
        }
        digest.append(to: &bytes)
    }

    /// By the digest: different content has different ones.
    public func hash(into hasher: inout Hasher) { digest.hash(into: &hasher) }
}

extension CID: CustomStringConvertible {
    /// Version 1: "b" and base 32; version 0: base 58.
    public var description: String {
        version == 0 ? Base58.encode(bytes) : "b" + Base32.encode(bytes)
    }

    /// From its text.
    public init(_ text: String) throws(PrimitiveError) {
        let bytes: [UInt8]
        if text.count == 46, text.hasPrefix("Qm") {
            bytes = try Base58.decode(text)
        } else if text.hasPrefix("b") {
            bytes = try Base32.decode(text.dropFirst())
        } else {
            throw PrimitiveError("CID", "'\(text.prefix(80))' starts with neither 'b' (base 32) nor 'Qm'")
        }
        var rest = bytes[...]
        try self.init(reading: &rest)
        guard rest.isEmpty, (version == 0) == text.hasPrefix("Qm") else {
            throw PrimitiveError("CID", "'\(text.prefix(80))' has more than a CID in it")
        }
    }
}

extension CID: Comparable {
    /// By binary form.
    public static func < (a: CID, b: CID) -> Bool { a.bytes.lexicographicallyPrecedes(b.bytes) }
}

/// A hash of up to 64 bytes; the usual 32 are kept without an allocation.
public struct MultihashDigest: Hashable, Sendable {
    /// Longest that is accepted.
    public static let maxCount = 64
    private let word0, word1, word2, word3: UInt64
    /// What is beyond 32 bytes.
    private let tail: [UInt8]?
    private let length: UInt8

    /// From its bytes, 64 at most.
    public init(_ bytes: [UInt8]) { self.init(bytes[...]) }

    /// From its bytes, 64 at most.
    public init(_ bytes: ArraySlice<UInt8>) {
        precondition(bytes.count <= Self.maxCount, "a digest has at most 64 bytes")
        var words = (UInt64(0), UInt64(0), UInt64(0), UInt64(0))
        unsafe withUnsafeMutableBytes(of: &words) { words in
            unsafe words.copyBytes(from: bytes.prefix(32))
        }
        (word0, word1, word2, word3) = words
        tail = bytes.count > 32 ? Array(bytes.dropFirst(32)) : nil
        length = UInt8(bytes.count)
    }

    /// Number of bytes.
    public var count: Int { Int(length) }

    /// The bytes.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        append(to: &bytes)
        return bytes
    }

    func append(to bytes: inout [UInt8]) {
        unsafe withUnsafeBytes(of: (word0, word1, word2, word3)) { words in
            unsafe bytes.append(contentsOf: words.prefix(min(32, count)))
        }
        if let tail { bytes += tail }
    }

    /// Digests that differ behind their first 32 bytes alone are rare enough to fall together.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(word0)
        hasher.combine(word1)
        hasher.combine(word2)
        hasher.combine(word3)
    }
}
