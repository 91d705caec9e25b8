import Database
import FoundationEssentials
import Logging
import Primitives
import ProofEngine
import Scheduler
import System
import Testing

@testable import SectorManager

/// A chain that says no first.
final class StubbornChain: SealingChain {
    let retrySeconds = 0.05
    private let refusals: Locked<[SealingMessage.Kind: Int]>
    private let staleTickets: Locked<Int>
    let submitted = Locked<[String: Int]>([:])

    init(refusals: [SealingMessage.Kind: Int] = [:], staleTickets: Int = 0) {
        self.refusals = Locked(refusals)
        self.staleTickets = Locked(staleTickets)
    }

    func ticket(_ sector: SectorName) async throws -> SealTicket {
        let stale = staleTickets.withLock { left in
            left -= 1
            return left
        }
        let bytes = [UInt8](repeating: UInt8(clamping: max(0, stale + 2)), count: 31) + [0]
        return SealTicket(randomness: bytes, epoch: 1, expires: stale >= 0 ? 1 : nil)
    }

    func submit(_ message: SealingMessage) async throws {
        submitted.withLock { $0["\(message.sector) \(message.kind.rawValue)", default: 0] += 1 }
    }

    func outcome(_ sector: SectorName, _ kind: SealingMessage.Kind) async throws -> MessageOutcome {
        let refused = refusals.withLock { left -> Bool in
            guard let count = left[kind], count > 0 else { return false }
            left[kind] = count - 1
            return true
        }
        return refused ? .refused(reason: "out of funds") : .landed
    }

    func submit(_ proof: PoStSubmission) async throws {
        submitted.withLock { $0["proof \(proof.post)", default: 0] += 1 }
    }

    func outcome(proof: Int64) async throws -> MessageOutcome { .landed }

    func seed(_ sector: SectorName) async throws -> SealSeed? {
        SealSeed(randomness: [UInt8](repeating: 7, count: 31) + [0], epoch: 2)
    }
}

@Suite("Sealing plant in trouble", .serialized)
struct PlantFaultTests {
    private let whole = PlantTests()

    private func first(_ plant: PlantFixture) async throws -> SectorName {
        try #require(try await plant.sectors().first).name
    }

    @Test(
        "a stage whose lease is gone at any file is taken up again, to the same sector", arguments: [1, 2, 3])
    func cut(_ step: Int) async throws {
        let plant = try await PlantFixture(width: 2)
        _ = try await plant.addPiece(2032, seed: "one")
        _ = try await plant.addPiece(2032, seed: "two")
        let cuts = Locked<[JobID: Int]>([:])
        let before: (Job) async throws -> PlantFixture.Fate = { job in
            let count = cuts.withLock { cuts in
                cuts[job.id, default: 0] += 1
                return cuts[job.id] ?? 0
            }
            return count > 4 ? .done : .cut(step + count - 1)
        }
        try await plant.work(before: before) { try await plant.areAll(.available) }
        for sector in try await plant.sectors() {
            try await whole.expectProven(sector, plant)
            try await whole.expectEqualToSeal(sector, plant)
        }
        #expect(try whole.leftOver("\(plant.folder)/fast").isEmpty)
        await plant.close()
    }

    @Test(
        "each stage that failed says why and what to do, and goes on after a retry",
        arguments: [
            (JobKind.addPiece, SectorState.packingFailed), (.pc1, .sealPreCommit1Failed),
            (.pc2, .sealPreCommit2Failed), (.c1, .computeProofFailed), (.c2, .computeProofFailed),
            (.finalize, .finalizeFailed), (.move, .moveFailed),
        ])
    func retry(_ kind: JobKind, _ state: SectorState) async throws {
        let plant = try await PlantFixture(width: 1)
        let name = try await plant.pledge(1)[0]
        let failed = Locked(false)
        let before: (Job) async throws -> PlantFixture.Fate = { job in
            guard job.order.kind == kind, !failed.withLock({ $0 }) else { return .done }
            failed.withLock { $0 = true }
            return .fails
        }
        try await plant.work(before: before) { try await plant.sector(name).state.isFailure }
        let broken = try await plant.sector(name)
        #expect(broken.state == state)
        #expect(broken.reason == "broken by the test")
        #expect(broken.remedy == "mend it")
        let ledger = plant.ledger
        try await plant.database.write { try ledger.retry(name, in: $0) }
        try await plant.work { try await plant.areAll(.available) }
        let sector = try await plant.sector(name)
        #expect(sector.retries == 1)
        #expect(sector.reason == nil)
        try await whole.expectProven(sector, plant)
        await plant.close()
    }

