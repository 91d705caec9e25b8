internal import CCrypto
internal import System

/// Compiled modules on disk. Machine code is run as it is read, and the library trusts it, so a file counts only if
/// its name fits everything that the code depends on and a keyed digest over name and content is right. Folder and key
/// are the owner's alone.
struct ModuleCache: Sendable {
    /// What is kept of a module.
    struct Entry: Hashable, Sendable {
        var sizes: ModuleSizes
        var code: [UInt8]
    }

    private let directory: String
    private let salt: [String]
    private let key: [UInt8]

    private static let digestCount = 32

    /// `salt`: what else the code depends on: the library, its settings, the imports.
    init(_ directory: String, salt: [String]) throws {
        try PrivateFile.ownDirectory(directory)
        self.directory = directory
        self.salt = salt + ["instrumentation \(Instrumented.version)", CPUFeatures.names]
        key = try Self.key(directory + "/key")
    }

    /// The folder's key, made when there is none. One that was cut is replaced: the files then no longer count.
    private static func key(_ path: String) throws -> [UInt8] {
        var key = [UInt8](repeating: 0, count: digestCount + 1)
        for _ in 0..<2 where File.exists(path) {
            let count = try unsafe key.withUnsafeMutableBytes { try unsafe PrivateFile.read(path, into: $0) }
            if count == digestCount { return Array(key.prefix(count)) }
            try File.remove(path)
        }
        let made = Randomness.bytes(digestCount)
        do {
            try unsafe made.withUnsafeBytes { try unsafe PrivateFile.write(path, $0, replacing: false) }
            return made
        } catch PrivateFileError.exists {
            // Another process was first.
            let count = try unsafe key.withUnsafeMutableBytes { try unsafe PrivateFile.read(path, into: $0) }
            return Array(key.prefix(count))
        }
    }

    /// Where a module of this code is kept.
    func path(_ id: String, _ code: [UInt8]) -> String {
        let name = digest(Array((salt + [id]).joined(separator: "\n").utf8) + digest(code))
        return "\(directory)/\(name.map(hex).joined()).wasmtime"
    }

    /// The module of a code; nil if it is not kept or damaged.
    func read(_ id: String, of code: [UInt8]) -> Entry? {
        let path = path(id, code)
        guard let bytes = try? File.read(path, limit: 1 << 30),
            bytes.count > Self.digestCount + ModuleSizes.byteCount
        else { return nil }
        let content = Array(bytes[Self.digestCount...])
        guard seal(path, content).elementsEqual(bytes.prefix(Self.digestCount)) else { return nil }
        return ModuleSizes(content).map {
            Entry(sizes: $0, code: Array(content[ModuleSizes.byteCount...]))
        }
    }

    /// Keeps it.
    func write(_ id: String, of code: [UInt8], _ entry: Entry) throws {
        let path = path(id, code)
        let content = entry.sizes.bytes + entry.code
        try File.writeAtomically(path, seal(path, content) + content)
    }

    /// The keyed digest over a file's name and content.
    private func seal(_ path: String, _ content: [UInt8]) -> [UInt8] {
        digest(key + digest(Array(File.name(of: path).utf8)) + digest(content))
    }

    private func digest(_ bytes: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: Self.digestCount)
        unsafe qr_sha256_hash(&digest, bytes, bytes.count)
        return digest
    }

    private func hex(_ byte: UInt8) -> String { String(byte >> 4, radix: 16) + String(byte & 15, radix: 16) }
}

/// What is asked of a module before it runs.
struct ModuleSizes: Hashable, Sendable {
    var memoryPages: Int
    var tableElements: Int
    /// Elements of the table exported as "table".
    var exportedTableElements: Int?
    /// Whether a function is to be run before any other.
    var hasStart: Bool
}

extension ModuleSizes {
    /// Bytes of the form on disk.
    static let byteCount = 17

    init(_ parts: Instrumented) {
        memoryPages = parts.memoryPages
        tableElements = parts.tableElements
        exportedTableElements = parts.exportedTableElements
        hasStart = parts.hasStart
    }

    /// From the first bytes of a file's content.
    init?(_ bytes: [UInt8]) {
        guard bytes.count >= Self.byteCount else { return nil }
        func number(_ place: Int) -> Int {
            (0..<4).reduce(0) { $0 | Int(bytes[place * 4 + $1]) << ($1 * 8) }
        }
        memoryPages = number(0)
        tableElements = number(1)
        exportedTableElements = number(2) == 0 ? nil : number(3)
        hasStart = bytes[16] == 1
    }

    var bytes: [UInt8] {
        let numbers = [
            memoryPages, tableElements, exportedTableElements == nil ? 0 : 1, exportedTableElements ?? 0,
        ]
        return numbers.flatMap { number in (0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) } }
            + [hasStart ? 1 : 0]
    }
}

/// What the CPU has: compiled code uses it.
private enum CPUFeatures {
    /// The line of flags that the kernel shows; empty where there is none.
    static let names: String = {
        let text = (try? File.readText("/proc/cpuinfo", limit: 1 << 20)) ?? ""
        return text.split(separator: "\n").first { $0.hasPrefix("flags") }.map(String.init) ?? ""
    }()
}
