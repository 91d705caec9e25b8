import Database
import FoundationEssentials
import Primitives
import ProofEngine
import Scheduler
import System
import Testing

@testable import SectorManager

@Suite("Sealing plant", .serialized)
struct PlantTests {
    static func circuit() throws -> SnarkCircuit {
        try SnarkCircuit(.porep, size: SectorSize(bytes: 2048))
    }

    @Test("pieces become proven sectors in long-term storage, with the commitments of 'quarry seal'")
    func wholeLife() async throws {
        let plant = try await PlantFixture()
        _ = try await plant.addPiece(1016, seed: "a")
        _ = try await plant.addPiece(500, seed: "b")
        _ = try await plant.addPiece(2000, seed: "c")
        _ = try await plant.pledge(2)
        try await plant.work { try await plant.areAll(.available) }
        let sectors = try await plant.sectors()
        #expect(sectors.count == 4)
        for sector in sectors {
            try await expectProven(sector, plant)
            try await expectEqualToSeal(sector, plant)
        }
        #expect(try leftOver("\(plant.folder)/fast").isEmpty)
        let kept = try leftOver("\(plant.folder)/large")
        #expect(kept.allSatisfy { !$0.hasSuffix(".tmp") })
        let counts = try await plant.database.read { try PlantCounts.load(in: $0) }
        #expect(counts[.available] == 4)
        #expect(counts.values.reduce(0, +) == 4)
        let ledger = plant.ledger
        let minutes = try await plant.database.read { try ledger.minutes(since: 0, in: $0) }
        #expect(minutes.all.proven == 4)
        #expect(minutes.all.failed == 0)
        await plant.close()
    }

    @Test(
        "a sector that waits for room goes on as soon as another one is removed",
        arguments: DatabaseEngine.present)
    func waking(_ engine: DatabaseEngine) async throws {
        let plant = try await PlantFixture(engine: engine)
        let root = "\(plant.folder)/large"
        let other = try await plant.pledge(1)[0]
        try await plant.work { try await plant.areAll(.available) }
        // Room for one more only if this one were not there.
        var file = try StoragePathFile.read(root)
        let used = try #require(plant.index.probe.used(root))
        file.maxStorage = StorageNeeds.longTerm(plant.tools.config, keepUnsealed: false).total + used - 1
        try file.write(root)
        let (index, queue, ledger, written) = (plant.index, plant.queue, plant.ledger, file)
        try await plant.database.write {
            _ = try index.attach(root, file: written, place: "here", in: $0)
        }
        let name = try await plant.pledge(1)[0]
        func waiting() async throws -> [Job] {
            try await plant.database.read { session in
                try queue.list(states: [.waiting], kind: .move, subject: nil, limit: 9, in: session)
            }
        }
        try await plant.work { try await waiting().count == 1 }
        let stuck = try #require(try await waiting().first)
        #expect(stuck.reason?.contains("room") == true)
        // Its timer would come in a minute; nothing keeps house here.
        try await plant.database.write { session in
            _ = try session.execute(
                "UPDATE jobs SET wake = wake + 60000, started = started - 5000 WHERE wake > 0")
        }
        try await plant.database.write { try ledger.remove(other, in: $0) }
        try await plant.work {
            let last = try await plant.sector(name).state
            return try await plant.sector(other).state == .removed && last == .available
        }
        await plant.close()
    }

    @Test("a real proof verifies from what the chain was told", .enabled(if: PlantParameters.areWanted))
    func realProof() async throws {
        try await PlantParameters.make([Self.circuit()])
        let plant = try await PlantFixture(prover: EngineProver())
        _ = try await plant.addPiece(2000, seed: "c")
        try await plant.work { try await plant.areAll(.available) }
        let sector = try #require(try await plant.sectors().first)
        let proof = try await expectProven(sector, plant)
        let engine = try Engine(.single)
        let key = try await engine.loadVerifyingKey(Self.circuit(), in: PlantParameters.store, for: .private)
        let verdict = try await engine.verify(try statement(sector, plant), proof: proof, key)
        #expect(verdict.valid)
        await plant.close()
    }

