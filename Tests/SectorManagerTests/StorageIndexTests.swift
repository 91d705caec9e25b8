import Database
import Foundation
import Primitives
import ProofEngine
import Scheduler
import System
import Testing

@testable import SectorManager

/// Disks of any size, without disks.
final class FakeProbe: StorageProbe {
    struct Disk {
        var id: String
        var capacity: UInt64 = 1 << 40
        var free: UInt64
        var written: UInt64 = 0
        var used: UInt64 = 0
        var trouble: String?
    }
    let disks = Locked<[String: Disk]>([:])

    func set(_ root: String, _ disk: Disk) { disks.withLock { $0[root] = disk } }
    func change(_ root: String, _ body: (inout Disk) -> Void) {
        disks.withLock { disks in
            guard var disk = disks[root] else { return }
            body(&disk)
            disks[root] = disk
        }
    }

    func look(_ root: String, id: String) -> StorageLook {
        guard let disk = disks.withLock({ $0[root] }) else { return .trouble("is not mounted") }
        if let trouble = disk.trouble { return .trouble(trouble) }
        return .room(capacity: disk.capacity, free: disk.free)
    }
    func allocated(
        _ root: String, _ sectors: [SectorName], _ types: [SectorFileType], owner: String
    ) -> UInt64? { disks.withLock { $0[root]?.written } }
    func used(_ root: String) -> UInt64? { disks.withLock { $0[root]?.used } }
}

/// A database with storage tables and paths on fake disks.
struct StorageBench {
    let database: any Database
    let folder: String
    let probe = FakeProbe()
    let index: SQLStorageIndex

    init(_ engine: DatabaseEngine = .sqlite, places: [String] = ["here"]) async throws {
        folder = try Directory.makeTemporary()
        database = try await engine.open(folder + "/storage.sqlite")
        try await StorageSchema.migrations.run(on: database)
        index = SQLStorageIndex(places: places, probe: probe)
    }

    func add(
        _ id: String, free: UInt64, place: String = "here",
        _ change: (inout StoragePathFile) -> Void = { _ in }
    ) async throws {
        var file = StoragePathFile()
        (file.id, file.canSeal, file.canStore, file.keepFree) = (id, true, true, 0)
        change(&file)
        probe.set("/\(id)", .init(id: id, free: free))
        let (index, final) = (index, file)
        try await database.write { session in
            _ = try index.attach("/\(id)", file: final, place: place, in: session)
        }
    }

    func reserve(
        _ bytes: UInt64, _ sectors: [SectorName] = [sector(1)], role: StorageRole = .sealing,
        owner: String = "job-1-fence-1", places: [String] = ["here"]
    ) async throws -> StorageReservation {
        let index = index
        return try await database.write { session in
            try index.reserve(bytes, for: sectors, role: role, owner: owner, places: places, in: session)
        }
    }

    func release(_ owner: String) async throws {
        let index = index
        try await database.write { try index.release(owner: owner, in: $0) }
    }

    func declare(_ name: SectorName, _ type: SectorFileType, _ path: String, primary: Bool = true)
        async throws
    {
        let index = index
        try await database.write { session in
            try index.declare(name, type, path: path, isPrimary: primary, in: session)
        }
    }

    /// Why each path refused, or nil if one took it.
    func refusals(_ body: () async throws -> StorageReservation) async throws -> [String: [String]]? {
        do {
            _ = try await body()
            return nil
        } catch StorageError.noRoom(_, _, let verdicts) {
            return Dictionary(uniqueKeysWithValues: verdicts.map { ($0.path, $0.reasons) })
        }
    }

    func sum() async throws -> Int64 {
        try await database.read { session in
            try session.query("SELECT COALESCE(SUM(bytes - written), 0) FROM storage_reservations")[0].int64(
                0)
        }
    }

    func close() async {
        await database.close()
        try? Directory.remove(folder)
    }
}

func sector(_ number: UInt64, miner: UInt64 = 1000) -> SectorName {
    SectorName(miner: MinerAddress(id: miner), number: number)
}

@Suite("Storage index: reservations")
struct StorageReservationTests {
    @Test(
        "A second batch does not count on bytes that are set aside and not yet written",
        arguments: DatabaseEngine.present)
    func twoBatches(engine: DatabaseEngine) async throws {
        let bench = try await StorageBench(engine)
        try await bench.add("nvme", free: 100)
        _ = try await bench.reserve(60, owner: "a")
        let refused = try await bench.refusals { try await bench.reserve(50, [sector(2)], owner: "b") }
        #expect(refused?["nvme"]?.first?.hasPrefix("has 40 bytes for 50") == true, "\(refused ?? [:])")
        _ = try await bench.reserve(40, [sector(2)], owner: "b")
        await bench.close()
    }

