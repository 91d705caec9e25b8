public import Database
public import Logging
internal import Primitives
internal import ProofEngine
public import Scheduler
internal import System

/// What the handlers of a plant share.
public struct PlantTools: Sendable {
    /// The plant's database.
    public let database: any Database
    /// Its queue.
    public let queue: any JobQueue
    /// Where files are, as seen from this machine.
    public let storage: any StorageIndex
    /// Brings sectors into long-term storage.
    public let mover: any SectorMover
    /// Kind of sectors.
    public let settings: PlantSettings
    /// Tags of storage that this machine reaches.
    public let places: [String]
    /// What is worth a line.
    public let log: Logger

    /// Tools.
    public init(
        database: any Database, queue: any JobQueue, storage: any StorageIndex, mover: any SectorMover,
        settings: PlantSettings, places: [String], log: Logger
    ) {
        self.database = database
        self.queue = queue
        self.storage = storage
        self.mover = mover
        self.settings = settings
        self.places = places
        self.log = log
    }

    var config: PoRepConfig { settings.config }
    var orders: StageOrders { StageOrders(settings: settings) }
    var journal: SectorJournal { SectorJournal(queue: queue, orders: orders, settings: settings) }
    /// Layouts of files that no stage has begun have no root: this stands in for it.
    func pipeline(_ engine: Engine, _ observer: any StageObserver) -> SealPipeline {
        var request = SealRequest(root: "", config: config, sectors: [])
        request.parentsCache = settings.parentsCache
        request.labelKernel = settings.labelKernel
        request.prefetch = settings.prefetch
        return SealPipeline(engine: engine, observer: observer, request: request)
    }
}

/// One job at work: its engine on the job's CPUs, its sectors, their folders.
struct StageDesk: Sendable {
    let tools: PlantTools
    let work: JobWork
    let engine: Engine
    let observer: PlantObserver

    init(_ tools: PlantTools, _ work: JobWork) throws {
        self.tools = tools
        self.work = work
        let cpus = work.cpus.map { UInt32($0) }
        engine = try Engine(cpus.isEmpty ? .single : .cpus(cpus))
        observer = PlantObserver(work: work)
    }

    var config: PoRepConfig { tools.config }
    var payload: StagePayload { get throws { try StagePayload(work.job.order.payload) } }
    var manager: SectorManager { SectorManager(engine: engine, observer: observer) }
    var pipeline: SealPipeline { tools.pipeline(engine, observer) }

    /// The job's sectors that wait for it. A job that was overtaken (its sector was removed, or sent elsewhere) finds
    /// none.
    func sectors(bound: Bool = true) async throws -> [PlantSector] {
        let names = try payload.sectors.map { try SectorName($0) }
        let id = work.job.id
        return try await tools.database.read { session in
            try names.compactMap { try PlantSector.load($0, in: session) }
                .filter { !bound || $0.job == id }
        }
    }

    /// Who holds a sector's room on a sealing path.
    static func owner(_ sector: SectorName) -> String { "sector-\(sector)" }

    /// Sets a sector's room aside on a sealing path for as long as it is sealed, or finds what was set aside.
    func reserve(_ sector: SectorName) async throws -> StorageReservation {
        let bytes = StorageNeeds.sealing(config).total
        let tools = tools
        return try await tools.database.write { session in
            try tools.storage.reserve(
                bytes, for: [sector], role: .sealing, owner: Self.owner(sector), places: tools.places,
                in: session)
        }
    }

    /// Where a file of a sector is on this machine.
    func find(_ sector: SectorName, _ type: SectorFileType) async throws -> SectorLayout? {
        let storage = tools.storage
        let root = try await tools.database.read { session in
            try storage.locate(sector, type, in: session).lazy.compactMap(\.root).first
        }
        return root.map { SectorLayout(root: $0, name: sector) }
    }

