import Primitives
public import ProofEngine

/// Bytes that a sector's files take, by type, for a purpose.
public struct StorageNeeds: Sendable, Hashable {
    /// Bytes of a sector, by type.
    public let bytes: [SectorFileType: UInt64]

    /// Needs.
    public init(_ bytes: [SectorFileType: UInt64]) { self.bytes = bytes }

    /// Records, p_aux, t_aux, outputs of stages: far below it, whatever the sector.
    static let smallFiles: UInt64 = 256 << 10

    /// All types together.
    public var total: UInt64 { bytes.values.reduce(0, +) }
    /// The types.
    public var types: [SectorFileType] { SectorFileType.allCases.filter { bytes[$0] != nil } }

    /// While a sector is sealed: data, replica, all layers and trees (and synthetic proofs, where the kind has
    /// them).
    public static func sealing(_ config: PoRepConfig) -> StorageNeeds {
        let trees = UInt64(config.baseTreeCount) * (config.treeCFileBytes + config.treeRLastFileBytes)
        let layers = UInt64(config.layerCount) * config.sectorBytes
        let proofs = config.kind.feature == .synthetic ? config.syntheticFileBytes : 0
        return StorageNeeds([
            .unsealed: config.sectorBytes, .sealed: config.sectorBytes,
            .cache: layers + trees + config.treeDFileBytes + proofs + smallFiles,
        ])
    }

    /// Once it is proven: replica, tree-r-last, small files, and the data if that is kept.
    public static func longTerm(_ config: PoRepConfig, keepUnsealed: Bool) -> StorageNeeds {
        let trees = UInt64(config.baseTreeCount) * config.treeRLastFileBytes
        var bytes: [SectorFileType: UInt64] = [.sealed: config.sectorBytes, .cache: trees + smallFiles]
        if keepUnsealed { bytes[.unsealed] = config.sectorBytes }
        return StorageNeeds(bytes)
    }

    /// While the data of a sector is replaced: new data, new replica, its trees.
    public static func updating(_ config: PoRepConfig) -> StorageNeeds {
        let trees = UInt64(config.baseTreeCount) * config.treeRLastFileBytes + config.treeDFileBytes
        return StorageNeeds([
            .unsealed: config.sectorBytes, .update: config.sectorBytes, .updateCache: trees + smallFiles,
        ])
    }

    /// Without these types: those that are where they are to be.
    public func without(_ types: Set<SectorFileType>) -> StorageNeeds {
        StorageNeeds(bytes.filter { !types.contains($0.key) })
    }
}
