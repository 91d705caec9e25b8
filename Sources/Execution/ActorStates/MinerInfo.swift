public import IPLD
public import Primitives

/// Who may act for a miner, and what it proves with.
public struct MinerInfo: Sendable {
    /// Whom the pledge belongs to.
    public let owner: Address
    /// Whose key signs its blocks.
    public let worker: Address
    /// Who else may send its messages.
    public let controlAddresses: [Address]
    /// The worker to come.
    public let pendingWorkerKey: PendingWorkerKey?
    /// libp2p's peer ID.
    public let peerID: [UInt8]
    /// libp2p's addresses.
    public let multiaddresses: [[UInt8]]
    /// RegisteredPoStProof's number of its window proofs.
    public let windowPoStProof: Int64
    /// Bytes of a sector.
    public let sectorSize: UInt64
    /// Sectors of a partition.
    public let windowPoStPartitionSectors: UInt64
    /// Last epoch at which it may not mine, after a consensus fault.
    public let consensusFaultElapsed: Int64
    /// The owner to come.
    public let pendingOwner: Address?
    /// Who is paid.
    public let beneficiary: Address
    /// How much, and until when.
    public let beneficiaryTerm: BeneficiaryTerm
    /// The beneficiary to come.
    public let pendingBeneficiaryTerm: PendingBeneficiaryChange?
}

/// A worker to come.
public struct PendingWorkerKey: Hashable, Sendable, CBORDecodable {
    /// The account.
    public let worker: Address
    /// From when on it may be confirmed.
    public let effectiveAt: Int64

    /// Reads it.
    public init(from reader: inout CBORReader) throws(CBORError) {
        try reader.tuple(2)
        worker = try Address(from: &reader)
        effectiveAt = try reader.integer()
    }
}

/// What a beneficiary is given.
public struct BeneficiaryTerm: Hashable, Sendable, CBORDecodable {
    /// In all.
    public let quota: TokenAmount
    /// Of that, what was given.
    public let usedQuota: TokenAmount
    /// Until when.
    public let expiration: Int64

    /// Reads it.
    public init(from reader: inout CBORReader) throws(CBORError) {
        try reader.tuple(3)
        quota = try TokenAmount(from: &reader)
        usedQuota = try TokenAmount(from: &reader)
        expiration = try reader.integer()
    }
}

/// A beneficiary to come.
public struct PendingBeneficiaryChange: Hashable, Sendable, CBORDecodable {
    /// Who.
    public let newBeneficiary: Address
    /// Its quota.
    public let newQuota: TokenAmount
    /// Its last epoch.
    public let newExpiration: Int64
    /// Whether the present one agrees.
    public let isApprovedByBeneficiary: Bool
    /// Whether the new one agrees.
    public let isApprovedByNominee: Bool

    /// Reads it.
    public init(from reader: inout CBORReader) throws(CBORError) {
        try reader.tuple(5)
        newBeneficiary = try Address(from: &reader)
        newQuota = try TokenAmount(from: &reader)
        newExpiration = try reader.integer()
        isApprovedByBeneficiary = try reader.boolean()
        isApprovedByNominee = try reader.boolean()
    }
}

extension MinerInfo: CBORDecodable {
    /// Reads it.
    public init(from reader: inout CBORReader) throws(CBORError) {
        try reader.tuple(14)
        owner = try Address(from: &reader)
        worker = try Address(from: &reader)
        controlAddresses = try reader.list { reader throws(CBORError) in try Address(from: &reader) }
        pendingWorkerKey = try reader.null() ? nil : PendingWorkerKey(from: &reader)
        peerID = try reader.byteString()
        multiaddresses = try reader.list { reader throws(CBORError) in try reader.byteString() }
        windowPoStProof = try reader.integer()
        sectorSize = try reader.unsigned()
        windowPoStPartitionSectors = try reader.unsigned()
        consensusFaultElapsed = try reader.integer()
        pendingOwner = try reader.null() ? nil : Address(from: &reader)
        beneficiary = try Address(from: &reader)
        beneficiaryTerm = try BeneficiaryTerm(from: &reader)
        pendingBeneficiaryTerm = try reader.null() ? nil : PendingBeneficiaryChange(from: &reader)
    }
}
