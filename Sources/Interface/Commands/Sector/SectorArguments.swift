public import Primitives
import ProofEngine
import SectorManager
import System

/// Arguments and outputs that the commands on sectors share.
enum SectorArguments {
    static let directory = Argument<String>.positional(
        "DIR", "Directory that holds cache/, sealed/ and unsealed/, or a sector's own folder in it")
    static let sectors = Argument<[SectorName]>.list(
        "--sector", "Sector such as s-t01000-1; all in the directory otherwise")
    static let memory = Argument<ByteCount?>.option("--memory", "Memory to use at most")
    static let parentsCache = Argument<String?>.option(
        "--parents-cache", "File of the graph's parents (56 bytes a node), made if it is not there")

    /// The sectors that `DIR` and `--sector` mean.
    static func layouts(_ context: CommandContext) throws -> [SectorLayout] {
        try SectorDirectory.find(context[directory], names: context[sectors])
    }

    /// The one sector that `DIR` and `--sector` mean.
    static func layout(_ context: CommandContext) throws -> SectorLayout {
        try layout(context[directory], context)
    }

    /// The one sector that a directory and `--sector` mean.
    static func layout(_ path: String, _ context: CommandContext) throws -> SectorLayout {
        let found = try SectorDirectory.find(path, names: context[sectors])
        guard found.count == 1 else {
            throw UsageError("\(path) holds \(found.count) sectors", remedy: "say which with --sector")
        }
        return found[0]
    }

    /// 32 bytes of an option in hex.
    static func bytes32(_ text: String, _ name: String) throws(UsageError) -> [UInt8] {
        do {
            return try Hex.decode(text, count: 32, subject: name)
        } catch {
            throw UsageError("\(error)", remedy: "give 64 hexadecimal digits")
        }
    }
}

extension SectorName: ArgumentValue {
    /// "SECTOR".
    public static var valueName: String { "SECTOR" }
    /// From s-t01000-1.
    public init(argument: String) throws { try self.init(argument) }
}

extension MinerAddress: ArgumentValue {
    /// "ADDRESS".
    public static var valueName: String { "ADDRESS" }
    /// From t01000 or f01000.
    public init(argument: String) throws { try self.init(argument) }
}

extension SealVersion: ArgumentValue {
    /// "VERSION".
    public static var valueName: String { "VERSION" }
    /// v1, v1.1, v1.2.
    public static var choices: [String] { allCases.map(\.rawValue) }
    /// From v1, v1.1, V1_1.
    public init(argument: String) throws { try self.init(argument) }
    /// v1.1.
    public var argumentText: String { rawValue }
}

/// Shows the stages of a sector's work as the command's progress.
struct ContextObserver: StageObserver {
    let context: CommandContext

    func stage<Value: Sendable>(
        _ info: StageInfo, job: EngineJob, _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let unit: ProgressUnit = info.unit == .bytes ? .bytes : .count(info.unit.rawValue)
        return try await context.stage(
            "\(info.subject) \(info.name)", unit: unit,
            sample: { ProgressSample(done: job.done, total: job.total) }, { try await body() })
    }

    func note(_ text: String) {
        if context.progress.mode != .none && context.progress.mode != .json { context.note(text) }
    }
}

extension CommandContext {
    /// A manager on this machine's cores that shows its stages here.
    func sectorManager(cores: Int?) throws -> SectorManager {
        try SectorManager(engine: engine(cores: cores), observer: ContextObserver(context: self))
    }
}
