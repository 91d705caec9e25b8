import Database
import FoundationEssentials
import Primitives
import ProofEngine
import Scheduler
import System
import Testing

@testable import SectorManager

/// Keeps what it is told.
final class ListeningChain: SealingChain {
    let retrySeconds = 0.05
    let proofs = Locked<[PoStSubmission]>([])
    private let answer: MessageOutcome

    init(answer: MessageOutcome = .landed) { self.answer = answer }

    func ticket(_ sector: SectorName) async throws -> SealTicket {
        SealTicket(randomness: [UInt8](repeating: 3, count: 31) + [0], epoch: 1)
    }

    func submit(_ message: SealingMessage) async throws {}
    func outcome(_ sector: SectorName, _ kind: SealingMessage.Kind) async throws -> MessageOutcome { .landed }
    func submit(_ proof: PoStSubmission) async throws { proofs.withLock { $0.append(proof) } }
    func outcome(proof: Int64) async throws -> MessageOutcome { answer }

    func seed(_ sector: SectorName) async throws -> SealSeed? {
        SealSeed(randomness: [UInt8](repeating: 7, count: 31) + [0], epoch: 2)
    }
}

@Suite("Proofs of spacetime of a plant", .serialized)
struct PlantPoStTests {
    static let randomness = [UInt8](repeating: 9, count: 31) + [0]

    private func sealed(
        _ count: Int, chain: ListeningChain = ListeningChain(), engine: DatabaseEngine = .sqlite,
        _ change: (inout PlantSettings) -> Void = { _ in }
    ) async throws -> PlantFixture {
        let plant = try await PlantFixture(chain: chain, engine: engine, change)
        _ = try await plant.pledge(count)
        try await plant.work { try await plant.areAll(.available) }
        return plant
    }

    private func order(_ request: PoStRequest, _ plant: PlantFixture) async throws -> [Int64] {
        let ledger = plant.ledger
        return try await plant.database.write { try ledger.order(request, in: $0) }
    }

    private func posts(_ plant: PlantFixture) async throws -> [PlantPoSt] {
        let ledger = plant.ledger
        return try await plant.database.read { try ledger.posts(limit: 100, in: $0) }.reversed()
    }

    private func finish(_ plant: PlantFixture) async throws {
        try await plant.work { try await posts(plant).allSatisfy(\.state.isFinal) }
    }

