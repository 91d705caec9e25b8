import Benchmarks
import Primitives
import ProofEngine
import System

/// `quarry deadline-check`: can this machine prove in time?
enum DeadlineCheck: Command {
    static let path = ["deadline-check"]
    static let summary = "Forecast whether WinningPoSt and WindowPoSt can be made in time here"
    static let example = "quarry deadline-check --sector-size 32GiB --sectors 2349"
    static let discussion = """
        Measures a WinningPoSt of 2 KiB on this machine's cores, with local parameters made for it, and counts \
        on the same time a constraint in the circuits of the size asked for. Reading the challenged leaves from \
        disk is not part of it, nor is paging of the parameters where they do not fit into memory. Exit status 1 \
        if a deadline would be missed.
        """
    static let sectors = Argument<Int>.option("--sectors", "Sectors of the deadline", default: 2349)
    static let arguments: [any ArgumentProtocol] = [
        ParamsArguments.size, sectors, Common.cores, Common.json,
    ]

    /// One proof's forecast.
    private struct Forecast: Encodable {
        let proof: String
        let partitions: Int
        let constraints: UInt64
        let memory: UInt64
        let seconds: Double
        let allowed: Double
        var isMet: Bool { seconds <= allowed }
    }

    /// All that was found.
    private struct Report: Encodable {
        let cores: Int
        let nanosecondsPerConstraint: Double
        let proofs: [Forecast]
    }

    static func validate(_ arguments: ParsedArguments) throws {
        guard (1...1_000_000).contains(arguments[sectors]) else {
            throw UsageError("--sectors: \(arguments[sectors]) is not between 1 and 1000000")
        }
    }

    static func run(_ context: CommandContext) async throws {
        let engine = try context.engine(cores: context[Common.cores])
        let small = try SnarkCircuit(.winning, size: SectorSize("2KiB"))
        let measured = try await engine.circuitSize(small)
        let scratch = try Directory.makeTemporary()
        defer { try? Directory.remove(scratch) }
        let benchmark = BenchmarkContext(
            sectorSize: small.config.kind.size, sectors: 1, runs: 2, engine: engine, scratch: scratch,
            profile: try context.profile())
        let results = try await context.stage(
            "WinningPoSt of 2 KiB", unit: .count("proofs"), sample: { ProgressSample(done: 0, total: 0) }
        ) {
            try await WinningBenchmark.run(benchmark)
        }
        let rate = (results.map(\.min).min() ?? 0) / Double(measured.constraints)
        let room = PoStKind.window.sectorsPerPartition(context[ParamsArguments.size])
        let partitions = (context[sectors] + room - 1) / max(1, room)
        var forecasts: [Forecast] = []
        // An epoch, and half an hour of challenge window.
        for (kind, count, allowed) in [(PoStKind.winning, 1, 30.0), (.window, partitions, 1800.0)] {
            let circuit = try SnarkCircuit(kind.purpose, size: context[ParamsArguments.size])
            let size = try await engine.circuitSize(circuit)
            forecasts.append(
                Forecast(
                    proof: kind.rawValue, partitions: count, constraints: size.constraints,
                    memory: size.proverMemory, seconds: rate * Double(size.constraints) * Double(count),
                    allowed: allowed))
        }
        let report = Report(
            cores: engine.workerCount, nanosecondsPerConstraint: rate * 1e9, proofs: forecasts)
        if context[Common.json] { try context.print(json: report) } else { context.print(table(report)) }
        if !forecasts.allSatisfy(\.isMet) { throw SilentFailure() }
    }

    private static func table(_ report: Report) -> String {
        let rows = report.proofs.map { proof in
            [
                proof.proof, "\(proof.partitions)", Format.scaled(Double(proof.constraints)),
                ByteCount(proof.memory).description, Format.duration(proof.seconds),
                Format.duration(proof.allowed), proof.isMet ? "in time" : "TOO LATE",
            ]
        }
        return "\(Format.count(report.cores, "core")), "
            + "\(Format.number(report.nanosecondsPerConstraint)) ns a constraint, measured now\n"
            + Format.table(
                ["proof", "partitions", "constraints each", "memory", "forecast", "allowed", ""], rows,
                rightAligned: [1, 2, 3, 4, 5])
    }
}
