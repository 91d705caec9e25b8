import CProofs
import CYardsticks
import Primitives
import ProofEngine
import System

/// The label kernels alone, on memory that stays in the caches: what whole PC1 is measured against.
public enum LabelsBenchmark: Benchmark {
    /// As typed.
    public static let name = "labels"
    /// What it measures.
    public static let summary = "The label kernels alone, on cached memory"

    /// Short runs a sample, of which the least counts: other work on the machine interrupts single ones.
    private static let parts = 10

    /// What one worker found.
    private struct Figure: Sendable {
        var seconds = 0.0
        var check: UInt64 = 0
        var instructions: UInt64?
        var isDone = false
    }

    /// Measures.
    public static func run(_ context: BenchmarkContext) async throws -> [BenchmarkResult] {
        let floors = try await Floors(context.engine)
        var results: [BenchmarkResult] = []
        for kernel in Kernels.labels where kernel.isAvailable {
            let labels = try await enough(kernel, context)
            var figures: [Figure] = []
            let samples = try await context.samples { _ in
                let found = try await measure(kernel.name, labels: labels, context)
                figures += found
                return found.map(\.seconds).max() ?? 0
            }
            var result = BenchmarkResult(
                Self.self, kernel.name, context, samples.scaled(by: 1e9 / Double(labels)), unit: "ns/label",
                check: hex(figures.first?.check ?? 0))
            result.sectors = kernel.sectors
            result.nsPerLabel = result.min
            result.floorNsPerLabel = floors.nanosecondsPerLabel(kernel: kernel.name, lanes: kernel.sectors)
            result.floor = result.floorNsPerLabel
            result.bytesPerSecond = 32e9 / result.min * Double(context.cores)
            result.instructionsPerLabel = figures.compactMap(\.instructions).min().map {
                Double($0) / Double(labels)
            }
            results.append(result)
        }
        return results
    }

    /// Labels for about 3 ms, found by a short run; no more than a layer of the size asked for.
    private static func enough(_ kernel: Kernels.Label, _ context: BenchmarkContext) async throws -> UInt64 {
        let probe = UInt64(kernel.sectors) * 256
        let seconds = try await measure(kernel.name, labels: probe, context).map(\.seconds).max() ?? 0
        let wanted = UInt64(Double(probe) * 0.003 / max(seconds, 1e-6))
        return max(probe, min(wanted, context.sectorSize.bytes / 32))
    }

    private static func measure(
        _ kernel: String, labels: UInt64, _ context: BenchmarkContext
    ) async throws -> [Figure] {
        let figures = Locked([Figure](repeating: Figure(), count: context.cores))
        let job = context.job("labels \(kernel)")
        _ = try await context.engine.onEachWorker(job) { worker in
            var best = Figure()
            for _ in 0..<parts {
                let figure = once(kernel, labels: labels)
                if !best.isDone || figure.seconds < best.seconds { best = figure }
            }
            figures.withLock { $0[worker] = best }
        }
        let found = figures.withLock { $0 }
        guard found.allSatisfy(\.isDone) else {
            throw EngineError(.unsupported, "label kernel", kernel)
        }
        return found
    }

    private static func once(_ kernel: String, labels: UInt64) -> Figure {
        var figure = Figure()
        let counter = quarry_counter_open(QUARRY_COUNTER_INSTRUCTIONS)
        figure.isDone = unsafe qr_label_bench(&figure.seconds, &figure.check, kernel, labels) == QR_OK
        var count: UInt64 = 0
        if unsafe quarry_counter_read(&count, counter) { figure.instructions = count }
        quarry_counter_close(counter)
        return figure
    }

    private static func hex(_ value: UInt64) -> String { String(value.byteSwapped, radix: 16) }

    /// Nanoseconds of a core a label, hash only, for a mix of kernels as PC1's forecast writes it:
    /// "2 x avx512x32 + shani2".
    static func hashOnly(mix: String, _ context: BenchmarkContext) async throws -> Double? {
        var time = 0.0
        var lanes = 0.0
        for part in mix.split(separator: "+") {
            let words = part.split(separator: " ")
            guard let name = words.last, let kernel = Kernels.labels.first(where: { $0.name == name }) else {
                return nil
            }
            let count = words.count > 1 ? Double(words[0]) ?? 1 : 1
            let labels = try await enough(kernel, context)
            let samples = try await context.samples { _ in
                try await measure(kernel.name, labels: labels, context).map(\.seconds).max() ?? 0
            }
            time += count * Double(kernel.sectors) * samples.min * 1e9 / Double(labels)
            lanes += count * Double(kernel.sectors)
        }
        return lanes > 0 ? time / lanes : nil
    }
}
