internal import CWasm
internal import System

/// Modules run by libwasmtime. One for the process: its signal handlers stay.
///
/// Safe: the engine and its modules may be used from all threads, as the library promises; what changes is behind a
/// lock.
@safe
public final class Wasmtime: WasmRuntime, @unchecked Sendable {
    private let engine: OpaquePointer
    private let cache: ModuleCache?
    private let modules = Locked<[String: WasmtimeModule]>([:])

    /// The version that this program is made for.
    public static let version = "50.0.1"

    /// Opens the library and offers `functions` to modules. `cacheDirectory`: where compiled modules are kept; nil:
    /// nowhere. `library` nil: where set-up puts it.
    public init(
        functions: [WasmHostFunction], cacheDirectory: String?, library: String? = nil
    ) throws {
        let path = try library ?? WasmLibrary.path()
        var error = quarry_wasm_error_t()
        let texts = functions.flatMap { [$0.module, $0.name, $0.parameters] }
        let engine = unsafe withCStrings(texts) { texts in
            let imports = unsafe functions.indices.map { index in
                unsafe quarry_wasm_import_t(
                    module: texts[index * 3], name: texts[index * 3 + 1], parameters: texts[index * 3 + 2])
            }
            return unsafe quarry_wasm_engine_create(path, imports, imports.count, serve, &error)
        }
        guard let engine = unsafe engine else { throw WasmModuleError("\(path): \(Self.text(error))") }
        unsafe self.engine = unsafe engine
        let names = functions.map { "\($0.module).\($0.name)(\($0.parameters))" }.joined(separator: ";")
        let settings = unsafe String(cString: quarry_wasm_settings())
        cache = try cacheDirectory.map {
            try ModuleCache($0, salt: [try WasmLibrary.digest(path), settings, names])
        }
    }

    /// A module that was loaded before.
    public func loaded(_ id: String) -> (any WasmModule)? { modules.withLock { $0[id] } }

    /// The module of a code.
    public func module(_ code: [UInt8], id: String) throws -> any WasmModule {
        if let module = loaded(id) { return module }
        let module = try kept(code, id) ?? compiled(code, id)
        return modules.withLock { modules in
            if let first = modules[id] { return first }
            modules[id] = module
            return module
        }
    }

