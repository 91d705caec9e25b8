import IPLD
import Primitives
import System
import Testing
import VMInterpreter
import WasmEngine

/// What becomes of modules as bytes: malformed ones, and those with a start function.
@Suite("Modules", .serialized)
struct ModulesTests {
    private typealias Wasm = WasmAssembly

    private var program: WasmAssembly {
        var program = Wasm([])
        let exit = program.add(import: "vm", "exit", "iiii")
        program.table = 4
        program.data = [1, 2, 3]
        program.types.append(([], []))
        program.functions[0].code =
            Wasm.const(0) + [0x28, 0x02, 0x00] + Wasm.const(0) + Wasm.const(0) + Wasm.const(0)
            + Wasm.call(exit)
        program.functions[0].locals = [(2, Wasm.i64)]
        return program
    }

    @Test("A module cut anywhere is refused")
    func cut() throws {
        let runtime = try HostileState.runtime.get()
        var program = program
        program.data = []
        let bytes = program.bytes
        for count in bytes.indices {
            #expect(throws: (any Error).self, "\(count)") {
                try runtime.module(Array(bytes[..<count]), id: "cut \(count)")
            }
        }
        _ = try runtime.module(bytes, id: "whole")
    }

    @Test("A module with a byte changed is refused or runs to an end")
    func changed() async throws {
        let bytes = program.bytes
        var accepted = 0
        for place in bytes.indices {
            for value: UInt8 in [0x00, 0x7f, 0x80, 0xff] where bytes[place] != value {
                var changed = bytes
                changed[place] = value
                let program = changed
                let result = try await HostileState.run(program, gas: 5_000_000)
                if result.code.rawValue != ExitCode.assertionFailed.rawValue { accepted += 1 }
            }
        }
        #expect(accepted > 20)
    }

    @Test("Features that the FVM does not have are refused")
    func features() throws {
        let runtime = try HostileState.runtime.get()
        let refused: [String: [UInt8]] = [
            "tail call": [0x41, 0x00, 0x12, 0x00],
            "SIMD": [0x41, 0x00, 0xfd, 0x0f, 0x1a, 0x41, 0x00],
            "atomics": [0x41, 0x00, 0x41, 0x00, 0xfe, 0x00, 0x02, 0x00],
            "table.grow of a reference": [0xd0, 0x70, 0x41, 0x01, 0xfc, 0x0f, 0x00],
        ]
        for (name, code) in refused {
            var module = Wasm(code)
            module.table = 1
            #expect(throws: (any Error).self, "\(name)") { try runtime.module(module.bytes, id: name) }
        }
    }

    /// A module whose start function stores 77 where `invoke` exits with what it finds.
    private var starting: WasmAssembly {
        var program = program
        program.functions.append(
            .init(type: 2, code: Wasm.const(0) + Wasm.const(77) + [0x36, 0x02, 0x00]))
        program.start = 1
        return program
    }

    @Test("A start function runs once the gas is set, before the method, and is paid for")
    func start() async throws {
        let bytes = starting.bytes
        let (result, plain) = try await DeepStack.run {
            let state = try HostileState(bytes)
            state.machine.isTracing = true
            return (try state.call(), try HostileState(WasmAssembly([0x41, 0]).bytes).call())
        }
        #expect(result.code == ExitCode(rawValue: 77) && plain.code == .ok)
        let charges = result.trace.compactMap { event in
            if case .gas(let charge) = event, charge.name == "wasm_exec" { charge.compute } else { nil }
        }
        // Three instructions, and the call with the twelve that count the stack around it: 4 gas each.
        #expect(charges.first == 16 * 4000)
    }

    @Test("A start function that traps, asks for anything or never ends is an exit code")
    func badStart() async throws {
        for (code, expected): ([UInt8], ExitCode) in [
            ([0x00], .illegalInstruction),
            (
                Wasm.const(0) + Wasm.const(0) + Wasm.const(0) + Wasm.const(0) + Wasm.call(0) + [0x1a],
                .illegalInstruction
            ),
            ([0x03, 0x40, 0x0c, 0x00, 0x0b], .outOfGas),
        ] {
            var program = starting
            program.functions[1].code = code
            let result = try await HostileState.run(program.bytes, gas: 100_000_000)
            #expect(result.code == expected, "\(result.failure ?? "")")
        }
    }
}
