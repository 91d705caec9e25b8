/// One instruction: its opcode (0xFC00 and more for the second page), what of its immediates matters, and where it
/// stands in the module (empty for one that was put in).
struct WasmOperator {
    var opcode: UInt16
    /// Label, function, global, constant or type; what it is follows from the opcode.
    var value: Int64 = 0
    /// Labels of a br_table without the default.
    var labels: [UInt32] = []
    var source: Range<Int> = 0..<0

    init(_ opcode: UInt16, _ value: Int64 = 0) {
        self.opcode = opcode
        self.value = value
    }
}

/// Opcodes that are looked at.
enum Opcode {
    static let unreachable: UInt16 = 0x00, nop: UInt16 = 0x01, block: UInt16 = 0x02, loop: UInt16 = 0x03
    static let `if`: UInt16 = 0x04, `else`: UInt16 = 0x05, end: UInt16 = 0x0b, br: UInt16 = 0x0c
    static let brIf: UInt16 = 0x0d, brTable: UInt16 = 0x0e, `return`: UInt16 = 0x0f, call: UInt16 = 0x10
    static let callIndirect: UInt16 = 0x11, drop: UInt16 = 0x1a, select: UInt16 = 0x1b
    static let localGet: UInt16 = 0x20, localSet: UInt16 = 0x21, localTee: UInt16 = 0x22
    static let globalGet: UInt16 = 0x23, globalSet: UInt16 = 0x24
    static let tableGet: UInt16 = 0x25, tableSet: UInt16 = 0x26
    static let memorySize: UInt16 = 0x3f, memoryGrow: UInt16 = 0x40
    static let i32Const: UInt16 = 0x41, i64Const: UInt16 = 0x42
    static let i32GtU: UInt16 = 0x4b, i64LtS: UInt16 = 0x53, i32Add: UInt16 = 0x6a, i32Sub: UInt16 = 0x6b
    static let i64Sub: UInt16 = 0x7d, i64Mul: UInt16 = 0x7e, i64ExtendI32U: UInt16 = 0xad
    static let memoryInit: UInt16 = 0xfc08, dataDrop: UInt16 = 0xfc09, memoryCopy: UInt16 = 0xfc0a
    static let memoryFill: UInt16 = 0xfc0b, tableInit: UInt16 = 0xfc0c, elemDrop: UInt16 = 0xfc0d
    static let tableCopy: UInt16 = 0xfc0e, tableGrow: UInt16 = 0xfc0f, tableSize: UInt16 = 0xfc10
    static let tableFill: UInt16 = 0xfc11
    /// Type of a block that leaves nothing.
    static let emptyBlock: Int64 = -64
}

extension WasmReader {
    /// The next instruction. Those that the FVM does not take are refused.
    mutating func `operator`() throws(WasmModuleError) -> WasmOperator {
        let start = position
        var op = WasmOperator(UInt16(try byte()))
        switch op.opcode {
        case Opcode.block, Opcode.loop, Opcode.if, Opcode.i32Const, Opcode.i64Const: op.value = try s64()
        case Opcode.br, Opcode.brIf, Opcode.call, 0x20...0x26, Opcode.memorySize, Opcode.memoryGrow:
            op.value = Int64(try u32())
        case Opcode.brTable:
            for _ in 0..<(try count()) { op.labels.append(try u32()) }
            op.value = Int64(try u32())
        case Opcode.callIndirect:
            op.value = Int64(try u32())
            _ = try u32()
        case 0x28...0x3e:
            _ = try u32()
            _ = try u32()
        case 0x43: try skip(4)
        case 0x44: try skip(8)
        case 0xfc: try secondPage(&op)
        case 0x00, 0x01, 0x05, 0x0b, 0x0f, 0x1a, 0x1b, 0x45...0xc4: break
        default: throw WasmModuleError("instruction 0x\(String(op.opcode, radix: 16)) is not supported")
        }
        op.source = start..<position
        return op
    }

    private mutating func secondPage(_ op: inout WasmOperator) throws(WasmModuleError) {
        let number = try u32()
        switch number {
        case 0...7: break
        case 9, 11, 13, 15, 16, 17: _ = try u32()
        case 8, 10, 12, 14:
            _ = try u32()
            _ = try u32()
        default: throw WasmModuleError("instruction 0xfc \(number) is not supported")
        }
        op.opcode = 0xfc00 | UInt16(number)
    }
}

extension WasmWriter {
    /// An instruction that was put in; those of a module are copied from it.
    mutating func put(_ op: WasmOperator) {
        byte(UInt8(truncatingIfNeeded: op.opcode))
        switch op.opcode {
        case Opcode.if, Opcode.i32Const, Opcode.i64Const: s64(op.value)
        case Opcode.call, 0x20...0x24: u32(Int(op.value))
        default: break
        }
    }
}
