import IPLD
public import Primitives

/// A piece of a sector: `[padded size, CommP]`.
public struct SectorPiece: Hashable, Sendable {
    /// Bytes with padding.
    public let paddedSize: UInt64
    /// Its commitment.
    public let cid: CID

    /// A piece.
    public init(paddedSize: UInt64, cid: CID) {
        self.paddedSize = paddedSize
        self.cid = cid
    }

    init(from reader: inout CBORReader) throws(CBORError) {
        try reader.tuple(2)
        paddedSize = try reader.unsigned()
        cid = try reader.link()
    }
}

/// A proof and the kind it is of.
public struct TypedProof: Hashable, Sendable {
    /// RegisteredPoStProof's number.
    public let kind: Int64
    /// The proof.
    public let bytes: [UInt8]

    /// A proof.
    public init(kind: Int64, bytes: [UInt8]) {
        self.kind = kind
        self.bytes = bytes
    }

    init(from reader: inout CBORReader) throws(CBORError) {
        try reader.tuple(2)
        kind = try reader.integer()
        bytes = try reader.byteString()
    }
}

/// A sector as window proofs name it.
public struct ProvenSector: Hashable, Sendable {
    /// RegisteredSealProof's number.
    public let proof: Int64
    /// Sector number.
    public let number: UInt64
    /// CommR.
    public let sealedCID: CID

    /// A sector.
    public init(proof: Int64, number: UInt64, sealedCID: CID) {
        self.proof = proof
        self.number = number
        self.sealedCID = sealedCID
    }

    init(from reader: inout CBORReader) throws(CBORError) {
        try reader.tuple(3)
        proof = try reader.integer()
        number = try reader.unsigned()
        sealedCID = try reader.link()
    }
}

/// Arguments of `verify_post`.
public struct WindowPoStInfo: Hashable, Sendable {
    /// 32 bytes.
    public let randomness: [UInt8]
    /// Proofs.
    public let proofs: [TypedProof]
    /// Sectors.
    public let sectors: [ProvenSector]
    /// Miner.
    public let prover: UInt64

    /// Arguments.
    public init(randomness: [UInt8], proofs: [TypedProof], sectors: [ProvenSector], prover: UInt64) {
        self.randomness = randomness
        self.proofs = proofs
        self.sectors = sectors
        self.prover = prover
    }

    init(from reader: inout CBORReader) throws(CBORError) {
        try reader.tuple(4)
        randomness = try reader.byteString()
        proofs = try reader.list { reader throws(CBORError) in try TypedProof(from: &reader) }
        sectors = try reader.list { reader throws(CBORError) in try ProvenSector(from: &reader) }
        prover = try reader.unsigned()
    }
}

/// One seal of `batch_verify_seals`.
public struct SealInfo: Hashable, Sendable {
    /// RegisteredSealProof's number.
    public let registeredProof: Int64
    /// Miner and sector number.
    public let miner: UInt64
    /// Sector number.
    public let number: UInt64
    /// Ticket, 32 bytes.
    public let randomness: [UInt8]
    /// Seed, 32 bytes.
    public let interactiveRandomness: [UInt8]
    /// The proof.
    public let proof: [UInt8]
    /// CommR.
    public let sealedCID: CID
    /// CommD.
    public let unsealedCID: CID

    /// A seal.
    public init(
        registeredProof: Int64, miner: UInt64, number: UInt64, randomness: [UInt8],
        interactiveRandomness: [UInt8], proof: [UInt8], sealedCID: CID, unsealedCID: CID
    ) {
        self.registeredProof = registeredProof
        self.miner = miner
        self.number = number
        self.randomness = randomness
        self.interactiveRandomness = interactiveRandomness
        self.proof = proof
        self.sealedCID = sealedCID
        self.unsealedCID = unsealedCID
    }

    init(from reader: inout CBORReader) throws(CBORError) {
        try reader.tuple(8)
        registeredProof = try reader.integer()
        try reader.tuple(2)
        miner = try reader.unsigned()
        number = try reader.unsigned()
        // Deal ids, which nothing uses any more.
        _ = try reader.list { reader throws(CBORError) in try reader.unsigned() }
        randomness = try reader.byteString()
        interactiveRandomness = try reader.byteString()
        proof = try reader.byteString()
        sealedCID = try reader.link()
        unsealedCID = try reader.link()
    }
}

/// One member of an aggregate.
public struct AggregateMember: Hashable, Sendable {
    /// Sector number.
    public let number: UInt64
    /// Ticket.
    public let randomness: [UInt8]
    /// Seed.
    public let interactiveRandomness: [UInt8]
    /// CommR.
    public let sealedCID: CID
    /// CommD.
    public let unsealedCID: CID

    init(from reader: inout CBORReader) throws(CBORError) {
        try reader.tuple(5)
        number = try reader.unsigned()
        randomness = try reader.byteString()
        interactiveRandomness = try reader.byteString()
        sealedCID = try reader.link()
        unsealedCID = try reader.link()
    }
}

/// Arguments of `verify_aggregate_seals`.
public struct AggregateSealInfo: Hashable, Sendable {
    /// Miner.
    public let miner: UInt64
    /// RegisteredSealProof's number.
    public let sealProof: Int64
    /// RegisteredAggregationProof's number.
    public let aggregateProof: Int64
    /// The aggregate.
    public let proof: [UInt8]
    /// Members in order.
    public let members: [AggregateMember]

    init(from reader: inout CBORReader) throws(CBORError) {
        try reader.tuple(5)
        miner = try reader.unsigned()
        sealProof = try reader.integer()
        aggregateProof = try reader.integer()
        proof = try reader.byteString()
        members = try reader.list { reader throws(CBORError) in try AggregateMember(from: &reader) }
    }
}

/// Arguments of `verify_replica_update`.
public struct ReplicaUpdateInfo: Hashable, Sendable {
    /// RegisteredUpdateProof's number.
    public let updateProof: Int64
    /// CommR before.
    public let oldSealedCID: CID
    /// CommR after.
    public let newSealedCID: CID
    /// CommD after.
    public let newUnsealedCID: CID
    /// The proof.
    public let proof: [UInt8]

    /// Arguments.
    public init(
        updateProof: Int64, oldSealedCID: CID, newSealedCID: CID, newUnsealedCID: CID, proof: [UInt8]
    ) {
        self.updateProof = updateProof
        self.oldSealedCID = oldSealedCID
        self.newSealedCID = newSealedCID
        self.newUnsealedCID = newUnsealedCID
        self.proof = proof
    }

    init(from reader: inout CBORReader) throws(CBORError) {
        try reader.tuple(5)
        updateProof = try reader.integer()
        oldSealedCID = try reader.link()
        newSealedCID = try reader.link()
        newUnsealedCID = try reader.link()
        // Alone among its like, this proof is written as an array of numbers.
        proof = try reader.list { reader throws(CBORError) in try reader.unsigned(UInt8.self) }
    }
}

extension CBORReader {
    /// An array of items of one kind.
    mutating func list<Item>(
        _ item: (inout CBORReader) throws(CBORError) -> Item
    ) throws(CBORError) -> [Item] {
        var items: [Item] = []
        for _ in 0..<(try array()) { items.append(try item(&self)) }
        return items
    }
}
