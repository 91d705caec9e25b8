import Database
import Logging
import Primitives
import ProofEngine
import Scheduler
import System
import Testing

@testable import SectorManager

/// Parameters of 2 KiB proofs, made once into the folder that QUARRY_TEST_PARAMETERS names. Without it no test makes a
/// SNARK: one takes a minute of one core.
enum PlantParameters {
    static var areWanted: Bool { Environment.value("QUARRY_TEST_PARAMETERS") != nil }

    static var store: ParameterStore { ParameterStore(Environment.value("QUARRY_TEST_PARAMETERS") ?? "none") }

    static func make(_ circuits: [SnarkCircuit]) async throws {
        let store = store
        for circuit in circuits where try !store.has(circuit, .localMark) {
            let engine = try Engine(.unbound(2))
            try await engine.generateParameters(circuit, in: store, seed: Array("quarry tests".utf8))
        }
    }
}

/// Instead of a SNARK: the digest of what it would have shown, after the vanilla proofs were found to hold.
struct VanillaProver: SnarkProver {
    func prove(
        _ statement: SnarkStatement, _ witness: SnarkWitness, subject: String, _ desk: StageDesk
    ) async throws -> [UInt8] {
        let inputs = try statement.publicInputs()
        switch witness {
        case .porep(let json):
            let config = statement.circuit.config
            let sector = try #require(try await desk.sectors().first)
            let porep = try SnarkHandler.inputs(sector, config)
            guard try await desk.engine.verifyPoRep(config, json, porep).valid else {
                throw JobFailure("the vanilla proofs do not hold", isRetryable: false)
            }
        case .update(let proofs, _):
            guard proofs.count == statement.partitionCount else { throw JobFailure("a partition is missing") }
        case .post(let proofs, _):
            guard !proofs.isEmpty, proofs.allSatisfy({ !$0.isEmpty }) else {
                throw JobFailure("a vanilla proof is missing")
            }
        }
        return SHA256Digest.hash(inputs)
    }
}

/// A plant in a folder: SQLite, one sealing and one long-term path, a worker.
final class PlantFixture: Sendable {
    let folder: String
    let database: any Database
    let index: SQLStorageIndex
    let tools: PlantTools
    let plant: SealingPlant
    let ledger: PlantLedger
    let threads: BlockingThreads
    let queue = SQLJobQueue()
    let prover: any SnarkProver

    static let secret = "a plant of tests"

    init(
        folder: String? = nil, width: Int = 4, maxWait: Double = 1, seedDelay: Double = 0,
        prover: any SnarkProver = VanillaProver(),
        chain: (any SealingChain)? = nil, engine: DatabaseEngine = .sqlite,
        _ change: (inout PlantSettings) -> Void = { _ in }
    ) async throws {
        let isNew = folder == nil
        let folder = try folder ?? Directory.makeTemporary()
        self.folder = folder
        self.prover = prover
        database = try await Self.makeDatabase(folder, engine)
        for migrations in [
            JobSchema.migrations, JobRates.migrations, StorageSchema.migrations, PlantTables.migrations,
        ] {
            try await migrations.run(on: database)
        }
        let queue = queue
        index = SQLStorageIndex(places: ["here"]) { try queue.wake(waitingFor: .space, in: $0) }
        let config = try PoRepConfig(
            SealProofKind(size: SectorSize(bytes: 2048), version: .v1_1, feature: .interactive))
        var settings = PlantSettings(
            miner: MinerAddress(id: 1000), config: config, batchWidth: width, maxWait: maxWait, maxCores: 1,
            parameters: PlantParameters.store)
        change(&settings)
        threads = try BlockingThreads(2)
        let mover = LongTermMover(
            database: database, index: index,
            mover: StorageMover(database: database, index: index, threads: threads, patience: 1))
        tools = PlantTools(
            database: database, queue: queue, storage: index, mover: mover, settings: settings,
            places: ["here"],
            log: Logger(label: "plant", level: .warning) { _, _, message, facts in print(message, facts) })
        plant = SealingPlant(
            tools, chain: chain ?? LocalChain(database: database, secret: Self.secret, seedDelay: seedDelay),
            poll: 0.05)
        ledger = PlantLedger(queue: queue, settings: settings)
        if isNew { try await attach() }
    }

    /// SQLite in the folder, or a schema of its own; with QUARRY_TEST_POSTGRES always one in the database of that URL.
    private static func makeDatabase(
        _ folder: String, _ engine: DatabaseEngine
    ) async throws -> any Database {
        guard let url = Environment.value("QUARRY_TEST_POSTGRES") else {
            return try await engine.open("\(folder)/plant.sqlite")
        }
        let name = "t" + Randomness.bytes(6).map { String($0, radix: 16) }.joined()
        let whole = try await openDatabase(url)
        _ = try await whole.write { try $0.execute("CREATE SCHEMA \(name)") }
        await whole.close()
        return try await openDatabase(
            url + (url.contains("?") ? "&" : "?") + "options=-csearch_path%3D\(name)")
    }

