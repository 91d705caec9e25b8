public import Primitives
public import ProofEngine

/// One sector that is to be sealed.
public struct SectorOrder: Sendable, Hashable {
    /// Its name.
    public var name: SectorName
    /// 32 bytes: that of the miner unless given.
    public var proverID: [UInt8]
    /// Sealing randomness: 32 bytes.
    public var ticket: [UInt8]
    /// Files of its pieces, in order; empty for committed capacity.
    public var pieces: [String]

    /// A sector of `name.miner`.
    public init(name: SectorName, ticket: [UInt8], pieces: [String], proverID: [UInt8]? = nil) {
        self.name = name
        self.proverID = proverID ?? name.miner.proverID
        self.ticket = ticket
        self.pieces = pieces
    }
}

/// A batch of sectors of one kind, sealed together.
public struct SealRequest: Sendable {
    /// Directory of the sectors.
    public var root: String
    /// What kind.
    public var config: PoRepConfig
    /// Which.
    public var sectors: [SectorOrder]
    /// Cache folder's path in t_aux; nil: the folder as `root` gives it.
    public var cachePath: String?
    /// Bytes; 0: no limit.
    public var memoryLimit: UInt64 = 0
    /// Directory for layers while they are labelled; nil: in memory.
    public var layersOnDisk: String?
    /// File of the graph's parents.
    public var parentsCache: String?
    /// Label kernel; nil: the best mix.
    public var labelKernel: String?
    /// Nodes to prefetch ahead; 0: the default.
    public var prefetch: UInt32 = 0
    /// Let layers, tree-d and tree-c go at the end, as Lotus does once a sector is proven.
    public var finalize = false

    /// A batch with the defaults.
    public init(root: String, config: PoRepConfig, sectors: [SectorOrder]) {
        self.root = root
        self.config = config
        self.sectors = sectors
    }
}

/// A sealed sector.
public struct SealedSector: Sendable {
    /// Its record.
    public let record: SectorRecord
    /// Its files.
    public let layout: SectorLayout
}

/// How long a stage took, and how much it did.
public struct StageReport: Sendable, Codable, Equatable {
    /// "labels".
    public let stage: String
    /// Wall-clock time.
    public let seconds: Double
    /// Bytes of sector data that went through.
    public let bytes: UInt64
    /// Sectors that went through.
    public let sectors: Int

    /// Bytes of sectors a second.
    public var bytesPerSecond: Double { seconds > 0 ? Double(bytes) / seconds : 0 }
}

/// What a batch came to.
public struct SealOutcome: Sendable {
    /// In the order of the request.
    public let sectors: [SealedSector]
    /// The stages that ran now; those of an earlier run are in the records.
    public let stages: [StageReport]
}