    @Test(
        "Bytes that a reservation has on disk already are not counted twice",
        arguments: DatabaseEngine.present
    )
    func writtenBytes(engine: DatabaseEngine) async throws {
        let bench = try await StorageBench(engine)
        try await bench.add("nvme", free: 100)
        _ = try await bench.reserve(60, owner: "a")
        bench.probe.change("/nvme") { ($0.free, $0.written) = (40, 60) }
        _ = try await bench.reserve(40, [sector(2)], owner: "b")
        await bench.close()
    }

    @Test(
        "Releasing twice, or what nobody holds, gives nothing back twice: sums are never negative",
        arguments: DatabaseEngine.present)
    func releaseTwice(engine: DatabaseEngine) async throws {
        let bench = try await StorageBench(engine)
        try await bench.add("nvme", free: 100)
        _ = try await bench.reserve(30, owner: "a")
        _ = try await bench.reserve(30, [sector(2)], owner: "b")
        for owner in ["a", "a", "nobody", "a"] { try await bench.release(owner) }
        #expect(try await bench.sum() == 30)
        let refused = try await bench.refusals { try await bench.reserve(80, [sector(3)], owner: "c") }
        #expect(refused != nil)
        try await bench.release("b")
        #expect(try await bench.sum() == 0)
        _ = try await bench.reserve(100, [sector(3)], owner: "c")
        await bench.close()
    }

    @Test(
        "More on disk than was set aside leaves nothing set aside, not less than nothing",
        arguments: DatabaseEngine.present)
    func overrun(engine: DatabaseEngine) async throws {
        let bench = try await StorageBench(engine)
        try await bench.add("nvme", free: 100)
        _ = try await bench.reserve(10, owner: "a")
        bench.probe.change("/nvme") { $0.written = 90 }
        let index = bench.index
        let probe = bench.probe
        try await bench.database.write { session in
            let items = try index.toMeasure(in: session).map { item in
                var item = item
                item.measure(probe, fully: true)
                return item
            }
            try index.enter(items, in: session)
        }
        #expect(try await bench.sum() == 0)
        await bench.close()
    }

