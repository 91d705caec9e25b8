/// How much of the stack limit a function takes: its groups of locals and the greatest height of its value stack,
/// which starts at 2. The reference's count (fvm-wasm-instrument, max_height), with what it passes over: `else`
/// changes nothing.
struct StackHeight {
    private struct Frame {
        var isPolymorphic = false
        let endArity: Int
        let branchArity: Int
        let start: Int
    }

    private let parts: WasmParts
    private var height = 2
    private var frames: [Frame] = []

    private init(_ parts: WasmParts) { self.parts = parts }

    static func cost(
        _ function: Int, _ body: WasmParts.Body, _ operators: [WasmOperator], _ parts: WasmParts
    ) throws(WasmModuleError) -> Int {
        var stack = StackHeight(parts)
        let arity = try parts.type(ofFunction: function).results
        stack.frames.append(Frame(endArity: arity, branchArity: arity, start: 0))
        var highest = 0
        for op in operators {
            guard let top = stack.frames.last else { throw WasmModuleError("code after a function's end") }
            if stack.height > highest, !top.isPolymorphic { highest = stack.height }
            try stack.apply(op, arity)
        }
        return body.groups.count + highest
    }

    private mutating func push(_ count: Int) { height += count }

    private mutating func pop(_ count: Int) throws(WasmModuleError) {
        guard count > 0 else { return }
        let top = try frame(0)
        if height == top.start {
            guard top.isPolymorphic else { throw WasmModuleError("more values taken than there are") }
            return
        }
        height -= count
        guard height >= 0 else { throw WasmModuleError("stack underflow") }
    }

    private func frame(_ depth: Int64) throws(WasmModuleError) -> Frame {
        guard depth >= 0, depth < frames.count else { throw WasmModuleError("a label out of range") }
        return frames[frames.count - 1 - Int(depth)]
    }

    private mutating func unreachable() { frames[frames.count - 1].isPolymorphic = true }

    private mutating func apply(_ op: WasmOperator, _ arity: Int) throws(WasmModuleError) {
        switch op.opcode {
        case Opcode.nop, Opcode.else, Opcode.dataDrop, Opcode.elemDrop: break
        case Opcode.block, Opcode.loop, Opcode.if:
            let end = op.value == Opcode.emptyBlock ? 0 : 1
            if op.opcode == Opcode.if { try pop(1) }
            frames.append(
                Frame(endArity: end, branchArity: op.opcode == Opcode.loop ? 0 : end, start: height))
        case Opcode.end:
            guard let frame = frames.popLast() else { throw WasmModuleError("an end too many") }
            height = frame.start
            push(frame.endArity)
        case Opcode.unreachable: unreachable()
        case Opcode.br:
            try pop(frame(op.value).branchArity)
            unreachable()
        case Opcode.brIf:
            let count = try frame(op.value).branchArity
            try pop(count)
            try pop(1)
            push(count)
        case Opcode.brTable:
            let count = try frame(op.value).branchArity
            for label in op.labels where try frame(Int64(label)).branchArity != count {
                throw WasmModuleError("targets of different kinds")
            }
            try pop(count)
            unreachable()
        case Opcode.return:
            try pop(arity)
            unreachable()
        case Opcode.call: try call(parts.type(ofFunction: Int(op.value)))
        case Opcode.callIndirect:
            guard op.value < parts.types.count else { throw WasmModuleError("a type out of range") }
            try pop(1)
            try call(parts.types[Int(op.value)])
        case Opcode.select:
            try pop(2)
            try pop(1)
            push(1)
        default:
            let (taken, given) = Self.effect(op.opcode)
            try pop(taken)
            push(given)
        }
    }

    private mutating func call(_ type: WasmParts.FunctionType) throws(WasmModuleError) {
        try pop(type.parameters)
        push(type.results)
    }

    /// Values that a plain instruction takes and gives.
    private static func effect(_ opcode: UInt16) -> (taken: Int, given: Int) {
        switch opcode {
        case Opcode.drop, Opcode.localSet, Opcode.globalSet: (1, 0)
        case Opcode.localGet, Opcode.globalGet, Opcode.memorySize, Opcode.tableSize, 0x41...0x44: (0, 1)
        case Opcode.localTee, Opcode.tableGet, Opcode.memoryGrow, 0x28...0x35: (1, 1)
        case Opcode.tableSet, 0x36...0x3e: (2, 0)
        case Opcode.memoryInit, Opcode.memoryCopy, Opcode.memoryFill, Opcode.tableInit, Opcode.tableCopy,
            Opcode.tableFill:
            (3, 0)
        case Opcode.tableGrow: (2, 1)
        // eqz, counts of bits, unary arithmetic, conversions, sign extension, saturating truncation.
        case 0x45, 0x50, 0x67...0x69, 0x79...0x7b, 0x8b...0x91, 0x99...0x9f, 0xa7...0xc4, 0xfc00...0xfc07:
            (1, 1)
        // comparisons and binary arithmetic.
        default: (2, 1)
        }
    }
}
