import Benchmarks
import FoundationEssentials
import Primitives
import ProofEngine
import System

/// `quarry bench NAME`: runs one definition of the Benchmarks room and shows its results.
enum Bench<Definition: Benchmark>: Command {
    static var path: [String] { ["bench", Definition.name] }
    static var summary: String { Definition.summary }
    static var example: String {
        let input = takesActors ? "--actors builtin-actors-mainnet.car" : "--sector-size 8MiB --cores 1"
        return "quarry bench \(Definition.name) \(input) --runs 5 --json"
    }
    static var discussion: String {
        "Floors are measured in the same run. Sector files are made under --scratch and removed."
    }
    static var arguments: [any ArgumentProtocol] {
        BenchArguments.all + (takesConstraints ? [BenchArguments.constraints] : [])
            + (takesActors ? [BenchArguments.actors] : [])
            + (takesLogCount ? [BenchArguments.logCount] : [])
    }
    private static var takesConstraints: Bool { Definition.self == C2Benchmark.self }
    private static var takesActors: Bool { Definition.self == VMBenchmark.self }
    private static var takesLogCount: Bool {
        Definition.self == NTTBenchmark.self || Definition.self == MSMBenchmark.self
    }

    static func validate(_ arguments: ParsedArguments) throws {
        for (argument, most) in [(BenchArguments.sectors, 128), (BenchArguments.runs, 1000)] {
            let value = arguments[argument]
            guard (1...most).contains(value) else {
                throw UsageError("\(argument.declaration.name): \(value) is not between 1 and \(most)")
            }
        }
        if takesLogCount, let log = arguments[BenchArguments.logCount], !(4...26).contains(log) {
            throw UsageError("--log2: \(log) is not between 4 and 26")
        }
        if takesConstraints, let count = arguments[BenchArguments.constraints] {
            guard (1...200_000_000).contains(count) else {
                throw UsageError("--constraints: \(count) is not between 1 and 200000000")
            }
        }
    }

    static func run(_ context: CommandContext) async throws {
        let old = try context[BenchArguments.compare].map(BenchReport.read)
        let scratch = try Directory.makeTemporary(under: context[BenchArguments.scratch])
        defer { try? Directory.remove(scratch) }
        let current = Locked<(name: String, job: EngineJob)>(("", EngineJob()))
        let progress = context.progress
        let benchmark = BenchmarkContext(
            sectorSize: context[BenchArguments.sectorSize], sectors: context[BenchArguments.sectors],
            runs: context[BenchArguments.runs], engine: try context.engine(cores: context[Common.cores]),
            scratch: scratch, profile: try context.profile(),
            constraints: takesConstraints ? context[BenchArguments.constraints] : nil,
            actors: takesActors ? context[BenchArguments.actors] : nil,
            logCount: takesLogCount ? context[BenchArguments.logCount] : nil,
            announce: { name, job in
                let isNew = current.withLock { current in
                    defer { current = (name, job) }
                    return current.name != name
                }
                if isNew { progress.note(name) }
            })
        let sample: @Sendable () -> ProgressSample = {
            let job = current.withLock { $0.job }
            return ProgressSample(done: job.done, total: job.total)
        }
        let results = try await context.stage(
            "bench \(Definition.name)", unit: .count("units"), sample: sample
        ) {
            try await Definition.run(benchmark)
        }
        if let file = context[BenchArguments.svg] {
            try File.writeAtomically(file, text: BenchPicture(results).svg)
        }
        if context[Common.json] {
            try context.print(json: results)
        } else if Definition.self == SealBenchmark.self {
            context.print(BenchReport.likeLotusBench(results))
        } else {
            context.print(BenchReport.table(results))
        }
        if let old {
            // Standard output is the result's alone when it is JSON.
            let text = BenchReport.comparison(results, with: old)
            if context[Common.json] { context.note(text) } else { context.print(text) }
        }
    }
}

/// What every benchmark takes.
enum BenchArguments {
    static let sectorSize = Argument<SectorSize>.option(
        "--sector-size", "Size of the sectors, or of the data",
        default: SectorSize.all.first { $0.name == "8MiB" } ?? SectorSize.all[0])
    static let sectors = Argument<Int>.option("--sectors", "Sectors together", default: 1)
    static let runs = Argument<Int>.option("--runs", "Times to measure", default: 3)
    static let compare = Argument<String?>.option(
        "--compare", "Also compare with the results in this file, written by --json")
    static let svg = Argument<String?>.option("--svg", "Draw the results, floors and peers to this file")
    static let constraints = Argument<UInt64?>.option(
        "--constraints",
        "Prove a circuit of this many constraints and no meaning instead of a sector's: 16000000 takes 7 GB of "
            + "scratch space and 3 GB of memory")
    static let logCount = Argument<Int?>.option(
        "--log2", "Take 2 to this power of elements instead of one for each node of a sector")
    static let actors = Argument<String>.required(
        "--actors", "Bundle of built-in actors to run: a CAR file of a builtin-actors release")
    static let scratch = Argument<String?>.option(
        "--scratch", "Directory for sector files; TMPDIR otherwise", environment: "QUARRY_SCRATCH")
    static let all: [any ArgumentProtocol] = [
        sectorSize, sectors, Common.cores, runs, compare, svg, scratch, Common.json,
    ]
}
