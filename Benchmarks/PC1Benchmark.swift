import ProofEngine

/// PreCommit 1 of a batch: all labels of all layers, with the graph, the memory traffic and the files.
public enum PC1Benchmark: Benchmark {
    /// As typed.
    public static let name = "pc1"
    /// What it measures.
    public static let summary = "PreCommit 1 of a batch, files and all"

    /// Measures.
    public static func run(_ context: BenchmarkContext) async throws -> [BenchmarkResult] {
        let files = try SectorFiles.all(context)
        let config = try context.config()
        let forecast = try Engine.forecastLabels(
            config, sectors: context.sectors, workers: context.cores, options: context.labelOptions)
        let samples = try await context.samples { run in
            let job = context.job("PC1, run \(run + 1) of \(context.runs)")
            return try await timed {
                try await SectorFiles.label(
                    files, replicaIDs: files.map(\.fixedReplicaID), context, job: job)
            }
        }
        let labels = Double(config.sectorBytes / 32) * Double(config.layerCount * context.sectors)
        let check = try SectorFiles.digest(files.map { $0.layers[config.layerCount - 1] })
        var result = BenchmarkResult(
            Self.self, forecast.kernels, context, samples, bytes: UInt64(labels) * 32, check: check)
        result.nsPerLabel = samples.min * 1e9 * Double(context.cores) / labels
        result.floorNsPerLabel = try await LabelsBenchmark.hashOnly(mix: forecast.kernels, context)
        result.floor = result.floorNsPerLabel.map { $0 * labels * 1e-9 / Double(context.cores) }
        return [result]
    }
}
