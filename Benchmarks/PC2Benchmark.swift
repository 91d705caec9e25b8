import Primitives
import ProofEngine

/// PreCommit 2: column hashes, tree-c, replica, tree-r-last. Its floor is its hashes times the time of a hash.
public enum PC2Benchmark: Benchmark {
    /// As typed.
    public static let name = "pc2"
    /// What it measures.
    public static let summary = "PreCommit 2 of each sector: columns, trees, replica"

    /// Measures.
    public static func run(_ context: BenchmarkContext) async throws -> [BenchmarkResult] {
        let files = try SectorFiles.all(context)
        let config = try context.config()
        try await SectorFiles.label(
            files, replicaIDs: files.map(\.fixedReplicaID), context, job: context.job("labels to start from"))
        for file in files { try await stage(file, context) }
        var commitments: [Commitment] = []
        let samples = try await context.samples { run in
            commitments = []
            return try await timed {
                for file in files {
                    let job = context.job("PC2 of sector \(file.number), run \(run + 1) of \(context.runs)")
                    commitments.append(try await replicate(file, context, job: job).commR)
                }
            }
        }
        let bytes = config.sectorBytes * UInt64(context.sectors)
        var result = BenchmarkResult(
            Self.self, Kernels.poseidon, context, samples, bytes: bytes,
            check: SectorFiles.digest(commitments))
        result.floor = try await hashTime(config, context) * Double(context.sectors)
        return [result]
    }

    /// Seconds that the hashes of one sector's PC2 take by themselves, measured now.
    private static func hashTime(_ config: PoRepConfig, _ context: BenchmarkContext) async throws -> Double {
        let nodes = Double(config.sectorBytes / 32)
        let column: Poseidon = config.layerCount == 2 ? .two : .eleven
        let columns = try await PoseidonBenchmark.nanosecondsPerHash(column, context)
        let trees = try await PoseidonBenchmark.nanosecondsPerHash(.eight, context)
        let inTrees = Double(config.pc2HashCount) - nodes
        return (nodes * columns + inTrees * trees) * 1e-9 / Double(context.cores)
    }

    /// Pads the sector's data into its staged file.
    static func stage(_ file: SectorFiles, _ context: BenchmarkContext) async throws {
        try file.writeRaw()
        _ = try await context.engine.addPiece(
            try FileSource(file.raw), unpaddedBytes: file.rawBytes, to: file.staged, written: 0,
            job: context.job("data of sector \(file.number)"))
    }

    static func replicate(
        _ file: SectorFiles, _ context: BenchmarkContext, job: EngineJob
    ) async throws -> ReplicaCommitments {
        try await context.engine.replicate(
            file.config,
            ReplicaFiles(
                layers: file.layers, staged: file.staged, replica: file.replica, treeC: file.treeC,
                treeRLast: file.treeRLast), job: job)
    }
}
