import Primitives
import ProofEngine

/// The trees of a sector by themselves, from files: tree-d of the data, tree-r-last of the replica.
public enum TreesBenchmark: Benchmark {
    /// As typed.
    public static let name = "trees"
    /// What it measures.
    public static let summary = "tree-d of the data and tree-r-last of the replica, from files"

    /// Measures.
    public static func run(_ context: BenchmarkContext) async throws -> [BenchmarkResult] {
        let files = try SectorFiles.all(context)
        let config = try context.config()
        // Data whose 32-byte nodes are field elements, as those of any replica are.
        for file in files { try await PC2Benchmark.stage(file, context) }
        var commDs: [Commitment] = []
        let treeD = try await context.samples { _ in
            commDs = []
            return try await timed {
                for file in files {
                    commDs.append(
                        try await context.engine.buildTreeD(
                            file.treeD, staged: file.staged, sectorBytes: config.sectorBytes,
                            job: context.job("tree-d \(file.number)")))
                }
            }
        }
        var roots: [Commitment] = []
        let treeRLast = try await context.samples { _ in
            roots = []
            return try await timed {
                for file in files {
                    let made = try await context.engine.replicate(
                        config,
                        ReplicaFiles(
                            layers: nil, staged: nil, replica: file.staged, treeC: nil,
                            treeRLast: file.treeRLast), job: context.job("tree-r-last \(file.number)"))
                    roots.append(made.commRLast)
                }
            }
        }
        let bytes = config.sectorBytes * UInt64(context.sectors)
        var results = [
            BenchmarkResult(
                Self.self, "tree-d, \(Kernels.sha256Tree)", context, treeD, bytes: bytes,
                check: SectorFiles.digest(commDs)),
            BenchmarkResult(
                Self.self, "tree-r-last, \(Kernels.poseidon)", context, treeRLast, bytes: bytes,
                check: SectorFiles.digest(roots)),
        ]
        let workers = Double(context.cores)
        let nodes = Double(config.sectorBytes / 32) * Double(context.sectors)
        let floors = try await Floors(context.engine)
        results[0].floor = floors.nanosecondsPerTreeNode(kernel: Kernels.sha256Tree).map {
            nodes * $0 * 1e-9 / workers
        }
        results[1].floor =
            try await PoseidonBenchmark.nanosecondsPerHash(.eight, context) * 1e-9 * nodes / 7 / workers
        return results
    }
}
