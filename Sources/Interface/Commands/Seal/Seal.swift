import Primitives
import ProofEngine
import SectorManager
import System

/// `quarry seal`: pieces to sealed sectors.
enum Seal: Command {
    static let path = ["seal"]
    static let summary = "Seal files into sectors: pieces, tree-d, PC1, PC2"
    static let example =
        "quarry seal --sector-size 512MiB --miner t01000 --number 1 --ticket 00..00 --out DIR video.car"
    static let discussion = """
        Writes DIR/sealed, DIR/cache and DIR/unsealed with the names and layout of rust-fil-proofs and \
        Lotus, and DIR/cache/SECTOR/sector.json, which later commands read. Without a piece the sector is \
        committed capacity. Several sectors go through PC1 together: --count makes sectors with consecutive \
        numbers and the same pieces; a manifest names each sector: TOML with [[sector]] tables or JSON \
        lines, keys number, ticket, pieces (paths relative to the manifest), miner, prover_id; what it \
        leaves out comes from the command line. After an interruption of any kind the same command goes on \
        at the last complete stage or layer.
        """
    static let size = Argument<SectorSize>.required("--sector-size", "Size of the sectors")
    static let version = Argument<SealVersion>.option("--proof", "Proof version", default: .v1_1)
    static let synthetic = Argument<Bool>.flag(
        "--synthetic", "Synthetic PoRep: also writes the vanilla proofs of all synthetic challenges")
    static let nonInteractive = Argument<Bool>.flag("--non-interactive", "Non-interactive PoRep")
    static let miner = Argument<MinerAddress?>.option("--miner", "Miner's ID address, such as t01000")
    static let number = Argument<UInt64?>.option("--number", "Sector number; the first one with --count")
    static let ticket = Argument<String?>.option("--ticket", "Sealing randomness, 64 hex digits")
    static let out = Argument<String>.required("--out", "Directory of the sectors")
    static let count = Argument<Int>.option("--count", "Sectors with consecutive numbers", default: 1)
    static let manifest = Argument<String?>.option(
        "--manifest", "File that names the sectors (.toml, .jsonl)")
    static let layersOnDisk = Argument<String?>.option(
        "--layers-on-disk", "Directory for layers while they are labelled, instead of memory")
    static let finalize = Argument<Bool>.flag(
        "--finalize", "Let layers, tree-d and tree-c go at the end (not before the sector is proven)")
    static let proverID = Argument<String?>.option(
        "--prover-id", "32 bytes in hex instead of the miner's address", section: "For tests")
    static let porepID = Argument<String?>.option(
        "--porep-id", "32 bytes in hex that seed the graph, instead of the registered proof's",
        section: "For tests")
    static let cachePath = Argument<String?>.option(
        "--cache-path", "Path that t_aux and the PC1 output name, instead of the cache folder's",
        section: "For tests")
    static let pieces = Argument<[String]>.positionals("PIECE", "Files to seal, in order")
    static let arguments: [any ArgumentProtocol] = [
        size, version, synthetic, nonInteractive, miner, number, ticket, out, count, manifest, layersOnDisk,
        SectorArguments.memory, SectorArguments.parentsCache, Common.cores, finalize, proverID, porepID,
        cachePath, Common.json, pieces,
    ]

    static func validate(_ arguments: ParsedArguments) throws {
        if arguments[synthetic] && arguments[nonInteractive] {
            throw UsageError("--synthetic and --non-interactive exclude each other")
        }
        _ = try kind(arguments)
        guard (1...1024).contains(arguments[count]) else {
            throw UsageError("--count: \(arguments[count]) is not between 1 and 1024")
        }
        if arguments[manifest] != nil {
            guard arguments[pieces].isEmpty, arguments[count] == 1, arguments[number] == nil else {
                throw UsageError("--manifest goes without pieces, --count and --number")
            }
        } else {
            for (given, name) in [
                (arguments[miner] != nil, "--miner"), (arguments[number] != nil, "--number"),
                (arguments[ticket] != nil, "--ticket"),
            ] where !given { throw UsageError("\(name) is required unless there is a --manifest") }
        }
        if let text = arguments[ticket] { _ = try SectorArguments.bytes32(text, "--ticket") }
        if let text = arguments[proverID] { _ = try SectorArguments.bytes32(text, "--prover-id") }
        if let text = arguments[porepID] { _ = try SectorArguments.bytes32(text, "--porep-id") }
    }

    static func run(_ context: CommandContext) async throws {
        let request = try request(context)
        let manager = try context.sectorManager(cores: context[Common.cores])
        let outcome = try await manager.seal(request)
        let report = SealReport(outcome)
        if context[Common.json] { try context.print(json: report) } else { context.print(report.text) }
    }

    private static func kind(_ arguments: ParsedArguments) throws(UsageError) -> SealProofKind {
        let feature: SealFeature =
            arguments[synthetic] ? .synthetic : arguments[nonInteractive] ? .nonInteractive : .interactive
        do {
            return try SealProofKind(size: arguments[size], version: arguments[version], feature: feature)
        } catch {
            throw UsageError("\(error)")
        }
    }

    private static func request(_ context: CommandContext) throws -> SealRequest {
        let kind = try kind(context.arguments)
        let porepID =
            try context[porepID].map { try SectorArguments.bytes32($0, "--porep-id") }
            ?? UnregisteredPorepID.of(kind)
        let orders = try orders(context)
        let profile = try context.profile()
        var request = try SealRequest(
            root: context[out], config: PoRepConfig(kind, porepID: porepID), sectors: orders)
        request.cachePath = context[cachePath]
        request.memoryLimit = context[SectorArguments.memory]?.bytes ?? 0
        request.layersOnDisk = context[layersOnDisk]
        request.parentsCache = context[SectorArguments.parentsCache]
        request.labelKernel = profile.labelKernel(sectors: orders.count)?.name
        request.prefetch = profile.labels.prefetch
        request.finalize = context[finalize]
        return request
    }

    private static func orders(_ context: CommandContext) throws -> [SectorOrder] {
        let defaults = SealManifest.Defaults(
            miner: context[miner], ticket: context[ticket], proverID: context[proverID])
        if let path = context[manifest] { return try SealManifest.read(path, defaults) }
        guard let miner = context[miner], let first = context[number], let ticket = context[ticket] else {
            throw UsageError("--miner, --number and --ticket are required")
        }
        guard first <= UInt64(Int64.max) else { throw UsageError("--number: \(first) is too large") }
        return try (0..<UInt64(context[count])).map { index in
            SectorOrder(
                name: SectorName(miner: miner, number: first + index),
                ticket: try SectorArguments.bytes32(ticket, "--ticket"), pieces: context[pieces],
                proverID: try context[proverID].map { try SectorArguments.bytes32($0, "--prover-id") })
        }
    }
}
