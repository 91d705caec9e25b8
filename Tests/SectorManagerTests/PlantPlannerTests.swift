import Primitives
import ProofEngine
import SectorManager
import Testing

@Suite("Planners")
struct PlantPlannerTests {
    typealias Piece = IngestPlanner.Piece
    typealias Member = BatchPlanner.Member
    let ingest = IngestPlanner(room: 2048, maxWait: 1000)

    @Test("pieces fill a sector in order of size, and it closes when it is full")
    func fills() {
        let sizes: [UInt64] = [128, 1024, 512, 256, 128]
        let pieces = sizes.enumerated().map { Piece(id: Int64($0.offset), padded: $0.element, since: 0) }
        let plan = ingest.plan(pieces, open: [], now: 1)
        #expect(plan.sectors.count == 1)
        #expect(plan.sectors.first?.added == [1, 2, 3, 0, 4])
        #expect(plan.sectors.first?.isClosed == true)
        #expect(plan.due == nil)
    }

    @Test("a sector that is not full waits for its oldest piece's patience, not longer")
    func waits() {
        let first = ingest.plan([Piece(id: 1, padded: 512, since: 100)], open: [], now: 100)
        #expect(first.sectors.first?.isClosed == false)
        #expect(first.due == 1100)
        let open = [IngestPlanner.Sector(name: "a", used: 512, since: 100)]
        let later = ingest.plan([Piece(id: 2, padded: 512, since: 1050)], open: open, now: 1099)
        #expect(later.sectors.first?.name == "a")
        #expect(later.due == 1100)
        let due = ingest.plan([], open: [IngestPlanner.Sector(name: "a", used: 1024, since: 100)], now: 1100)
        #expect(due.sectors.first?.isClosed == true)
        #expect(due.due == nil)
    }

    @Test("pieces go into the fullest open sector that has room, then into new ones")
    func firstFit() {
        let open = [
            IngestPlanner.Sector(name: "half", used: 1024, since: 0),
            IngestPlanner.Sector(name: "nearly", used: 1920, since: 0),
        ]
        let pieces = [
            Piece(id: 1, padded: 128, since: 0), Piece(id: 2, padded: 1024, since: 0),
            Piece(id: 3, padded: 2048, since: 0),
        ]
        let plan = ingest.plan(pieces, open: open, now: 1)
        #expect(plan.sectors.first { $0.name == "nearly" }?.added == [1])
        #expect(plan.sectors.first { $0.name == "half" }?.added == [2])
        #expect(plan.sectors.first { $0.name == nil }?.added == [3])
        #expect(plan.sectors.allSatisfy { $0.isClosed })
    }

    @Test("a piece larger than a sector is refused, and blocks no other")
    func tooLarge() {
        let pieces = [Piece(id: 1, padded: 4096, since: 0), Piece(id: 2, padded: 2048, since: 0)]
        let plan = ingest.plan(pieces, open: [], now: 1)
        #expect(plan.tooLarge == [1])
        #expect(plan.sectors.map(\.added) == [[2]])
    }

    @Test("no sector is ever overfull, whatever comes")
    func neverOverfull() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            let pieces = (0..<40).map {
                Piece(id: Int64($0), padded: 128 << UInt64.random(in: 0...4, using: &generator), since: 0)
            }
            let plan = ingest.plan(pieces, open: [], now: 2000)
            #expect(plan.sectors.allSatisfy { $0.used <= 2048 && $0.isClosed })
            #expect(plan.sectors.flatMap(\.added).sorted() == pieces.map(\.id))
            let used = pieces.reduce(0) { $0 + $1.padded }
            #expect(plan.sectors.count == Int((used + 2047) / 2048), "powers of two pack without loss")
        }
    }

    private func members(_ count: Int, cutoff: Int64 = 1000) -> [Member] {
        (0..<count).map { Member(name: "s-\(100 + $0)", since: Int64($0), cutoff: cutoff) }
    }

    @Test("full batches go at once, the rest waits for its cut-off")
    func fullBatches() {
        let plan = BatchPlanner(width: 4).plan(members(10), now: 10, idleCores: false)
        #expect(plan.batches.map(\.members.count) == [4, 4])
        #expect(plan.batches.allSatisfy { $0.cause == .full })
        #expect(plan.batches.first?.members.first == "s-100")
        #expect(plan.due == 1000)
    }

    @Test("the cut-off of a batch is the earliest of its members'")
    func earliestCutoff() {
        var waiting = members(3)
        waiting[2].cutoff = 50
        #expect(BatchPlanner(width: 4).plan(waiting, now: 49, idleCores: false).due == 50)
        let plan = BatchPlanner(width: 4).plan(waiting, now: 50, idleCores: false)
        #expect(plan.batches == [.init(members: ["s-100", "s-101", "s-102"], cause: .cutoff)])
        #expect(plan.due == nil)
    }

    @Test("idle cores take what there is, but not beside a batch that just went")
    func idle() {
        let planner = BatchPlanner(width: 4)
        #expect(planner.plan(members(3), now: 0, idleCores: true).batches.map(\.cause) == [.idle])
        #expect(planner.plan(members(5), now: 0, idleCores: true).batches.map(\.cause) == [.full])
        #expect(planner.plan([], now: 0, idleCores: true).batches.isEmpty)
    }
}

