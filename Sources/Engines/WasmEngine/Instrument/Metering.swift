/// Where a function's instructions are charged: blocks that run as a whole, charged at their start, and instructions
/// whose price depends on their operand. The reference's blocks (fvm-wasm-instrument, gas_metering).
struct Metering {
    /// Milligas charged before the operator at `start`.
    struct Block {
        var start: Int
        var cost: UInt64
    }

    private struct Control {
        var lowestTarget: Int
        var active: Block
        let isLoop: Bool
    }

    private(set) var blocks: [Block] = []
    /// Operators charged by their operand, and milligas a unit.
    private(set) var linear: [(position: Int, unit: UInt64)] = []
    private var stack: [Control] = []

    init(_ operators: [WasmOperator]) throws(WasmModuleError) {
        begin(0, isLoop: false)
        var lastConstant: Int64?
        for (cursor, op) in operators.enumerated() {
            var cost = Self.cost(op.opcode)
            if let unit = Self.unitCost(op.opcode) {
                if let constant = lastConstant {
                    guard constant >= 0 else {
                        throw WasmModuleError("a negative operand of a bulk operation")
                    }
                    cost += UInt64(constant) * unit
                } else {
                    linear.append((cursor, unit))
                }
            }
            try apply(op, cost, cursor)
            lastConstant = op.opcode == Opcode.i32Const ? op.value : nil
        }
        blocks.sort { $0.start < $1.start }
    }

    /// Milligas of an instruction, or its base.
    private static func cost(_ opcode: UInt16) -> UInt64 {
        switch opcode {
        case Opcode.unreachable, Opcode.nop, Opcode.block, Opcode.loop, Opcode.else, Opcode.end,
            Opcode.return,
            Opcode.drop:
            0
        default: 4000
        }
    }

    /// Milligas a page, byte or element.
    private static func unitCost(_ opcode: UInt16) -> UInt64? {
        switch opcode {
        case Opcode.memoryGrow: 400 * 65536
        case Opcode.memoryInit, Opcode.memoryCopy, Opcode.memoryFill: 400
        case Opcode.tableInit, Opcode.tableCopy, Opcode.tableFill, Opcode.tableGrow: 400 * 8
        default: nil
        }
    }

    private mutating func begin(_ start: Int, isLoop: Bool) {
        stack.append(
            Control(lowestTarget: stack.count, active: Block(start: start, cost: 0), isLoop: isLoop))
    }

    private mutating func apply(_ op: WasmOperator, _ cost: UInt64, _ cursor: Int) throws(WasmModuleError) {
        guard !stack.isEmpty else { throw WasmModuleError("code after a function's end") }
        switch op.opcode {
        case Opcode.block:
            charge(cost)
            begin(stack[stack.count - 1].active.start, isLoop: false)
        case Opcode.if, Opcode.loop:
            charge(cost)
            begin(cursor + 1, isLoop: op.opcode == Opcode.loop)
        case Opcode.end: closeControl(cursor)
        case Opcode.else: closeBlock(cursor)
        case Opcode.br, Opcode.brIf:
            charge(cost)
            try branch(cursor, [op.value])
        case Opcode.brTable:
            // The reference's code leaves the default target out.
            charge(cost)
            try branch(cursor, op.labels.map(Int64.init))
        case Opcode.return:
            charge(cost)
            try branch(cursor, [Int64(stack.count - 1)])
        default: charge(cost)
        }
    }

    private mutating func charge(_ cost: UInt64) { stack[stack.count - 1].active.cost += cost }

    private mutating func closeControl(_ cursor: Int) {
        closeBlock(cursor)
        guard let closed = stack.popLast(), !stack.isEmpty else { return }
        let outer = stack.count - 1
        stack[outer].lowestTarget = min(stack[outer].lowestTarget, closed.lowestTarget)
        if closed.lowestTarget < stack.count { closeBlock(cursor) }
    }

    private mutating func closeBlock(_ cursor: Int) {
        let top = stack.count - 1
        let closed = stack[top].active
        stack[top].active = Block(start: cursor + 1, cost: 0)
        if top > 0, closed.start == stack[top - 1].active.start {
            stack[top - 1].active.cost += closed.cost
        } else if closed.cost > 0 {
            blocks.append(closed)
        }
    }

    private mutating func branch(_ cursor: Int, _ labels: [Int64]) throws(WasmModuleError) {
        closeBlock(cursor)
        let top = stack.count - 1
        for label in labels {
            guard label >= 0, label <= Int64(top) else { throw WasmModuleError("a label out of range") }
            let target = top - Int(label)
            if !stack[target].isLoop { stack[top].lowestTarget = min(stack[top].lowestTarget, target) }
        }
    }
}
