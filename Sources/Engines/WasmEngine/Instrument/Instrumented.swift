/// A module with the stack limit and the gas counter in it. Charges and limits are the reference's; the counter is a
/// global of the module's own, charged in place instead of through a function, so that one compiled module serves all.
struct Instrumented {
    /// Values of the stack that a message's calls within one instance may take.
    static let stackLimit: Int64 = 2048
    /// Export of the gas counter; no actor has the name.
    static let gasExport = "quarry gas"
    /// Export of the start function: it must not run before the gas is set.
    static let startExport = "quarry start"
    /// Counts how modules are instrumented: part of the name of what is cached.
    static let version = 2

    /// The module to compile.
    let bytes: [UInt8]
    /// Pages of memory at the start.
    let memoryPages: Int
    /// Elements of its table; 0 without one.
    let tableElements: Int
    /// Elements of the table exported as "table".
    let exportedTableElements: Int?
    /// Whether there is a start function.
    var hasStart: Bool { parts.startFunction != nil }

    private let parts: WasmParts
    private let costs: [Int]
    /// Functions that are reached from outside, and the place of what stands in front of them.
    private let thunks: [Int: Int]
    private let heightGlobal: Int
    private let gasGlobal: Int

    init(_ module: [UInt8]) throws(WasmModuleError) {
        let parts = try WasmParts(module)
        self.parts = parts
        guard let pages = parts.memoryMinimum,
            parts.exports.contains(where: { $0.kind == 2 && $0.name == "memory" })
        else { throw WasmModuleError("the module has no memory export") }
        memoryPages = pages
        tableElements = parts.tableMinimums.first ?? 0
        exportedTableElements =
            parts.exports.contains { $0.kind == 1 && $0.name == "table" } ? parts.tableMinimums.first : nil
        var costs = [Int](repeating: 0, count: parts.importedFunctions)
        var bodies: [[WasmOperator]] = []
        for (index, body) in parts.bodies.enumerated() {
            let operators = try parts.operators(body)
            let function = parts.importedFunctions + index
            costs.append(try StackHeight.cost(function, body, operators, parts))
            bodies.append(operators)
        }
        self.costs = costs
        let reached =
            parts.exports.filter { $0.kind == 0 }.map(\.index) + parts.elements.flatMap(\.functions)
            + (parts.startFunction.map { [$0] } ?? [])
        guard reached.allSatisfy({ $0 < costs.count }) else {
            throw WasmModuleError("a function out of range")
        }
        let fronted = Set(reached).filter { costs[$0] > 0 }.sorted()
        let firstThunk = costs.count
        thunks = Dictionary(
            uniqueKeysWithValues: fronted.enumerated().map { ($1, firstThunk + $0) })
        heightGlobal = parts.globalCount
        gasGlobal = parts.globalCount + 1
        var code: [[UInt8]] = []
        let emitter = Emitter(parts: parts, costs: costs, height: Int64(heightGlobal), gas: gasGlobal)
        for (body, operators) in zip(parts.bodies, bodies) {
            let function = parts.importedFunctions + code.count
            code.append(try emitter.body(function, body.groups, emitter.limited(operators)))
        }
        for function in fronted {
            let parameters = try parts.type(ofFunction: function).parameters
            let operators =
                (0..<parameters).map { WasmOperator(Opcode.localGet, Int64($0)) }
                + emitter.limitedCall(function) + [WasmOperator(Opcode.end)]
            code.append(try emitter.body(function, [], operators))
        }
        bytes = Self.assemble(parts, code, thunks, fronted, gasGlobal)
    }

    private static func assemble(
        _ parts: WasmParts, _ code: [[UInt8]], _ thunks: [Int: Int], _ fronted: [Int], _ gasGlobal: Int
    ) -> [UInt8] {
        typealias Section = WasmParts.Section
        var writer = WasmWriter()
        writer.raw(parts.bytes[0..<8])
        func copy(_ id: UInt8) {
            if let range = parts.sections[id] { writer.section(id, Array(parts.bytes[range])) }
        }
        copy(Section.type)
        copy(Section.imports)
        writer.section(
            Section.function,
            list(
                parts.functionTypes.dropFirst(parts.importedFunctions)
                    + fronted.map { parts.functionTypes[$0] }
            ) {
                $0.u32($1)
            })
        copy(Section.table)
        copy(Section.memory)
        writer.section(Section.global, globals(parts))
        var exports = parts.exports
        exports.append(WasmParts.Export(name: gasExport, kind: 3, index: gasGlobal))
        if let start = parts.startFunction {
            exports.append(WasmParts.Export(name: startExport, kind: 0, index: start))
        }
        writer.section(
            Section.export,
            list(exports) { writer, export in
                writer.name(export.name)
                writer.byte(export.kind)
                writer.u32(export.kind == 0 ? thunks[export.index] ?? export.index : export.index)
            })
        if !parts.elements.isEmpty {
            writer.section(
                Section.element,
                list(parts.elements) { writer, element in
                    writer.raw(parts.bytes[element.head])
                    writer.u32(element.functions.count)
                    for function in element.functions { writer.u32(thunks[function] ?? function) }
                })
        }
        copy(Section.dataCount)
        writer.section(
            Section.code,
            list(code) { writer, body in
                writer.u32(body.count)
                writer.raw(body)
            })
        copy(Section.data)
        return writer.bytes
    }

