internal import CCrypto
public import System

/// Where libwasmtime is: `tools/setup` takes it out of the Python package `wasmtime`, which ships it.
public enum WasmLibrary {
    static let fileName = "libwasmtime-\(Wasmtime.version).so"

    /// There is no library.
    public struct Missing: ExplainedError, Hashable {
        let looked: [String]
        /// What is wrong.
        public var sentence: String {
            "there is no \(fileName) (looked in \(looked.joined(separator: ", ")))"
        }
        /// What to do about it.
        public var remedy: String {
            "run tools/setup, or set QUARRY_WASMTIME to libwasmtime \(Wasmtime.version)"
        }
    }

    /// QUARRY_WASMTIME, else beside the program, else in the home's cache folder, where set-up puts it.
    public static func path() throws -> String {
        if let path = Environment.value("QUARRY_WASMTIME") { return path }
        let cache =
            Environment.value("XDG_CACHE_HOME") ?? (Environment.value("HOME") ?? ".") + "/.cache"
        let folders = [File.parent(of: Environment.executable), cache + "/quarry"]
        guard let folder = folders.first(where: { File.exists("\($0)/\(fileName)") }) else {
            throw Missing(looked: folders)
        }
        return "\(folder)/\(fileName)"
    }

    /// A digest of the library's bytes.
    static func digest(_ path: String) throws -> String {
        let bytes = try File.read(path, limit: 1 << 30)
        var digest = [UInt8](repeating: 0, count: 32)
        unsafe qr_sha256_hash(&digest, bytes, bytes.count)
        return digest.map { String($0, radix: 16) }.joined(separator: ".")
    }
}
