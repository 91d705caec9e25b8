import Conformance
import ProofEngine
import System

/// `quarry vectors check`: reference vectors against the engine.
enum VectorsCheck: Command {
    static let path = ["vectors", "check"]
    static let summary = "Compare the engine with reference vectors, bit for bit"
    static let example = "quarry vectors check Tests/Vectors/sealing/poseidon.jsonl"
    static let discussion = """
        Runs any vector file that is understood (.jsonl, .json; directories are searched) and prints "file: N of M \
        equal", and the first difference in full. Without a path it runs the vectors that ship with Quarry: in \
        QUARRY_VECTORS, or Tests/Vectors beside the program or the current directory. \
        QUARRY_CPU=portable|avx2|shani|avx512ifma checks other kernels than this CPU's best. Exit status 1 if \
        anything differs.
        """
    static let paths = Argument<[String]>.positionals("PATH", "Vector files or directories of them")
    static let largest = Argument<ByteCount?>.option(
        "--skip-larger-than", "Leave out records that need larger sectors sealed, and their circuits")
    static let scratch = Argument<String?>.option(
        "--scratch", "Directory for sealed sectors while it runs; the system's temporary directory otherwise")
    static let base = Argument<[String]>.list(
        "--base", "Directory of a captured chain that the named one goes on from; may be given again")
    static let arguments: [any ArgumentProtocol] = [
        paths, base, largest, scratch, Common.cores, Common.json,
    ]

    static func run(_ context: CommandContext) async throws {
        let given = context[paths]
        let files = try (given.isEmpty ? [shipped()] : given).flatMap { path in
            guard File.exists(path) else {
                throw CommandFailure("\(path) does not exist", remedy: "check the path")
            }
            return try Conformance.files(at: path)
        }
        var options = Conformance.Options()
        options.largestSector = context[largest]?.bytes ?? .max
        options.scratch = context[scratch]
        let run = try Conformance(engine: context.engine(cores: context[Common.cores]), options: options)
        let reports: [ConformanceReport]
        do {
            reports = try await check(files, run, context)
        } catch {
            try? await run.finish()
            throw error
        }
        try await run.finish()
        try conclude(reports, context)
    }

    private static func check(
        _ files: [String], _ run: Conformance, _ context: CommandContext
    ) async throws -> [ConformanceReport] {
        var reports: [ConformanceReport] = []
        for file in files {
            if Conformance.isChain(file) {
                for report in try await checkChain(file, run, context) {
                    reports.append(report)
                    if !context[Common.json] { context.print(line(report)) }
                }
                continue
            }
            let tracker = Tracker()
            let report = try await context.stage(
                File.name(of: file), unit: .count("records"), sample: { tracker.sample }
            ) {
                try await run.check(file) { tracker.set($0, $1) }
            }
            guard let report else {
                // In directories of vectors some files are only data for others.
                if file.hasSuffix(".jsonl") || context[paths].contains(file) {
                    context.note("\(file): not a vector file that we understand")
                }
                continue
            }
            reports.append(report)
            if !context[Common.json] { context.print(line(report)) }
        }
        return reports
    }

    private static func checkChain(
        _ folder: String, _ run: Conformance, _ context: CommandContext
    ) async throws -> [ConformanceReport] {
        let tracker = Tracker()
        let bases = context[base]
        return try await context.stage(
            File.name(of: folder), unit: .count("tipsets"), sample: { tracker.sample }
        ) {
            try await run.checkChain(folder, bases: bases) { tracker.set($0, $1) }
        }
    }

    private static func line(_ report: ConformanceReport) -> String {
        var text = "\(report.file): \(report.equal) of \(report.total) equal"
        if report.leftOut > 0 { text += ", \(report.leftOut) larger ones left out" }
        if let difference = report.firstDifference { text += "\n\(difference)" }
        return text
    }

    private static func conclude(_ reports: [ConformanceReport], _ context: CommandContext) throws {
        if reports.isEmpty {
            throw CommandFailure(
                "no vector file was run", remedy: "name a .jsonl or .json file of reference vectors")
        }
        let (equal, total) = reports.reduce((0, 0)) { ($0.0 + $1.equal, $0.1 + $1.total) }
        if context[Common.json] {
            try context.print(json: reports)
        } else {
            context.print("\(ProofEngineInfo.cpuVariant) kernels: \(equal) of \(total) equal")
        }
        if equal != total { throw SilentFailure() }
    }

    /// Where the vectors that ship are.
    private static func shipped() throws -> String {
        if let path = Environment.value("QUARRY_VECTORS") { return path }
        var place = File.parent(of: Environment.executable)
        var places = ["Tests/Vectors"]
        while place != "/" && place != "." {
            places.append("\(place)/Tests/Vectors")
            place = File.parent(of: place)
        }
        guard let found = places.first(where: File.isDirectory) else {
            throw CommandFailure(
                "the vectors that ship with Quarry are not here",
                remedy: "run it in a clone of the repository, set QUARRY_VECTORS, or name a file")
        }
        return found
    }
}

/// How far a file is, for the display.
private final class Tracker: Sendable {
    private let state = Locked((done: 0, total: 0))

    func set(_ done: Int, _ total: Int) { state.withLock { $0 = (done, total) } }

    var sample: ProgressSample {
        let now = state.withLock { $0 }
        return ProgressSample(done: UInt64(now.done), total: UInt64(now.total))
    }
}
