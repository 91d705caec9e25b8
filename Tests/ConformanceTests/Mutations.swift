import System

@testable import Conformance

/// A value of a document that is no list and no object, and where it is.
struct Leaf {
    enum Step: Equatable {
        case name(String)
        case place(Int)
    }

    let path: [Step]
    let value: VectorValue

    /// "cases[3].proof".
    var text: String {
        path.reduce("") { text, step in
            switch step {
            case .name(let name): text.isEmpty ? name : "\(text).\(name)"
            case .place(let place): "\(text)[\(place)]"
            }
        }
    }

    /// The last name on the way to it: "proof".
    var name: String {
        path.reduce("") { found, step in
            if case .name(let name) = step { name } else { found }
        }
    }

    /// Leaves of a value. Of lists longer than `most` only the first and the last elements.
    static func all(of value: VectorValue, most: Int, path: [Step] = []) -> [Leaf] {
        switch value {
        case .null: return []
        case .object(let fields):
            return fields.sorted { $0.key < $1.key }
                .flatMap { all(of: $0.value, most: most, path: path + [.name($0.key)]) }
        case .array(let list):
            let places = list.count <= most ? Array(list.indices) : [0, list.count - 1]
            return places.flatMap { all(of: list[$0], most: most, path: path + [.place($0)]) }
        default: return [Leaf(path: path, value: value)]
        }
    }

    /// Something else of the same type: one bit of one digit in the middle, one more, or the opposite.
    var changed: VectorValue {
        switch value {
        case .number(let number): return .number(number + 1)
        case .bool(let flag): return .bool(!flag)
        case .string(let text):
            var digits = Array(text.utf8)
            let middle = digits.count / 2
            let isHex = digits.count >= 2 && digits.count.isMultiple(of: 2) && text.allSatisfy(\.isHexDigit)
            guard isHex else { return .string(text + "!") }
            // 0 and 1, 2 and 3 … 8 and 9; a and b, c and d, e and f differ by a bit each way.
            let isLetter = digits[middle] >= UInt8(ascii: "a")
            digits[middle] = isLetter ? ((digits[middle] - 1) ^ 1) + 1 : digits[middle] ^ 1
            return .string(String(decoding: digits, as: UTF8.self))
        default: return value
        }
    }

    /// The value with this leaf changed.
    func applied(to value: VectorValue) -> VectorValue { Self.replace(value, path[...], changed) }

    private static func replace(
        _ value: VectorValue, _ path: ArraySlice<Step>, _ new: VectorValue
    ) -> VectorValue {
        switch (value, path.first) {
        case (_, nil): return new
        case (.object(var fields), .name(let name)?):
            fields[name] = fields[name].map { replace($0, path.dropFirst(), new) }
            return .object(fields)
        case (.array(var list), .place(let place)?):
            list[place] = replace(list[place], path.dropFirst(), new)
            return .array(list)
        default: return value
        }
    }
}

/// Changes leaves of documents one by one, and collects those whose change nobody noticed.
struct MutationRun {
    let conformance: Conformance
    /// File that the documents come from: what they name lies beside it.
    let file: String
    private(set) var unnoticed: [String] = []
    private(set) var changes = 0

    init(_ conformance: Conformance, _ file: String) {
        self.conformance = conformance
        self.file = file
    }

    /// Whether a document holds in every value.
    func holds(_ document: VectorValue) async throws -> Bool {
        guard case .object(let fields) = document else { return false }
        do {
            let report = try await conformance.checkDocument(
                VectorRecord(fields), Tally(file, progress: { _, _ in }))
            return report.map { $0.firstDifference == nil && $0.total > 0 } ?? false
        } catch {
            return false
        }
    }

    /// Changes every leaf below `part` that is not left out; `document` puts the changed part into its place.
    mutating func change(
        _ part: VectorValue, at place: String, most: Int = 3, leavingOut: (Leaf) -> Bool,
        document: (VectorValue) -> VectorValue
    ) async throws {
        for leaf in Leaf.all(of: part, most: most) where !leavingOut(leaf) {
            changes += 1
            if try await holds(document(leaf.applied(to: part))) {
                unnoticed.append("\(place)\(leaf.text): \(leaf.value) -> \(leaf.changed)")
            }
        }
    }
}
