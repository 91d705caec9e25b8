import Primitives

/// One figure of a benchmark, with what is needed to compare it.
public struct BenchmarkResult: Sendable, Equatable, Codable {
    /// The benchmark: "labels".
    public var name: String
    /// What of it: a kernel, a stage, an arity.
    public var variant: String
    /// Bytes of a sector, or of the data.
    public var sectorSize: UInt64
    /// Sectors together.
    public var sectors: Int
    /// Workers.
    public var cores: Int
    /// Times it was measured.
    public var runs: Int
    /// Median over the runs, in `unit`.
    public var median: Double
    /// Least over the runs, in `unit`.
    public var min: Double
    /// Most over the runs, in `unit`.
    public var max: Double
    /// "s", "ns/label", "ns/hash" or "ns/message"; of one core for all but the first.
    public var unit: String
    /// Nanoseconds of one core that a label takes, least.
    public var nsPerLabel: Double?
    /// What it could take at best: for `labels` by the issue rate of its instructions, for `pc1` by the hash-only loop,
    /// both measured in the same run.
    public var floorNsPerLabel: Double?
    /// Bytes a second over all workers, from the least time.
    public var bytesPerSecond: Double?
    /// Instructions a label; nil where the machine has no counters.
    public var instructionsPerLabel: Double?
    /// Blocks read from the store a message, and their bytes.
    public var blocksRead: Double?
    /// Bytes of these.
    public var bytesRead: Double?
    /// Bytes of new blocks a message, which are hashed.
    public var bytesHashed: Double?
    /// The least that `min` could be on this machine, in `unit`; nil if not known.
    public var floor: Double?
    /// A hash of what was computed: the same on every machine and with every kernel.
    public var check: String

    enum CodingKeys: String, CodingKey {
        case name, variant, sectors, cores, runs, median, min, max, unit, floor, check
        case sectorSize = "sector_size"
        case nsPerLabel = "ns_per_label"
        case floorNsPerLabel = "floor_ns_per_label"
        case bytesPerSecond = "bytes_per_second"
        case instructionsPerLabel = "instructions_per_label"
        case blocksRead = "blocks_read"
        case bytesRead = "bytes_read"
        case bytesHashed = "bytes_hashed"
    }

    init(
        _ benchmark: any Benchmark.Type, _ variant: String, _ context: BenchmarkContext, _ samples: Samples,
        unit: String = "s", bytes: UInt64? = nil, check: String
    ) {
        name = benchmark.name
        self.variant = variant
        sectorSize = context.sectorSize.bytes
        sectors = context.sectors
        cores = context.cores
        runs = context.runs
        median = samples.median
        min = samples.min
        max = samples.max
        self.unit = unit
        bytesPerSecond = bytes.flatMap { samples.min > 0 ? Double($0) / samples.min : nil }
        self.check = check
    }

    /// Least time over the floor: 1 is perfect. Nil where there is no floor.
    public var distance: Double? { floor.flatMap { $0 > 0 ? min / $0 : nil } }

    /// Whether another result is of the same thing.
    public func isComparable(to other: BenchmarkResult) -> Bool {
        name == other.name && variant == other.variant && sectorSize == other.sectorSize
            && sectors == other.sectors && cores == other.cores && unit == other.unit
    }

    /// Writes every key, null where there is no figure.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(name, forKey: .name)
        try values.encode(variant, forKey: .variant)
        try values.encode(sectorSize, forKey: .sectorSize)
        try values.encode(sectors, forKey: .sectors)
        try values.encode(cores, forKey: .cores)
        try values.encode(runs, forKey: .runs)
        try values.encode(median, forKey: .median)
        try values.encode(min, forKey: .min)
        try values.encode(max, forKey: .max)
        try values.encode(unit, forKey: .unit)
        try values.encode(nsPerLabel, forKey: .nsPerLabel)
        try values.encode(floorNsPerLabel, forKey: .floorNsPerLabel)
        try values.encode(bytesPerSecond, forKey: .bytesPerSecond)
        try values.encode(instructionsPerLabel, forKey: .instructionsPerLabel)
        try values.encode(blocksRead, forKey: .blocksRead)
        try values.encode(bytesRead, forKey: .bytesRead)
        try values.encode(bytesHashed, forKey: .bytesHashed)
        try values.encode(floor, forKey: .floor)
        try values.encode(check, forKey: .check)
    }
}
