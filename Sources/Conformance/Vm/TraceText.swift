internal import Primitives
internal import VMInterpreter

/// Trace events in the form of the vectors: an array each.
enum TraceText {
    static func value(_ event: TraceEvent) -> VectorValue {
        switch event {
        case .gas(let charge):
            .array([.string("gas"), .string(charge.name), number(charge.compute), number(charge.other)])
        case .call(let from, let to, let method, let params, let value, let gasLimit, let isReadOnly):
            .array([
                .string("call"), number(from), .string(to.text(.mainnet)), number(method), block(params),
                .string(value.atto.description), number(gasLimit), .bool(isReadOnly),
            ])
        case .invoke(let id, let state):
            .array([
                .string("invoke"), number(id), .string(state.code.description),
                .string(state.head.description), number(state.nonce),
                .string(state.balance.atto.description),
            ])
        case .returned(let code, let returned):
            .array([.string("return"), number(UInt64(code.rawValue)), block(returned)])
        case .failed(let number, let text):
            .array([.string("error"), self.number(UInt64(number.rawValue)), .string(text)])
        case .blockRead(let cid, let size):
            .array([.string("ipld_get"), .string(cid.description), number(UInt64(size))])
        case .blockWritten(let cid, let size):
            .array([.string("ipld_put"), .string(cid.description), number(UInt64(size))])
        case .log(let text): .array([.string("log"), .string(text)])
        }
    }

    private static func number(_ value: UInt64) -> VectorValue {
        Int64(exactly: value).map { .number($0) } ?? .string("\(value)")
    }

    private static func block(_ block: TracedBlock?) -> VectorValue {
        guard let block else { return .null }
        return .array([number(block.codec), .string(Hex.encode(block.bytes))])
    }

    /// Equal but for the text of an error, which is for people.
    static func isSame(_ expected: VectorValue, _ found: VectorValue) -> Bool {
        if case .array(let a) = expected, case .array(let b) = found, a.first == .string("error") {
            return a.prefix(2) == b.prefix(2)
        }
        return expected == found
    }

    static func text(_ value: VectorValue) -> String {
        switch value {
        case .null: "null"
        case .bool(let flag): "\(flag)"
        case .number(let number): "\(number)"
        case .string(let text): text
        case .array(let items): "[" + items.map(text).joined(separator: ", ") + "]"
        case .object(let fields):
            "{"
                + fields.sorted { $0.key < $1.key }.map { "\($0.key): \(text($0.value))" }.joined(
                    separator: ", ")
                + "}"
        }
    }
}