    /// Makes modules ready before they are called, on several threads: names and codes.
    public func prepare(_ programs: [(id: String, code: [UInt8])], threads count: Int = 2) async throws {
        let threads = try BlockingThreads(count)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for program in programs {
                group.addTask {
                    _ = try await threads.run { _ in try self.module(program.code, id: program.id) }
                }
            }
            try await group.waitForAll()
        }
        await threads.stop()
    }

    /// A module whose machine code is on disk.
    private func kept(_ code: [UInt8], _ id: String) -> WasmtimeModule? {
        guard let entry = cache?.read(id, of: code) else { return nil }
        var error = quarry_wasm_error_t()
        guard let handle = unsafe quarry_wasm_deserialize(engine, entry.code, entry.code.count, &error) else {
            return nil
        }
        return unsafe WasmtimeModule(handle, entry.sizes)
    }

    private func compiled(_ code: [UInt8], _ id: String) throws -> WasmtimeModule {
        try validate(code)
        let parts = try Instrumented(code)
        var error = quarry_wasm_error_t()
        guard let handle = unsafe quarry_wasm_compile(engine, parts.bytes, parts.bytes.count, &error) else {
            throw WasmModuleError(Self.text(error))
        }
        let sizes = ModuleSizes(parts)
        if let cache {
            var count = 0
            if let machineCode = unsafe quarry_wasm_serialize(handle, &count, &error) {
                let bytes = unsafe Array(UnsafeBufferPointer(start: machineCode, count: count))
                // A full disk only means that it is compiled again next time.
                try? cache.write(id, of: code, ModuleCache.Entry(sizes: sizes, code: bytes))
                unsafe quarry_wasm_free(machineCode)
            }
        }
        return unsafe WasmtimeModule(handle, sizes)
    }

    /// Throws unless the engine's feature set takes a module as it is.
    func validate(_ code: [UInt8]) throws(WasmModuleError) {
        var error = quarry_wasm_error_t()
        guard unsafe quarry_wasm_validate(engine, code, code.count, &error) else {
            throw WasmModuleError(Self.text(error))
        }
    }

    static func text(_ error: quarry_wasm_error_t) -> String {
        unsafe withUnsafeBytes(of: error.text) { bytes in
            unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}

/// An import was called: hands it to the instance's host.
private let serve: quarry_wasm_host_t = { host, _, index, arguments, count in
    guard let host = unsafe host else { return -1 }
    let instance = unsafe Unmanaged<WasmtimeInstance>.fromOpaque(host).takeUnretainedValue()
    return unsafe instance.serve(index, UnsafeBufferPointer(start: arguments, count: count))
}

/// A compiled module.
///
/// Safe: never changed after it is made; instances of it may be made on all threads at once.
@safe
final class WasmtimeModule: WasmModule, @unchecked Sendable {
    private let handle: OpaquePointer
    let minimumMemory: Int
    let exportedTableElements: Int?
    let tableElements: Int
    let hasStart: Bool

    init(_ handle: OpaquePointer, _ sizes: ModuleSizes) {
        unsafe self.handle = unsafe handle
        minimumMemory = sizes.memoryPages * 65536
        exportedTableElements = sizes.exportedTableElements
        tableElements = sizes.tableElements
        hasStart = sizes.hasStart
    }

    deinit { unsafe quarry_wasm_module_destroy(handle) }

    func instantiate(memoryLimit: Int, host: any WasmHost) throws(WasmInstanceError) -> any WasmInstance {
        let instance = WasmtimeInstance(host)
        var error = quarry_wasm_error_t()
        let made = unsafe quarry_wasm_instantiate(
            handle, UInt64(max(0, memoryLimit)), Unmanaged.passUnretained(instance).toOpaque(),
            Instrumented.gasExport, &error)
        guard let made = unsafe made else { throw WasmInstanceError(Wasmtime.text(error)) }
        unsafe instance.handle = unsafe made
        return instance
    }
}

/// A running module.
@safe
final class WasmtimeInstance: WasmInstance {
    fileprivate var handle: OpaquePointer?
    /// It holds this instance as long as it runs.
    private unowned(unsafe) let host: any WasmHost

    init(_ host: any WasmHost) { unsafe self.host = host }

    deinit {
        if let handle = unsafe handle { unsafe quarry_wasm_instance_destroy(handle) }
    }

    var gas: Int64 {
        get { unsafe quarry_wasm_gas(handle) }
        set { unsafe quarry_wasm_set_gas(handle, newValue) }
    }

    var memoryBytes: Int { unsafe memory.count }

    var memory: UnsafeMutableRawBufferPointer {
        var size = 0
        let start = unsafe quarry_wasm_memory(handle, &size)
        return unsafe UnsafeMutableRawBufferPointer(start: start, count: size)
    }

    func exports(_ name: String) -> Bool { unsafe quarry_wasm_exports_function(handle, name) }

    func call(_ name: String, _ arguments: [UInt32]) -> WasmOutcome {
        var result: UInt32 = 0
        var error = quarry_wasm_error_t()
        switch unsafe quarry_wasm_call(handle, name, arguments, arguments.count, &result, &error) {
        case QUARRY_WASM_VALUE: return .value(result)
        case QUARRY_WASM_TRAP: return .trap(Wasmtime.text(error))
        case QUARRY_WASM_STOPPED: return .stopped
        default: return .failed(Wasmtime.text(error))
        }
    }

    func start() -> WasmOutcome { call(Instrumented.startExport, []) }

    fileprivate func serve(_ index: UInt32, _ arguments: UnsafeBufferPointer<UInt64>) -> Int64 {
        guard let result = unsafe host.hostCall(Int(index), arguments, self) else { return -1 }
        return Int64(result)
    }
}
