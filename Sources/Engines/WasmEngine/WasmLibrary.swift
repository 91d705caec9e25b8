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

    /// Size and time of the file: enough to tell versions apart.
    static func digest(_ path: String) throws -> String {
        "\(File.size(path) ?? 0) \(File.modificationTime(path) ?? 0)"
    }
}
