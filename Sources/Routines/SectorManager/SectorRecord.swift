public import Primitives
public import ProofEngine

/// What is known of a sector: what it is made from, what came out, and which stages are complete. Kept as
/// `sector.json` in the cache folder, replaced atomically, so that later commands need only the directory and
/// the sector's name.
public struct SectorRecord: Codable, Equatable, Sendable {
    /// Version of this format.
    public var format = 1
    /// "s-t01000-1".
    public var sector: String
    /// What kind of proof.
    public var proof: ProofRecord
    /// Hex of 32 bytes.
    public var proverID: String
    /// Number that enters the replica id.
    public var number: UInt64
    /// Hex of 32 bytes.
    public var ticket: String
    /// The cache folder's path in t_aux.
    public var cachePath: String
    /// Files the pieces came from, in order; empty for committed capacity.
    public var inputs: [InputRecord]
    /// Pieces as the chain is told, fillers of zeros included; nil until staged.
    public var pieces: [PieceRecord]?
    /// Hex of 32 bytes; nil until CommD is known.
    public var replicaID: String?
    /// Of the data.
    public var commD: Commitment?
    /// Of the label columns.
    public var commC: Commitment?
    /// Of the replica's tree.
    public var commRLast: Commitment?
    /// Of the replica.
    public var commR: Commitment?
    /// Complete stages, in order.
    public var stages: [StageRecord] = []
    /// Layers and large trees were let go.
    public var finalized = false
    /// The sector's data was replaced later.
    public var update: UpdateRecord?
}

/// The kind of proof, as a record keeps it.
public struct ProofRecord: Codable, Equatable, Sendable {
    /// Bytes of the sector.
    public var size: SectorSize
    /// Which graph.
    public var version: SealVersion
    /// How challenges are made.
    public var feature: SealFeature
    /// RegisteredSealProof's number, where there is one.
    public var registered: UInt64?
    /// Hex of 32 bytes.
    public var porepID: String

    init(_ config: PoRepConfig) {
        size = config.kind.size
        version = config.kind.version
        feature = config.kind.feature
        registered = config.kind.registeredNumber
        porepID = Hex.encode(config.porepID)
    }

    /// The engine's configuration of this kind.
    public func config() throws -> PoRepConfig {
        try PoRepConfig(
            SealProofKind(size: size, version: version, feature: feature),
            porepID: Hex.decode(porepID, count: 32, subject: "porep id"))
    }
}

/// A file that a piece came from.
public struct InputRecord: Codable, Equatable, Sendable {
    /// As it was given.
    public var path: String
    /// Size.
    public var bytes: UInt64
    /// Nanoseconds since 1970.
    public var modified: Int64
}

/// A piece in a sector.
public struct PieceRecord: Codable, Equatable, Sendable {
    /// CommP.
    public var commitment: Commitment
    /// As a CID.
    public var cid: String
    /// Bytes of the client's data; 0 for a filler.
    public var rawBytes: UInt64
    /// Bytes before Fr32 padding: 127 times a power of two.
    public var unpaddedBytes: UInt64
    /// First byte in the padded sector.
    public var paddedOffset: UInt64

    /// First byte in the unpadded sector.
    public var unpaddedOffset: UInt64 { paddedOffset / 128 * 127 }
    /// Whether it only fills room.
    public var isFiller: Bool { rawBytes == 0 }
}

/// The stages of a sector, in order.
public enum SectorStage: Hashable, Sendable {
    /// Pieces written to the staged file.
    case staged
    /// Tree of the data.
    case treeD
    /// Labels of one layer.
    case layer(Int)
    /// Replica, column trees, replica trees, small files.
    case replica
    /// Synthetic proofs.
    case synthetic

    /// As records write it.
    var name: String {
        switch self {
        case .staged: "staged"
        case .treeD: "tree-d"
        case .layer(let number): "layer-\(number)"
        case .replica: "replica"
        case .synthetic: "synthetic"
        }
    }
}

/// A stage that is complete.
public struct StageRecord: Codable, Equatable, Sendable {
    /// "staged", "tree-d", "layer-1", "replica", "synthetic".
    public var stage: String
    /// Wall-clock time it took, whole batches for layers.
    public var seconds: Double
    /// What it left and the sector still keeps: files let go on purpose are no longer listed.
    public var files: [FileRecord]
}

/// An empty-sector update, as a record keeps it.
public struct UpdateRecord: Codable, Equatable, Sendable {
    /// Files the pieces came from.
    public var inputs: [InputRecord]
    /// Pieces as the chain is told; nil until staged.
    public var pieces: [PieceRecord]?
    /// Of the new data; nil until staged.
    public var commD: Commitment?
    /// Of the new replica's tree; nil until encoded.
    public var commRLast: Commitment?
    /// Of the new replica; nil until encoded.
    public var commR: Commitment?
    /// Complete stages: "staged", "replica".
    public var stages: [StageRecord] = []

    /// Whether the stage is complete.
    func has(_ stage: SectorStage) -> Bool { stages.contains { $0.stage == stage.name } }
}

extension SectorRecord {
    /// Files of a complete stage; nil if it is not complete.
    func files(_ stage: SectorStage) -> [FileRecord]? { stages.first { $0.stage == stage.name }?.files }

    /// Whether the stage is complete.
    func has(_ stage: SectorStage) -> Bool { files(stage) != nil }

    /// Layers complete from layer 1 on, without a gap.
    func completeLayers(_ count: Int) -> Int { (1...count).prefix { has(.layer($0)) }.last ?? 0 }

    /// Enters a stage as complete.
    mutating func complete(_ stage: SectorStage, seconds: Double, files: [FileRecord]) {
        stages.removeAll { $0.stage == stage.name }
        stages.append(StageRecord(stage: stage.name, seconds: seconds, files: files))
    }

    /// Whether it was sealed with zeros for data.
    public var isCommittedCapacity: Bool { inputs.isEmpty }

    /// Strikes files off the list, since they are let go on purpose.
    mutating func forget(_ names: Set<String>) {
        for index in stages.indices { stages[index].files.removeAll { names.contains($0.name) } }
    }

    /// The sector's name.
    public func sectorName() throws -> SectorName { try SectorName(sector) }

    /// Bytes that enter the replica id.
    func identity() throws -> (proverID: [UInt8], ticket: [UInt8]) {
        try (
            Hex.decode(proverID, count: 32, subject: "prover id"),
            Hex.decode(ticket, count: 32, subject: "ticket")
        )
    }
}
