import API
import Database
import FoundationEssentials
import Glibc
import HTTP
import Logging
import Node
import Primitives
import ProofEngine
import RPC
import Scheduler
import SectorManager
import System
import Testing

/// A plant of 2 KiB sectors in a home of its own.
final class TestPlant: Sendable {
    let home: PlantHome
    let lines = Locked<[String]>([])

    init() throws { home = PlantHome(try Directory.makeTemporary()) }

    func remove() { try? Directory.remove(home.path) }

    func configuration(_ change: (inout PlantConfiguration) -> Void = { _ in }) throws -> PlantConfiguration {
        var configuration = PlantConfiguration(
            miner: try MinerAddress("t01000"), sectorSize: try SectorSize("2KiB"))
        configuration.batch.width = 4
        configuration.batch.maxWait = 1
        configuration.worker.memory = 4 << 30
        configuration.worker.lease = 6
        configuration.localChain.seedDelay = 0.1
        change(&configuration)
        return configuration
    }

    func options(_ change: (inout PlantOptions) -> Void = { _ in }) -> PlantOptions {
        let lines = lines
        var options = PlantOptions { label in
            Logger(label: label, level: .info) { level, label, message, _ in
                lines.withLock { $0.append("\(level) \(label): \(message)") }
            }
        }
        options.port = 0
        options.makesProofs = false
        change(&options)
        return options
    }

    /// Runs a sealer while `body` does, then stops it and waits for its end.
    func running<Value: Sendable>(
        _ configuration: PlantConfiguration? = nil, _ options: PlantOptions? = nil,
        _ body: @Sendable (SealerNode) async throws -> Value
    ) async throws -> Value {
        let configuration = try configuration ?? self.configuration()
        let given: PlantOptions = if let options { options } else { self.options() }
        let node = try await SealerNode.open(home, configuration: configuration, options: given)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await node.run() }
            let value: Value
            do {
                value = try await body(node)
            } catch {
                node.stop()
                throw error
            }
            node.stop()
            try await group.waitForAll()
            return value
        }
    }

    /// Waits until so many sectors are in a state; false after `seconds`.
    func wait(
        _ node: SealerNode, for count: Int, in states: [String] = ["Available"], seconds: Double = 120
    ) async throws -> Bool {
        let end = Clock.now + seconds
        while Clock.now < end {
            let found = try await node.api.status().states.filter { states.contains($0.state) }
            if found.reduce(0, { $0 + $1.count }) >= count { return true }
            await Clock.sleep(seconds: 0.1)
        }
        return false
    }

    /// What became of each sector, for the message of a failed test.
    func story(_ node: SealerNode) async throws -> String {
        let sectors = try await node.api.sectors(state: nil, after: nil, limit: 100)
        let states = sectors.map { "\($0.name) \($0.state) \($0.reason ?? "")" }
        return (states + lines.withLock { $0.suffix(20) }).joined(separator: "\n")
    }
}

/// Parameters of 2 KiB proofs, made once into the folder that QUARRY_TEST_PARAMETERS names. Without it no test makes a
/// SNARK: one takes a minute of one core.
enum TestParameters {
    static var areWanted: Bool { Environment.value("QUARRY_TEST_PARAMETERS") != nil }

    static func make() async throws -> String {
        let store = ParameterStore(Environment.value("QUARRY_TEST_PARAMETERS") ?? "none")
        let kind = try SealProofKind(size: SectorSize("2KiB"), version: .v1_1, feature: .interactive)
        let circuit = SnarkCircuit(.porep, try PoRepConfig(kind))
        if !File.exists(try store.path(circuit, .localMark)) {
            let engine = try Engine(.unbound(2))
            try await engine.generateParameters(circuit, in: store, seed: Array("quarry tests".utf8))
        }
        return store.directory
    }
}