    /// What a proof over these sectors claims.
    private func statement(
        _ sectors: [PlantSector], _ kind: PoStKind, _ plant: PlantFixture
    ) throws -> SnarkStatement {
        .post(
            plant.tools.config, kind, randomness: Self.randomness, legacyIndex: kind == .winning,
            sectors: try sectors.map {
                PoStSector(number: $0.name.number, commR: try #require($0.updateCommR ?? $0.commR))
            })
    }

    @Test(
        "a window's partitions are proved in the sectors' order, and handed to the chain once",
        arguments: DatabaseEngine.present)
    func window(_ engine: DatabaseEngine) async throws {
        let chain = ListeningChain()
        let plant = try await sealed(3, chain: chain, engine: engine)
        let ids = try await order(
            PoStRequest(.window, randomness: Self.randomness, deadline: 5), plant)
        #expect(ids.count == 2)
        try await finish(plant)
        let sectors = try await plant.sectors()
        let posts = try await posts(plant)
        #expect(posts.map(\.state) == [.landed, .landed])
        #expect(posts.map(\.partition) == [0, 1])
        #expect(posts.flatMap(\.sectors) == sectors.map(\.name))
        for (post, members) in zip(posts, [Array(sectors[0..<2]), [sectors[2]]]) {
            let expected = SHA256Digest.hash(try statement(members, .window, plant).publicInputs())
            #expect(post.proof == expected)
            #expect(post.skipped.isEmpty)
        }
        let told = chain.proofs.withLock { $0 }
        #expect(told.map(\.post) == ids)
        #expect(told.allSatisfy { $0.kind == "window" && $0.deadline == 5 && $0.registeredProof == 10 })
        #expect(told.map(\.sectors) == [[1, 2], [3]])
        await plant.close()
    }

    @Test(
        "a sector whose files are missing or wrong is declared faulty, and the rest of its partition proved",
        arguments: ["missing", "cut", "flipped", "no record", "gone"])
    func skips(_ harm: String) async throws {
        let chain = ListeningChain()
        let plant = try await sealed(2, chain: chain)
        let sectors = try await plant.sectors()
        let layout = try await plant.layout(sectors[0].name)
        let tree = layout.treeRLast(plant.tools.config)[0]
        switch harm {
        case "missing": try File.remove(tree)
        case "cut": try File.writeAtomically(layout.sealed, Array(try File.read(layout.sealed).prefix(1024)))
        case "flipped":
            try File.writeAtomically(layout.sealed, try File.read(layout.sealed).map { $0 ^ 1 })
        case "no record": try File.remove(layout.record)
        default:
            try Directory.remove(layout.cache)
            try File.remove(layout.sealed)
        }
        _ = try await order(PoStRequest(.window, randomness: Self.randomness), plant)
        try await finish(plant)
        let post = try #require(try await posts(plant).first)
        #expect(post.state == .landed)
        #expect(post.skipped.map(\.sector) == ["\(sectors[0].name)"])
        #expect(post.skipped.allSatisfy { $0.isFault && !$0.reason.isEmpty })
        // As the chain verifies it: the first good sector stands in for the one that is skipped.
        let stand = try statement([sectors[1], sectors[1]], .window, plant)
        #expect(post.proof == SHA256Digest.hash(try stand.publicInputs()))
        #expect(chain.proofs.withLock { $0.map(\.skipped) } == [[1]])
        let faulty = try await plant.sector(sectors[0].name)
        #expect(faulty.state == .faulty)
        #expect(faulty.reason == post.skipped[0].reason)
        #expect(try await plant.sector(sectors[1].name).state == .available)
        await plant.close()
    }

    @Test("where no sector of a partition can be proved, there is no proof, and it is said why")
    func nothingLeft() async throws {
        let chain = ListeningChain()
        let plant = try await sealed(1, chain: chain)
        let name = try #require(try await plant.sectors().first).name
        try File.remove(try await plant.layout(name).sealed)
        _ = try await order(PoStRequest(.window), plant)
        _ = try await order(PoStRequest(.winning, sectors: [name]), plant)
        try await finish(plant)
        for post in try await posts(plant) {
            #expect(post.state == .failed && post.proof == nil && post.reason != nil)
        }
        #expect(chain.proofs.withLock { $0.isEmpty })
        // Known to be faulty: it is in no window of the plant's own, and refused where it is named alone.
        await #expect(throws: PlantError.nothingProven) { try await order(PoStRequest(.window), plant) }
        await plant.close()
    }

    @Test("a storage path that is away has not lost its sectors: the job goes back, then they are left out")
    func away() async throws {
        let plant = try await sealed(2)
        let sectors = try await plant.sectors()
        let mark = "\(try await plant.layout(sectors[0].name).root)/\(StoragePathFile.name)"
        try File.rename(mark, to: mark + ".away")
        try File.rename(
            try await plant.layout(sectors[0].name).sealed, to: "\(plant.folder)/elsewhere")
        _ = try await order(PoStRequest(.window, randomness: Self.randomness), plant)
        let queue = plant.queue
        let claim = JobClaim(
            worker: "here/1/a", kinds: [.windowPoSt], freeCores: 1, freeMemory: 1 << 40, places: ["here"])
        let lease = try #require(try await plant.database.write { try queue.claim(claim, in: $0) })
        let handler = PoStHandler(kind: .windowPoSt, tools: plant.tools, prover: plant.prover)
        func run(fence: Int64) async throws -> PoStResult {
            var job = lease.job
            job.fence = fence
            let text = try await handler.run(
                JobWork(
                    lease: Lease(job: job, seconds: 30), cpus: [], report: { _ in }, checkLease: {}))
            return try JSONDecoder().decode(PoStResult.self, from: Data(text.utf8))
        }
        for fence in 1...PoStHandler.patience {
            let failure = await #expect(throws: JobFailure.self) { _ = try await run(fence: fence) }
            #expect(failure?.isWait == true)
        }
        let result = try await run(fence: PoStHandler.patience + 1)
        #expect(result.proof != nil)
        #expect(result.skipped.map(\.sector) == ["\(sectors[0].name)"])
        #expect(result.skipped.allSatisfy { !$0.isFault })
        // Nobody reads any more: a move need not wait.
        let index = plant.index
        #expect(try await plant.database.read { try !index.isHeld(sectors[1].name, in: $0) })
        await plant.close()
    }

    @Test("a block's proof goes before a window's, and that before what feeds a deadline and sealing")
    func priorities() async throws {
        let plant = try await sealed(1)
        let name = try #require(try await plant.sectors().first).name
        let (queue, ledger) = (plant.queue, plant.ledger)
        for sector in try await plant.pledge(1) { #expect(sector.number == 2) }
        for _ in 0..<3 { _ = try await plant.plant.step() }
        _ = try await plant.database.write { session in
            try queue.enqueue(
                [
                    JobOrder(.c2, subject: "other", priority: StageOrders.priority(.c2)),
                    JobOrder(.finalize, subject: "other", priority: StageOrders.priority(.finalize)),
                ], in: session)
        }
        try await plant.database.write { session in
            _ = try ledger.order(PoStRequest(.window, sectors: [name], seconds: 900), in: session)
            _ = try ledger.order(PoStRequest(.window, sectors: [name], seconds: 100), in: session)
            _ = try ledger.order(PoStRequest(.winning, sectors: [name]), in: session)
            _ = try ledger.order(
                PoStRequest(.window, sectors: [name], seconds: 50, proves: false), in: session)
        }
        let claim = JobClaim(
            worker: "here/1/a", kinds: SealingPlant.handlers(plant.tools).map(\.kind), freeCores: 1,
            freeMemory: 1 << 40, places: ["here"])
        var taken: [Job] = []
        while let lease = try await plant.database.write({ try queue.claim(claim, in: $0) }) {
            taken.append(lease.job)
        }
        #expect(
            taken.map(\.order.kind) == [
                .winningPoSt, .windowPoSt, .windowPoSt, .windowPoSt, .c2, .finalize, .addPiece,
            ])
        let dues = taken.map { $0.order.deadline ?? 0 }
        #expect(dues[1] < dues[2] && taken[3].order.priority == .deadline)
        await plant.close()
    }

    @Test("a proof that is late is ended and said to be so")
    func late() async throws {
        let plant = try await sealed(1)
        _ = try await order(PoStRequest(.window, seconds: 1), plant)
        await Clock.sleep(seconds: 1.1)
        let queue = plant.queue
        _ = try await plant.database.write { try queue.keepHouse(HousekeepingLimits(), in: $0) }
        try await finish(plant)
        let post = try #require(try await posts(plant).first)
        #expect(post.state == .failed && post.reason == "its deadline passed")
        await plant.close()
    }

    @Test("a check reads sectors without any SNARK, and finds what is wrong")
    func check() async throws {
        let plant = try await sealed(2) { $0.makesProofs = false }
        let sectors = try await plant.sectors()
        _ = try await order(PoStRequest(.window, proves: false), plant)
        try await finish(plant)
        #expect(try await posts(plant).map(\.state) == [.checked])
        #expect(try await posts(plant)[0].skipped.isEmpty)
        let layout = try await plant.layout(sectors[1].name)
        try File.writeAtomically(layout.sealed, try File.read(layout.sealed).map { $0 ^ 1 })
        _ = try await order(PoStRequest(.window, proves: false), plant)
        try await finish(plant)
        #expect(try await posts(plant)[1].skipped.map(\.sector) == ["\(sectors[1].name)"])
        #expect(try await plant.sector(sectors[1].name).state == .faulty)
        // Repaired as a person would, it is in order again.
        let ledger = plant.ledger
        try await plant.database.write { try ledger.retry(sectors[1].name, in: $0) }
        try await plant.work { try await plant.areAll(.available) }
        _ = try await order(PoStRequest(.window, proves: false), plant)
        try await finish(plant)
        #expect(try await posts(plant)[2].skipped.isEmpty)
        await plant.close()
    }

    @Test("an update's replica is proved from the moment it is on chain, the old one until then")
    func updated() async throws {
        let plant = try await sealed(1)
        let name = try #require(try await plant.sectors().first).name
        let path = "\(plant.folder)/new"
        try File.writeAtomically(path, Vectors.stream("new", 1000))
        let ledger = plant.ledger
        try await plant.database.write {
            try ledger.upgrade(name, pieces: [(path: path, bytes: 1000)], in: $0)
        }
        try await plant.work { try await plant.sector(name).state == .proveReplicaUpdate }
        let before = try await plant.sector(name)
        #expect(before.updateCommR != nil)
        _ = try await order(PoStRequest(.window, sectors: [name], randomness: Self.randomness), plant)
        #expect(try await plant.runJob())
        try await plant.work { try await plant.areAll(.available) }
        _ = try await order(PoStRequest(.window, sectors: [name], randomness: Self.randomness), plant)
        try await finish(plant)
        let proofs = try await posts(plant).map(\.proof)
        var old = before
        old.updateCommR = nil
        #expect(
            try proofs == [
                SHA256Digest.hash(statement([old], .window, plant).publicInputs()),
                SHA256Digest.hash(statement([before], .window, plant).publicInputs()),
            ])
        await plant.close()
    }

