import Database
import Foundation
import Primitives
import ProofEngine
import Scheduler
import System
import Testing

@testable import SectorManager

/// Two directories, and bytes that differ everywhere.
private final class CopyBench {
    let folder: String
    var source: String { "\(folder)/a/file" }
    var target: String { "\(folder)/b/file" }

    init(bytes: Int = 1_000_003) throws {
        folder = try Directory.makeTemporary()
        for name in ["a", "b"] { try Directory.create("\(folder)/\(name)") }
        try File.writeAtomically(source, Vectors.stream("copy", UInt64(bytes)))
    }

    deinit { try? Directory.remove(folder) }

    func copy(expected: FileRecord? = nil, _ step: @escaping (UInt64) throws -> Void = { _ in }) -> FileCopy {
        var copy = FileCopy(source: source, target: target, expected: expected, step: step)
        (copy.block, copy.mayLink) = (65536, false)
        return copy
    }

    func record() throws -> FileRecord {
        try FileDigest.record(source, in: SectorLayout(root: folder, name: sector(1)))
    }
}

private struct Stop: Error {}

@Suite("Storage: one file copied")
struct FileCopyTests {
    @Test(
        "A copy stopped after any block goes on there, and ends with the same bytes", arguments: [1, 5, 16])
    func resume(blocks: Int) throws {
        let bench = try CopyBench()
        var left = blocks
        let stopping = bench.copy { _ in
            left -= 1
            if left == 0 { throw Stop() }
        }
        #expect(throws: Stop.self) { try stopping.run() }
        #expect(!File.exists(bench.target))
        #expect(File.size(bench.target + ".tmp") == UInt64(min(blocks * 65536, 1_000_003)))
        #expect(try bench.copy(expected: bench.record()).run() == .copied)
        #expect(try sha256(bench.target) == sha256(bench.source))
        #expect(!File.exists(bench.target + ".tmp"))
    }

    @Test("What a power cut tore is found when the copy is read back, and made anew")
    func torn() throws {
        let bench = try CopyBench()
        try File.writeAtomically(bench.target + ".tmp", [UInt8](repeating: 0, count: 300_000))
        #expect(try bench.copy().run() == .copied)
        #expect(try sha256(bench.target) == sha256(bench.source))
        try File.remove(bench.target)
        try File.writeAtomically(bench.target + ".tmp", [UInt8](repeating: 0, count: 2_000_000))
        #expect(try bench.copy().run() == .copied)
        #expect(try sha256(bench.target) == sha256(bench.source))
    }

    @Test("A copy that is there is left alone; another file of its name is replaced")
    func there() throws {
        let bench = try CopyBench()
        #expect(try bench.copy().run() == .copied)
        let status = try FileStatus(bench.target)
        #expect(try bench.copy().run() == .there)
        #expect(try bench.copy(expected: bench.record()).run() == .there)
        #expect(try FileStatus(bench.target) == status)
        try File.write([1, 2, 3], at: 70_000, of: bench.target)
        #expect(try bench.copy(expected: bench.record()).run() == .copied)
        #expect(try sha256(bench.target) == sha256(bench.source))
    }

    @Test("A source that is not what the sector's record says is not passed on")
    func damaged() throws {
        let bench = try CopyBench()
        let record = try bench.record()
        try File.write([255], at: 500_000, of: bench.source)
        #expect(throws: SectorError.self) { try bench.copy(expected: record).run() }
        #expect(try Directory.list("\(bench.folder)/b") == [])
    }

    @Test("A link where a copy is being written is not followed")
    func link() throws {
        let bench = try CopyBench()
        let victim = bench.folder + "/victim"
        try File.writeAtomically(victim, text: "precious")
        try FileManager.default.createSymbolicLink(
            atPath: bench.target + ".tmp", withDestinationPath: victim)
        #expect(throws: SystemError.self) { try bench.copy().run() }
        #expect(try File.readText(victim) == "precious")
    }

    @Test("A full device leaves no half file and is a wait", .enabled(if: SmallDisk.isPossible))
    func full() throws {
        let bench = try CopyBench(bytes: 3 << 20)
        let disk = try SmallDisk(at: bench.folder + "/b", megabytes: 1)
        defer { disk.unmount() }
        do {
            _ = try bench.copy().run()
            Issue.record("the device is too small")
        } catch let error as StorageError {
            #expect(error == .full(path: bench.target, needed: 3 << 20) && error.failure.isWait)
        }
        #expect(try Directory.list(bench.folder + "/b") == [])
        try disk.resize(megabytes: 8)
        #expect(try bench.copy().run() == .copied)
    }
}

