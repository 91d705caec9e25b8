internal import CCrypto
internal import System

/// Compiled modules on disk. Machine code is run as it is read, so a file counts only if its name fits everything
/// that it depends on and its digest is right; the folder is the owner's alone.
struct ModuleCache: Sendable {
    private let directory: String
    private let salt: [String]

    /// `salt`: what else the code depends on: the library, the imports.
    init(_ directory: String, salt: [String]) throws {
        try Directory.create(directory)
        self.directory = directory
        self.salt = salt + ["instrumentation \(Instrumented.version)", CPUFeatures.names]
    }

    private func path(_ id: String, _ module: [UInt8]) -> String {
        let name = digest(Array((salt + [id]).joined(separator: "\n").utf8) + digest(module))
        return "\(directory)/\(name.prefix(16).map(hex).joined()).wasmtime"
    }

    /// The machine code of a module; nil if it is not kept or damaged.
    func read(_ id: String, of module: [UInt8]) -> [UInt8]? {
        guard let bytes = try? File.read(path(id, module), limit: 1 << 30), bytes.count > 32 else {
            return nil
        }
        let code = Array(bytes.dropFirst(32))
        return digest(code).elementsEqual(bytes.prefix(32)) ? code : nil
    }

    /// Keeps it.
    func write(_ id: String, of module: [UInt8], _ code: [UInt8]) throws {
        try File.writeAtomically(path(id, module), digest(code) + code)
    }

    private func digest(_ bytes: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 32)
        unsafe qr_sha256_hash(&digest, bytes, bytes.count)
        return digest
    }

    private func hex(_ byte: UInt8) -> String { String(byte >> 4, radix: 16) + String(byte & 15, radix: 16) }
}

/// What the CPU has: compiled code uses it.
private enum CPUFeatures {
    /// The line of flags that the kernel shows; empty where there is none.
    static let names: String = {
        let text = (try? File.readText("/proc/cpuinfo", limit: 1 << 20)) ?? ""
        return text.split(separator: "\n").first { $0.hasPrefix("flags") }.map(String.init) ?? ""
    }()
}