    /// The folder of a sector that has been begun. It may be away for a while; a sector that has none any more is
    /// damaged.
    func layout(_ sector: SectorName) async throws -> SectorLayout {
        if let layout = try await find(sector, .cache) { return layout }
        let storage = tools.storage
        let copies = try await tools.database.read { try storage.locate(sector, .cache, in: $0).map(\.path) }
        if copies.isEmpty { throw StageDamage(event: .dataDamaged, what: "its files are gone") }
        throw JobFailure(
            "sector \(sector) is on \(copies.joined(separator: ", ")), which cannot be reached from here",
            remedy: "mount the path on this machine, or let the machine work that has it", isWait: true)
    }

    /// Notes that files lie where they were made.
    func declare(_ sector: SectorName, _ types: [SectorFileType], path: String) async throws {
        let storage = tools.storage
        try await tools.database.write { session in
            for type in types {
                try storage.declare(sector, type, path: path, isPrimary: true, in: session)
            }
        }
    }

    /// The path that a sector's folder is on.
    func path(_ sector: SectorName) async throws -> String? {
        let storage = tools.storage
        return try await tools.database.read { session in
            try storage.locate(sector, .cache, in: session).first { $0.root != nil }?.path
        }
    }

    /// Runs blocking code on the job's own thread.
    func blocking<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await engine.runBlocking { try body() }
    }
}

/// One kind of a plant's jobs about single sectors.
protocol SectorHandler: JobHandler {
    var tools: PlantTools { get }
    /// Whether the sector waits for the job; false: it is about a sector that goes its own way.
    var isBound: Bool { get }
    /// Does the stage; what it throws as `StageDamage` sends the sector back.
    func perform(_ sector: PlantSector, _ desk: StageDesk) async throws -> StageResult.Member
}

extension SectorHandler {
    var isBound: Bool { true }

    func run(_ work: JobWork) async throws -> String {
        do {
            let desk = try StageDesk(tools, work)
            guard let sector = try await desk.sectors(bound: isBound).first else {
                return try StageResult().text
            }
            return try StageResult([try await member(sector, desk)]).text
        } catch {
            throw StageFailure.translate(error)
        }
    }

    private func member(_ sector: PlantSector, _ desk: StageDesk) async throws -> StageResult.Member {
        do {
            return try await perform(sector, desk)
        } catch let damage as StageDamage {
            return StageResult.Member(sector.name, damage)
        }
    }
}

extension StageResult.Member {
    init(_ sector: SectorName, _ damage: StageDamage) {
        self.init(sector, damage.event)
        detail = damage.what
    }
}

/// What an error means for a job.
enum StageFailure {
    static func translate(_ error: any Error) -> any Error {
        switch error {
        case is JobFailure, is CancellationError: return error
        case let error as StorageError: return error.failure
        case let error as EngineError where error.kind == .cancelled: return CancellationError()
        case let error as EngineError:
            return JobFailure(
                error.description, remedy: error.remedy, isRetryable: error.kind != .unsupported,
                waitingFor: error.kind == .noSpace ? .space : nil)
        case let error as SystemError:
            return JobFailure(
                error.sentence, remedy: error.remedy, waitingFor: error.isFull ? .space : nil)
        case let error as SectorError: return translate(error)
        case let error as ParameterError:
            return JobFailure(error.sentence, remedy: error.remedy, isRetryable: false)
        case let error as any ExplainedError: return JobFailure(error.sentence, remedy: error.remedy)
        default: return JobFailure("\(error)")
        }
    }

    private static func translate(_ error: SectorError) -> JobFailure {
        switch error {
        case .inUse: JobFailure(error.sentence, remedy: error.remedy, isWait: true)
        case .noSpace: JobFailure(error.sentence, remedy: error.remedy, waitingFor: .space)
        case .badPiece, .piecesTooLarge, .memoryLimit, .unsuitable, .differentInputs:
            JobFailure(error.sentence, remedy: error.remedy, isRetryable: false)
        default: JobFailure(error.sentence, remedy: error.remedy)
        }
    }
}