/// A memory file system of a few megabytes; root only.
struct SmallDisk {
    static let isPossible: Bool = {
        guard geteuid() == 0, let folder = try? Directory.makeTemporary() else { return false }
        defer { try? Directory.remove(folder) }
        guard let disk = try? SmallDisk(at: folder, megabytes: 1) else { return false }
        disk.unmount()
        return true
    }()

    let path: String

    init(at path: String, megabytes: Int) throws {
        self.path = path
        try Self.run("mount", "-t", "tmpfs", "-o", "size=\(megabytes)m", "none", path)
    }

    func resize(megabytes: Int) throws { try Self.run("mount", "-o", "remount,size=\(megabytes)m", path) }
    func unmount() { try? Self.run("umount", path) }

    private static func run(_ words: String...) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = words
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        if process.terminationStatus != 0 { throw SystemError("run", words[0], code: EPERM) }
    }
}

/// A sealed sector on a sealing path, and an empty path for it.
private struct MoveBench {
    let workshop: Workshop
    let bench: StorageBench
    let index = SQLStorageIndex(places: ["here"])
    let layout: SectorLayout
    let target: String
    let threads: BlockingThreads
    let types: [SectorFileType] = [.sealed, .unsealed, .cache]

    init() async throws {
        workshop = try Workshop()
        bench = try await StorageBench()
        let vector = try Vectors.seal("2KiBV1_1-full")
        _ = try await workshop.seal(vector)
        layout = workshop.layout(vector)
        target = workshop.folder + "/long"
        threads = try BlockingThreads(1)
        try Directory.create(target)
        try await attach(workshop.root, "sealing")
        try await attach(target, "long")
        for type in types { try await declare(type, "sealing") }
    }

    private func attach(_ root: String, _ id: String) async throws {
        var file = StoragePathFile()
        (file.id, file.canSeal, file.canStore, file.keepFree) = (id, true, true, 0)
        try file.write(root)
        let (index, final) = (index, file)
        try await bench.database.write { _ = try index.attach(root, file: final, place: "here", in: $0) }
    }

    func declare(_ type: SectorFileType, _ path: String) async throws {
        let (index, name) = (index, layout.name)
        try await bench.database.write {
            try index.declare(name, type, path: path, isPrimary: true, in: $0)
        }
    }

    func mover(patience: Double = 60) -> StorageMover {
        StorageMover(database: bench.database, index: index, threads: threads, patience: patience)
    }

    func paths(_ type: SectorFileType) async throws -> [String] {
        let (index, name) = (index, layout.name)
        return try await bench.database.read { try index.locate(name, type, in: $0).map(\.path) }
    }

    /// Names and digests of everything under a root, without what never travels.
    func contents(_ root: String) throws -> [String: String] {
        var found: [String: String] = [:]
        for type in types {
            let path = StorageFolders.file(root, type, layout.name)
            for file in try StoredFiles.isThere(root, type, layout.name) ? StoredFiles.list(path, type) : [] {
                found["\(type.rawValue)/\(file.name)"] =
                    try sha256(type.isFolder ? "\(path)/\(file.name)" : path)
            }
        }
        return found
    }

    func close() async {
        await threads.stop()
        await bench.close()
    }
}

