import Node
import SectorManager
import System

/// `quarry bench transfer`: files between machines' stores.
enum BenchTransfer: Command {
    static let path = ["bench", "transfer"]
    static let summary = "Measure the transfer of a sector file between stores, beside a copy and its SHA-256"
    static let example = "quarry bench transfer --megabytes 512"
    static let discussion = """
        Serves a file of random bytes on the loopback interface and fetches it as a worker on another machine would. \
        The floor is a copy of it on the same disk, read back, and one SHA-256 of it; the median of the rounds counts.
        """
    static let megabytes = Argument<Int>.option("--megabytes", "Size of the file in MiB", default: 256)
    static let rounds = Argument<Int>.option("--rounds", "How often", default: 3)
    static let scratch = Argument<String?>.option(
        "--scratch", "Folder for the files; a temporary one otherwise")
    static let arguments: [any ArgumentProtocol] = [megabytes, rounds, scratch, Common.json]

    private struct Report: Encodable {
        let bytes: UInt64
        let transferSeconds: Double
        let copySeconds: Double
        let digestSeconds: Double
        let bytesASecond: Double
        let timesTheFloor: Double
    }

    static func validate(_ arguments: ParsedArguments) throws {
        guard (1...65_536).contains(arguments[megabytes]), (1...100).contains(arguments[rounds]) else {
            throw UsageError("--megabytes is from 1 to 65536, --rounds from 1 to 100")
        }
    }

    static func run(_ context: CommandContext) async throws {
        let folder = try Directory.makeTemporary(under: context[scratch])
        defer { try? Directory.remove(folder) }
        var all: [TransferTrial.Figures] = []
        for round in 0..<context[rounds] {
            let trial = TransferTrial(folder: "\(folder)/\(round)", bytes: UInt64(context[megabytes]) << 20)
            all.append(try await StoreServer.run(trial))
            try Directory.remove(trial.folder)
        }
        // Ratios come from one round, whatever else the machine did in the others.
        let ratios = all.map { $0.transfer / $0.floor }.sorted()
        let middle = all.sorted { $0.transfer < $1.transfer }[all.count / 2]
        let report = Report(
            bytes: middle.bytes, transferSeconds: middle.transfer, copySeconds: middle.copy,
            digestSeconds: middle.digest, bytesASecond: Double(middle.bytes) / middle.transfer,
            timesTheFloor: ratios[ratios.count / 2])
        if context[Common.json] { return try context.print(json: report) }
        context.print(
            Format.table(
                [],
                [
                    ["transfer", Format.duration(middle.transfer), rate(middle.bytes, middle.transfer)],
                    ["copy, read back", Format.duration(middle.copy), rate(middle.bytes, middle.copy)],
                    ["SHA-256", Format.duration(middle.digest), rate(middle.bytes, middle.digest)],
                    ["times the floor", Format.fixed(report.timesTheFloor, 2), ""],
                ]))
    }

    private static func rate(_ bytes: UInt64, _ seconds: Double) -> String {
        "\(Format.fixed(Double(bytes) / seconds / 1e6, 0)) MB/s"
    }
}
