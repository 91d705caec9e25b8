import System
import Testing

@testable import WasmEngine

/// Machine code on disk is run as it is read: what was touched must not be.
@Suite("Compiled modules on disk", .serialized)
struct ModuleCacheTests {
    /// `(module (memory (export "memory") 1) (func (export "f") (param i32) (result i32) i32.const 42))`
    private static let module: [UInt8] = [
        0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 6, 1, 0x60, 1, 0x7f, 1, 0x7f, 3, 2, 1, 0, 5, 3, 1, 0, 1, 7, 14, 2,
        6,
        0x6d, 0x65, 0x6d, 0x6f, 0x72, 0x79, 2, 0, 1, 0x66, 0, 0, 10, 6, 1, 4, 0, 0x41, 42, 0x0b,
    ]
    private static let entry = ModuleCache.Entry(
        sizes: ModuleSizes(memoryPages: 1, tableElements: 5, exportedTableElements: 5, hasStart: true),
        code: Array(0..<200))

    private func inScratch(_ body: (String) throws -> Void) throws {
        let scratch = try Directory.makeTemporary()
        defer { try? Directory.remove(scratch) }
        try body(scratch + "/cache")
    }

    @Test("What is kept comes back, sizes and code, for the same name, code and salt alone")
    func comesBack() throws {
        try inScratch { folder in
            let cache = try ModuleCache(folder, salt: ["a"])
            try cache.write("id", of: Self.module, Self.entry)
            #expect(try ModuleCache(folder, salt: ["a"]).read("id", of: Self.module) == Self.entry)
            #expect(Self.entry.sizes.exportedTableElements == 5 && Self.entry.sizes.hasStart)
            #expect(cache.read("other", of: Self.module) == nil)
            #expect(cache.read("id", of: Self.module + [0]) == nil)
            #expect(try ModuleCache(folder, salt: ["b"]).read("id", of: Self.module) == nil)
        }
    }

    @Test("A file that was changed, cut, lengthened or renamed does not count")
    func damage() throws {
        try inScratch { folder in
            let cache = try ModuleCache(folder, salt: [])
            try cache.write("id", of: Self.module, Self.entry)
            let path = cache.path("id", Self.module)
            let whole = try File.read(path)
            for place in whole.indices {
                var changed = whole
                changed[place] ^= 1
                try File.writeAtomically(path, changed)
                #expect(cache.read("id", of: Self.module) == nil, "\(place)")
            }
            for damaged in [[], Array(whole.prefix(20)), Array(whole.dropLast()), whole + [0]] {
                try File.writeAtomically(path, damaged)
                #expect(cache.read("id", of: Self.module) == nil)
            }
            try File.writeAtomically(cache.path("other", Self.module), whole)
            #expect(cache.read("other", of: Self.module) == nil)
            try File.writeAtomically(path, whole)
            #expect(cache.read("id", of: Self.module) == Self.entry)
        }
    }

    @Test("Files that another key sealed do not count; a cut key is made anew")
    func keys() throws {
        try inScratch { folder in
            try ModuleCache(folder, salt: []).write("id", of: Self.module, Self.entry)
            try File.remove(folder + "/key")
            #expect(try ModuleCache(folder, salt: []).read("id", of: Self.module) == nil)
            let cache = try ModuleCache(folder, salt: [])
            try cache.write("id", of: Self.module, Self.entry)
            #expect(try ModuleCache(folder, salt: []).read("id", of: Self.module) == Self.entry)
            try [UInt8](repeating: 0, count: 5).withUnsafeBytes {
                try PrivateFile.write(folder + "/key", $0, replacing: true)
            }
            #expect(try ModuleCache(folder, salt: []).read("id", of: Self.module) == nil)
        }
    }

    @Test("A module is loaded from disk, and compiled again where its file was damaged")
    func compiledAgain() async throws {
        let scratch = try Directory.makeTemporary()
        defer { try? Directory.remove(scratch) }
        let folder = scratch + "/cache"
        func result() async throws -> WasmOutcome {
            let runtime = try Wasmtime(functions: [], cacheDirectory: folder)
            try await runtime.prepare([("m", Self.module), ("n", Self.module)])
            let module = try #require(runtime.loaded("m"))
            let instance = try module.instantiate(memoryLimit: 1 << 20, host: NoHost())
            instance.gas = 1_000_000
            return instance.call("f", [1])
        }
        #expect(try await result() == .value(42))
        let files = try Directory.list(folder).filter { $0.hasSuffix(".wasmtime") }.map { "\(folder)/\($0)" }
        #expect(files.count == 2)
        let whole = try files.map { try File.read($0) }
        #expect(try await result() == .value(42))
        for file in files {
            var bytes = try File.read(file)
            bytes[bytes.count / 2] ^= 0xff
            try File.writeAtomically(file, bytes)
        }
        #expect(try await result() == .value(42))
        #expect(try files.map { try File.read($0).count } == whole.map(\.count))
    }
}

private final class NoHost: WasmHost {
    func hostCall(
        _ index: Int, _ arguments: UnsafeBufferPointer<UInt64>, _ instance: any WasmInstance
    ) -> UInt32? { nil }
}
