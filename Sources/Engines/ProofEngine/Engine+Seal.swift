internal import CPlatform
internal import CProofs
public import Primitives

/// One sector of a batch in PC1.
public struct LabelTask: Sendable {
    /// What its labels start from: 32 bytes.
    public let replicaID: [UInt8]
    /// Files of all layers, layer 1 first.
    public let layerPaths: [String]

    /// Labels of `replicaID` into `layerPaths`.
    public init(replicaID: [UInt8], layerPaths: [String]) {
        self.replicaID = replicaID
        self.layerPaths = layerPaths
    }
}

/// How PC1 is to run.
public struct LabelOptions: Sendable {
    /// File of the graph's parents, made if absent; nil: computed once a batch.
    public var parentsCache: String?
    /// Directory for layers on disk; nil: two layers a sector in memory.
    public var scratch: String?
    /// Bytes; 0: no limit.
    public var memoryLimit: UInt64 = 0
    /// Name of a label kernel; nil: the best mix.
    public var kernel: String?
    /// Nodes to prefetch ahead; 0: the default.
    public var prefetch: UInt32 = 0
    /// 1, or the layer to go on with: the files of the one before are complete.
    public var firstLayer = 1

    /// The defaults.
    public init() {}
}

/// What PC1 of a batch will take.
public struct LabelForecast: Sendable {
    /// Bytes of memory.
    public let memory: UInt64
    /// Bytes of scratch files.
    public let scratch: UInt64
    /// Bytes of layer files.
    public let layers: UInt64
    /// "avx512x32 + shani2".
    public let kernels: String
}

/// Files of PC2; nil outputs are not made.
public struct ReplicaFiles: Sendable {
    /// Label files; needed for tree-c and, the last, for the replica.
    public var layers: [String]?
    /// Padded data; nil: the replica exists and is read.
    public var staged: String?
    /// The sealed sector.
    public var replica: String
    /// Column trees, one file a base tree.
    public var treeC: [String]?
    /// Replica trees, one file a base tree.
    public var treeRLast: [String]?

    /// The files of one PC2.
    public init(layers: [String]?, staged: String?, replica: String, treeC: [String]?, treeRLast: [String]?) {
        self.layers = layers
        self.staged = staged
        self.replica = replica
        self.treeC = treeC
        self.treeRLast = treeRLast
    }
}

/// Commitments that PC2 found; zero where its tree was not made.
public struct ReplicaCommitments: Hashable, Sendable {
    /// Root of tree-c.
    public let commC: Commitment
    /// Root of tree-r-last.
    public let commRLast: Commitment
    /// Poseidon of the two.
    public let commR: Commitment
}

extension Engine {
    /// PC1 of a batch. `layerDone` is called on the job's thread when all files of a layer are written and
    /// synced; an error it throws stops the job. `job.done` counts labels.
    public func label(
        _ config: PoRepConfig, _ tasks: [LabelTask], options: LabelOptions, job: EngineJob = EngineJob(),
        layerDone: @escaping @Sendable (Int) throws -> Void = { _ in }
    ) async throws {
        try await unsafe run(job) { context in
            let paths = CStringArray(tasks.flatMap(\.layerPaths))
            let sectors = unsafe tasks.enumerated().map { index, task in
                var sector = unsafe qr_pc1_sector_t()
                unsafe store(task.replicaID, in: &sector.replica_id)
                unsafe sector.layer_paths = paths.pointer + index * config.layerCount
                return unsafe sector
            }
            let box = LayerBox(job: job, body: layerDone)
            var raw = config.raw
            try unsafe Self.withOptions(options) { native in
                var native = unsafe native
                unsafe native.layer_done = LayerBox.callback
                unsafe native.context = Unmanaged.passUnretained(box).toOpaque()
                let status = unsafe qr_pc1_run(context, &raw, &native, sectors, sectors.count)
                if let failure = box.failure { throw failure }
                try EngineError.check(status, "labels", job)
            }
            withExtendedLifetime(box) {}
        }
    }