    @Test("what the chain refuses is not sent again")
    func refused() async throws {
        let chain = ListeningChain(answer: .refused(reason: "too late"))
        let plant = try await sealed(1, chain: chain)
        _ = try await order(PoStRequest(.window), plant)
        try await finish(plant)
        #expect(try await posts(plant).map(\.state) == [.refused])
        #expect(try await posts(plant)[0].reason == "too late")
        #expect(chain.proofs.withLock { $0.count } == 1)
        await plant.close()
    }

    @Test("only proven sectors have proofs, and a block's is about one")
    func refusals() async throws {
        let plant = try await PlantFixture()
        let names = try await plant.pledge(2)
        await #expect(throws: PlantError.nothingProven) { try await order(PoStRequest(.window), plant) }
        await #expect(throws: PlantError.notProven(sector: "\(names[0])", state: .empty)) {
            try await order(PoStRequest(.window, sectors: [names[0]]), plant)
        }
        try await plant.work { try await plant.areAll(.available) }
        await #expect(throws: PlantError.notOne(2)) {
            try await order(PoStRequest(.winning, sectors: names), plant)
        }
        await #expect(throws: PlantError.badRandomness) {
            try await order(PoStRequest(.window, randomness: [1, 2]), plant)
        }
        await plant.close()
    }

    @Test(
        "a proof that was cut off between two partitions goes on with the second",
        .enabled(if: PlantParameters.areWanted))
    func resumes() async throws {
        try await PlantParameters.make([SnarkCircuit(.window, size: SectorSize(bytes: 2048))])
        let plant = try await sealed(3)
        let sectors = try await plant.sectors()
        let claim = try statement(sectors, .window, plant)
        #expect(claim.partitionCount == 2)
        let lease = try await lease(plant)
        let desk = try StageDesk(
            plant.tools, JobWork(lease: lease, cpus: [], report: { _ in }, checkLease: {}))
        var vanilla: [[UInt8]] = []
        for sector in sectors {
            vanilla.append(
                try await desk.manager.provePoSt(
                    plant.layout(sector.name), .window, randomness: Self.randomness, index: 0,
                    legacyIndex: false, form: .bincode))
        }
        let witness = SnarkWitness.post(vanilla, .bincode)
        let (shelf, database) = (try PartitionShelf(claim, plant.database), plant.database)
        func kept() async throws -> Int {
            try await database.read {
                try $0.query("SELECT COUNT(*) FROM partition_proofs")[0].int(0)
            }
        }
        // The task ends as soon as the first partition is on the shelf.
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                _ = try await EngineProver().prove(claim, witness, subject: "cut", desk)
                Issue.record("it was not cut off")
            }
            while try await kept() == 0 { await Clock.sleep(seconds: 0.002) }
            group.cancelAll()
            await #expect(throws: (any Error).self) { try await group.waitForAll() }
        }
        let first = try #require(try await shelf.load(0))
        #expect(try await shelf.load(1) == nil)
        // Proofs are drawn at random: the same bytes were not made twice. The whole is verified before it comes back.
        let whole = try await EngineProver().prove(claim, witness, subject: "whole", desk)
        #expect(whole.count == 384 && Array(whole[..<192]) == first)
        #expect(try await kept() == 0)
        // A kept partition that does not hold is found out, and not kept for ever.
        try await shelf.keep([UInt8](first.reversed()), 0)
        await #expect(throws: (any Error).self) {
            _ = try await EngineProver().prove(claim, witness, subject: "bad", desk)
        }
        await plant.close()
    }

    /// Any job of the plant's.
    private func lease(_ plant: PlantFixture) async throws -> Lease {
        _ = try await order(PoStRequest(.window), plant)
        let queue = plant.queue
        let claim = JobClaim(
            worker: "here/1/a", kinds: [.windowPoSt], freeCores: 1, freeMemory: 1 << 40, places: ["here"])
        return try #require(try await plant.database.write { try queue.claim(claim, in: $0) })
    }

    @Test(
        "real proofs of both kinds verify from what the chain was told, with a sector left out",
        .enabled(if: PlantParameters.areWanted))
    func realProofs() async throws {
        let size = try SectorSize(bytes: 2048)
        let circuits = try [SnarkCircuit(.winning, size: size), SnarkCircuit(.window, size: size)]
        try await PlantParameters.make(circuits)
        // The vanilla prover seals; the engine's proves.
        let plant = try await sealed(3)
        let sectors = try await plant.sectors()
        try File.remove(try await plant.layout(sectors[0].name).sealed)
        _ = try await order(PoStRequest(.window, randomness: Self.randomness), plant)
        _ = try await order(
            PoStRequest(.winning, sectors: [sectors[2].name], randomness: Self.randomness, seconds: 600),
            plant)
        let engine = try Engine(.unbound(2))
        let queue = plant.queue
        for kind in [JobKind.winningPoSt, .windowPoSt, .windowPoSt] {
            let claim = JobClaim(
                worker: "here/1/a", kinds: [kind], freeCores: 1, freeMemory: 1 << 40, places: ["here"],
                leaseSeconds: 600)
            let lease = try #require(try await plant.database.write { try queue.claim(claim, in: $0) })
            let handler = PoStHandler(kind: kind, tools: plant.tools, prover: EngineProver())
            let result = try await handler.run(
                JobWork(lease: lease, cpus: [], report: { _ in }, checkLease: {}))
            #expect(try await plant.database.write { try queue.complete(lease, result: result, in: $0) })
        }
        try await finish(plant)
        for post in try await posts(plant) {
            let members = post.sectors.map { name in
                sectors.first { $0.name == (name == sectors[0].name ? sectors[1].name : name) } ?? sectors[0]
            }
            let claim = try statement(members, post.kind, plant)
            let key = try await engine.loadVerifyingKey(
                claim.circuit, in: PlantParameters.store, for: .private)
            let verdict = try await engine.verify(claim, proof: try #require(post.proof), key)
            #expect(verdict.valid, "\(post.kind): \(verdict.reason)")
            #expect(post.proof?.count == 192)
        }
        await plant.close()
    }
}
