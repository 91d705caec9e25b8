import IPLD
import Primitives
import System
import Testing
import VMInterpreter

/// Programs that mean harm: each ends by a limit, with an exit code, and the process goes on.
@Suite("Hostile programs", .serialized)
struct HostileProgramsTests {
    private typealias Wasm = WasmAssembly

    /// `if (the result of the call before) is not `result`, exit with `code``. Leaves nothing.
    private func exit(_ code: Int32, unless result: Int32, through exit: Int) -> [UInt8] {
        Wasm.const(result) + [0x47, 0x04, 0x40] + Wasm.const(code) + Wasm.const(0) + Wasm.const(0)
            + Wasm.const(0) + Wasm.call(exit) + [0x1a, 0x0b]
    }

    @Test("An endless loop ends when the gas is used up, and pays for it")
    func endlessLoop() async throws {
        let program = Wasm([0x03, 0x40, 0x0c, 0x00, 0x0b, 0x41, 0x00])
        let result = try await HostileState.run(program.bytes, gas: 50_000_000)
        #expect(result.code == .outOfGas && result.gasUsed == 50_000_000)
    }

    @Test("A function that calls itself ends by the height of the stack")
    func recursion() async throws {
        let program = Wasm([0x20, 0x00] + Wasm.call(0))
        #expect(try await HostileState.run(program.bytes).code == .illegalInstruction)
    }

    @Test("An actor that calls itself ends by the depth of calls, which it is told")
    func calls() async throws {
        var program = Wasm([])
        let exit = program.add(import: "vm", "exit", "iiii")
        let send = program.add(import: "send", "send", "iiiIiIIII")
        program.data = [0, UInt8(HostileState.actor)]
        let call =
            Wasm.const(16) + Wasm.const(0) + Wasm.const(2) + Wasm.const64(2) + Wasm.const(0)
            + Wasm.const64(0) + Wasm.const64(0) + Wasm.const64(-1) + Wasm.const64(0) + Wasm.call(send)
        // Exits with 100 and the error's number, or with what the inner call exited with.
        program.functions[0].code =
            [0x02, 0x40] + call + [0x22, 0x00, 0x45, 0x0d, 0x00] + Wasm.const(100)
            + [0x20, 0x00, 0x6a] + Wasm.const(0) + Wasm.const(0) + Wasm.const(0) + Wasm.call(exit)
            + [0x1a, 0x0b] + Wasm.const(16) + [0x28, 0x02, 0x00] + Wasm.const(0) + Wasm.const(0)
            + Wasm.const(0) + Wasm.call(exit)
        let result = try await HostileState.run(program.bytes)
        #expect(result.code == ExitCode(rawValue: 103), "\(result.failure ?? "")")
        #expect(result.backtrace.count == 1024)
    }

    @Test("Memory grows to 512 MiB and no further; what is beyond traps")
    func memory() async throws {
        var program = Wasm([])
        let exit = program.add(import: "vm", "exit", "iiii")
        let grow = Wasm.const(8191) + [0x40, 0x00] + self.exit(20, unless: 1, through: exit)
        let more = Wasm.const(1) + [0x40, 0x00] + self.exit(21, unless: -1, through: exit)
        let last = Wasm.const((512 << 20) - 4) + Wasm.const(7) + [0x36, 0x02, 0x00]
        program.functions[0].code = grow + more + last + Wasm.const(0)
        #expect(try await HostileState.run(program.bytes).code == .ok)
        let beyond = Wasm.const((512 << 20) - 3) + Wasm.const(7) + [0x36, 0x02, 0x00]
        program.functions[0].code = grow + beyond + Wasm.const(0)
        #expect(try await HostileState.run(program.bytes).code == .illegalInstruction)
        program.pages = 8193
        #expect(try await HostileState.run(program.bytes).code == .illegalInstruction)
    }

    @Test("One instance finds nothing of what another left, and traps where the other had grown")
    func instancesAreApart() async throws {
        var writer = Wasm([])
        let exit = writer.add(import: "vm", "exit", "iiii")
        let clean = Wasm.const(4096) + [0x28, 0x02, 0x00] + self.exit(30, unless: 0, through: exit)
        let grow = Wasm.const(2) + [0x40, 0x00] + self.exit(31, unless: 1, through: exit)
        let write = { (place: Int32) in Wasm.const(place) + Wasm.const(-1) + [0x36, 0x02, 0x00] }
        writer.functions[0].code = clean + grow + write(4096) + write(150_000) + Wasm.const(0)
        let program = writer.bytes
        var reader = writer
        reader.functions[0].code = Wasm.const(150_000) + [0x28, 0x02, 0x00, 0x1a] + Wasm.const(0)
        let other = reader.bytes
        let codes = try await DeepStack.run {
            let state = try HostileState(program)
            var codes: [ExitCode] = []
            for _ in 0..<3 {
                codes.append(try state.call().code)
                codes.append(try HostileState(other).call().code)
            }
            return codes
        }
        #expect(codes == [.ok, .illegalInstruction, .ok, .illegalInstruction, .ok, .illegalInstruction])
    }