    private static func list<Item>(
        _ items: some Collection<Item>, _ put: (inout WasmWriter, Item) -> Void
    ) -> [UInt8] {
        var writer = WasmWriter()
        writer.u32(items.count)
        for item in items { put(&writer, item) }
        return writer.bytes
    }

    /// A list of `count` items with more at its end.
    private static func appended(
        _ list: [UInt8], count: Int, by added: Int, _ put: (inout WasmWriter) -> Void
    ) -> [UInt8] {
        var head = WasmWriter()
        head.u32(count)
        var writer = WasmWriter()
        writer.u32(count + added)
        writer.raw(list.dropFirst(head.bytes.count))
        put(&writer)
        return writer.bytes
    }

    /// The module's globals, the stack height and the gas counter.
    private static func globals(_ parts: WasmParts) -> [UInt8] {
        let own = parts.sections[WasmParts.Section.global].map { Array(parts.bytes[$0]) } ?? [0]
        return appended(own, count: parts.globalCount, by: 2) { writer in
            writer.raw([0x7f, 1, 0x41, 0, 0x0b])
            writer.raw([0x7e, 1, 0x42, 0, 0x0b])
        }
    }
}

/// Puts limits and charges into functions.
private struct Emitter {
    let parts: WasmParts
    let costs: [Int]
    let height: Int64
    let gas: Int

    /// A call that counts the callee's stack, before and after.
    func limitedCall(_ function: Int) -> [WasmOperator] {
        let cost = Int64(costs[function])
        return [
            WasmOperator(Opcode.globalGet, height), WasmOperator(Opcode.i32Const, cost),
            WasmOperator(Opcode.i32Add), WasmOperator(Opcode.globalSet, height),
            WasmOperator(Opcode.globalGet, height),
            WasmOperator(Opcode.i32Const, Instrumented.stackLimit), WasmOperator(Opcode.i32GtU),
            WasmOperator(Opcode.if, Opcode.emptyBlock), WasmOperator(Opcode.unreachable),
            WasmOperator(Opcode.end), WasmOperator(Opcode.call, Int64(function)),
            WasmOperator(Opcode.globalGet, height), WasmOperator(Opcode.i32Const, cost),
            WasmOperator(Opcode.i32Sub), WasmOperator(Opcode.globalSet, height),
        ]
    }

    /// A function's instructions with its calls limited.
    func limited(_ operators: [WasmOperator]) throws(WasmModuleError) -> [WasmOperator] {
        var result: [WasmOperator] = []
        result.reserveCapacity(operators.count * 5 / 4)
        for op in operators {
            guard op.opcode == Opcode.call else {
                result.append(op)
                continue
            }
            guard op.value < costs.count else { throw WasmModuleError("a function out of range") }
            if costs[Int(op.value)] > 0 { result += limitedCall(Int(op.value)) } else { result.append(op) }
        }
        return result
    }

    /// A body with its charges.
    func body(
        _ function: Int, _ groups: [(count: Int, type: UInt8)], _ operators: [WasmOperator]
    ) throws(WasmModuleError) -> [UInt8] {
        let metering = try Metering(operators)
        let own = try parts.type(ofFunction: function).parameters + groups.reduce(0) { $0 + $1.count }
        let hasLinear = !metering.linear.isEmpty
        let counter = Int64(own + (hasLinear ? 1 : 0))
        var writer = WasmWriter()
        writer.u32(groups.count + (hasLinear ? 2 : 1))
        for group in groups {
            writer.u32(group.count)
            writer.byte(group.type)
        }
        if hasLinear { writer.raw([1, 0x7f]) }
        writer.raw([1, 0x7e])
        var blocks = metering.blocks[...]
        var linear = metering.linear[...]
        for (position, op) in operators.enumerated() {
            if let block = blocks.first, block.start == position {
                writer.put(WasmOperator(Opcode.i64Const, Int64(block.cost)))
                take(&writer, counter)
                blocks.removeFirst()
            }
            if let next = linear.first, next.position == position {
                writer.put(WasmOperator(Opcode.localTee, Int64(own)))
                writer.put(WasmOperator(Opcode.localGet, Int64(own)))
                writer.put(WasmOperator(Opcode.i64ExtendI32U))
                writer.put(WasmOperator(Opcode.i64Const, Int64(next.unit)))
                writer.put(WasmOperator(Opcode.i64Mul))
                take(&writer, counter)
                linear.removeFirst()
            }
            if op.source.isEmpty { writer.put(op) } else { writer.raw(parts.bytes[op.source]) }
        }
        return writer.bytes
    }

    /// Takes the i64 on the stack from the counter; traps below zero. The counter keeps what it fell to.
    private func take(_ writer: inout WasmWriter, _ local: Int64) {
        for op in [
            WasmOperator(Opcode.localSet, local), WasmOperator(Opcode.globalGet, Int64(gas)),
            WasmOperator(Opcode.localGet, local), WasmOperator(Opcode.i64Sub),
            WasmOperator(Opcode.localTee, local), WasmOperator(Opcode.globalSet, Int64(gas)),
            WasmOperator(Opcode.localGet, local), WasmOperator(Opcode.i64Const, 0),
            WasmOperator(Opcode.i64LtS),
            WasmOperator(Opcode.if, Opcode.emptyBlock), WasmOperator(Opcode.unreachable),
            WasmOperator(Opcode.end),
        ] { writer.put(op) }
    }
}
