import Database
import Foundation
import Primitives
import System
import Testing

@testable import SectorManager

/// Two real directories as paths, a keeper, and a table of sectors as a plant has it.
private struct KeeperBench {
    let bench: StorageBench
    let index = SQLStorageIndex(places: ["here"])
    let roots: [String]
    let threads: BlockingThreads
    let keeper: StorageKeeper

    init(_ engine: DatabaseEngine = .sqlite) async throws {
        bench = try await StorageBench(engine)
        threads = try BlockingThreads(1)
        let folder = bench.folder
        roots = try ["one", "two"].map { name in
            let root = "\(folder)/\(name)"
            try Directory.create(root)
            var file = StoragePathFile()
            (file.id, file.canSeal, file.canStore, file.keepFree) = (name, true, true, 0)
            try file.write(root)
            return root
        }
        let migrations = Migrations(
            "sectors", [.init(["CREATE TABLE sectors (name TEXT PRIMARY KEY, state TEXT NOT NULL)"])])
        try await migrations.run(on: bench.database)
        keeper = StorageKeeper(
            database: bench.database, index: index, threads: threads,
            standing: { try SectorStanding.ofPlant($0, in: $1) })
        for root in roots {
            let (index, file) = (index, try StoragePathFile.read(root))
            try await bench.database.write { _ = try index.attach(root, file: file, place: "here", in: $0) }
        }
    }

    func put(_ name: String, in root: Int = 0, bytes: Int = 5000) throws {
        let path = "\(roots[root])/\(name)"
        try Directory.create(File.parent(of: path))
        try File.writeAtomically(path, [UInt8](repeating: 7, count: bytes))
    }

    func there(_ name: String, in root: Int = 0) -> Bool { File.exists("\(roots[root])/\(name)") }

    func state(_ name: SectorName, _ state: String) async throws {
        try await bench.database.write {
            _ = try $0.execute(
                "INSERT INTO sectors VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET state = excluded.state",
                [.text("\(name)"), .text(state)])
        }
    }

    func paths(_ name: SectorName, _ type: SectorFileType) async throws -> [String] {
        let index = index
        return try await bench.database.read { try index.locate(name, type, in: $0).map(\.path) }
    }

    func whats(_ report: InventoryReport) -> Set<String> { Set(report.lines.map { "\($0.what) \($0.name)" }) }

    func reserve(_ owner: String, path: String = "one") async throws {
        // On both paths, so that whichever is chosen is covered.
        let index = index
        try await bench.database.write { session in
            let request = StorageRequest(1, for: [sector(1)], role: .sealing, owner: owner, places: ["here"])
            let room = try index.reserve(request, in: session)
            try session.execute(
                "UPDATE storage_reservations SET path = ? WHERE id = ?", [.text(path), SQLValue(room.id)])
        }
    }

    func close() async {
        await threads.stop()
        await bench.close()
    }
}

