import Primitives
import ProofEngine
import SectorManager
import System

/// `quarry extract`: data of updated sectors.
enum ExtractCommand: Command {
    static let path = ["extract"]
    static let summary = "Read data, or the old replica, out of an updated sector"
    static let example = "quarry extract DIR --sector s-t01000-1 --out video.car"
    static let discussion = """
        Decodes the updated replica with the help of the sector key in DIR/sealed. Ranges are as in 'quarry \
        unseal', and any offset gives the data. --sector-key takes the data out again instead: it writes the \
        replica as it was before the update.
        """
    static let sectorKey = Argument<Bool>.flag("--sector-key", "Write the old replica instead of data")
    static let arguments: [any ArgumentProtocol] = [
        SectorArguments.directory, SectorArguments.sectors, UnsealCommand.out, UnsealCommand.offset,
        UnsealCommand.length, UnsealCommand.piece, UnsealCommand.whole, sectorKey, Common.cores, Common.json,
    ]

    static func validate(_ arguments: ParsedArguments) throws {
        let range = try UnsealCommand.range(arguments)
        if arguments[sectorKey], range != .data { throw UsageError("--sector-key goes without a range") }
    }

    static func run(_ context: CommandContext) async throws {
        let layouts = try SectorArguments.layouts(context)
        let items = try UnsealCommand.outputs(layouts, context[UnsealCommand.out])
        let range = try UnsealCommand.range(context.arguments)
        let manager = try context.sectorManager(cores: context[Common.cores])
        var files: [UnsealedFile] = []
        for item in items {
            if context[sectorKey] {
                files.append(try await manager.restoreSectorKey(item.layout, to: item.output))
            } else {
                let request = ExtractRequest(layout: item.layout, range: range, output: item.output)
                files.append(try await manager.extract(request))
            }
        }
        if context[Common.json] { return try context.print(json: files) }
        for file in files { context.print("\(file.sector): \(file.bytes) bytes in \(file.output)") }
    }
}
