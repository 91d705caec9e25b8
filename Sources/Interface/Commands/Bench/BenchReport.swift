import Benchmarks
import FoundationEssentials
import System

/// Results of benchmarks as text.
enum BenchReport {
    /// Results that an earlier run wrote with `--json`.
    static func read(_ path: String) throws -> [BenchmarkResult] {
        let bytes = try File.read(path, limit: 64 << 20)
        do {
            return try JSONDecoder().decode([BenchmarkResult].self, from: Data(bytes))
        } catch {
            throw CommandFailure(
                "\(path) holds no results of 'quarry bench'", remedy: "give a file that 'bench --json' wrote")
        }
    }

    /// A row a result.
    static func table(_ results: [BenchmarkResult]) -> String {
        let headings = [
            "benchmark", "variant", "size", "sectors", "cores", "least", "median", "rate", "a label", "floor",
            "× floor", "result",
        ]
        let rows = results.map { result in
            [
                result.name, result.variant, ByteCount(result.sectorSize).description, "\(result.sectors)",
                "\(result.cores)", amount(result.min, result.unit), amount(result.median, result.unit),
                result.bytesPerSecond.map(Format.bytesPerSecond) ?? "–",
                result.nsPerLabel.map { amount($0, "ns") } ?? "–",
                result.floor.map { amount($0, result.unit) } ?? "–",
                result.distance.map(Format.number) ?? "–", result.check,
            ]
        }
        let instructions = results.compactMap { result in
            result.instructionsPerLabel.map { "\(result.variant) \(Format.number($0))" }
        }
        let more =
            instructions.isEmpty ? "" : "instructions a label: \(instructions.joined(separator: ", "))\n"
        return Format.table(headings, rows, rightAligned: [2, 3, 4, 5, 6, 7, 8, 9, 10]) + more
            + results.map(stateAccess).joined() + peers(results)
    }

    /// What a message reads and writes of the state.
    private static func stateAccess(_ result: BenchmarkResult) -> String {
        guard let blocks = result.blocksRead, let read = result.bytesRead, let hashed = result.bytesHashed
        else { return "" }
        return "\(result.variant): \(Format.number(blocks)) blocks (\(Format.number(read)) bytes) read, "
            + "\(Format.number(hashed)) bytes hashed a message\n"
    }

    /// What other programs reach in the same benchmarks, a line each.
    private static func peers(_ results: [BenchmarkResult]) -> String {
        let names = Set(results.map(\.name))
        return Peers.all.filter { names.contains($0.benchmark) }.map { peer in
            let value =
                peer.unit == "bytes/s" ? Format.bytesPerSecond(peer.value) : amount(peer.value, peer.unit)
            return "beside it: \(peer.what) (\(peer.machine)): \(value)\n"
        }.joined()
    }

    /// A figure in its unit, scaled so that it reads well.
    static func amount(_ value: Double, _ unit: String) -> String {
        if unit == "bytes" { return ByteCount(UInt64(value)).description }
        return unit.hasPrefix("ns") ? Format.duration(value * 1e-9) : Format.duration(value)
    }

    /// As lotus-bench prints a sealing run, for comparison with posted results.
    static func likeLotusBench(_ results: [BenchmarkResult]) -> String {
        guard let first = results.first else { return "" }
        var text = "----\nresults (v28) SectorSize:(\(first.sectorSize)), SectorNumber:(\(first.sectors))\n"
        for result in results {
            let name = result.variant == "unseal" ? "unseal" : "seal: \(result.variant)"
            let rate = result.bytesPerSecond.map(Format.bytesPerSecond) ?? ""
            text += "\(name): \(goDuration(result.median)) (\(rate))\n"
        }
        return text
            + "\(Format.count(first.cores, "core")), median of \(Format.count(first.runs, "run")), "
            + "rates of the least; result \(results.map(\.check).joined(separator: " "))\n"
    }

    /// A time as Go prints it: "2h52m3.5s", "48m1s", "850ms".
    static func goDuration(_ seconds: Double) -> String {
        if seconds < 1 { return "\(Format.number(seconds * 1000))ms" }
        let minutes = Int(seconds / 60)
        let rest = Format.number(seconds - Double(minutes) * 60) + "s"
        if minutes == 0 { return rest }
        return minutes < 60 ? "\(minutes)m\(rest)" : "\(minutes / 60)h\(minutes % 60)m\(rest)"
    }

    /// New least time over old least time, a row a result.
    static func comparison(_ results: [BenchmarkResult], with old: [BenchmarkResult]) -> String {
        var rows: [[String]] = []
        for result in results {
            guard let before = old.first(where: { $0.isComparable(to: result) }) else {
                rows.append([result.name, result.variant, "–", amount(result.min, result.unit), "new", ""])
                continue
            }
            let ratio = before.min > 0 ? result.min / before.min : 1
            let verdict = ratio < 0.97 ? "faster" : ratio > 1.03 ? "slower" : "same"
            let changed = before.check == result.check ? "" : "the result differs: \(before.check)"
            rows.append(
                [
                    result.name, result.variant, amount(before.min, before.unit),
                    amount(result.min, result.unit),
                    "× \(Format.number(ratio)) \(verdict)", changed,
                ])
        }
        return "\nCompared with before (least times)\n"
            + Format.table(
                ["benchmark", "variant", "before", "now", "change", ""], rows, rightAligned: [2, 3])
    }
}
