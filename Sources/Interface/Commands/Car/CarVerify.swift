import Blockstore
import IPLD
import Primitives
import System

/// `quarry car verify`: whether a CAR file is whole.
enum CarVerify: Command {
    static let path = ["car", "verify"]
    static let summary = "Read a CAR file to its end and check every hash"
    static let example = "quarry car verify chain.car.zst"
    static let discussion = """
        Each block must hash to its CID, and each root must be among the blocks; otherwise the exit status is 1. \
        Blocks that are there twice and links that lead out of the file are counted: snapshots have such links.
        """
    static let arguments: [any ArgumentProtocol] = CarArguments.arguments

    private struct Report: Encodable {
        let version: Int
        let roots: [String]
        let blocks: Int
        let bytes: UInt64
        let duplicates: Int
        let absentRoots: [String]
        let absentLinks: Int
    }

    private struct Seen {
        var blocks: Set<CID> = []
        var links: Set<CID> = []
        var duplicates = 0
    }

    static func run(_ context: CommandContext) async throws {
        let seen = Locked(Seen())
        let found = try await CarArguments.read(context, "verify") { cid, block in
            var links: [CID] = []
            if cid.codec == CID.Codec.dagCBOR {
                do {
                    links = try CBORReader.links(in: block)
                } catch {
                    throw CommandFailure(
                        "the block \(cid) is no DAG-CBOR: \(error)",
                        remedy: "the file was made by a program that breaks the format: use another source")
                }
            }
            seen.withLock { seen in
                if !seen.blocks.insert(cid).inserted { seen.duplicates += 1 }
                seen.links.formUnion(links.filter { $0.hashCode != CID.HashCode.identity })
            }
        }
        let report = seen.withLock { seen in
            Report(
                version: found.version, roots: found.roots.map(\.description), blocks: found.blocks,
                bytes: found.bytes, duplicates: seen.duplicates,
                absentRoots: found.roots.filter { !seen.blocks.contains($0) }.map(\.description),
                absentLinks: seen.links.subtracting(seen.blocks).filter(isBlock).count)
        }
        if context[Common.json] { try context.print(json: report) }
        guard report.absentRoots.isEmpty else {
            throw CommandFailure(
                "the file has no block for its root \(report.absentRoots.joined(separator: ", "))",
                remedy: "fetch or copy the file again, and compare its digest with its source's")
        }
        if context[Common.json] { return }
        context.print(
            "version \(report.version), \(Format.count(report.roots.count, "root")); "
                + "\(Format.count(report.blocks, "block")), \(ByteCount(report.bytes)), each hashes to its CID\n"
                + "\(Format.count(report.duplicates, "duplicate")), "
                + "\(Format.count(report.absentLinks, "link")) out of the file")
    }

    /// Commitments are links to what is no block.
    private static func isBlock(_ cid: CID) -> Bool {
        cid.codec != CID.Codec.commitmentSealed && cid.codec != CID.Codec.commitmentUnsealed
    }
}
