/// Modules put together by hand, small enough to be read.
struct WasmAssembly {
    /// A function: type, local groups, instructions without the last `end`.
    struct Function {
        var type: Int
        var locals: [(count: Int, type: UInt8)] = []
        var code: [UInt8]
    }

    static let i32: UInt8 = 0x7f
    static let i64: UInt8 = 0x7e

    var types: [(parameters: [UInt8], results: [UInt8])] = [([i32], [i32])]
    var imports: [(module: String, name: String, type: Int)] = []
    var functions: [Function] = []
    var exports: [(name: String, function: Int)] = []
    var pages = 1
    /// Elements of a table without functions in it; nil: none.
    var table: Int?
    var start: Int?
    var data: [UInt8] = []

    /// A module whose `invoke` is this code. Type 0 is that of `invoke`.
    init(_ code: [UInt8]) {
        functions = [Function(type: 0, code: code)]
        exports = [("invoke", 0)]
    }

    /// Imports a function of i32 ('i') and i64 ('I') parameters; its number. Before any function's number is used.
    mutating func add(import module: String, _ name: String, _ parameters: String) -> Int {
        types.append((parameters.map { $0 == "i" ? Self.i32 : Self.i64 }, [Self.i32]))
        imports.append((module, name, types.count - 1))
        return imports.count - 1
    }

    var bytes: [UInt8] {
        var module: [UInt8] = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]
        func section(_ id: UInt8, _ content: [UInt8]) { module += [id] + Self.u32(content.count) + content }
        func list<Item>(_ items: [Item], _ form: (Item) -> [UInt8]) -> [UInt8] {
            Self.u32(items.count) + items.flatMap(form)
        }
        section(
            1, list(types) { [0x60] + list($0.parameters) { [$0] } + list($0.results) { [$0] } })
        if !imports.isEmpty {
            section(2, list(imports) { Self.name($0.module) + Self.name($0.name) + [0] + Self.u32($0.type) })
        }
        section(3, list(functions) { Self.u32($0.type) })
        if let table { section(4, [1, 0x70, 0] + Self.u32(table)) }
        section(5, [1, 0] + Self.u32(pages))
        let offset = imports.count
        section(
            7,
            Self.u32(exports.count + 1) + Self.name("memory") + [2, 0]
                + exports.flatMap { Self.name($0.name) + [0] + Self.u32($0.function + offset) })
        if let start { section(8, Self.u32(start + offset)) }
        section(
            10,
            list(functions) { function in
                let body = list(function.locals) { Self.u32($0.count) + [$0.type] } + function.code + [0x0b]
                return Self.u32(body.count) + body
            })
        if !data.isEmpty { section(11, [1, 0, 0x41, 0, 0x0b] + Self.u32(data.count) + data) }
        return module
    }

    static func u32(_ value: Int) -> [UInt8] {
        var (rest, bytes) = (value, [UInt8]())
        repeat {
            bytes.append(UInt8(rest & 0x7f) | (rest > 0x7f ? 0x80 : 0))
            rest >>= 7
        } while rest > 0
        return bytes
    }

    static func name(_ text: String) -> [UInt8] { u32(text.utf8.count) + Array(text.utf8) }

    /// `i32.const`.
    static func const(_ value: Int32) -> [UInt8] { [0x41] + signed(Int64(value)) }
    /// `i64.const`.
    static func const64(_ value: Int64) -> [UInt8] { [0x42] + signed(value) }
    /// `call`.
    static func call(_ function: Int) -> [UInt8] { [0x10] + u32(function) }

    private static func signed(_ value: Int64) -> [UInt8] {
        var (rest, bytes) = (value, [UInt8]())
        while true {
            let byte = UInt8(truncatingIfNeeded: rest & 0x7f)
            rest >>= 7
            if rest == 0 && byte & 0x40 == 0 || rest == -1 && byte & 0x40 != 0 { return bytes + [byte] }
            bytes.append(byte | 0x80)
        }
    }
}
