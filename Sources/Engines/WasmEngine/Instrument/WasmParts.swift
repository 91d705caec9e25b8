/// A module taken apart as far as instrumentation needs it.
struct WasmParts {
    struct FunctionType {
        let parameters: Int
        let results: Int
    }

    struct Export {
        let name: String
        let kind: UInt8
        let index: Int
    }

    struct Body {
        /// Groups of locals as declared, and all locals together.
        let groups: [(count: Int, type: UInt8)]
        /// Where the instructions are.
        let code: Range<Int>

        var localCount: Int { groups.reduce(0) { $0 + $1.count } }
    }

    struct Element {
        /// Everything before the functions, and the functions.
        let head: Range<Int>
        let functions: [Int]
    }

    let bytes: [UInt8]
    /// Sections that are copied, by number.
    private(set) var sections: [UInt8: Range<Int>] = [:]
    private(set) var types: [FunctionType] = []
    /// Types of all functions, imported ones first.
    private(set) var functionTypes: [Int] = []
    private(set) var importedFunctions = 0
    private(set) var tableMinimums: [Int] = []
    private(set) var memoryMinimum: Int?
    private(set) var globalCount = 0
    private(set) var exports: [Export] = []
    private(set) var elements: [Element] = []
    private(set) var bodies: [Body] = []
    /// What runs before anything else.
    private(set) var startFunction: Int?

    enum Section {
        static let custom: UInt8 = 0, type: UInt8 = 1, imports: UInt8 = 2, function: UInt8 = 3,
            table: UInt8 = 4
        static let memory: UInt8 = 5, global: UInt8 = 6, export: UInt8 = 7, start: UInt8 = 8,
            element: UInt8 = 9
        static let code: UInt8 = 10, data: UInt8 = 11, dataCount: UInt8 = 12
    }

    init(_ bytes: [UInt8]) throws(WasmModuleError) {
        self.bytes = bytes
        guard bytes.count >= 8, bytes[0..<8].elementsEqual([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]) else {
            throw WasmModuleError("this is no WebAssembly module")
        }
        var reader = WasmReader(bytes, 8..<bytes.count)
        while !reader.isAtEnd {
            let id = try reader.byte()
            let count = Int(try reader.u32())
            let start = reader.position
            try reader.skip(count)
            guard id != Section.custom else { continue }
            sections[id] = start..<reader.position
            try read(id, WasmReader(bytes, start..<reader.position))
        }
        guard bodies.count == functionTypes.count - importedFunctions else {
            throw WasmModuleError("functions and their code do not match")
        }
    }

    private mutating func read(_ id: UInt8, _ reader: WasmReader) throws(WasmModuleError) {
        var reader = reader
        switch id {
        case Section.type: try readTypes(&reader)
        case Section.imports: try readImports(&reader)
        case Section.function:
            for _ in 0..<(try reader.count()) { functionTypes.append(Int(try reader.u32())) }
        case Section.table:
            for _ in 0..<(try reader.count()) {
                _ = try reader.byte()
                tableMinimums.append(Int(try reader.limits().minimum))
            }
            // The pooling allocator of the reference has one table a module, of so many elements.
            guard tableMinimums.count <= 1, (tableMinimums.first ?? 0) <= 20_000 else {
                throw WasmModuleError("more tables or elements than one of 20000")
            }
        case Section.memory:
            for _ in 0..<(try reader.count()) { memoryMinimum = Int(try reader.limits().minimum) }
        case Section.global: try readGlobals(&reader)
        case Section.export:
            for _ in 0..<(try reader.count()) {
                let name = try reader.name()
                exports.append(Export(name: name, kind: try reader.byte(), index: Int(try reader.u32())))
            }
        case Section.start:
            startFunction = Int(try reader.u32())
        case Section.element: try readElements(&reader)
        case Section.code: try readCode(&reader)
        case Section.data: try readData(&reader)
        case Section.dataCount: break
        default: throw WasmModuleError("section \(id) is not supported")
        }
    }

    private mutating func readTypes(_ reader: inout WasmReader) throws(WasmModuleError) {
        for _ in 0..<(try reader.count()) {
            guard try reader.byte() == 0x60 else { throw WasmModuleError("a type that is no function's") }
            let parameters = try reader.count()
            try reader.skip(parameters)
            let results = try reader.count()
            try reader.skip(results)
            types.append(FunctionType(parameters: parameters, results: results))
        }
    }

    private mutating func readImports(_ reader: inout WasmReader) throws(WasmModuleError) {
        for _ in 0..<(try reader.count()) {
            let name = "\(try reader.name()).\(try reader.name())"
            guard try reader.byte() == 0 else { throw WasmModuleError("import \(name) is no function") }
            functionTypes.append(Int(try reader.u32()))
            importedFunctions += 1
        }
    }

    private mutating func readGlobals(_ reader: inout WasmReader) throws(WasmModuleError) {
        globalCount = try reader.count()
        for _ in 0..<globalCount {
            try reader.skip(2)
            let op = try reader.operator()
            guard (0x41...0x44).contains(op.opcode), try reader.operator().opcode == Opcode.end else {
                throw WasmModuleError("a global that does not begin as a constant")
            }
        }
    }

    /// An offset: one i32.const.
    private func offset(_ reader: inout WasmReader) throws(WasmModuleError) {
        guard try reader.operator().opcode == Opcode.i32Const, try reader.operator().opcode == Opcode.end
        else {
            throw WasmModuleError("a segment whose offset is no constant")
        }
    }

    private mutating func readElements(_ reader: inout WasmReader) throws(WasmModuleError) {
        for _ in 0..<(try reader.count()) {
            let start = reader.position
            let flags = try reader.u32()
            guard flags < 4 else { throw WasmModuleError("elements written as expressions") }
            if flags == 2 { _ = try reader.u32() }
            if flags & 1 == 0 { try offset(&reader) }
            if flags != 0 { _ = try reader.byte() }
            let head = start..<reader.position
            var functions: [Int] = []
            for _ in 0..<(try reader.count()) { functions.append(Int(try reader.u32())) }
            elements.append(Element(head: head, functions: functions))
        }
    }

    private mutating func readCode(_ reader: inout WasmReader) throws(WasmModuleError) {
        for _ in 0..<(try reader.count()) {
            let size = Int(try reader.u32())
            let end = reader.position + size
            guard size <= reader.end - reader.position else { throw .cut }
            var groups: [(count: Int, type: UInt8)] = []
            for _ in 0..<(try reader.count()) { groups.append((Int(try reader.u32()), try reader.byte())) }
            bodies.append(Body(groups: groups, code: reader.position..<end))
            reader.position = end
        }
    }

    private func readData(_ reader: inout WasmReader) throws(WasmModuleError) {
        for _ in 0..<(try reader.count()) {
            let flags = try reader.u32()
            if flags == 2 { _ = try reader.u32() }
            if flags != 1 { try offset(&reader) }
            try reader.skip(try reader.count())
        }
    }

    func type(ofFunction index: Int) throws(WasmModuleError) -> FunctionType {
        guard index < functionTypes.count, functionTypes[index] < types.count else {
            throw WasmModuleError("function \(index) has no type")
        }
        return types[functionTypes[index]]
    }

    func operators(_ body: Body) throws(WasmModuleError) -> [WasmOperator] {
        var reader = WasmReader(bytes, body.code)
        var operators: [WasmOperator] = []
        operators.reserveCapacity(body.code.count / 2)
        while !reader.isAtEnd { operators.append(try reader.operator()) }
        return operators
    }
}
