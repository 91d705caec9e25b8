import Primitives
import ProofEngine

/// What sealing a batch will take of memory, disk and time, told before it starts.
struct JobForecast: Encodable {
    /// A stage's needs.
    struct Stage: Encodable {
        let name: String
        let memory: UInt64
        let disk: UInt64
        let what: String
        /// Nil where the profile has no rate for it.
        let seconds: Double?
    }

    let sector_size: UInt64
    let sectors: Int
    let label_kernels: String
    let stages: [Stage]
    /// Bytes on disk when all stages are done and nothing is cleared.
    let disk_total: UInt64
    /// Bytes of a sealed sector that are kept: replica, tree-r-last, p_aux, t_aux.
    let disk_kept: UInt64

    init(size: SectorSize, sectors: Int, cores: Int, profile: HardwareProfile) throws {
        let config = try PoRepConfig(SealProofKind(size: size, version: .v1_1, feature: .interactive))
        var options = LabelOptions()
        options.prefetch = profile.labels.prefetch
        options.kernel = profile.labelKernel(sectors: sectors)?.name
        let labels = try Engine.forecastLabels(config, sectors: sectors, workers: cores, options: options)
        let count = UInt64(sectors)
        let trees = UInt64(config.baseTreeCount)
        let workers = Double(max(1, cores))
        let replica = config.sectorBytes * count
        let treeD = config.treeDFileBytes * count
        let treeC = config.treeCFileBytes * trees * count
        let treeRLast = config.treeRLastFileBytes * trees * count
        sector_size = size.bytes
        self.sectors = sectors
        label_kernels = labels.kernels
        let treeSeconds =
            profile.sha256.bytesPerSecond > 0
            ? 2 * Double(replica) / profile.sha256.bytesPerSecond / workers : nil
        stages = [
            Stage(
                name: "add piece, tree-d", memory: Self.dataMemory(size, workers: max(1, cores)),
                disk: replica + treeD,
                what: "unsealed file, tree-d", seconds: treeSeconds),
            Stage(
                name: "PC1", memory: labels.memory, disk: labels.layers + labels.scratch, what: "layers",
                seconds: Self.labelSeconds(config, mix: labels.kernels, workers: cores, profile: profile)),
            Stage(
                name: "PC2", memory: config.pc2Memory(workers: max(1, cores)),
                disk: replica + treeC + treeRLast, what: "sealed file, tree-c, tree-r-last",
                seconds: Self.hashSeconds(config, sectors: sectors, workers: workers, profile: profile)),
        ]
        disk_total = stages.reduce(0) { $0 + $1.disk }
        disk_kept = replica + treeRLast
    }

    /// A piece is read 64 Ki units of 127 bytes at a time, with three chunks of 128 KiB a worker on their way through
    /// the tree; tree-d takes a block of 1 MiB a worker, and the root of each block.
    private static func dataMemory(_ size: SectorSize, workers: Int) -> UInt64 {
        let piece = min(size.bytes, 127 << 16) + UInt64(workers) * (3 * 127 << 10)
        let block = min(size.bytes, 1 << 20)
        return max(piece, UInt64(workers) * block + size.bytes / block * 32)
    }

    /// The kernels of the mix ("2 x avx512x32 + shani2"), each a worker's task, the longest first to the worker that is
    /// free first.
    private static func labelSeconds(
        _ config: PoRepConfig, mix: String, workers: Int, profile: HardwareProfile
    ) -> Double? {
        let labels = Double(config.sectorBytes / 32) * Double(config.layerCount)
        var tasks: [Double] = []
        for part in mix.split(separator: "+") {
            let words = part.split(separator: " ").map(String.init)
            guard let kernel = profile.labels.kernels.first(where: { $0.name == words.last }) else {
                return nil
            }
            let count = words.count > 1 ? Int(words[0]) ?? 1 : 1
            let task = labels * Double(kernel.sectors) * kernel.nanosecondsPerLabel * 1e-9
            tasks += Array(repeating: task, count: count)
        }
        var busy = [Double](repeating: 0, count: max(1, workers))
        for task in tasks.sorted(by: >) {
            let free = busy.indices.min { busy[$0] < busy[$1] } ?? 0
            busy[free] += task
        }
        return busy.max()
    }

    private static func hashSeconds(
        _ config: PoRepConfig, sectors: Int, workers: Double, profile: HardwareProfile
    ) -> Double? {
        let column =
            config.layerCount == 2 ? profile.poseidon.nanosecondsArity2 : profile.poseidon.nanosecondsArity11
        guard column > 0, profile.poseidon.nanosecondsArity8 > 0 else { return nil }
        let nodes = Double(config.sectorBytes / 32)
        let rest = Double(config.pc2HashCount) - nodes
        let one = nodes * column + rest * profile.poseidon.nanosecondsArity8
        return one * Double(sectors) * 1e-9 / workers
    }

    var text: String {
        let rows = stages.map { stage in
            [
                stage.name, ByteCount(stage.memory).description, ByteCount(stage.disk).description,
                stage.seconds.map(Format.duration) ?? "–", stage.what,
            ]
        }
        return "Forecast: \(sectors) × \(ByteCount(sector_size)), labels by \(label_kernels)\n"
            + Format.table(["stage", "memory", "disk", "time", "writes"], rows, rightAligned: [1, 2, 3])
            + "Disk in all: \(ByteCount(disk_total)); kept when sealed and cleared: \(ByteCount(disk_kept))\n"
    }
}
