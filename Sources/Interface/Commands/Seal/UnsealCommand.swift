import Primitives
import ProofEngine
import SectorManager
import System

/// `quarry unseal`: data of sealed sectors.
enum UnsealCommand: Command {
    static let path = ["unseal"]
    static let summary = "Read data back out of sealed sectors"
    static let example = "quarry unseal DIR --sector s-t01000-1 --out video.car"
    static let discussion = """
        Without a range: the pieces' data, from the first byte to the end of the last piece; --whole adds \
        the zeros that fill the sector. --offset and --length count unpadded bytes; as in the reference, \
        only an offset that is a multiple of 127 gives the data. With several sectors --out is a directory, \
        and sectors whose last layer is gone are labelled again together.
        """
    static let out = Argument<String>.required(
        "--out", "File to write; a directory when there are several sectors")
    static let offset = Argument<UInt64?>.option("--offset", "First unpadded byte")
    static let length = Argument<UInt64?>.option("--length", "Unpadded bytes")
    static let piece = Argument<Int?>.option("--piece", "One piece, counted from 0")
    static let whole = Argument<Bool>.flag("--whole", "All unpadded bytes of the sector")
    static let arguments: [any ArgumentProtocol] = [
        SectorArguments.directory, SectorArguments.sectors, out, offset, length, piece, whole,
        SectorArguments.memory, SectorArguments.parentsCache, Common.cores, Common.json,
    ]

    static func validate(_ arguments: ParsedArguments) throws { _ = try range(arguments) }

    static func range(_ arguments: ParsedArguments) throws(UsageError) -> UnsealRequest.Range {
        let given = [
            arguments[offset] != nil || arguments[length] != nil, arguments[piece] != nil, arguments[whole],
        ]
        guard given.filter({ $0 }).count <= 1 else {
            throw UsageError("--offset with --length, --piece and --whole exclude each other")
        }
        if let piece = arguments[piece] { return .piece(piece) }
        if arguments[whole] { return .whole }
        guard given[0] else { return .data }
        guard let length = arguments[length] else { throw UsageError("--offset needs --length") }
        return .bytes(offset: arguments[offset] ?? 0, length: length)
    }

    static func run(_ context: CommandContext) async throws {
        let layouts = try SectorArguments.layouts(context)
        let items = try outputs(layouts, context[out])
        var request = UnsealRequest(items, try range(context.arguments))
        request.memoryLimit = context[SectorArguments.memory]?.bytes ?? 0
        request.parentsCache = context[SectorArguments.parentsCache]
        let manager = try context.sectorManager(cores: context[Common.cores])
        let files = try await manager.unseal(request)
        if context[Common.json] { return try context.print(json: files) }
        for file in files { context.print("\(file.sector): \(file.bytes) bytes in \(file.output)") }
    }

    static func outputs(_ layouts: [SectorLayout], _ out: String) throws -> [UnsealRequest.Item] {
        guard layouts.count > 1 || File.isDirectory(out) else {
            return layouts.map { UnsealRequest.Item(layout: $0, output: out) }
        }
        try Directory.create(out)
        return layouts.map { UnsealRequest.Item(layout: $0, output: "\(out)/\($0.name)") }
    }
}
