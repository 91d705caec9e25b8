import Blockstore
import Primitives
import System

/// `quarry car ls`: what a CAR file holds.
enum CarLs: Command {
    static let path = ["car", "ls"]
    static let summary = "List the blocks of a CAR file"
    static let example = "quarry car ls --verbose chain.car.zst"
    static let discussion =
        "A CID a line, in the order of the file; --verbose adds bytes. Hashes are checked."
    static let verbose = Argument<Bool>.flag("-v,--verbose", "Also show how many bytes a block has")
    static let roots = Argument<Bool>.flag("--roots", "Show the roots alone")
    static let arguments: [any ArgumentProtocol] = [verbose, roots] + CarArguments.arguments

    private struct Entry: Encodable {
        let cid: String
        let bytes: Int
    }

    static func run(_ context: CommandContext) async throws {
        if context[roots] {
            let names = try CARFile.open(context[CarArguments.file]).roots.map(\.description)
            if context[Common.json] { return try context.print(json: names) }
            return context.print(names.joined(separator: "\n"))
        }
        let (isJSON, isVerbose) = (context[Common.json], context[verbose])
        let entries = Locked<[Entry]>([])
        _ = try await CarArguments.read(context, "list") { cid, block in
            guard !isJSON else {
                return entries.withLock { $0.append(Entry(cid: cid.description, bytes: block.count)) }
            }
            context.print(isVerbose ? "\(cid) \(block.count)" : "\(cid)")
        }
        if isJSON { try context.print(json: entries.withLock { $0 }) }
    }
}
