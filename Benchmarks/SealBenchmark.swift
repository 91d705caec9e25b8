import Primitives
import ProofEngine
import System

/// The whole way of a batch, stage by stage, as lotus-bench shows it: add piece, PreCommit 1, PreCommit 2, unseal.
public enum SealBenchmark: Benchmark {
    /// As typed.
    public static let name = "seal"
    /// What it measures.
    public static let summary = "Sealing stage by stage, shown as lotus-bench does"

    /// The stages by the names that lotus-bench prints.
    public static let stages = ["addPiece", "preCommit phase 1", "preCommit phase 2", "unseal"]

    /// Measures.
    public static func run(_ context: BenchmarkContext) async throws -> [BenchmarkResult] {
        let files = try SectorFiles.all(context)
        let config = try context.config()
        for file in files { try file.writeRaw() }
        var seconds = [[Double]](repeating: [], count: stages.count)
        var checks = [String](repeating: "", count: stages.count)
        for _ in 0..<context.runs {
            let run = try await once(files, context)
            for stage in stages.indices {
                seconds[stage].append(run[stage].seconds)
                checks[stage] = run[stage].check
            }
        }
        return stages.indices.map { stage in
            BenchmarkResult(
                Self.self, stages[stage], context, Samples(seconds[stage]),
                bytes: config.sectorBytes * UInt64(context.sectors), check: checks[stage])
        }
    }

    private static func once(
        _ files: [SectorFiles], _ context: BenchmarkContext
    ) async throws -> [(seconds: Double, check: String)] {
        var commDs: [Commitment] = []
        let add = try await timed {
            for file in files {
                try File.remove(file.staged)
                _ = try await context.engine.addPiece(
                    try FileSource(file.raw), unpaddedBytes: file.rawBytes, to: file.staged, written: 0,
                    job: context.job("addPiece \(file.number)"))
                commDs.append(
                    try await context.engine.buildTreeD(
                        file.treeD, staged: file.staged, sectorBytes: file.config.sectorBytes,
                        job: context.job("tree-d \(file.number)")))
            }
        }
        let ids = try zip(files, commDs).map { file, commD in
            try file.config.replicaID(
                proverID: [UInt8](repeating: 7, count: 32), sectorNumber: UInt64(file.number),
                ticket: [UInt8](repeating: 5, count: 32), commD: commD)
        }
        let label = try await timed {
            try await SectorFiles.label(
                files, replicaIDs: ids, context, job: context.job("preCommit phase 1"))
        }
        var commRs: [Commitment] = []
        let replicate = try await timed {
            for file in files {
                let job = context.job("preCommit phase 2, sector \(file.number)")
                commRs.append(try await PC2Benchmark.replicate(file, context, job: job).commR)
            }
        }
        let unseal = try await timed {
            for file in files { try await UnsealBenchmark.unseal(file, context) }
        }
        let layers = files.map { $0.layers[$0.config.layerCount - 1] }
        return [
            (add, SectorFiles.digest(commDs)), (label, try SectorFiles.digest(layers)),
            (replicate, SectorFiles.digest(commRs)), (unseal, try SectorFiles.digest(files.map(\.unsealed))),
        ]
    }
}