@Suite("Storage: inventory")
struct StorageInventoryTests {
    @Test(
        "Files that are not entered are found, each copy once; entries whose files are gone are dropped with a reason",
        arguments: DatabaseEngine.present)
    func foundAndGone(engine: DatabaseEngine) async throws {
        let bench = try await KeeperBench(engine)
        try bench.put("sealed/s-t01000-1")
        try bench.put("cache/s-t01000-1/p_aux")
        try bench.put("sealed/s-t01000-1", in: 1)
        let first = try await bench.keeper.inventory()
        #expect(
            bench.whats(first) == ["found sealed/s-t01000-1", "found cache/s-t01000-1"]
                && first.lines.count == 3)
        #expect(try await bench.paths(sector(1), .sealed) == ["one", "two"])
        #expect(try await bench.keeper.inventory().lines.isEmpty)
        try File.remove(bench.roots[0] + "/sealed/s-t01000-1")
        let second = try await bench.keeper.inventory()
        #expect(bench.whats(second) == ["vanished sealed/s-t01000-1"])
        #expect(try await bench.paths(sector(1), .sealed) == ["two"])
        let index = bench.index
        let history = try await bench.bench.database.read { session in
            try index.history(sector(1), limit: 10, in: session).map(\.line.what)
        }
        #expect(history == ["vanished", "found", "found", "found"])
        await bench.close()
    }

    @Test(
        "A path that is not mounted has not lost its files, and the other paths are looked through all the same",
        arguments: DatabaseEngine.present)
    func unmounted(engine: DatabaseEngine) async throws {
        let bench = try await KeeperBench(engine)
        try bench.put("sealed/s-t01000-1")
        _ = try await bench.keeper.inventory()
        try File.remove(bench.roots[0] + "/sectorstore.json")
        try File.remove(bench.roots[0] + "/sealed/s-t01000-1")
        try bench.put("sealed/s-t01000-2", in: 1)
        let report = try await bench.keeper.inventory()
        #expect(bench.whats(report) == ["found sealed/s-t01000-2"] && report.paths == ["two"])
        #expect(report.troubles.count == 1 && report.troubles[0].hasPrefix("one: "))
        #expect(try await bench.paths(sector(1), .sealed) == ["one"])
        await bench.close()
    }

    @Test(
        "What a job writes just now is neither entered half-made nor marked",
        arguments: DatabaseEngine.present
    )
    func inWork(engine: DatabaseEngine) async throws {
        let bench = try await KeeperBench(engine)
        try await bench.reserve("job-1-fence-1")
        for name in ["cache/s-t01000-1/x", "sealed/s-t01000-1.tmp", "work/job-1-fence-1/y"] {
            try bench.put(name)
        }
        #expect(try await bench.keeper.inventory().lines.isEmpty)
        #expect(try await bench.paths(sector(1), .cache) == [])
        await bench.close()
    }

    @Test(
        "A path with many files is entered in small transactions, all of it",
        arguments: DatabaseEngine.present)
    func many(engine: DatabaseEngine) async throws {
        let bench = try await KeeperBench(engine)
        for folder in ["sealed", "update"] { try Directory.create("\(bench.roots[0])/\(folder)") }
        for number in 1...300 {
            for folder in ["sealed", "update"] {
                try File.setSize("\(bench.roots[0])/\(folder)/s-t01000-\(number)", 1)
            }
        }
        let started = Clock.now
        let report = try await bench.keeper.inventory()
        #expect(report.lines.count == 600 && Set(report.lines.map(\.what)) == ["found"])
        #expect(Clock.now - started < 30)
        try Directory.remove(bench.roots[0] + "/sealed")
        #expect(try await bench.keeper.inventory().lines.filter { $0.what == "vanished" }.count == 300)
        #expect(try await bench.keeper.inventory().lines.isEmpty)
        await bench.close()
    }

    @Test("What others free is measured, and whoever waits is told", arguments: DatabaseEngine.present)
    func measured(engine: DatabaseEngine) async throws {
        let bench = try await KeeperBench(engine)
        try await bench.bench.database.write {
            _ = try $0.execute("UPDATE storage_paths SET free = 1, used = 1, trouble = 'x'")
        }
        try bench.put("sealed/s-t01000-1", bytes: 100_000)
        var told = bench.bench.database.notifications(StorageSchema.channel).makeAsyncIterator()
        try await bench.keeper.measure(fully: true)
        _ = await told.next()
        let index = bench.index
        let paths = try await bench.bench.database.read { try index.paths(in: $0) }
        #expect(paths.allSatisfy { $0.free > 1 << 20 && $0.trouble == nil && $0.measured > 0 })
        #expect(paths[0].used >= 100_000 && paths[0].used < 200_000)
        await bench.close()
    }

    @Test("Unknown names and links are told of and left alone", arguments: DatabaseEngine.present)
    func strangers(engine: DatabaseEngine) async throws {
        let bench = try await KeeperBench(engine)
        try bench.put("sealed/notes.txt")
        try FileManager.default.createSymbolicLink(
            atPath: bench.roots[0] + "/sealed/s-t01000-9", withDestinationPath: "/etc/passwd")
        let report = try await bench.keeper.inventory()
        #expect(report.lines.isEmpty && report.troubles.count == 2)
        _ = try await bench.keeper.sweep(grace: 0, isDryRun: false)
        #expect(bench.there("sealed/notes.txt"))
        await bench.close()
    }
}

@Suite("Storage: sweep")
struct StorageSweepTests {
    static let strays = [
        "sealed/s-t01000-1.tmp", "cache/s-t01000-2.tmp/a", "cache/s-t01000-3/b.tmp", "work/job-7-fence-2/c",
    ]
    static let names: Set = [
        "sealed/s-t01000-1.tmp", "cache/s-t01000-2.tmp", "cache/s-t01000-3/b.tmp", "work/job-7-fence-2",
    ]

    @Test(
        "Leftovers are marked, kept for the grace, shown by a dry run, then swept; whole files stay",
        arguments: DatabaseEngine.present)
    func life(engine: DatabaseEngine) async throws {
        let bench = try await KeeperBench(engine)
        for name in Self.strays { try bench.put(name) }
        try bench.put("cache/s-t01000-3/p_aux")
        let marked = try await bench.keeper.inventory()
        #expect(Set(marked.lines.filter { $0.what == "marked" }.map(\.name)) == Self.names)
        #expect(try await bench.keeper.sweep(grace: 3600, isDryRun: false).lines.isEmpty)
        let dry = try await bench.keeper.sweep(grace: 0, isDryRun: true)
        #expect(Set(dry.lines.filter { $0.what == "would be swept" }.map(\.name)) == Self.names)
        #expect(Self.strays.allSatisfy { bench.there($0) })
        let swept = try await bench.keeper.sweep(grace: 0, isDryRun: false)
        #expect(Set(swept.lines.filter { $0.what == "swept" }.map(\.name)) == Self.names)
        #expect(!Self.names.contains { bench.there($0) } && bench.there("cache/s-t01000-3/p_aux"))
        #expect(try await bench.keeper.sweep(grace: 0, isDryRun: false).lines.isEmpty)
        await bench.close()
    }

