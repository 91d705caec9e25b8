import Primitives
import ProofEngine

/// The commitment to a piece of data in memory: Fr32 padding and a SHA-256 tree, streaming.
public enum CommPBenchmark: Benchmark {
    /// As typed.
    public static let name = "commp"
    /// What it measures.
    public static let summary = "Piece commitment of data in memory"

    /// The same block again and again, changed in its first bytes, so that the source costs next to nothing.
    private final class Source: ByteSource {
        private var left: UInt64
        private let block = DataStream(seed: 1).next(127 << 13)

        init(_ bytes: UInt64) { left = bytes }

        func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
            var filled = 0
            let count = Int(min(left, UInt64(buffer.count)))
            while filled < count {
                let part = min(block.count, count - filled)
                unsafe block.withUnsafeBytes { source in
                    unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[filled..<filled + part])
                        .copyMemory(from: UnsafeRawBufferPointer(rebasing: source[..<part]))
                }
                filled += part
            }
            if count >= 8 { unsafe buffer.storeBytes(of: left.littleEndian, as: UInt64.self) }
            left -= UInt64(count)
            return count
        }
    }

    /// Measures.
    public static func run(_ context: BenchmarkContext) async throws -> [BenchmarkResult] {
        let floors = try await Floors(context.engine)
        let bytes = context.sectorSize.bytes / 128 * 127
        var commitments: [Commitment] = []
        let samples = try await context.samples { run in
            try await timed {
                let found = try await context.engine.commitPiece(
                    Source(bytes), job: context.job("CommP, run \(run + 1) of \(context.runs)"))
                commitments = [found.commitment]
            }
        }
        var result = BenchmarkResult(
            Self.self, Kernels.sha256Tree, context, samples, bytes: bytes,
            check: SectorFiles.digest(commitments))
        result.sectors = 1
        // As many nodes above the leaves as leaves, less one.
        let nodes = Double(context.sectorSize.bytes / 32 - 1)
        result.floor = floors.nanosecondsPerTreeNode(kernel: Kernels.sha256Tree).map {
            nodes * $0 * 1e-9 / Double(context.cores)
        }
        return [result]
    }
}