    /// What `label` will take.
    public nonisolated static func forecastLabels(
        _ config: PoRepConfig, sectors: Int, workers: Int, options: LabelOptions
    ) throws -> LabelForecast {
        var raw = config.raw
        var out = qr_pc1_forecast_t()
        try unsafe withOptions(options) { native in
            var native = unsafe native
            let status = unsafe qr_pc1_forecast(&out, &raw, &native, sectors, workers)
            try EngineError.check(status, "forecast of labels")
        }
        let kernels = unsafe withUnsafeBytes(of: out.kernels) {
            unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
        return LabelForecast(memory: out.memory, scratch: out.scratch, layers: out.layers, kernels: kernels)
    }

    private nonisolated static func withOptions(
        _ options: LabelOptions, _ body: (qr_pc1_options_t) throws -> Void
    ) throws {
        let cache = COptionalString(options.parentsCache)
        let scratch = COptionalString(options.scratch)
        let kernel = COptionalString(options.kernel)
        var native = unsafe qr_pc1_options_t()
        unsafe native.parents_cache = cache.pointer
        unsafe native.scratch = scratch.pointer
        unsafe native.kernel = kernel.pointer
        unsafe native.memory_limit = options.memoryLimit
        unsafe native.prefetch = options.prefetch
        unsafe native.first_layer = UInt32(options.firstLayer)
        try unsafe body(native)
    }

    /// PC2 of one sector: what `files` asks for. `job.done` counts Poseidon hashes.
    public func replicate(
        _ config: PoRepConfig, _ files: ReplicaFiles, memoryLimit: UInt64 = 0, job: EngineJob = EngineJob()
    ) async throws -> ReplicaCommitments {
        try await unsafe run(job) { context in
            let layers = CStringArray(files.layers ?? [])
            let treeC = CStringArray(files.treeC ?? [])
            let treeRLast = CStringArray(files.treeRLast ?? [])
            let staged = COptionalString(files.staged)
            let replica = COptionalString(files.replica)
            var native = unsafe qr_pc2_files_t()
            if files.layers != nil { unsafe native.layers = layers.pointer }
            if files.treeC != nil { unsafe native.tree_c = treeC.pointer }
            if files.treeRLast != nil { unsafe native.tree_r_last = treeRLast.pointer }
            unsafe native.staged = staged.pointer
            unsafe native.replica = replica.pointer
            var raw = config.raw
            var out = qr_pc2_result_t()
            let status = unsafe qr_pc2_run(context, &out, &raw, &native, memoryLimit)
            try EngineError.check(status, "replica and trees", job)
            return try ReplicaCommitments(
                commC: Commitment(out.comm_c), commRLast: Commitment(out.comm_r_last),
                commR: Commitment(out.comm_r))
        }
    }

    /// Which of a sector's Poseidon trees.
    public enum ReplicaTree: Sendable {
        /// Of the label columns.
        case columns
        /// Of the replica.
        case replica
    }

    /// Root of a tree, from the last rows of its files.
    public func treeRoot(
        _ config: PoRepConfig, _ tree: ReplicaTree, files: [String], job: EngineJob = EngineJob()
    ) async throws -> Commitment {
        try await unsafe run(job) { context in
            let paths = CStringArray(files)
            var raw = config.raw
            return try unsafe Commitment(filledBy: { out in
                let status = unsafe qr_tree_root(context, out, &raw, paths.pointer, tree == .columns)
                try EngineError.check(status, tree == .columns ? "tree-c" : "tree-r-last", job)
            })
        }
    }
}

/// Carries `layerDone` through the C callback, and its error back.
private final class LayerBox {
    let job: EngineJob
    let body: @Sendable (Int) throws -> Void
    var failure: (any Error)?

    init(job: EngineJob, body: @escaping @Sendable (Int) throws -> Void) {
        self.job = job
        self.body = body
    }

    static let callback: @convention(c) (UnsafeMutableRawPointer?, UInt32) -> Void = { context, layer in
        guard let context = unsafe context else { return }
        let box = unsafe Unmanaged<LayerBox>.fromOpaque(context).takeUnretainedValue()
        guard box.failure == nil else { return }
        do {
            try box.body(Int(layer))
        } catch {
            box.failure = error
            box.job.cancel()
        }
    }
}