    @Test(
        "Traps of every kind are exit code 4, and the next message runs",
        arguments: [
            [0x00],  // unreachable
            [0x41, 1, 0x41, 0, 0x6d],  // division by zero
            [0x41, 0x80, 0x80, 0x80, 0x80, 0x78, 0x41, 0x7f, 0x6d],  // the one quotient that does not fit
            [0x44, 0, 0, 0, 0, 0, 0, 0xf8, 0x7f, 0xaa],  // not a number to a number
            [0x41, 0x7f, 0x28, 0x02, 0x00],  // beyond the memory
            [0x41, 0, 0x41, 0, 0x11, 0, 0],  // a call of nothing
            [0x41, 0, 0x41, 100, 0x11, 0, 0],  // a call beyond the table
        ] as [[UInt8]])
    func traps(_ code: [UInt8]) async throws {
        var program = Wasm(code)
        program.table = 3
        let bytes = program.bytes
        let codes = try await DeepStack.run {
            let state = try HostileState(bytes)
            return [try state.call().code, try state.call().code]
        }
        #expect(codes == [.illegalInstruction, .illegalInstruction])
        #expect(try await HostileState.run(Wasm([0x41, 0]).bytes).code == .ok)
    }

    @Test("Blocks, events and exit codes beyond their limits are refused by number")
    func limits() async throws {
        var program = Wasm([])
        let exit = program.add(import: "vm", "exit", "iiii")
        let create = program.add(import: "ipld", "block_create", "iIii")
        let emit = program.add(import: "event", "emit_event", "iiiiii")
        program.pages = 20
        let size = Int32(1 << 20)
        func code(_ length: Int32, codec: Int64, _ expected: Int32) -> [UInt8] {
            Wasm.const(0) + Wasm.const64(codec) + Wasm.const(64) + Wasm.const(length) + Wasm.call(create)
                + self.exit(40 + expected, unless: expected, through: exit)
        }
        // Too large, beyond the memory, a codec that is not allowed, as large as can be.
        let blocks =
            code(size + 1, codec: 0x55, 3) + code(.max, codec: 0x55, 1) + code(4, codec: 0x70, 9)
            + code(size, codec: 0x55, 0)
        // More entries than an event may have: 20 bytes each.
        let events =
            Wasm.const(0) + Wasm.const(256 * 20) + Wasm.const(0) + Wasm.const(0) + Wasm.const(0)
            + Wasm.const(0) + Wasm.call(emit) + self.exit(60, unless: 3, through: exit)
        program.functions[0].code = blocks + events + Wasm.const(0)
        let result = try await HostileState.run(program.bytes)
        #expect(result.code == .ok, "\(result.failure ?? "") \(result.code)")
        program.functions[0].code =
            Wasm.const(15) + Wasm.const(0) + Wasm.const(0) + Wasm.const(0) + Wasm.call(exit)
        #expect(try await HostileState.run(program.bytes).code == .illegalExitCode)
        // A block that does not exist, returned.
        #expect(try await HostileState.run(Wasm(Wasm.const(77)).bytes).code == .missingReturn)
    }

    @Test(
        "CBOR made to burst is refused or paid for, not followed",
        arguments: [
            ([0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], 10),
            ([0xbb, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], 10),
            ([0x5b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], 10),
            ([0xd8, 0x2a, 0x45, 0x00, 0x01, 0x71, 0x00, 0x00], 10),
            ([UInt8](repeating: 0x81, count: 60_000), 10),
            ([UInt8](repeating: 0x81, count: 60_000) + [0x00], 0),
        ] as [([UInt8], Int32)])
    func bombs(_ block: [UInt8], _ expected: Int32) async throws {
        var program = Wasm([])
        let exit = program.add(import: "vm", "exit", "iiii")
        let create = program.add(import: "ipld", "block_create", "iIii")
        program.pages = 2
        program.data = block
        program.functions[0].code =
            Wasm.const(70_000) + Wasm.const64(0x71) + Wasm.const(0) + Wasm.const(Int32(block.count))
            + Wasm.call(create) + self.exit(40, unless: expected, through: exit) + Wasm.const(0)
        let result = try await HostileState.run(program.bytes)
        #expect(result.code == .ok, "\(result.failure ?? "") \(result.code)")
    }

    @Test("The block of a link that the store lacks fails the message, not the process")
    func absentBlock() async throws {
        var program = Wasm([])
        let root = program.add(import: "self", "root", "iii")
        let open = program.add(import: "ipld", "block_open", "ii")
        program.functions[0].code =
            Wasm.const(0) + Wasm.const(64) + Wasm.const(100) + Wasm.call(root) + [0x1a] + Wasm.const(0)
            + Wasm.const(64) + Wasm.call(open)
        let bytes = program.bytes
        let result = try await DeepStack.run {
            try HostileState(bytes, head: CID(of: [0x81, 0x01])).call(gas: 1_000_000_000)
        }
        #expect(result.code == .assertionFailed && result.gasUsed == 1_000_000_000)
        #expect(result.failure?.contains("is not there") == true)
    }
}