@Suite("Plan of a machine")
struct SealPlanTests {
    private func profile() -> HardwareProfile {
        var profile = HardwareProfile()
        profile.labels.kernels = [
            .init(name: "one", sectors: 1, nanosecondsPerLabel: 600),
            .init(name: "many", sectors: 32, nanosecondsPerLabel: 250),
        ]
        profile.poseidon.nanosecondsArity2 = 1000
        profile.poseidon.nanosecondsArity8 = 3000
        profile.poseidon.nanosecondsArity11 = 4000
        profile.sha256.bytesPerSecond = 2e9
        return profile
    }

    private func plan(
        _ bytes: UInt64, cores: Int, memory: UInt64, disk: Double? = nil, room: UInt64? = nil,
        asked: Double? = nil
    ) throws -> SealPlan {
        let config = try PoRepConfig(
            SealProofKind(size: SectorSize(bytes: bytes), version: .v1_1, feature: .interactive))
        let machine = SealPlan.Machine(cores: cores, memory: memory, diskRate: disk, diskRoom: room)
        return try SealPlan(
            config, machine: machine, profile: profile(), constraints: 130_000_000, proverMemory: 17 << 30,
            asked: asked)
    }

    @Test("with memory for wide batches, cores limit, and all of them are busy")
    func cores() throws {
        let plan = try plan(32 << 30, cores: 64, memory: 1 << 50)
        #expect(plan.limit == .cores)
        #expect(plan.width == 32)
        let busy = plan.stages.reduce(0) { $0 + $1.cores }
        #expect(abs(busy - 64) < 0.01)
        let total = plan.stages.reduce(0) { $0 + $1.coreSeconds }
        #expect(abs(plan.sectorsADay - 64 * 86_400 / total) < 0.01)
        // 11 layers of 2^30 labels at 250 ns.
        #expect(abs(plan.stages[1].coreSeconds - 2952.8) < 1)
    }

    @Test("with little memory narrow batches are planned, and memory limits")
    func memory() throws {
        let plan = try plan(32 << 30, cores: 64, memory: 512 << 30)
        #expect(plan.limit == .memory)
        #expect(plan.width == 1)
        #expect(plan.memory <= 512 << 30)
        #expect(plan.sectorsADay > 0)
        #expect(throws: SealPlanError.self) { try self.plan(32 << 30, cores: 64, memory: 64 << 30) }
    }

    @Test("slow or small disks limit, and are told as limits")
    func disk() throws {
        let slow = try plan(32 << 30, cores: 64, memory: 1 << 50, disk: 100e6)
        #expect(slow.limit == .disk)
        #expect(slow.diskRate <= 100e6 * 1.0001)
        let small = try plan(32 << 30, cores: 64, memory: 1 << 50, room: 2 << 40)
        #expect(small.limit == .room)
        #expect(small.sectorsADay < slow.sectorsADay * 100)
    }

    @Test("what is asked for decides what is needed, and whether it is enough")
    func asked() throws {
        let little = try plan(32 << 30, cores: 64, memory: 1 << 50, asked: 10)
        #expect(little.isEnough)
        #expect(little.stages.reduce(0) { $0 + $1.cores } < 10)
        let much = try plan(32 << 30, cores: 64, memory: 1 << 50, asked: 1e6)
        #expect(!much.isEnough)
        #expect(much.sectorsADay == little.sectorsADay)
    }
}