    @Test("Many that ask at once get no more than there is", arguments: DatabaseEngine.present)
    func race(engine: DatabaseEngine) async throws {
        let bench = try await StorageBench(engine)
        try await bench.add("nvme", free: 100)
        let granted = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<40 {
                group.addTask {
                    (try? await bench.reserve(10, [sector(UInt64(number))], owner: "job-\(number)")) != nil
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(granted == 10)
        #expect(try await bench.sum() == 100)
        await bench.close()
    }

    @Test("A batch gets one path for all its sectors, or nothing at all", arguments: DatabaseEngine.present)
    func batch(engine: DatabaseEngine) async throws {
        let bench = try await StorageBench(engine)
        try await bench.add("one", free: 100)
        try await bench.add("two", free: 100)
        let needs = StorageNeeds([.sealed: 10, .cache: 20])
        let (index, batch) = (bench.index, (1...4).map { sector($0) })
        let refused = try await bench.refusals {
            try await bench.database.write { session in
                let request = StorageRequest(needs, for: batch, role: .sealing, owner: "a", places: ["here"])
                return try index.reserve(request, in: session)
            }
        }
        #expect(refused?.count == 2)
        #expect(try await bench.sum() == 0)
        await bench.close()
    }

    @Test("The same owner gets the same room again, not more", arguments: DatabaseEngine.present)
    func again(engine: DatabaseEngine) async throws {
        let bench = try await StorageBench(engine)
        try await bench.add("nvme", free: 100)
        let first = try await bench.reserve(60)
        let second = try await bench.reserve(60)
        #expect(first == second && first.place == "here" && first.root == "/nvme")
        #expect(try await bench.sum() == 60)
        await bench.close()
    }

    @Test(
        "Two paths of equal weight are filled in turn, not one after the other",
        arguments: DatabaseEngine.present)
    func spread(engine: DatabaseEngine) async throws {
        let bench = try await StorageBench(engine)
        try await bench.add("one", free: 100)
        try await bench.add("two", free: 100)
        var paths: [String] = []
        for number in 1...4 {
            let name = sector(UInt64(number))
            paths.append(try await bench.reserve(10, [name], owner: "\(number)").path)
        }
        #expect(paths == ["one", "two", "one", "two"])
        await bench.close()
    }
}

@Suite("Storage index: which path")
struct StorageChoiceTests {
    @Test(
        "A move to a path that has the files already needs no room, however full it is",
        arguments: DatabaseEngine.present)
    func alreadyThere(engine: DatabaseEngine) async throws {
        let bench = try await StorageBench(engine)
        try await bench.add("full", free: 0)
        try await bench.add("empty", free: 1000)
        bench.probe.change("/full") { $0.written = 50 }
        try await bench.declare(sector(1), .sealed, "full")
        let room = try await bench.reserve(50, role: .longTerm)
        #expect(room.path == "full")
        await bench.close()
    }

    @Test("Each path says why it was not taken", arguments: DatabaseEngine.present)
    func reasons(engine: DatabaseEngine) async throws {
        let bench = try await StorageBench(engine)
        try await bench.add("store-only", free: 1000) { $0.canSeal = false }
        try await bench.add("elsewhere", free: 1000, place: "there")
        try await bench.add("no-cache", free: 1000) { $0.denyTypes = ["cache"] }
        try await bench.add("only-update", free: 1000) { $0.allowTypes = ["update", "nonsense"] }
        try await bench.add("other-miner", free: 1000) { $0.allowMiners = ["f02000"] }
        try await bench.add("not-this-miner", free: 1000) { $0.denyMiners = ["t01000"] }
        try await bench.add("read-only", free: 1000) { $0.weight = 0 }
        try await bench.add("limited", free: 1000) { $0.maxStorage = 30 }
        try await bench.add("kept", free: 1000) { $0.keepFree = 980 }
        try await bench.add("gone", free: 1000)
        bench.probe.change("/gone") { $0.trouble = "does not answer" }
        let refused = try #require(try await bench.refusals { try await bench.reserve(40) })
        let words = [
            "store-only": "is not for sealing", "elsewhere": "is not reached", "no-cache": "denies cache",
            "only-update": "does not allow unsealed", "other-miner": "does not allow miner t01000",
            "not-this-miner": "denies miner t01000", "read-only": "weight 0",
            "limited": "has 30 bytes for 40", "kept": "has 20 bytes for 40", "gone": "does not answer",
        ]
        #expect(Set(refused.keys) == Set(words.keys))
        for (path, word) in words {
            #expect(refused[path]?.contains { $0.contains(word) } == true, "\(path): \(refused[path] ?? [])")
        }
        await bench.close()
    }

    @Test("Sectors move only to groups that the path they are on allows", arguments: DatabaseEngine.present)
    func groups(engine: DatabaseEngine) async throws {
        let bench = try await StorageBench(engine)
        try await bench.add("sealing", free: 1000) { ($0.canStore, $0.allowTo) = (false, ["cold"]) }
        try await bench.add("warm", free: 1000) { ($0.canSeal, $0.groups) = (false, ["warm"]) }
        try await bench.declare(sector(1), .sealed, "sealing")
        let refused = try await bench.refusals { try await bench.reserve(10, role: .longTerm) }
        #expect(refused?["warm"]?.contains { $0.contains("none of the groups") } == true)
        try await bench.add("cold", free: 100) { ($0.canSeal, $0.groups) = (false, ["cold", "warm"]) }
        #expect(try await bench.reserve(10, role: .longTerm).path == "cold")
        await bench.close()
    }

    @Test("No room is a wait, and freed space tells whoever waits", arguments: DatabaseEngine.present)
    func waiting(engine: DatabaseEngine) async throws {
        let bench = try await StorageBench(engine)
        try await bench.add("nvme", free: 100)
        _ = try await bench.reserve(90, owner: "a")
        do {
            _ = try await bench.reserve(90, [sector(2)], owner: "b")
            Issue.record("there was no room")
        } catch let error as StorageError {
            #expect(error.failure.isWait && error.failure.isRetryable)
            #expect(error.failure.reason.contains("nvme: has 10 bytes for 90"))
        }
        let told = bench.database.notifications(StorageSchema.channel)
        try await bench.release("a")
        var events = told.makeAsyncIterator()
        _ = await events.next()
        _ = try await bench.reserve(90, [sector(2)], owner: "b")
        await bench.close()
    }

    @Test(
        "Copies are found primary first; when it is dropped, another becomes it",
        arguments: DatabaseEngine.present)
    func copies(engine: DatabaseEngine) async throws {
        let bench = try await StorageBench(engine)
        try await bench.add("one", free: 100)
        try await bench.add("two", free: 100, place: "there")
        let (index, name) = (bench.index, sector(1))
        try await bench.declare(name, .sealed, "one")
        try await bench.declare(name, .sealed, "two", primary: false)
        var found = try await bench.database.read { try index.locate(name, .sealed, in: $0) }
        #expect(found.map(\.path) == ["one", "two"] && found[0].root == "/one" && found[1].root == nil)
        try await bench.declare(name, .sealed, "two")
        found = try await bench.database.read { try index.locate(name, .sealed, in: $0) }
        #expect(found.map(\.path) == ["two", "one"])
        try await bench.database.write { try index.drop(name, .sealed, path: "two", in: $0) }
        try await bench.declare(name, .sealed, "two", primary: false)
        found = try await bench.database.read { try index.locate(name, .sealed, in: $0) }
        #expect(found.map(\.path) == ["one", "two"])
        await bench.close()
    }
}

@Suite("Storage paths")
struct StoragePathTests {
    @Test("A sectorstore.json that Lotus wrote is read as it is, null lists included")
    func lotusFile() throws {
        let folder = try Directory.makeTemporary()
        defer { try? Directory.remove(folder) }
        let text = """
            {"ID":"1b5a6c53-5c5b-4a53-9d1a-6a3f6c1d2e3f","Weight":10,"CanSeal":false,"CanStore":true,
             "MaxStorage":1099511627776,"Groups":null,"AllowTo":["a"],"AllowTypes":null,
             "DenyTypes":["unsealed"],"AllowMiners":null,"DenyMiners":["f01001"]}
            """
        try File.writeAtomically(folder + "/sectorstore.json", text: text)
        let file = try StoragePathFile.read(folder)
        #expect(file.id == "1b5a6c53-5c5b-4a53-9d1a-6a3f6c1d2e3f" && file.weight == 10 && !file.canSeal)
        #expect(file.canStore && file.maxStorage == 1 << 40 && file.groups == [] && file.allowTo == ["a"])
        #expect(file.refuses(.unsealed) != nil && file.refuses(.sealed) == nil)
        #expect(file.refuses(MinerAddress(id: 1001)) != nil && file.keepFree == nil)
    }

    @Test(
        "What is written is read back, and new IDs differ",
        arguments: ["", "{", #"{"ID":"a/b"}"#, #"{"ID":""}"#])
    func files(bad: String) throws {
        let folder = try Directory.makeTemporary()
        defer { try? Directory.remove(folder) }
        #expect(throws: StorageError.noPathFile(root: folder)) { try StoragePathFile.read(folder) }
        var file = StoragePathFile()
        (file.canSeal, file.groups, file.keepFree) = (true, ["x"], 7)
        try file.write(folder)
        #expect(try StoragePathFile.read(folder) == file)
        #expect(file.id != StoragePathFile().id && file.id.count == 36)
        try File.writeAtomically(folder + "/sectorstore.json", text: bad)
        #expect(throws: StorageError.self) { try StoragePathFile.read(folder) }
    }

    @Test("Whoever waits for room hears of each change that may bring some, and of no other")
    func room() async throws {
        let bench = try await StorageBench()
        let calls = Locked(0)
        let index = SQLStorageIndex(places: ["here"], probe: bench.probe) { _ in calls.withLock { $0 += 1 } }
        func told(_ body: @escaping @Sendable (any SQLSession) throws -> Void) async throws -> Bool {
            calls.withLock { $0 = 0 }
            try await bench.database.write { try body($0) }
            return calls.withLock { $0 } > 0
        }
        try await bench.add("a", free: 1000)
        let file = try #require(try await bench.database.read { try index.paths(in: $0).first?.file })
        #expect(try await told { _ = try index.attach("/a", file: file, place: "here", in: $0) })
        #expect(
            try await told { session in
                _ = try index.reserve(
                    500, for: [sector(1)], role: .sealing, owner: "x", places: ["here"], in: session)
            } == false)
        #expect(try await told { try index.release(owner: "nobody", in: $0) } == false)
        #expect(try await told { try index.release(owner: "x", in: $0) })
        #expect(
            try await told { try index.declare(sector(1), .cache, path: "a", isPrimary: true, in: $0) }
                == false)
        #expect(try await told { try index.drop(sector(1), .cache, path: "a", in: $0) })
        for (free, isMore) in [(UInt64(800), true), (700, false), (900, true), (900, false)] {
            bench.probe.set("/a", .init(id: "a", free: free))
            var items = try await bench.database.read { try index.toMeasure(in: $0) }
            for place in items.indices { items[place].measure(bench.probe, fully: false) }
            let measured = items
            #expect(try await told { try index.enter(measured, in: $0) } == isMore, "\(free)")
        }
        await bench.database.close()
    }

    @Test("A copy of a path's directory is not attached beside it; a moved one is, and so is another mount")
    func identity() async throws {
        let bench = try await StorageBench()
        let index = SQLStorageIndex(places: ["here"])
        let roots = try (0..<2).map { _ in try Directory.makeTemporary(under: bench.folder) }
        let file = StoragePathFile()
        for root in roots { try file.write(root) }
        func attach(_ root: String, _ place: String) async throws {
            try await bench.database.write { _ = try index.attach(root, file: file, place: place, in: $0) }
        }
        try await attach(roots[0], "here")
        await #expect(throws: StorageError.twice(id: file.id, root: roots[1], other: roots[0])) {
            try await attach(roots[1], "here")
        }
        try await attach(roots[1], "there")
        try File.remove(roots[0] + "/sectorstore.json")
        try await attach(roots[1], "here")
        let paths = try await bench.database.read { try index.paths(in: $0) }
        #expect(paths.count == 1 && paths[0].places.map(\.root) == [roots[1], roots[1]])
        await bench.close()
    }

    @Test("A directory whose file system is not mounted takes nothing")
    func unmounted() async throws {
        let bench = try await StorageBench()
        let index = SQLStorageIndex(places: ["here"])
        let root = try Directory.makeTemporary(under: bench.folder)
        var file = StoragePathFile()
        file.canSeal = true
        try file.write(root)
        let final = file
        try await bench.database.write { _ = try index.attach(root, file: final, place: "here", in: $0) }
        func reserve() async throws -> StorageReservation {
            try await bench.database.write { session in
                try index.reserve(
                    1, for: [sector(1)], role: .sealing, owner: "a", places: ["here"], in: session)
            }
        }
        #expect(try await reserve().root == root)
        try File.remove(root + "/sectorstore.json")
        let refused = try await bench.refusals { try await reserve() }
        #expect(refused?[file.id]?.contains { $0.contains("is no storage path") } == true)
        await bench.close()
    }

    @Test("A path with files is not forgotten by mistake")
    func detach() async throws {
        let bench = try await StorageBench()
        try await bench.add("one", free: 100)
        try await bench.declare(sector(1), .sealed, "one")
        let index = bench.index
        await #expect(throws: StorageError.inUse(path: "one", what: "1 sector files")) {
            try await bench.database.write { try index.detach("one", force: false, in: $0) }
        }
        try await bench.database.write { try index.detach("one", force: true, in: $0) }
        #expect(try await bench.database.read { try index.paths(in: $0) }.isEmpty)
        await bench.close()
    }

