import Primitives
import ProofEngine
import System

/// The way back: labels again, then the data out of the replica. The result is compared with the data that went in.
public enum UnsealBenchmark: Benchmark {
    /// As typed.
    public static let name = "unseal"
    /// What it measures.
    public static let summary = "Labels again, and the data out of the replica"

    /// Measures.
    public static func run(_ context: BenchmarkContext) async throws -> [BenchmarkResult] {
        let files = try SectorFiles.all(context)
        let config = try context.config()
        let ids = files.map(\.fixedReplicaID)
        try await SectorFiles.label(files, replicaIDs: ids, context, job: context.job("labels to start from"))
        for file in files {
            try await PC2Benchmark.stage(file, context)
            _ = try await context.engine.replicate(
                file.config,
                ReplicaFiles(
                    layers: file.layers, staged: file.staged, replica: file.replica, treeC: nil,
                    treeRLast: nil),
                job: context.job("replica to start from"))
        }
        var decoding: [Double] = []
        let whole = try await context.samples { run in
            var seconds = try await timed {
                try await SectorFiles.label(
                    files, replicaIDs: ids, context, job: context.job("labels, run \(run + 1)"))
            }
            decoding.append(
                try await timed { for file in files { try await unseal(file, context) } })
            seconds += decoding[run]
            return seconds
        }
        let bytes = config.sectorBytes * UInt64(context.sectors)
        let check = try SectorFiles.digest(files.map(\.unsealed))
        guard try check == SectorFiles.digest(files.map(\.raw)) else {
            throw EngineError(.mismatch, "unseal", "the data that came out is not what went in")
        }
        return [
            BenchmarkResult(Self.self, "labels and decoding", context, whole, bytes: bytes, check: check),
            BenchmarkResult(
                Self.self, "decoding", context, Samples(decoding), bytes: bytes, check: check),
        ]
    }

    /// The data out of the replica, by the last layer's labels.
    static func unseal(_ file: SectorFiles, _ context: BenchmarkContext) async throws {
        let length = file.rawBytes
        _ = try await context.engine.unsealRange(
            file.config, replica: file.replica, keyLayer: file.layers[file.config.layerCount - 1], offset: 0,
            length: length, to: file.unsealed, job: context.job("unseal \(file.number)"))
    }
}
