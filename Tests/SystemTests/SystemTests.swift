import Testing

@testable import System

/// A directory that is removed with the value.
private final class Scratch {
    let path: String
    init() throws { path = try Directory.makeTemporary() }
    deinit { try? Directory.remove(path) }
}

@Suite("Files")
struct FileTests {
    @Test("An atomic write replaces the whole file and leaves no temporary one")
    func atomicWrite() throws {
        let scratch = try Scratch()
        let path = scratch.path + "/file"
        try File.writeAtomically(path, text: "first, longer")
        try File.writeAtomically(path, text: "second")
        #expect(try File.readText(path) == "second")
        #expect(File.size(path) == 6)
        #expect(try Directory.list(scratch.path) == ["file"])
    }

    @Test("A write that cannot be leaves the old file as it was, and says why")
    func failedWrite() throws {
        let scratch = try Scratch()
        let path = scratch.path + "/no/such/directory/file"
        let error = #expect(throws: SystemError.self) { try File.writeAtomically(path, text: "x") }
        #expect(error?.sentence.contains("No such file") == true && error?.subject == path + ".tmp")
        #expect(error?.remedy.isEmpty == false)
        try File.writeAtomically(scratch.path + "/kept", text: "old")
        try Directory.create(scratch.path + "/kept.tmp")
        #expect(throws: SystemError.self) { try File.writeAtomically(scratch.path + "/kept", text: "new") }
        #expect(try File.readText(scratch.path + "/kept") == "old")
    }

    @Test("Reading has a limit, and a directory is no file")
    func reading() throws {
        let scratch = try Scratch()
        let path = scratch.path + "/file"
        try File.writeAtomically(path, [UInt8](repeating: 7, count: 100_000))
        #expect(try File.read(path).count == 100_000)
        #expect(throws: SystemError.self) { try File.read(path, limit: 99_999) }
        #expect(throws: SystemError.self) { try File.read(scratch.path) }
        #expect(File.size(scratch.path) == nil && File.isDirectory(scratch.path))
    }

    @Test("Directories are made with those above them and removed with all in them, links not followed")
    func directories() throws {
        let scratch = try Scratch()
        try Directory.create(scratch.path + "/a/b/c")
        try Directory.create(scratch.path + "/a/b/c")
        try File.writeAtomically(scratch.path + "/a/b/file", text: "x")
        try Directory.remove(scratch.path + "/a")
        #expect(!File.exists(scratch.path + "/a"))
        try Directory.remove(scratch.path + "/a")
        #expect(try Directory.freeBytes(scratch.path) > 0)
    }

    @Test("Paths are cut at their last slash")
    func paths() {
        #expect(File.parent(of: "a/b/c") == "a/b" && File.name(of: "a/b/c") == "c")
        #expect(File.parent(of: "/c") == "/" && File.parent(of: "c") == "." && File.name(of: "c") == "c")
    }

    @Test("A writer's bytes are read back")
    func writer() throws {
        let scratch = try Scratch()
        let path = scratch.path + "/file"
        let writer = try FileWriter(path)
        try writer.write([1, 2, 3])
        try writer.write([])
        try writer.write([4])
        try writer.finish()
        #expect(try File.read(path) == [1, 2, 3, 4])
    }

    @Test("A lock keeps the next one out until it goes")
    func lock() throws {
        let scratch = try Scratch()
        let path = scratch.path + "/lock"
        func take() throws { _ = try FileLock(path) }
        do {
            let held = try FileLock(path)
            let error = #expect(throws: SystemError.self) { try take() }
            #expect(error?.remedy.contains("other process") == true)
            _ = consume held
        }
        try take()
    }
}

@Suite("Process")
struct ProcessTests {
    @Test("A lock serialises a counter")
    func locked() async {
        let counter = Locked(0)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask { for _ in 0..<10_000 { counter.withLock { $0 += 1 } } }
            }
        }
        #expect(counter.withLock { $0 } == 80_000)
    }

    @Test("Shared work is done once each, whatever the number of threads", arguments: [1, 2, 7, 100])
    func parallel(width: Int) {
        for count in [0, 1, 5, 1000] {
            let done = Locked([Int](repeating: 0, count: count))
            Parallel.forEach(count, width: width) { index in done.withLock { $0[index] += 1 } }
            #expect(done.withLock { $0 } == [Int](repeating: 1, count: count))
        }
    }

    @Test("Time goes forward, random bytes differ, an unset variable is none")
    func small() {
        let before = Clock.now
        #expect(Clock.now >= before)
        #expect(Randomness.bytes(32) != Randomness.bytes(32))
        #expect(Randomness.bytes(0).isEmpty)
        #expect(Environment.value("QUARRY_NO_SUCH_VARIABLE") == nil)
        #expect(!Environment.home.isEmpty)
    }
}
