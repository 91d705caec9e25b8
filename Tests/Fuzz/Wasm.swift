@testable import WasmEngine

/// What the engine and the instrumentation both take is a module that the engine takes. Without the library, the
/// instrumentation alone.
@Sendable func fuzzWasm(_ input: [UInt8]) {
    if let engine, (try? engine.validate(input)) == nil { return }
    guard let parts = try? Instrumented(input) else { return }
    if let engine { require((try? engine.validate(parts.bytes)) != nil, "an instrumented module is valid") }
    require(parts.memoryPages >= 0 && parts.tableElements <= 20_000, "its sizes are bounded")
}

private let engine = try? Wasmtime(functions: [], cacheDirectory: nil)
