import FoundationEssentials
internal import Primitives
internal import ProofEngine
internal import Scheduler
internal import System

/// Input of a stage's job: which sectors it is about.
struct StagePayload: Codable {
    var sectors: [String]
    /// What is to be read, for `unseal`.
    var unseal: UnsealOrder?

    var text: String {
        get throws { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) }
    }

    init(sectors: [String], unseal: UnsealOrder? = nil) {
        self.sectors = sectors
        self.unseal = unseal
    }

    init(_ text: String) throws { self = try JSONDecoder().decode(Self.self, from: Data(text.utf8)) }
}

/// Data that is to be read from a sealed sector.
public struct UnsealOrder: Sendable, Codable, Hashable {
    /// File that it goes to, on the machine that does it.
    public var output: String
    /// First unpadded byte; nil: all data of clients.
    public var offset: UInt64?
    /// Bytes.
    public var length: UInt64?

    /// An order.
    public init(output: String, offset: UInt64? = nil, length: UInt64? = nil) {
        self.output = output
        self.offset = offset
        self.length = length
    }
}

/// Makes the jobs of stages: who runs before whom, on what, with how much memory.
struct StageOrders: Sendable {
    let settings: PlantSettings

    /// The job of one sector's stage.
    func order(_ kind: JobKind, _ sector: PlantSector, unseal: UnsealOrder? = nil) throws -> JobOrder {
        JobOrder(
            kind, subject: "\(sector.name)",
            payload: try StagePayload(sectors: ["\(sector.name)"], unseal: unseal).text,
            priority: Self.priority(kind), needs: try needs(kind, sectors: 1), exclusive: ["\(sector.name)"],
            place: sector.place)
    }

    /// The job that labels a batch.
    func labels(_ sectors: [PlantSector], batch: Int64) throws -> JobOrder {
        let names = sectors.map { "\($0.name)" }
        let subject = names.count == 1 ? names[0] : "batch \(batch) (\(names.count) sectors)"
        return JobOrder(
            .pc1, subject: subject, payload: try StagePayload(sectors: names).text,
            priority: Self.priority(.pc1), needs: try needs(.pc1, sectors: names.count), exclusive: names,
            place: sectors.first?.place)
    }

    /// A sector that is further goes first, so that what is begun is finished and its room comes free.
    static func priority(_ kind: JobKind) -> JobPriority {
        switch kind {
        case .c1, .c2, .proveUpdate: .deadline
        case .finalize, .move, .releaseKey, .remove: .finalize
        case .check: .idle
        default: .sealing
        }
    }

    /// What a job takes.
    func needs(_ kind: JobKind, sectors: Int) throws -> JobNeeds {
        let config = settings.config
        let cores = settings.maxCores
        switch kind {
        case .pc1:
            let forecast = try Engine.forecastLabels(
                config, sectors: sectors, workers: cores, options: labelOptions)
            return JobNeeds(cores: 1, maxCores: cores, memory: forecast.memory)
        case .pc2, .update, .repair, .check:
            return JobNeeds(cores: 1, maxCores: cores, memory: config.pc2Memory(workers: cores))
        case .c2, .proveUpdate:
            let circuit = kind == .c2 ? settings.porepStatementCircuit : SnarkCircuit(.update, config)
            let file = try settings.parameters.path(circuit, .parameters)
            return JobNeeds(
                cores: 1, maxCores: cores, memory: settings.proverMemory, shared: circuit.summary,
                sharedMemory: File.size(file) ?? 0)
        case .addPiece, .unseal:
            // A piece is read in blocks of 8 MiB, a tree built in blocks of 1 MiB a core.
            return JobNeeds(cores: 1, maxCores: cores, memory: 32 << 20)
        case .c1: return JobNeeds(cores: 1, maxCores: cores, memory: 64 << 20)
        default: return JobNeeds(cores: 0, memory: 8 << 20)
        }
    }

    var labelOptions: LabelOptions {
        var options = LabelOptions()
        options.parentsCache = settings.parentsCache
        options.kernel = settings.labelKernel
        options.prefetch = settings.prefetch
        return options
    }
}
