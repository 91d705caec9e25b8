import Primitives
import ProofEngine
import System

/// An empty-sector update: data encoded into a committed-capacity replica, with its trees, and decoded again.
public enum UpdateBenchmark: Benchmark {
    /// As typed.
    public static let name = "update"
    /// What it measures.
    public static let summary = "Empty-sector update: data into a replica of zeros, and out again"

    /// Measures.
    public static func run(_ context: BenchmarkContext) async throws -> [BenchmarkResult] {
        let files = try SectorFiles.all(context)
        let config = try context.config()
        let old = try await makeKeys(files, context)
        var new: [UpdateCommitments] = []
        let encode = try await context.samples { run in
            new = []
            return try await timed {
                for (file, key) in zip(files, old) {
                    let paths = UpdateFiles(
                        sectorKey: file.replica, staged: file.staged, replica: updated(file),
                        treeD: file.treeD,
                        treeRLast: file.treeRLast.map { $0 + "-updated" })
                    new.append(
                        try await context.engine.encodeUpdate(
                            config, paths, commC: key.commC, commRLastOld: key.commRLast,
                            job: context.job("update \(file.number), run \(run + 1) of \(context.runs)")))
                }
            }
        }
        let decode = try await context.samples { run in
            try await timed {
                for (index, file) in files.enumerated() {
                    try await context.engine.decodeUpdate(
                        config, replica: updated(file), sectorKey: file.replica, commDNew: new[index].commD,
                        commROld: old[index].commR, nodes: 0..<config.sectorBytes / 32, to: file.unsealed,
                        job: context.job("extract \(file.number), run \(run + 1) of \(context.runs)"))
                }
            }
        }
        let data = try SectorFiles.digest(files.map(\.unsealed))
        guard try data == SectorFiles.digest(files.map(\.staged)) else {
            throw EngineError(.mismatch, "update", "the data that came out is not what went in")
        }
        let bytes = config.sectorBytes * UInt64(context.sectors)
        return [
            BenchmarkResult(
                Self.self, "encode", context, encode, bytes: bytes,
                check: SectorFiles.digest(new.map(\.commR))),
            BenchmarkResult(Self.self, "decode", context, decode, bytes: bytes, check: data),
        ]
    }

    private static func updated(_ file: SectorFiles) -> String { file.replica + "-updated" }

    /// Committed-capacity sectors, and the data that will go in.
    private static func makeKeys(
        _ files: [SectorFiles], _ context: BenchmarkContext
    ) async throws -> [ReplicaCommitments] {
        let job = context.job("labels to start from")
        try await SectorFiles.label(files, replicaIDs: files.map(\.fixedReplicaID), context, job: job)
        var keys: [ReplicaCommitments] = []
        for file in files {
            // A replica of zeros is the last layer itself.
            let empty = file.directory + "/empty"
            try FileWriter(empty).finish()
            keys.append(
                try await context.engine.replicate(
                    file.config,
                    ReplicaFiles(
                        layers: file.layers, staged: empty, replica: file.replica, treeC: file.treeC,
                        treeRLast: file.treeRLast), job: context.job("sector to start from")))
            try await PC2Benchmark.stage(file, context)
        }
        return keys
    }
}