    private func attach() async throws {
        for (id, seals) in [("fast", true), ("large", false)] {
            let root = "\(folder)/\(id)"
            try Directory.create(root)
            var file = StoragePathFile()
            file.id = id
            file.canSeal = seals
            file.canStore = !seals
            try file.write(root)
            let (index, written) = (index, file)
            try await database.write { session in
                _ = try index.attach(root, file: written, place: "here", in: session)
            }
        }
    }

    func close() async {
        await database.close()
        await threads.stop()
        try? Directory.remove(folder)
    }

    /// Writes a file and queues it as a piece.
    func addPiece(_ bytes: Int, seed: String) async throws -> Int64 {
        let path = "\(folder)/piece-\(seed)"
        try File.writeAtomically(path, Vectors.stream(seed, UInt64(bytes)))
        let ledger = ledger
        return try await database.write {
            try ledger.addPiece(path: path, bytes: UInt64(bytes), label: seed, in: $0)
        }
    }

    func pledge(_ count: Int) async throws -> [SectorName] {
        let ledger = ledger
        return try await database.write { try ledger.pledge(count, in: $0) }
    }

    func sectors() async throws -> [PlantSector] {
        let ledger = ledger
        return try await database.read { try ledger.sectors(state: nil, after: nil, limit: 10_000, in: $0) }
    }

    func sector(_ name: SectorName) async throws -> PlantSector {
        let ledger = ledger
        return try await database.read { try ledger.sector(name, in: $0) }
    }

    func log(_ name: SectorName) async throws -> [String] {
        let ledger = ledger
        return try await database.read { try ledger.log(name, in: $0).map(\.text) }
    }

    func messages(_ name: SectorName) async throws -> [PlantMessage] {
        let ledger = ledger
        return try await database.read { try ledger.messages(name, in: $0) }
    }

    /// The directory that a file of a sector is in.
    func layout(_ name: SectorName, _ type: SectorFileType = .cache) async throws -> SectorLayout {
        let index = index
        let root = try await database.read { try index.locate(name, type, in: $0).first?.root }
        return SectorLayout(root: try #require(root), name: name)
    }

    /// Plans, asks the chain, and runs jobs one by one, on this thread of events, until `done` or nothing happens.
    /// `before` a job is run.
    func work(
        rounds: Int = 10_000, before: (Job) async throws -> Fate = { _ in .done },
        until done: () async throws -> Bool
    ) async throws {
        var quiet = 0
        for _ in 0..<rounds {
            if try await done() { return }
            var changed = try await plant.step()
            if try await plant.stepChain() { changed = true }
            if try await runJob(before) { changed = true }
            quiet = changed ? 0 : quiet + 1
            if quiet > 0 { await Clock.sleep(seconds: 0.02) }
            if quiet == 300 { break }
        }
        let states = try await sectors().map { "\($0.name): \($0.state.rawValue) \($0.reason ?? "")" }
        Issue.record("nothing more happens: \(states)")
    }

    /// What happens to a job of a test.
    enum Fate: Sendable {
        /// It is done.
        case done
        /// Its lease is gone at the n-th file that would get its name; others take it up again.
        case cut(Int)
        /// It fails for good.
        case fails
    }

    /// Runs one job, if any is ready.
    func runJob(_ before: (Job) async throws -> Fate = { _ in .done }) async throws -> Bool {
        let handlers = SealingPlant.handlers(tools, prover)
        let claim = JobClaim(
            worker: "here/1/a", kinds: handlers.map(\.kind), freeCores: 1, freeMemory: 1 << 40,
            places: ["here"])
        let queue = queue
        guard let lease = try await database.write({ try queue.claim(claim, in: $0) }) else { return false }
        let fate = try await before(lease.job)
        let handler = try #require(handlers.first { $0.kind == lease.job.order.kind })
        if case .fails = fate {
            let failure = JobFailure("broken by the test", remedy: "mend it", isRetryable: false)
            _ = try await database.write { try queue.fail(lease, failure, in: $0) }
            return true
        }
        let permits = Locked(0)
        let work = JobWork(
            lease: lease, cpus: [], report: { _ in },
            checkLease: {
                guard case .cut(let last) = fate else { return }
                let count = permits.withLock { value in
                    value += 1
                    return value
                }
                if count >= last { throw CancellationError() }
            })
        do {
            let result = try await handler.run(work)
            _ = try await database.write { try queue.complete(lease, result: result, in: $0) }
        } catch let failure as JobFailure {
            _ = try await database.write { try queue.fail(lease, failure, in: $0) }
        } catch is CancellationError {
            _ = try await database.write { try queue.release(lease, in: $0) }
        }
        return true
    }

    func areAll(_ state: SectorState) async throws -> Bool {
        let sectors = try await sectors()
        return !sectors.isEmpty && sectors.allSatisfy { $0.state == state }
    }
}
