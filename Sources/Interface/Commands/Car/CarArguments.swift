import Blockstore
import IPLD
import Primitives
import System

/// What commands about CAR files share.
enum CarArguments {
    static let file = Argument<String>.positional("FILE", "The CAR file, packed with zstd or not")
    static let arguments: [any ArgumentProtocol] = [Common.json, file]

    /// Reads a file to its end with a display of its progress; `body` gets each block, whose hash was checked.
    static func read(
        _ context: CommandContext, _ name: String,
        _ body: @escaping @Sendable (CID, [UInt8]) throws -> Void
    ) async throws -> (version: Int, roots: [CID], blocks: Int, bytes: UInt64) {
        let path = context[file]
        return try await DeepWork.run(context, name, .bytes) { work in
            var reader = try CARFile.open(path)
            let (version, roots) = (reader.version, reader.roots)
            var (blocks, bytes) = (0, UInt64(0))
            while let (cid, block) = try reader.next() {
                try body(cid, block)
                blocks += 1
                bytes += UInt64(block.count)
                guard blocks.isMultiple(of: 1024) else { continue }
                if work.isCancelled { throw CancellationError() }
                work.show(done: bytes)
            }
            return (version, roots, blocks, bytes)
        }
    }
}
