import API
import Logging
import Node
import Primitives
import ProofEngine
import SectorManager
import System

/// `quarry bench sealing`: the whole pipeline, as a plant runs it.
enum BenchSealing: Command {
    static let path = ["bench", "sealing"]
    static let summary = "Measure a whole sealing plant: sectors an hour, each stage's share, idle cores"
    static let example = "quarry bench sealing --sector-size 8MiB --sectors 32"
    static let discussion = """
        Sets a plant up in a scratch folder, orders sectors without data, and runs it until all are stored. Where \
        there are no parameters of this size, C2 is left out and said so. The use of the cores is the sum of all jobs' \
        core-seconds over cores times wall time: 100 % is what the stages allow by themselves.
        """
    static let size = Argument<SectorSize>.required("--sector-size", "Size of the sectors")
    static let sectors = Argument<Int>.option("--sectors", "How many", default: 32)
    static let scratch = Argument<String?>.option(
        "--scratch", "Folder for the plant; a temporary one otherwise")
    static let arguments: [any ArgumentProtocol] = [size, sectors, scratch, Common.json]

    private struct Stage: Encodable, Sendable {
        let kind: String
        let sectors: Int
        let coreSecondsASector: Double
        let shareOfCoreTime: Double
    }

    private struct Report: Encodable, Sendable {
        let sectorSize: String
        let sectors: Int
        let cores: Int
        let hasProofs: Bool
        let seconds: Double
        let sectorsAnHour: Double
        let coreSeconds: Double
        let useOfCores: Double
        let idleSecondsACore: Double
        let cpuSeconds: Double
        let stages: [Stage]
    }

    static func validate(_ arguments: ParsedArguments) throws {
        guard (1...4096).contains(arguments[sectors]) else {
            throw UsageError("--sectors: \(arguments[sectors]) is not between 1 and 4096")
        }
    }

    static func run(_ context: CommandContext) async throws {
        let folder = try Directory.makeTemporary(under: context[scratch])
        defer { try? Directory.remove(folder) }
        let home = PlantHome(folder)
        var configuration = PlantConfiguration(
            miner: try MinerAddress("t01000"), sectorSize: context[size])
        configuration.batch.maxWait = 4
        configuration.localChain.seedDelay = 0
        try home.create(configuration)
        let hasProofs = try hasParameters(context[size])
        var options = try quietOptions()
        options.port = 0
        options.makesProofs = hasProofs
        let node = try await SealerNode.open(home, options: options)
        let report = try await measure(node, context, hasProofs: hasProofs)
        if context[Common.json] { try context.print(json: report) } else { context.print(text(report)) }
    }

    private static func hasParameters(_ size: SectorSize) throws -> Bool {
        let kind = try SealProofKind(size: size, version: .v1_1, feature: .interactive)
        let circuit = try SnarkCircuit(
            .porep, PoRepConfig(kind, porepID: UnregisteredPorepID.of(kind)))
        return File.exists(try ParameterStore().path(circuit, .parameters))
    }

    private static func quietOptions() throws -> PlantOptions {
        do {
            let sink = try LogSink(LogOptions(level: .warning))
            var options = PlantOptions { sink.logger($0) }
            options.heedsSignals = true
            return options
        } catch {
            throw CommandFailure(error.sentence, remedy: error.remedy)
        }
    }

    private static func measure(
        _ node: SealerNode, _ context: CommandContext, hasProofs: Bool
    ) async throws -> Report {
        let count = context[sectors]
        let stored = Locked(0)
        let cpu = Clock.processTime
        let start = Clock.now
        let api = node.api
        let status = try await withThrowingTaskGroup(of: SealerStatus?.self) { group in
            group.addTask {
                try await node.run()
                return nil
            }
            group.addTask {
                try await api.pledge(count: count)
                let sample: @Sendable () -> ProgressSample = {
                    ProgressSample(done: UInt64(stored.withLock { $0 }), total: UInt64(count))
                }
                return try await context.stage("sealing", unit: .count("sectors"), sample: sample) {
                    try await watch(api, count, stored)
                }
            }
            var last: SealerStatus?
            while let next = try await group.next() {
                if let next {
                    last = next
                    node.stop()
                }
            }
            return last
        }
        guard let status else { throw CommandFailure("the plant stopped early", remedy: "see its log above") }
        return try report(
            status, context, hasProofs: hasProofs, seconds: Clock.now - start,
            cpuSeconds: Clock.processTime - cpu, cores: node.cores.reduce(0) { $0 + $1.count })
    }

    /// Waits until as many sectors are stored or failed; the status then.
    private static func watch(
        _ api: PlantAPI, _ count: Int, _ stored: Locked<Int>
    ) async throws -> SealerStatus {
        while true {
            try Task.checkCancellation()
            let status = try await api.status()
            let done = status.states.filter { $0.isFailure || $0.state == "Available" }
            let sum = done.reduce(0) { $0 + $1.count }
            stored.withLock { $0 = sum }
            if sum >= count { return status }
            await Clock.sleep(seconds: 0.2)
        }
    }

    private static func report(
        _ status: SealerStatus, _ context: CommandContext, hasProofs: Bool, seconds: Double,
        cpuSeconds: Double,
        cores: Int
    ) throws -> Report {
        let failed = status.states.filter(\.isFailure).reduce(0) { $0 + $1.count }
        guard failed == 0 else {
            throw CommandFailure("\(Format.count(failed, "sector")) failed", remedy: "see the log above")
        }
        let stages = status.rates.stages
        let total = stages.reduce(0) { $0 + $1.coreSecondsPerSector * Double($1.sectors) }
        return Report(
            sectorSize: context[size].name, sectors: context[sectors], cores: cores, hasProofs: hasProofs,
            seconds: seconds, sectorsAnHour: Double(context[sectors]) / seconds * 3600, coreSeconds: total,
            useOfCores: total / (seconds * Double(cores)), idleSecondsACore: seconds - total / Double(cores),
            cpuSeconds: cpuSeconds,
            stages: stages.map { stage in
                Stage(
                    kind: stage.kind, sectors: stage.sectors,
                    coreSecondsASector: stage.coreSecondsPerSector,
                    shareOfCoreTime: total > 0
                        ? stage.coreSecondsPerSector * Double(stage.sectors) / total : 0)
            })
    }

    private static func text(_ report: Report) -> String {
        let rows = report.stages.map { stage in
            [
                stage.kind, "\(stage.sectors)", Format.number(stage.coreSecondsASector),
                Format.fixed(stage.shareOfCoreTime * 100, 1) + " %",
            ]
        }
        let proofs = report.hasProofs ? "" : "; no parameters of this size: C2 left out"
        return """
            \(report.sectors) sectors of \(report.sectorSize) on \(Format.count(report.cores, "core")): \
            \(Format.duration(report.seconds)), \(Format.number(report.sectorsAnHour)) sectors an hour\(proofs)
            jobs used \(Format.fixed(report.useOfCores * 100, 1)) % of the cores' time; each core idle for \
            \(Format.duration(max(0, report.idleSecondsACore))); CPU time of the process \
            \(Format.duration(report.cpuSeconds))

            """
                + Format.table(
                    ["stage", "sectors", "core-seconds a sector", "share"], rows, rightAligned: [1, 2, 3])
    }
}
