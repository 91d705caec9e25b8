internal import Primitives
internal import VMInterpreter
internal import WasmEngine

extension Conformance {
    /// `instrument.json`: what metered modules cost, and which modules are refused.
    func checkInstrumentation(_ root: VectorRecord, _ tally: Tally) throws {
        let runtime = try vmRuntime()
        try tally.records(root, "modules") { element, comparison in
            let module = try runtime.module(
                element.bytes("wasm"),
                id: "vector \(try element.text("name")) \(try element.text("wasm").count)")
            for (index, run) in try element.records("runs").enumerated() {
                try checkRun(run, module, "run \(index)", comparison)
            }
        }
        try tally.records(root, "rejected") { element, comparison in
            // One of three steps refuses it: the engine, the stack limiter, the metering.
            let accepted = ["wasmtime_accepts", "stack_limiter_accepts", "metering_accepts"].allSatisfy {
                element.fields[$0] == .bool(true)
            }
            let module = try? runtime.module(
                element.bytes("wasm"), id: "vector \(try element.text("name"))")
            comparison.equal("accepted", accepted, module != nil)
        }
    }

    private func checkRun(
        _ run: VectorRecord, _ module: any WasmModule, _ place: String, _ comparison: Comparison
    ) throws {
        let instance = try module.instantiate(memoryLimit: 512 << 20, host: NoHost())
        instance.gas = try run.integer("milligas_before")
        let arguments = try run.list("args").map { argument -> UInt32 in
            guard case .number(let number) = argument else { throw VectorError("an argument is no number") }
            return UInt32(truncatingIfNeeded: number)
        }
        let outcome = instance.call(try run.text("call"), arguments)
        comparison.equal("\(place) milligas_after", try run.integer("milligas_after"), instance.gas)
        switch outcome {
        case .value(let value):
            comparison.equal(
                "\(place) result", (try? run.integer("result")).map { UInt32(truncatingIfNeeded: $0) }, value)
        case .trap(let text):
            // The engine adds where the trap was.
            let expected = try run.text("trap")
            comparison.equal("\(place) trap", expected, text.contains(expected) ? expected : text)
        default: comparison.fail("\(place) ended with \(outcome)")
        }
    }
}

/// Offers nothing: the modules import nothing.
private final class NoHost: WasmHost {
    func hostCall(
        _ index: Int, _ arguments: UnsafeBufferPointer<UInt64>, _ instance: any WasmInstance
    ) -> UInt32? { nil }
}
