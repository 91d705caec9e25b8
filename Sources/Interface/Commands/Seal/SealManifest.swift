import Configuration
import FoundationEssentials
import Primitives
import SectorManager
import System

/// The file that names the sectors of a batch: TOML with `[[sector]]` tables, or a JSON object a line.
enum SealManifest {
    /// What an entry leaves out.
    struct Defaults {
        let miner: MinerAddress?
        let ticket: String?
        let proverID: String?
    }

    private struct Document: Decodable {
        let sector: [Entry]
    }

    private struct Entry: Decodable {
        let miner: String?
        let number: UInt64
        let ticket: String?
        let prover_id: String?
        let pieces: [String]?
    }

    static func read(_ path: String, _ defaults: Defaults) throws -> [SectorOrder] {
        let entries =
            path.hasSuffix(".toml") ? try TOML.decode(Document.self, file: path).sector : try lines(path)
        guard !entries.isEmpty else {
            throw CommandFailure("\(path): names no sector", remedy: "add [[sector]] tables or JSON lines")
        }
        let folder = File.parent(of: path)
        return try entries.enumerated().map { index, entry in
            do {
                return try order(entry, defaults, folder: folder)
            } catch let error as UsageError {
                throw CommandFailure(
                    "\(path): sector \(index + 1): \(error.sentence)", remedy: "correct the manifest")
            } catch let error as PrimitiveError {
                throw CommandFailure("\(path): sector \(index + 1): \(error)", remedy: "correct the manifest")
            }
        }
    }

    private static func lines(_ path: String) throws -> [Entry] {
        let text = try File.readText(path, limit: 64 << 20)
        var entries: [Entry] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.allSatisfy(\.isWhitespace) { continue }
            do {
                entries.append(try JSONDecoder().decode(Entry.self, from: Data(line.utf8)))
            } catch {
                throw CommandFailure(
                    "\(path):\(index + 1): no JSON object with number, ticket, pieces",
                    remedy: "correct that line")
            }
        }
        return entries
    }

    private static func order(_ entry: Entry, _ defaults: Defaults, folder: String) throws -> SectorOrder {
        guard let miner = try entry.miner.map({ try MinerAddress($0) }) ?? defaults.miner else {
            throw UsageError("has no miner, and there is no --miner")
        }
        guard let ticket = entry.ticket ?? defaults.ticket else {
            throw UsageError("has no ticket, and there is no --ticket")
        }
        let proverID = try (entry.prover_id ?? defaults.proverID)
            .map { try SectorArguments.bytes32($0, "prover_id") }
        let pieces = (entry.pieces ?? []).map { $0.hasPrefix("/") ? $0 : "\(folder)/\($0)" }
        return SectorOrder(
            name: SectorName(miner: miner, number: entry.number),
            ticket: try SectorArguments.bytes32(ticket, "ticket"), pieces: pieces, proverID: proverID)
    }
}
