internal import CPlatform
internal import CProofs
public import Primitives

/// Files of an empty-sector update.
public struct UpdateFiles: Sendable {
    /// The old replica.
    public var sectorKey: String
    /// New padded data.
    public var staged: String
    /// Out: the new replica.
    public var replica: String
    /// Out: tree-d of the new data; nil: not written.
    public var treeD: String?
    /// Out: trees of the new replica.
    public var treeRLast: [String]

    /// The files of one update.
    public init(sectorKey: String, staged: String, replica: String, treeD: String?, treeRLast: [String]) {
        self.sectorKey = sectorKey
        self.staged = staged
        self.replica = replica
        self.treeD = treeD
        self.treeRLast = treeRLast
    }
}

/// Commitments of an updated sector; comm_c stays.
public struct UpdateCommitments: Hashable, Sendable {
    /// Of the new data.
    public let commD: Commitment
    /// Of the new replica's tree.
    public let commRLast: Commitment
    /// Of the new replica.
    public let commR: Commitment
}

extension Engine {
    /// Encodes new data into a replica of zeros. `job.done` counts nodes.
    public func encodeUpdate(
        _ config: PoRepConfig, _ files: UpdateFiles, commC: Commitment, commRLastOld: Commitment,
        job: EngineJob = EngineJob()
    ) async throws -> UpdateCommitments {
        try await unsafe run(job) { context in
            let key = COptionalString(files.sectorKey)
            let staged = COptionalString(files.staged)
            let replica = COptionalString(files.replica)
            let treeD = COptionalString(files.treeD)
            let trees = CStringArray(files.treeRLast)
            var native = unsafe qr_update_files_t()
            unsafe native.sector_key = key.pointer
            unsafe native.staged = staged.pointer
            unsafe native.replica = replica.pointer
            unsafe native.tree_d = treeD.pointer
            unsafe native.tree_r_last = trees.pointer
            var raw = config.raw
            var out = qr_update_result_t()
            let status = unsafe qr_update_encode(
                context, &out, &raw, &native, commC.bytes, commRLastOld.bytes)
            try EngineError.check(status, "update", job)
            return try UpdateCommitments(
                commD: Commitment(out.comm_d_new), commRLast: Commitment(out.comm_r_last_new),
                commR: Commitment(out.comm_r_new))
        }
    }

    /// Decodes data nodes `nodes` of an updated replica into the file `out`, as padded bytes from byte 0.
    public func decodeUpdate(
        _ config: PoRepConfig, replica: String, sectorKey: String, commDNew: Commitment, commROld: Commitment,
        nodes: Range<UInt64>, to out: String, job: EngineJob = EngineJob()
    ) async throws {
        try await unsafe run(job) { context in
            var raw = config.raw
            let status = unsafe qr_update_decode(
                context, out, &raw, replica, sectorKey, commDNew.bytes, commROld.bytes, nodes.lowerBound,
                UInt64(nodes.count))
            try EngineError.check(status, "extract", job)
        }
    }

    /// Takes the data out of an updated replica: the sector key into `out` and its trees; comm_r_last of the
    /// result.
    public func removeUpdate(
        _ config: PoRepConfig, replica: String, staged: String, commDNew: Commitment, commROld: Commitment,
        to out: String, treeRLast: [String]?, job: EngineJob = EngineJob()
    ) async throws -> Commitment {
        try await unsafe run(job) { context in
            let trees = CStringArray(treeRLast ?? [])
            let pointer = unsafe treeRLast == nil ? nil : trees.pointer
            var raw = config.raw
            return try unsafe Commitment(filledBy: { root in
                let status = unsafe qr_update_remove(
                    context, root, out, pointer, &raw, replica, staged, commDNew.bytes, commROld.bytes)
                try EngineError.check(status, "remove data", job)
            })
        }
    }
}