    /// One message of each kind, landed; the proof is of what the database and the chain know.
    @discardableResult
    func expectProven(_ sector: PlantSector, _ plant: PlantFixture) async throws -> [UInt8] {
        let messages = try await plant.messages(sector.name)
        #expect(messages.map(\.kind) == ["pre-commit", "prove-commit"])
        #expect(messages.allSatisfy { $0.state == "landed" })
        let last = try #require(messages.last)
        let message = try JSONDecoder().decode(SealingMessage.self, from: Data(last.body.utf8))
        #expect(message.sealedCID == sector.commR?.cid(.sealed))
        let proof = try Hex.decode(try #require(message.snark))
        if plant.prover is VanillaProver {
            let inputs = try statement(sector, plant).publicInputs()
            #expect(proof == SHA256Digest.hash(inputs))
        }
        return proof
    }

    private func statement(_ sector: PlantSector, _ plant: PlantFixture) throws -> SnarkStatement {
        let config = plant.tools.config
        let ticket = try #require(sector.ticket?.randomness)
        let commD = try #require(sector.commD)
        let inputs = PoRepInputs(
            replicaID: try config.replicaID(
                proverID: sector.name.miner.proverID, sectorNumber: sector.name.number, ticket: ticket,
                commD: commD), commD: commD, commR: try #require(sector.commR),
            seed: try #require(sector.seed?.randomness), ticket: ticket)
        return .porep(config, inputs)
    }

    func expectEqualToSeal(_ sector: PlantSector, _ plant: PlantFixture) async throws {
        let ledger = plant.ledger
        let pieces = try await plant.database.read { try ledger.pieces(of: sector.name, limit: 100, in: $0) }
        let order = SectorOrder(
            name: sector.name, ticket: try #require(sector.ticket?.randomness), pieces: pieces.map(\.path))
        let request = SealRequest(
            root: "\(plant.folder)/again", config: plant.tools.config, sectors: [order])
        let engine = try Engine(.single)
        let sealed = try #require(try await SectorManager(engine: engine).seal(request).sectors.first)
        #expect(sealed.record.commR == sector.commR)
        #expect(sealed.record.commD == sector.commD)
        let replica = try await plant.layout(sector.name, .sealed).sealed
        #expect(try sha256(replica) == sha256(sealed.layout.sealed))
        #expect(
            sealed.record.pieces?.filter { !$0.isFiller }.map(\.commitment) == pieces.map { $0.commP })
        try Directory.remove("\(plant.folder)/again")
    }

    /// Files of sectors under a path.
    func leftOver(_ root: String) throws -> [String] {
        var found: [String] = []
        for type in SectorFileType.allCases where File.isDirectory("\(root)/\(type.rawValue)") {
            found += try Directory.list("\(root)/\(type.rawValue)")
        }
        return found
    }

    /// What is done to a sector's files, before which job, and the state that the sector goes back to.
    struct Damage: Sendable, CustomTestStringConvertible {
        let before: JobKind
        let name: String
        let path: @Sendable (SectorLayout) -> String
        let back: SectorState
        var testDescription: String { "\(name) before \(before)" }
    }

    static let damages: [Damage] = [
        Damage(before: .pc1, name: "unsealed", path: { $0.unsealed }, back: .packing),
        Damage(before: .pc2, name: "tree-d", path: { $0.treeD }, back: .waitBatch),
        Damage(before: .pc2, name: "layer 1", path: { $0.layer(1) }, back: .waitBatch),
        Damage(before: .pc2, name: "unsealed", path: { $0.unsealed }, back: .packing),
        Damage(before: .pc2, name: "record", path: { $0.record }, back: .packing),
        Damage(before: .c1, name: "layer 2", path: { $0.layer(2) }, back: .waitBatch),
        Damage(before: .c1, name: "sealed", path: { $0.sealed }, back: .preCommit2),
        Damage(before: .c1, name: "p_aux", path: { $0.pAux }, back: .preCommit2),
        Damage(before: .c1, name: "cache folder", path: { $0.cache }, back: .packing),
        Damage(before: .c2, name: "C1's output", path: { $0.vanilla }, back: .committing),
        Damage(before: .finalize, name: "sealed", path: { $0.sealed }, back: .preCommit2),
        Damage(before: .move, name: "sealed", path: { $0.sealed }, back: .faulty),
    ]

    enum Way: String, CaseIterable { case flip, truncate, delete }

    /// Each file in one way; with QUARRY_TEST_PARAMETERS, which asks for the long tests, in every way.
    static let blows: [(Damage, Way)] = damages.enumerated().flatMap { index, damage in
        let ways = Way.allCases
        return (PlantParameters.areWanted ? ways : [ways[index % ways.count]]).map { (damage, $0) }
    }

    @Test(
        "a file damaged between stages is found and made again; the sector is proven once, as if nothing was",
        arguments: blows)
    func damage(_ damage: Damage, _ way: Way) async throws {
        let plant = try await PlantFixture(width: 1)
        let name = try await sealOnePiece(plant)
        let struck = Locked(false)
        let attempt: (Job) async throws -> PlantFixture.Fate = { job in
            guard job.order.kind == damage.before, !struck.withLock({ $0 }) else { return .done }
            struck.withLock { $0 = true }
            try Self.spoil(damage.path(try await plant.layout(name)), way)
            return .done
        }
        try await plant.work(before: attempt) {
            let sector = try await plant.sector(name)
            if sector.state == .faulty {
                let ledger = plant.ledger
                try await plant.database.write { try ledger.retry(name, in: $0) }
            }
            return sector.state == .available
        }
        let sector = try await plant.sector(name)
        let log = try await plant.log(name)
        #expect(struck.withLock { $0 })
        #expect(log.contains { $0.contains("→ \(damage.back.rawValue)") }, "\(log)")
        try await expectProven(sector, plant)
        try await expectEqualToSeal(sector, plant)
        await plant.close()
    }

    func sealOnePiece(_ plant: PlantFixture) async throws -> SectorName {
        _ = try await plant.addPiece(2032, seed: "whole")
        _ = try await plant.plant.step()
        return try #require(try await plant.sectors().first).name
    }

    static func spoil(_ path: String, _ way: Way) throws {
        if File.isDirectory(path) { return try Directory.remove(path) }
        switch way {
        case .delete: try File.remove(path)
        case .truncate: try File.setSize(path, (File.size(path) ?? 0) / 2)
        case .flip:
            var bytes = try File.read(path)
            bytes[bytes.count / 2] ^= 1
            try File.writeAtomically(path, bytes)
        }
    }
}