    @Test("A file that still grows starts its grace anew", arguments: DatabaseEngine.present)
    func growing(engine: DatabaseEngine) async throws {
        let bench = try await KeeperBench(engine)
        try bench.put("sealed/s-t01000-1.tmp")
        _ = try await bench.keeper.inventory()
        try bench.put("sealed/s-t01000-1.tmp", bytes: 50_000)
        let kept = try await bench.keeper.sweep(grace: 0, isDryRun: false)
        #expect(kept.lines.map(\.reason) == ["has changed since it was marked"])
        #expect(bench.whats(try await bench.keeper.inventory()) == ["marked sealed/s-t01000-1.tmp"])
        #expect(
            bench.whats(try await bench.keeper.sweep(grace: 0, isDryRun: false)) == [
                "swept sealed/s-t01000-1.tmp"
            ])
        await bench.close()
    }

    @Test(
        "Whole files go only if their sector was removed, is not pinned, and stays removed",
        arguments: DatabaseEngine.present)
    func removed(engine: DatabaseEngine) async throws {
        let bench = try await KeeperBench(engine)
        for number in 1...4 { try bench.put("sealed/s-t01000-\(number)") }
        let states = ["Removed", "Removed", "Removed", "Available"]
        for (number, state) in states.enumerated() {
            try await bench.state(sector(UInt64(number + 1)), state)
        }
        let marked = try await bench.keeper.inventory()
        #expect(marked.lines.filter { $0.what == "marked" }.count == 3)
        let index = bench.index
        try await bench.bench.database.write { try index.pin(sector(2), reason: "evidence", in: $0) }
        try await bench.state(sector(3), "Available")
        let swept = try await bench.keeper.sweep(grace: 0, isDryRun: false)
        #expect(
            bench.whats(swept) == [
                "swept sealed/s-t01000-1", "kept sealed/s-t01000-2", "kept sealed/s-t01000-3",
            ])
        #expect((1...4).map { bench.there("sealed/s-t01000-\($0)") } == [false, true, true, true])
        await bench.close()
    }

    @Test(
        "Work taken up after the mark is not swept; when it ends, the leftovers are marked anew",
        arguments: DatabaseEngine.present)
    func resumed(engine: DatabaseEngine) async throws {
        let bench = try await KeeperBench(engine)
        try bench.put("sealed/s-t01000-1.tmp")
        _ = try await bench.keeper.inventory()
        try await bench.reserve("job-2-fence-1")
        let kept = try await bench.keeper.sweep(grace: 0, isDryRun: false)
        #expect(kept.lines.map(\.reason) == ["a job works on its sector"])
        await bench.close()
    }

    @Test("A file that cannot be removed does not keep the others", .enabled(if: SmallDisk.isPossible))
    func oneBadFile() async throws {
        let bench = try await KeeperBench()
        for number in 1...3 { try bench.put("sealed/s-t01000-\(number).tmp/x") }
        let disk = try SmallDisk(at: bench.roots[0] + "/sealed/s-t01000-2.tmp", megabytes: 1)
        defer { disk.unmount() }
        _ = try await bench.keeper.inventory()
        let report = try await bench.keeper.sweep(grace: 0, isDryRun: false)
        #expect(report.lines.map(\.what) == ["swept", "kept", "swept"] && report.troubles.count == 1)
        await bench.close()
    }

    @Test(
        "A mark whose name leads elsewhere removes nothing",
        arguments: ["../x", "sealed/../../x", "sealed//x", "x"])
    func tricks(name: String) async throws {
        let bench = try await KeeperBench()
        try File.writeAtomically(bench.bench.folder + "/x", text: "precious")
        try bench.put("x")
        try await bench.bench.database.write {
            _ = try $0.execute(
                "INSERT INTO storage_marks VALUES ('one', ?, '', 0, 0, 0, NULL)", [.text(name)])
        }
        let report = try await bench.keeper.sweep(grace: 0, isDryRun: false)
        #expect(report.lines.map(\.what) == ["kept"])
        #expect(File.exists(bench.bench.folder + "/x") && bench.there("x"))
        await bench.close()
    }

    @Test(
        "The keeper takes inventory when it starts and ends when it is told to",
        arguments: DatabaseEngine.present)
    func running(engine: DatabaseEngine) async throws {
        let bench = try await KeeperBench(engine)
        try bench.put("sealed/s-t01000-1")
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await bench.keeper.run() }
            for _ in 0..<200 where (try? await bench.paths(sector(1), .sealed)) != ["one"] {
                await Clock.sleep(seconds: 0.02)
            }
            group.cancelAll()
        }
        #expect(try await bench.paths(sector(1), .sealed) == ["one"])
        await bench.close()
    }
}