@Suite(.serialized) struct SealerNodeTests {
    @Test func fourSectorsGoThroughTheWholePlant() async throws {
        let plant = try TestPlant()
        defer { plant.remove() }
        let piece = plant.home.path + "/piece"
        try File.writeAtomically(piece, (0..<1000).map { UInt8($0 % 251) })
        try await plant.running { node in
            let number = try await node.api.addPiece(path: piece, label: "a piece")
            #expect(number > 0)
            try await node.api.pledge(count: 3)
            let isDone = try await plant.wait(node, for: 4)
            let story = try await plant.story(node)
            #expect(isDone, "\(story)")
            let status = try await node.api.status()
            #expect(status.rates.stages.map(\.kind).contains("pc1"))
            #expect(status.workers.count == 1)
            #expect(
                status.storage.count == 1 && status.storage[0].sectors == 4 && status.storage[0].reserved == 0
            )
            for view in try await node.api.sectors(state: nil, after: nil, limit: 10) {
                #expect(view.commR?.hasPrefix("bagboea4b5abc") == true)
                let log = try await node.api.sector(view.name).log ?? []
                #expect(log.count > 8, "\(log)")
            }
            #expect(try await node.api.sectors(state: nil, after: nil, limit: 10).contains { $0.pieces == 1 })
        }
    }

    @Test(.enabled(if: TestParameters.areWanted, "QUARRY_TEST_PARAMETERS names no folder"))
    func fourSectorsAreProvenThoughThePlantIsInterrupted() async throws {
        let plant = try TestPlant()
        defer { plant.remove() }
        var options = plant.options { $0.makesProofs = true }
        options.parameters = try await TestParameters.make()
        let proving = options
        try await plant.running(nil, proving) { node in
            try await node.api.pledge(count: 4)
            _ = try await plant.wait(node, for: 2, in: ["Proving"])
        }
        try await plant.running(nil, proving) { node in
            let isDone = try await plant.wait(node, for: 4, seconds: 550)
            let story = try await plant.story(node)
            #expect(isDone, "\(story)")
            let rates = try await node.api.status().rates
            #expect(rates.proven == 4 && rates.provenLastHour == 4)
        }
    }

    @Test func anInterruptedPlantGoesOnWhereItWas() async throws {
        let plant = try TestPlant()
        defer { plant.remove() }
        try await plant.running { node in
            try await node.api.pledge(count: 4)
            _ = try await plant.wait(
                node, for: 1, in: ["PreCommit2", "PreCommitting", "WaitSeed", "Committing"])
        }
        let before = try await commitments(plant)
        try await plant.running { node in
            let isDone = try await plant.wait(node, for: 4)
            let story = try await plant.story(node)
            #expect(isDone, "\(story)")
        }
        let after = try await commitments(plant)
        #expect(after.count == 4)
        for (name, commR) in before { #expect(after[name] == commR, "\(name) changed its replica") }
        // Each message went out once.
        let database = try await openDatabase(plant.home.path + "/jobs.sqlite")
        let counts = try await database.read { session in
            try session.query("SELECT kind, COUNT(*) FROM messages GROUP BY kind ORDER BY kind")
                .map { "\(try $0.text(0)) \(try $0.int(1))" }
        }
        #expect(counts == ["pre-commit 4"])
        await database.close()
    }

    /// CommR by sector, from the database of a stopped plant.
    private func commitments(_ plant: TestPlant) async throws -> [String: String] {
        let database = try await openDatabase(plant.home.path + "/jobs.sqlite")
        let rows = try await database.read { session in
            try session.query("SELECT name, comm_r FROM sectors WHERE comm_r IS NOT NULL")
                .map { (try $0.text(0), try $0.text(1)) }
        }
        await database.close()
        return Dictionary(uniqueKeysWithValues: rows)
    }

    @Test func aRemoteWorkerDoesTheWork() async throws {
        let plant = try TestPlant()
        defer { plant.remove() }
        let configuration = try plant.configuration()
        let options = plant.options { $0.roles = ["none"] }
        let mine = plant.options()
        try await plant.running(configuration, options) { node in
            let worker = try await WorkerNode.open(
                database: configuration.databasePlace(home: plant.home.path), places: [], home: plant.home,
                options: mine)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await worker.run() }
                try await node.api.pledge(count: 1)
                let isDone = try await plant.wait(node, for: 1)
                let story = try await plant.story(node)
                #expect(isDone, "\(story)")
                worker.stop()
                try await group.waitForAll()
            }
            #expect(try await node.api.status().workers.isEmpty)
        }
    }

    @Test func aRemoteWorkerOfTheRolePostProvesWhatTheSealerSealed() async throws {
        let plant = try TestPlant()
        defer { plant.remove() }
        let configuration = try plant.configuration()
        let sealing = plant.options {
            $0.roles = ["addpiece", "pc1", "pc2", "c1", "finalize", "move"]
            $0.cpus = []
        }
        let mine = plant.options { $0.roles = ["post"] }
        try await plant.running(configuration, sealing) { node in
            try await node.api.pledge(count: 2)
            let isDone = try await plant.wait(node, for: 2)
            let story = try await plant.story(node)
            #expect(isDone, "\(story)")
        }
        let none = plant.options { $0.roles = ["none"] }
        try await plant.running(configuration, none) { node in
            let worker = try await WorkerNode.open(
                database: configuration.databasePlace(home: plant.home.path), places: [], home: plant.home,
                options: mine)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await worker.run() }
                // The plant makes no SNARKs: the sectors are read, and what is wrong is found.
                try File.remove(plant.home.storage + "/sealed/s-t01000-2")
                let ordered = try await node.api.prove(PoStOrder(kind: "window", deadline: 7))
                #expect(ordered.map(\.deadline) == [7] && ordered[0].sectors.count == 2)
                let end = Clock.now + 60
                while try await node.api.post(ordered[0].id).state == "proving", Clock.now < end {
                    await Clock.sleep(seconds: 0.1)
                }
                let proof = try await node.api.post(ordered[0].id)
                #expect(proof.state == "checked" && proof.skipped.map(\.sector) == ["s-t01000-2"])
                #expect(try await node.api.posts(limit: 10) == [proof])
                #expect(try await node.api.sector("s-t01000-2").state == "Faulty")
                let job = try await node.api.job(try #require(proof.job))
                #expect(job.kind == "window-post" && job.state == "done")
                let workers = try await node.api.status().workers
                #expect(workers.map(\.kinds) == [["window-post", "winning-post"]])
                worker.stop()
                try await group.waitForAll()
            }
        }
    }

    @Test func proofsThatMakeNoSenseAreRefused() async throws {
        let plant = try TestPlant()
        defer { plant.remove() }
        try plant.home.create(try plant.configuration())
        let api = try await PlantAPI.open(plant.home)
        for order in [
            PoStOrder(kind: "daily"), PoStOrder(kind: "window", randomness: "00"),
            PoStOrder(kind: "window", deadline: 48), PoStOrder(kind: "window", within: 0),
            PoStOrder(kind: "window"), PoStOrder(kind: "window", sectors: ["s-t01000-1"]),
        ] {
            await #expect(throws: APIError.self, "\(order)") { _ = try await api.prove(order) }
        }
        await #expect(throws: APIError.notFound("proof 1")) { _ = try await api.post(1) }
        await api.close()
    }

    @Test func aSectorMovesToAnotherMachineByMutualTLSAndNotWithoutTheRightCertificate() async throws {
        let plant = try TestPlant()
        defer { plant.remove() }
        let other = try TestPlant()
        defer { other.remove() }
        let authority = try Authority.shared
        let port = try freePort()
        let configuration = try plant.configuration {
            $0.places = ["machine-a"]
            $0.api.port = port
            $0.api.certificate = authority.path("server.pem")
            $0.api.key = authority.path("server.key")
            $0.api.clientAuthority = authority.path("authority.pem")
            $0.api.clients = ["read CN=other,O=Quarry", "write CN=worker,O=Quarry"]
        }
        // A sealing path that only one machine reaches, a long-term path that only the other one does.
        let (sealing, stored) = ("\(plant.home.path)/sealing", "\(other.home.path)/stored")
        let database = try await openDatabase(configuration.databasePlace(home: plant.home.path))
        try await StorageSchema.migrations.run(on: database)
        let index = SQLStorageIndex(places: ["machine-a", "machine-b"])
        for (root, place, seals) in [(sealing, "machine-a", true), (stored, "machine-b", false)] {
            try Directory.create(root)
            var file = StoragePathFile()
            (file.canSeal, file.canStore) = (seals, !seals)
            try file.write(root)
            let written = file
            try await database.write { session in
                _ = try index.attach(
                    root, file: written, place: place, url: seals ? "https://127.0.0.1:\(port)" : nil,
                    in: session)
            }
        }
        await database.close()
        var sealer = plant.options { $0.roles = ["addpiece", "pc1", "pc2", "c1", "finalize"] }
        sealer.port = port
        try await plant.running(configuration, sealer) { node in
            #expect(node.url == "https://127.0.0.1:\(port)/")
            try await node.api.pledge(count: 1)
            #expect(try await plant.wait(node, for: 1, in: ["Moving"]))
            for (certificate, isRight) in [("foreign", false), ("renewed", false), ("worker", true)] {
                let mine = other.options {
                    $0.roles = ["move"]
                    $0.authorities = authority.path("authority.pem")
                    $0.certificate = authority.path("\(certificate).pem")
                    $0.key = authority.path("\(certificate).key")
                }
                let worker = try await WorkerNode.open(
                    database: configuration.databasePlace(home: plant.home.path), places: ["machine-b"],
                    home: other.home, options: mine)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await worker.run() }
                    let isDone = try await plant.wait(node, for: 1, seconds: isRight ? 60 : 3)
                    let story = try await plant.story(node)
                    #expect(isDone == isRight, "\(certificate): \(story)")
                    worker.stop()
                    try await group.waitForAll()
                }
                if !isRight { try await retryMoves(node) }
            }
        }
        #expect(File.exists("\(stored)/sealed/s-t01000-1") && !File.exists("\(sealing)/sealed/s-t01000-1"))
    }

    /// What was refused for good is ordered again.
    private func retryMoves(_ node: SealerNode) async throws {
        for sector in try await node.api.sectors(state: nil, after: nil, limit: 10) where sector.reason != nil
        {
            try await node.api.retry(sector: sector.name)
        }
    }

    /// A port that nobody has just now.
    private func freePort() throws -> Int {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        return withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                _ = bind(socket, generic, size)
                _ = getsockname(socket, generic, &size)
            }
            return Int(UInt16(bigEndian: pointer.pointee.sin_port))
        }
    }

    @Test func aDatabaseWithoutAPlantIsLeftAsItWas() async throws {
        let plant = try TestPlant()
        defer { plant.remove() }
        let options = plant.options()
        let file = plant.home.path + "/nothing.sqlite"
        func join(_ place: String) async {
            await #expect(throws: WorkerNodeError.self) {
                _ = try await WorkerNode.open(
                    database: place, places: [], home: plant.home, options: options)
            }
        }
        await join(file)
        #expect(!File.exists(file))
        // Somebody else's database.
        let other = try await openDatabase(file)
        try await other.write { _ = try $0.execute("CREATE TABLE theirs (a BIGINT)") }
        let before = try await other.read { try $0.query("SELECT name FROM sqlite_master ORDER BY name") }
        await join(file)
        #expect(
            try await other.read { try $0.query("SELECT name FROM sqlite_master ORDER BY name") } == before)
        await other.close()
        guard PostgresServer.isPresent else { return }
        let url = try await DatabaseEngine.emptySchema()
        #expect(try await databaseHasTable("plant_record", at: url) == false)
        await join(url)
        let server = try await PostgresServer.shared()
        let looker = try await Postgres(server.url, connections: 1)
        let name = url.split(separator: "D").last.map(String.init) ?? ""
        let tables = try await looker.read { session in
            try session.query(
                "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = ?", [.text(name)])[0]
                .int(0)
        }
        #expect(name.hasPrefix("s") && tables == 0)
        await looker.close()
    }

    @Test func ordersAreTakenWhileNoSealerRuns() async throws {
        let plant = try TestPlant()
        defer { plant.remove() }
        try plant.home.create(try plant.configuration())
        let api = try await PlantAPI.open(plant.home)
        try await api.pledge(count: 2)
        #expect(try await api.status().limit.contains("no worker runs"))
        await api.close()
        try await plant.running { node in
            let isDone = try await plant.wait(node, for: 2)
            let story = try await plant.story(node)
            #expect(isDone, "\(story)")
        }
        let after = try await PlantAPI.open(plant.home)
        #expect(try await after.status().storage.first?.sectors == 2)
        try await after.remove(sector: "s-t01000-1")
        #expect(try await after.jobs(state: "ready", kind: "remove", limit: 1).count == 1)
        await after.close()
    }

    @Test func theAPIAsksForATokenAndServesTheStatus() async throws {
        let plant = try TestPlant()
        defer { plant.remove() }
        let token = try TokenStore(home: plant.home.path).create(scope: .read).token
        try await plant.running { node in
            let client = try HTTPClient()
            let url = "http://127.0.0.1:\(node.port)/api/v1/status"
            let refused = try await client.send(HTTPClientRequest("GET", url))
            #expect(refused.status == 401)
            let answer = try await client.send(
                HTTPClientRequest("GET", url, headers: [("authorization", "Bearer \(token)")]))
            #expect(answer.status == 200)
            let status = try JSONDecoder().decode(SealerStatus.self, from: Data(answer.body))
            #expect(status.miner == "t01000" && status.sectorSize == 2048)
        }
    }

    @Test func whatCannotRunIsRefusedBeforeAnythingRuns() async throws {
        let plant = try TestPlant()
        defer { plant.remove() }
        let other = try TestPlant()
        defer { other.remove() }
        let options = plant.options { $0.makesProofs = false }
        await #expect(throws: PlantConfigurationError.self) {
            _ = try await SealerNode.open(plant.home, options: options)
        }
        try await plant.running(nil, options) { node in
            // The same home, and the same CPUs.
            await #expect(throws: PlantHomeError.self) {
                _ = try await SealerNode.open(
                    plant.home, configuration: try plant.configuration(), options: options)
            }
            await #expect(throws: CoreError.self) {
                _ = try await WorkerNode.open(
                    database: plant.home.path + "/jobs.sqlite", places: [], home: plant.home, options: options
                )
            }
            var wrong = options
            wrong.cpus = [99_999]
            let asked = wrong
            await #expect(throws: CoreError.self) {
                _ = try await SealerNode.open(
                    other.home, configuration: try other.configuration(), options: asked)
            }
            let odd = try other.configuration { $0.api.clients = ["dance CN=worker-1"] }
            await #expect(throws: PlantConfigurationError.self) {
                _ = try await SealerNode.open(other.home, configuration: odd, options: options)
            }
            var role = options
            role.roles = ["dance"]
            let named = role
            await #expect(throws: PlantConfigurationError.self) {
                _ = try await SealerNode.open(
                    other.home, configuration: try other.configuration(), options: named)
            }
        }
        // Whatever was refused holds nothing.
        try await other.running(nil, options) { node in
            let workers = try await node.api.status().workers
            #expect(workers.count <= 1)
        }
    }

    @Test func theRecordOfAnOlderPlantIsRead() throws {
        let old = #"{"address":"0.0.0.0","port":9,"certificate":"a","key":"b","clientAuthority":"c"}"#
        let read = try JSONDecoder().decode(PlantConfiguration.Listening.self, from: Data(old.utf8))
        #expect(read.address == "0.0.0.0" && read.port == 9 && read.certificate == "a" && read.key == "b")
        #expect(read.clientAuthority == "c" && read.clients.isEmpty)
    }

    @Test func certificatesAreReadFromTheFile() throws {
        let plant = try TestPlant()
        defer { plant.remove() }
        let configuration = try plant.configuration()
        try Directory.create(plant.home.path)
        try File.writeAtomically(
            plant.home.configuration,
            text: configuration.text.replacing(
                "clients = []", with: #"clients = ["write CN=worker-1,O=Example"]"#))
        let read = try PlantConfiguration.load(home: plant.home.path)
        #expect(read.api.clients == ["write CN=worker-1,O=Example"])
    }

    @Test func aHomeIsSetUpOnceAndItsFileReadsBack() throws {
        let plant = try TestPlant()
        defer { plant.remove() }
        let configuration = try plant.configuration()
        try plant.home.create(configuration)
        #expect(try PlantConfiguration.load(home: plant.home.path) == configuration)
        #expect(throws: PlantHomeError.self) { try plant.home.create(configuration) }
    }
}
