public import CProofs
public import Primitives

/// Everything about a kind of sector that does not depend on the sector: tree shapes, challenge counts, graph
/// seed.
public struct PoRepConfig: Sendable {
    /// Size, version and feature.
    public let kind: SealProofKind
    /// As the engine's C functions take it.
    public let raw: qr_porep_config_t

    /// `porepID` nil: that of the registered proof; 32 bytes otherwise, and needed for sizes without one.
    public init(_ kind: SealProofKind, porepID: [UInt8]? = nil) throws(EngineError) {
        if let porepID, porepID.count != 32 {
            throw EngineError(.invalidArgument, "porep id", "needs 32 bytes, has \(porepID.count)")
        }
        let version =
            switch kind.version {
            case .v1: QR_API_1_0_0
            case .v1_1: QR_API_1_1_0
            case .v1_2: QR_API_1_2_0
            }
        let feature =
            switch kind.feature {
            case .interactive: QR_FEATURE_NONE
            case .synthetic: QR_FEATURE_SYNTHETIC
            case .nonInteractive: QR_FEATURE_NON_INTERACTIVE
            }
        var raw = qr_porep_config_t()
        let status = unsafe qr_porep_config_init(&raw, kind.size.bytes, version, feature, porepID)
        try EngineError.check(status, "proof kind \(kind.summary)")
        self.kind = kind
        self.raw = raw
    }

    /// Layers of labels: 2, or 11 from 32 GiB on.
    public var layerCount: Int { Int(raw.layers) }
    /// Files of tree-c and of tree-r-last.
    public var baseTreeCount: Int { Int(raw.base_trees) }
    /// Seeds the graph and enters the replica id.
    public var porepID: [UInt8] { unsafe withUnsafeBytes(of: raw.porep_id) { unsafe Array($0) } }
    /// Bytes of a layer, of the replica and of the staged data.
    public var sectorBytes: UInt64 { raw.sector_size }
    /// Partitions of a proof of replication.
    public var partitionCount: Int { Int(raw.partitions) }

    /// Bytes of one tree-c file.
    public var treeCFileBytes: UInt64 { unsafe withUnsafePointer(to: raw) { unsafe qr_tree_c_file_size($0) } }
    /// Bytes of one tree-r-last file.
    public var treeRLastFileBytes: UInt64 {
        unsafe withUnsafePointer(to: raw) { unsafe qr_tree_r_last_file_size($0) }
    }
    /// Bytes of tree-d.
    public var treeDFileBytes: UInt64 { unsafe withUnsafePointer(to: raw) { unsafe qr_tree_d_file_size($0) } }
    /// Bytes of syn-porep-vanilla-proofs.dat: three roots, then for each challenge its number and parents, a
    /// tree-d path, 15 columns with their tree-c paths, a tree-r-last path.
    public var syntheticFileBytes: UInt64 {
        let nodes = kind.size.nodeCount
        let binary = UInt64(nodes.trailingZeroBitCount)
        let base = UInt64(raw.base_leaves.trailingZeroBitCount) / 3 * 7
        let upper = UInt64(max(raw.sub_arity, 1) - 1 + max(raw.top_arity, 1) - 1)
        let path = 32 * (1 + base + upper)
        let column = 32 * UInt64(layerCount) + path
        return 96 + min(nodes, 1 << 18) * (120 + 32 * (1 + binary) + 15 * column + path)
    }
    /// Poseidon hashes of one sector's PC2.
    public var pc2HashCount: UInt64 { unsafe withUnsafePointer(to: raw) { unsafe qr_pc2_hash_count($0) } }
    /// Bytes of memory that PC2 takes with this many workers.
    public func pc2Memory(workers: Int) -> UInt64 {
        unsafe withUnsafePointer(to: raw) { unsafe qr_pc2_memory($0, workers) }
    }

    /// What every label of a sector starts from.
    public func replicaID(
        proverID: [UInt8], sectorNumber: UInt64, ticket: [UInt8], commD: Commitment
    ) throws(EngineError) -> [UInt8] {
        guard proverID.count == 32, ticket.count == 32 else {
            throw EngineError(.invalidArgument, "replica id", "prover id and ticket need 32 bytes each")
        }
        var out = [UInt8](repeating: 0, count: 32)
        var config = raw
        unsafe qr_replica_id(&out, &config, proverID, sectorNumber, ticket, commD.bytes)
        return out
    }

    /// Which sizes the engine knows, ascending, in bytes.
    public static var engineSizes: [UInt64] {
        var count = 0
        guard let sizes = unsafe qr_sector_sizes(&count) else { return [] }
        return (0..<count).map { unsafe sizes[$0] }
    }
}