@Suite("Storage: sectors moved")
struct SectorMoveTests {
    @Test("A move that stops anywhere is finished by the same move; the source is whole until then")
    func stops() async throws {
        let bench = try await MoveBench()
        let before = try bench.contents(bench.layout.root)
        #expect(before.count > 8)
        var stopped = 0
        for limit in 1...100 {
            let left = Locked(limit)
            var move = SectorMove(
                bench.layout.name, bench.types, from: bench.layout.root, to: bench.target,
                check: {
                    try left.withLock { count in
                        count -= 1
                        if count <= 0 { throw Stop() }
                    }
                })
            move.mayLink = false
            do {
                let outcome = try move.copy()
                #expect(outcome.there + outcome.copied == before.count && outcome.linked == 0)
                try move.removeSource()
                break
            } catch is Stop {
                stopped += 1
                #expect(try bench.contents(bench.layout.root) == before, "after stop \(limit)")
                // Nothing half-made has a sector's name.
                for (name, digest) in try bench.contents(bench.target) { #expect(before[name] == digest) }
            }
        }
        #expect(stopped >= 8, "\(stopped)")
        #expect(try bench.contents(bench.target) == before)
        #expect(try bench.contents(bench.layout.root).isEmpty)
        for type in bench.types {
            #expect(try Directory.list("\(bench.layout.root)/\(type.rawValue)") == [])
            #expect(try Directory.list("\(bench.target)/\(type.rawValue)") == ["\(bench.layout.name)"])
        }
        await bench.close()
    }

    @Test("On one file system nothing is copied, and the index names the new path")
    func sameFileSystem() async throws {
        let bench = try await MoveBench()
        let before = try bench.contents(bench.layout.root)
        let outcome = try await bench.mover().move(bench.layout.name, bench.types, to: "long")
        #expect(outcome.linked == before.count && outcome.bytes == 0)
        #expect(try bench.contents(bench.target) == before)
        for type in bench.types {
            let paths = try await bench.paths(type)
            #expect(paths == ["long"])
        }
        let again = try await bench.mover().move(bench.layout.name, bench.types, to: "long")
        #expect(again == SectorMove.Outcome())
        await bench.close()
    }

    @Test(
        "While somebody reads, the old copy stays and the new one is found; the move waits, the reader never")
    func readers() async throws {
        let bench = try await MoveBench()
        let (index, name) = (bench.index, bench.layout.name)
        try await bench.bench.database.write {
            try index.hold([name], owner: "window-post", seconds: 600, in: $0)
        }
        do {
            _ = try await bench.mover(patience: 0.1).move(name, bench.types, to: "long")
            Issue.record("the source was read")
        } catch let failure as JobFailure {
            #expect(failure.isWait)
        }
        #expect(try bench.contents(bench.layout.root) == bench.contents(bench.target))
        #expect(try await bench.paths(.sealed) == ["long", "sealing"])
        try await bench.bench.database.write { try index.letGo(owner: "window-post", in: $0) }
        _ = try await bench.mover().move(name, bench.types, to: "long")
        #expect(try bench.contents(bench.layout.root).isEmpty)
        #expect(try await bench.paths(.sealed) == ["long"])
        await bench.close()
    }

    @Test("A damaged replica is not moved, and retrying does not help")
    func damaged() async throws {
        let bench = try await MoveBench()
        try File.write([1, 2, 3], at: 100, of: bench.layout.sealed)
        do {
            _ = try await bench.mover().move(bench.layout.name, bench.types, to: "long")
            Issue.record("the replica is damaged")
        } catch let failure as JobFailure {
            #expect(!failure.isRetryable && failure.reason.contains("not those that were written"))
        }
        #expect(File.exists(bench.layout.sealed))
        #expect(try await bench.paths(.sealed) == ["sealing"])
        await bench.close()
    }

    @Test("A sector that is being written is not moved under the writer")
    func busy() async throws {
        let bench = try await MoveBench()
        let store = try SectorStore.load(bench.layout, exclusive: true)
        do {
            _ = try await bench.mover().move(bench.layout.name, bench.types, to: "long")
            Issue.record("the sector is locked")
        } catch let failure as JobFailure {
            #expect(failure.isWait && failure.reason.contains("process \(getpid())"))
        }
        store.close()
        _ = try await bench.mover().move(bench.layout.name, bench.types, to: "long")
        await bench.close()
    }

    @Test(
        "A full long-term path leaves the sector where it is, and is a wait",
        .enabled(if: SmallDisk.isPossible))
    func full() async throws {
        let bench = try await MoveBench()
        let before = try bench.contents(bench.layout.root)
        let id = try File.read(bench.target + "/sectorstore.json")
        let disk = try SmallDisk(at: bench.target, megabytes: 1)
        defer { disk.unmount() }
        try File.writeAtomically(bench.target + "/sectorstore.json", id)
        let rest = try Directory.freeBytes(bench.target) - 8192
        try File.writeAtomically(bench.target + "/other", [UInt8](repeating: 1, count: Int(rest)))
        do {
            _ = try await bench.mover().move(bench.layout.name, bench.types, to: "long")
            Issue.record("the device is full")
        } catch let failure as JobFailure {
            #expect(failure.isWait, "\(failure.reason)")
        }
        #expect(try bench.contents(bench.layout.root) == before)
        #expect(try await bench.paths(.cache) == ["sealing"])
        try File.remove(bench.target + "/other")
        _ = try await bench.mover().move(bench.layout.name, bench.types, to: "long")
        #expect(try bench.contents(bench.target) == before)
        await bench.close()
    }
}
