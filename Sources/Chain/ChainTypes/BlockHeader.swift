public import IPLD
public import Keys
public import Primitives

/// A ticket: the VRF that orders blocks and feeds randomness.
public struct Ticket: Hashable, Sendable {
    /// The VRF proof.
    public var proof: [UInt8]

    /// What tickets are compared by: BLAKE2b-256 of the proof.
    public var digest: [UInt8] { Blake2b.hash(proof) }

    /// A ticket.
    public init(proof: [UInt8]) { self.proof = proof }
}

/// The VRF that won a block, and how many times.
public struct ElectionProof: Hashable, Sendable {
    /// Wins.
    public var winCount: Int64
    /// The VRF proof.
    public var proof: [UInt8]

    /// A proof.
    public init(winCount: Int64, proof: [UInt8]) {
        self.winCount = winCount
        self.proof = proof
    }
}

/// A round of the randomness beacon.
public struct BeaconEntry: Hashable, Sendable {
    /// Its number.
    public var round: UInt64
    /// Its signature.
    public var data: [UInt8]

    /// A round.
    public init(round: UInt64, data: [UInt8]) {
        self.round = round
        self.data = data
    }
}

/// A proof of spacetime and the kind it is of.
public struct PoStProof: Hashable, Sendable {
    /// RegisteredPoStProof's number.
    public var kind: Int64
    /// The proof.
    public var bytes: [UInt8]

    /// A proof.
    public init(kind: Int64, bytes: [UInt8]) {
        self.kind = kind
        self.bytes = bytes
    }
}

/// A block's header (specification, "Block").
public struct BlockHeader: Hashable, Sendable {
    /// Who made it.
    public var miner: Address
    /// None only in genesis.
    public var ticket: Ticket?
    /// None only in genesis.
    public var electionProof: ElectionProof?
    /// Rounds since the parents' epoch.
    public var beaconEntries: [BeaconEntry]
    /// That the miner has its sectors.
    public var winningPoSt: [PoStProof]
    /// The tipset that it builds on.
    public var parents: [CID]
    /// Weight of the chain up to the parents.
    public var parentWeight: BigInt
    /// Its epoch.
    public var height: Int64
    /// State after the parents' parents' messages: what the parents begin with.
    public var parentStateRoot: CID
    /// Receipts of the parents' messages.
    public var parentReceipts: CID
    /// Its messages.
    public var messages: CID
    /// Signatures of its BLS messages, joined.
    public var blsAggregate: Signature?
    /// Seconds since 1970.
    public var timestamp: UInt64
    /// The miner's worker's signature; none before it is signed.
    public var signature: Signature?
    /// For votes on upgrades.
    public var forkSignaling: UInt64
    /// What a unit of gas costs at least.
    public var parentBaseFee: TokenAmount

    /// Of its binary form.
    public var cid: CID { CID(of: cbor) }

    /// What the worker signs: the header without the signature.
    public var signingBytes: [UInt8] {
        var unsigned = self
        unsigned.signature = nil
        return unsigned.cbor
    }
}

extension BlockHeader: CBORCodable {
    /// Most parents, entries and proofs that are read.
    private static let limit = 8192

    /// Reads one.
    public init(from reader: inout CBORReader) throws(CBORError) {
        try reader.tuple(16)
        miner = try Address(from: &reader)
        if try reader.null() {
            ticket = nil
        } else {
            try reader.tuple(1)
            ticket = Ticket(proof: try reader.byteString())
        }
        if try reader.null() {
            electionProof = nil
        } else {
            try reader.tuple(2)
            electionProof = ElectionProof(winCount: try reader.integer(), proof: try reader.byteString())
        }
        beaconEntries = try Self.list(&reader) { reader throws(CBORError) in
            try reader.tuple(2)
            return BeaconEntry(round: try reader.unsigned(), data: try reader.byteString())
        }
        winningPoSt = try Self.list(&reader) { reader throws(CBORError) in
            try reader.tuple(2)
            return PoStProof(kind: try reader.integer(), bytes: try reader.byteString())
        }
        parents = try Self.list(&reader) { reader throws(CBORError) in try reader.link() }
        parentWeight = try Self.amount(&reader).atto
        height = try reader.integer()
        parentStateRoot = try reader.link()
        parentReceipts = try reader.link()
        messages = try reader.link()
        blsAggregate = try reader.null() ? nil : try Signature(from: &reader)
        timestamp = try reader.unsigned()
        signature = try reader.null() ? nil : try Signature(from: &reader)
        forkSignaling = try reader.unsigned()
        parentBaseFee = try Self.amount(&reader)
    }

    /// A byte string always: only actors' states may have the number zero in its place.
    private static func amount(_ reader: inout CBORReader) throws(CBORError) -> TokenAmount {
        guard try reader.peek() != 0 else { throw .invalid("a number where an amount must be") }
        return try TokenAmount(from: &reader)
    }

    private static func list<Item>(
        _ reader: inout CBORReader, _ item: (inout CBORReader) throws(CBORError) -> Item
    ) throws(CBORError) -> [Item] {
        let count = try reader.array()
        guard count <= limit else { throw .invalid("a list of \(count)") }
        var items: [Item] = []
        for _ in 0..<count { items.append(try item(&reader)) }
        return items
    }

    /// Writes it.
    public func encode(to writer: inout CBORWriter) {
        writer.array(16)
        miner.encode(to: &writer)
        if let ticket {
            writer.array(1)
            writer.byteString(ticket.proof)
        } else {
            writer.null()
        }
        if let electionProof {
            writer.array(2)
            writer.integer(electionProof.winCount)
            writer.byteString(electionProof.proof)
        } else {
            writer.null()
        }
        writer.array(beaconEntries.count)
        for entry in beaconEntries {
            writer.array(2)
            writer.unsigned(entry.round)
            writer.byteString(entry.data)
        }
        writer.array(winningPoSt.count)
        for proof in winningPoSt {
            writer.array(2)
            writer.integer(proof.kind)
            writer.byteString(proof.bytes)
        }
        writer.array(parents.count)
        for parent in parents { writer.link(parent) }
        TokenAmount(atto: parentWeight).encode(to: &writer)
        writer.integer(height)
        writer.link(parentStateRoot)
        writer.link(parentReceipts)
        writer.link(messages)
        Self.put(blsAggregate, &writer)
        writer.unsigned(timestamp)
        Self.put(signature, &writer)
        writer.unsigned(forkSignaling)
        parentBaseFee.encode(to: &writer)
    }

    private static func put(_ signature: Signature?, _ writer: inout CBORWriter) {
        if let signature { signature.encode(to: &writer) } else { writer.null() }
    }
}