    @Test(
        "a sector can be removed in any state, and nothing of it stays",
        arguments: [
            SectorState.empty, .waitBatch, .preCommit2, .committing, .proving, .moving, .available,
        ])
    func remove(_ state: SectorState) async throws {
        let plant = try await PlantFixture(width: state == .waitBatch ? 4 : 1, maxWait: 1000)
        let name = try await plant.pledge(1)[0]
        try await plant.work { try await plant.sector(name).state == state }
        let ledger = plant.ledger
        try await plant.database.write { try ledger.remove(name, in: $0) }
        try await plant.work { try await plant.sector(name).state == .removed }
        #expect(try whole.leftOver("\(plant.folder)/fast").isEmpty)
        #expect(try whole.leftOver("\(plant.folder)/large").isEmpty)
        let index = plant.index
        #expect(try await plant.database.read { try index.owners(in: $0) }.isEmpty)
        let again = await #expect(throws: PlantError.self) {
            try await plant.database.write { try ledger.remove(name, in: $0) }
        }
        #expect(again?.remedy.isEmpty == false)
        await plant.close()
    }

    @Test("a bad member leaves its batch; the others go on without it")
    func badMember() async throws {
        let plant = try await PlantFixture(width: 3)
        for seed in ["one", "two", "three"] { _ = try await plant.addPiece(2032, seed: seed) }
        let struck = Locked<SectorName?>(nil)
        let before: (Job) async throws -> PlantFixture.Fate = { job in
            guard job.order.kind == .pc1, struck.withLock({ $0 }) == nil else { return .done }
            let names = try StagePayload(job.order.payload).sectors
            #expect(names.count == 3)
            let name = try SectorName(names[1])
            struck.withLock { $0 = name }
            try PlantTests.spoil(try await plant.layout(name).unsealed, .flip)
            return .done
        }
        try await plant.work(before: before) { try await plant.areAll(.available) }
        let bad = try #require(struck.withLock { $0 })
        for sector in try await plant.sectors() {
            let log = try await plant.log(sector.name)
            #expect(log.contains { $0.contains("PreCommit1 → Packing") } == (sector.name == bad))
            #expect(sector.redos == (sector.name == bad ? 1 : 0))
            try await whole.expectProven(sector, plant)
        }
        await plant.close()
    }

    @Test("damage without end gives the sector up, with a reason; a retry begins anew")
    func hopeless() async throws {
        let plant = try await PlantFixture(width: 1)
        let name = try await plant.pledge(1)[0]
        let isMended = Locked(false)
        let before: (Job) async throws -> PlantFixture.Fate = { job in
            guard job.order.kind == .pc2, !isMended.withLock({ $0 }) else { return .done }
            try PlantTests.spoil(try await plant.layout(name).layer(1), .truncate)
            return .done
        }
        try await plant.work(before: before) { try await plant.sector(name).state.isFailure }
        let sector = try await plant.sector(name)
        #expect(sector.state == .faultedFinal)
        #expect(sector.reason?.contains("layer-1") == true)
        isMended.withLock { $0 = true }
        let ledger = plant.ledger
        try await plant.database.write { try ledger.retry(name, in: $0) }
        try await plant.work { try await plant.areAll(.available) }
        await plant.close()
    }

    @Test("a piece that is gone leaves its sector, which goes on with the others")
    func missingPiece() async throws {
        let plant = try await PlantFixture()
        let gone = try await plant.addPiece(1000, seed: "gone")
        let kept = try await plant.addPiece(500, seed: "kept")
        try File.remove("\(plant.folder)/piece-gone")
        try await plant.work { try await plant.areAll(.available) }
        let name = try await first(plant)
        let ledger = plant.ledger
        let inside = try await plant.database.read { try ledger.pieces(of: name, limit: 9, in: $0) }
        let outside = try await plant.database.read { try ledger.pieces(of: nil, limit: 9, in: $0) }
        #expect(inside.map(\.id) == [kept])
        #expect(outside.map(\.id) == [gone])
        #expect(outside.first?.reason?.contains("is not there") == true)
        await plant.close()
    }

    @Test(
        "refused messages wait for a person, then land; each was told once more, not twice",
        arguments: [SealingMessage.Kind.preCommit, .proveCommit])
    func refused(_ kind: SealingMessage.Kind) async throws {
        let chain = StubbornChain(refusals: [kind: 1])
        let plant = try await PlantFixture(width: 1, chain: chain)
        let name = try await plant.pledge(1)[0]
        try await plant.work { try await plant.sector(name).state.isFailure }
        #expect(try await plant.sector(name).reason == "out of funds")
        let ledger = plant.ledger
        try await plant.database.write { try ledger.retry(name, in: $0) }
        try await plant.work { try await plant.areAll(.available) }
        #expect(chain.submitted.withLock { $0["\(name) \(kind.rawValue)"] } == 2)
        #expect(try await plant.messages(name).map(\.state) == ["landed", "landed"])
        await plant.close()
    }

    @Test("a ticket that is too old is exchanged before labels are made, not after")
    func staleTicket() async throws {
        let plant = try await PlantFixture(width: 1, chain: StubbornChain(staleTickets: 2))
        let name = try await plant.pledge(1)[0]
        let labelled = Locked(0)
        let before: (Job) async throws -> PlantFixture.Fate = { job in
            if job.order.kind == .pc1 { labelled.withLock { $0 += 1 } }
            return .done
        }
        try await plant.work(before: before) { try await plant.areAll(.available) }
        #expect(labelled.withLock { $0 } == 1)
        #expect(try await plant.sector(name).ticket?.randomness.first == 1)
        #expect(try await plant.sector(name).ticket?.expires == nil)
        try await whole.expectEqualToSeal(try await plant.sector(name), plant)
        await plant.close()
    }

    @Test("new data goes into a pledged sector, and comes out again")
    func upgrade() async throws {
        let plant = try await PlantFixture(width: 1)
        let name = try await plant.pledge(1)[0]
        try await plant.work { try await plant.areAll(.available) }
        let path = "\(plant.folder)/new-data"
        let data = Vectors.stream("new", 900)
        try File.writeAtomically(path, data)
        let ledger = plant.ledger
        try await plant.database.write { try ledger.upgrade(name, pieces: [(path, 900)], in: $0) }
        try await plant.work { try await plant.areAll(.available) }
        let sector = try await plant.sector(name)
        #expect(sector.updateCommR != nil && sector.updateCommR != sector.commR)
        #expect(
            try await plant.messages(name).map(\.kind) == ["pre-commit", "prove-commit", "replica-update"])
        let layout = try await plant.layout(name)
        #expect(!File.exists(layout.sealed) && File.exists(layout.update))
        #expect(
            try Pieces.pad(data + [UInt8](repeating: 0, count: 116))
                == Array(File.read(layout.unsealed)[..<1024]))
        await plant.close()
    }

    @Test("data of a sealed sector is read into a file, and a check of it finds what is wrong")
    func unsealAndCheck() async throws {
        let plant = try await PlantFixture(width: 1)
        _ = try await plant.addPiece(2032, seed: "data")
        try await plant.work { try await plant.areAll(.available) }
        let name = try await first(plant)
        let output = "\(plant.folder)/output"
        let ledger = plant.ledger
        _ = try await plant.database.write { try ledger.unseal(name, UnsealOrder(output: output), in: $0) }
        _ = try await plant.database.write { try ledger.check(name, in: $0) }
        try await plant.work { File.exists(output) }
        #expect(try File.read(output) == Vectors.stream("data", 2032))
        try await plant.work(rounds: 20) { try await plant.sector(name).state == .available }
        try PlantTests.spoil(try await plant.layout(name).sealed, .flip)
        _ = try await plant.database.write { try ledger.check(name, in: $0) }
        try await plant.work { try await plant.sector(name).state == .faulty }
        #expect(try await plant.sector(name).reason?.contains("sealed/") == true)
        try await plant.database.write { try ledger.retry(name, in: $0) }
        try await plant.work { try await plant.areAll(.available) }
        try await whole.expectEqualToSeal(try await plant.sector(name), plant)
        await plant.close()
    }

    @Test("two plants and two workers beside each other: every sector once, nothing left")
    func together() async throws {
        let plant = try await PlantFixture(width: 4)
        let chain = LocalChain(database: plant.database, secret: PlantFixture.secret, seedDelay: 0.1)
        let other = SealingPlant(plant.tools, chain: chain, poll: 0.05)
        _ = try await plant.pledge(6)
        _ = try await plant.addPiece(2032, seed: "x")
        let cpus = try Machine().cores.flatMap(\.cpus)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await plant.plant.run() }
            group.addTask { try await other.run() }
            for cpu in cpus.prefix(2) {
                var settings = WorkerSettings(groups: [[cpu]], memory: 1 << 40)
                settings.places = ["here"]
                settings.pollSeconds = 0.2
                let worker = Worker(
                    settings, database: plant.database, queue: plant.queue,
                    handlers: SealingPlant.handlers(plant.tools, VanillaProver()), log: plant.tools.log)
                group.addTask { try await worker.run() }
            }
            group.addTask {
                for _ in 0..<600 {
                    if try await plant.areAll(.available), try await plant.sectors().count == 7 { return }
                    await Clock.sleep(seconds: 0.1)
                }
                let states = try await plant.sectors().map { "\($0.name) \($0.state.rawValue)" }
                Issue.record("not done in a minute: \(states)")
            }
            // The one that waits for the end comes back first.
            try await group.next()
            group.cancelAll()
        }
        for sector in try await plant.sectors() {
            try await whole.expectProven(sector, plant)
            let proofs = try await plant.log(sector.name).filter { $0.contains("Proving → SubmitCommit") }
            #expect(proofs.count == 1)
        }
        #expect(try whole.leftOver("\(plant.folder)/fast").isEmpty)
        await plant.close()
    }

    @Test(
        "a plant with nothing to do writes nothing",
        .enabled(if: Environment.value("QUARRY_TEST_POSTGRES") == nil))
    func idle() async throws {
        let plant = try await PlantFixture(width: 1)
        _ = try await plant.pledge(1)
        try await plant.work { try await plant.areAll(.available) }
        while try await plant.plant.step() {}
        while try await plant.plant.stepChain() {}
        let size = File.size("\(plant.folder)/plant.sqlite-wal")
        for _ in 0..<50 {
            #expect(try await !plant.plant.step())
            #expect(try await !plant.plant.stepChain())
        }
        #expect(File.size("\(plant.folder)/plant.sqlite-wal") == size)
        await plant.close()
    }
}
