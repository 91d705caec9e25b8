public import IPLD
public import Primitives

/// State of the verified registry (builtin-actors `actors/verifreg/src/state.rs`).
public struct VerifiedRegistryState: Sendable {
    /// Who names verifiers.
    public let rootKey: Address
    /// HAMT of DataCap that verifiers may give, in bytes, by address.
    public let verifiers: CID
    /// HAMT of proposals to take DataCap away.
    public let removeDataCapProposalIDs: CID
    /// HAMT by client of HAMTs of allocations.
    public let allocations: CID
    /// Number of the next allocation.
    public let nextAllocationID: UInt64
    /// HAMT by provider of HAMTs of claims.
    public let claims: CID

    /// What a verifier may give, in bytes; nil for others.
    public func dataCap(verifier: UInt64, _ store: any Blockstore) throws -> BigInt? {
        try HAMT(store, root: verifiers).get(Address(id: verifier).bytes)
            .map { try TokenAmount(cbor: $0).atto }
    }

    /// An allocation of a client; nil where there is none.
    public func allocation(_ id: UInt64, client: UInt64, _ store: any Blockstore) throws -> Allocation? {
        try entry(id, of: client, in: allocations, store).map { try Allocation(cbor: $0) }
    }

    /// A claim of a provider; nil where there is none.
    public func claim(_ id: UInt64, provider: UInt64, _ store: any Blockstore) throws -> Claim? {
        try entry(id, of: provider, in: claims, store).map { try Claim(cbor: $0) }
    }

    private func entry(
        _ id: UInt64, of actor: UInt64, in root: CID, _ store: any Blockstore
    ) throws -> [UInt8]? {
        guard let link = try HAMT(store, root: root).get(Varint.encode(actor)) else { return nil }
        return try HAMT(store, root: CID(cbor: link)).get(Varint.encode(id))
    }
}

extension VerifiedRegistryState: CBORDecodable {
    /// Reads it.
    public init(from reader: inout CBORReader) throws(CBORError) {
        try reader.tuple(6)
        rootKey = try Address(from: &reader)
        verifiers = try reader.link()
        removeDataCapProposalIDs = try reader.link()
        allocations = try reader.link()
        nextAllocationID = try reader.unsigned()
        claims = try reader.link()
    }
}

/// DataCap that a provider may claim by storing certain data.
public struct Allocation: Hashable, Sendable, CBORDecodable {
    /// Whose DataCap.
    public let client: UInt64
    /// Who may claim it.
    public let provider: UInt64
    /// The data.
    public let data: CID
    /// Its bytes with padding.
    public let size: UInt64
    /// Epochs that it must be stored at least.
    public let termMin: Int64
    /// Epochs that it counts at most.
    public let termMax: Int64
    /// Last epoch to claim it.
    public let expiration: Int64

    /// Reads it.
    public init(from reader: inout CBORReader) throws(CBORError) {
        try reader.tuple(7)
        client = try reader.unsigned()
        provider = try reader.unsigned()
        data = try reader.link()
        size = try reader.unsigned()
        termMin = try reader.integer()
        termMax = try reader.integer()
        expiration = try reader.integer()
    }
}

/// An allocation that was claimed.
public struct Claim: Hashable, Sendable, CBORDecodable {
    /// Who stores the data.
    public let provider: UInt64
    /// Whose DataCap.
    public let client: UInt64
    /// The data.
    public let data: CID
    /// Its bytes with padding.
    public let size: UInt64
    /// Epochs that it must be stored at least.
    public let termMin: Int64
    /// Epochs that it counts at most.
    public let termMax: Int64
    /// When it was stored.
    public let termStart: Int64
    /// Where.
    public let sector: UInt64

    /// Reads it.
    public init(from reader: inout CBORReader) throws(CBORError) {
        try reader.tuple(8)
        provider = try reader.unsigned()
        client = try reader.unsigned()
        data = try reader.link()
        size = try reader.unsigned()
        termMin = try reader.integer()
        termMax = try reader.integer()
        termStart = try reader.integer()
        sector = try reader.unsigned()
    }
}

/// State of the DataCap token (builtin-actors `actors/datacap/src/state.rs`, FRC-0046).
public struct DataCapState: Sendable, CBORDecodable {
    /// Who mints and burns: the verified registry.
    public let governor: Address
    /// Tokens in all; one for each byte, with 18 decimals.
    public let supply: TokenAmount
    /// HAMT of balances by actor.
    public let balances: CID
    /// HAMT by owner of HAMTs of allowances by operator.
    public let allowances: CID
    /// Width of the HAMTs.
    public let hamtWidth: UInt64

    /// Reads it.
    public init(from reader: inout CBORReader) throws(CBORError) {
        try reader.tuple(2)
        governor = try Address(from: &reader)
        try reader.tuple(4)
        supply = try TokenAmount(from: &reader)
        balances = try reader.link()
        allowances = try reader.link()
        hamtWidth = try reader.unsigned()
    }

    /// An actor's tokens; nil where it never had any.
    public func balance(_ actor: UInt64, _ store: any Blockstore) throws -> TokenAmount? {
        guard let width = Int(exactly: hamtWidth), (1...8).contains(width) else {
            throw IPLDError.badNode("a HAMT of \(hamtWidth) bits")
        }
        return try HAMT(store, root: balances, bitWidth: width).get(Varint.encode(actor))
            .map { try TokenAmount(cbor: $0) }
    }
}