    @Test("A file system that hangs costs the patience once, and is in trouble until it answers")
    func hanging() {
        let begin = Clock.now
        #expect(Patience.call(seconds: 0.05) { Thread.sleep(forTimeInterval: 0.4) } == nil)
        #expect(Clock.now - begin < 0.3)
        #expect(Patience.call(seconds: 5) { 7 } == 7)
    }

    @Test("Needs follow from the kind of proof: layers and trees while sealing, tree-r-last for ever")
    func needs() throws {
        let kind = try SealProofKind(size: SectorSize("32GiB"), version: .v1_1, feature: .interactive)
        let config = try PoRepConfig(kind)
        let gib = { (bytes: UInt64) in Double(bytes) / 0x1p30 }
        let sealing = gib(StorageNeeds.sealing(config).total)
        #expect(sealing > 32 * (2 + 11 + 2 + 1.14) - 1 && sealing < 32 * 16.5, "\(sealing)")
        let long = StorageNeeds.longTerm(config, keepUnsealed: false)
        #expect(gib(long.total) > 32 && gib(long.total) < 32.1 && long.types == [.sealed, .cache])
        let kept = StorageNeeds.longTerm(config, keepUnsealed: true)
        #expect(kept.total == long.total + config.sectorBytes)
        #expect(kept.without([.sealed, .cache]).total == config.sectorBytes)
    }
}
