internal import Foundation
internal import Primitives
internal import System

/// A JSON value of a vector file.
public indirect enum VectorValue: Sendable, Equatable, Decodable {
    case null
    case bool(Bool)
    case number(Int64)
    case string(String)
    case array([VectorValue])
    case object([String: VectorValue])

    /// Any JSON value whose numbers are integers.
    public init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let text = try? value.decode(String.self) {
            self = .string(text)
        } else if let number = try? value.decode(Int64.self) {
            self = .number(number)
        } else if let number = try? value.decode(UInt64.self) {
            // Beyond a signed number: as its digits.
            self = .string("\(number)")
        } else if let flag = try? value.decode(Bool.self) {
            self = .bool(flag)
        } else if let list = try? value.decode([VectorValue].self) {
            self = .array(list)
        } else {
            self = .object(try value.decode([String: VectorValue].self))
        }
    }
}

/// A line of a vector file: an object with typed access that says which field is missing.
struct VectorRecord: Sendable {
    let fields: [String: VectorValue]

    init(_ fields: [String: VectorValue]) { self.fields = fields }

    init(parsing line: Substring) throws {
        let value = try JSONDecoder().decode(VectorValue.self, from: Data(line.utf8))
        guard case .object(let fields) = value else { throw VectorError("a line is not an object") }
        self.fields = fields
    }

    /// A whole file; nil if it is no JSON object.
    init?(document file: String) throws {
        let value = try JSONDecoder().decode(VectorValue.self, from: Data(File.read(file)))
        guard case .object(let fields) = value else { return nil }
        self.fields = fields
    }

    func has(_ name: String) -> Bool { fields[name] != nil && fields[name] != .null }

    func text(_ name: String) throws -> String {
        guard case .string(let text)? = fields[name] else { throw VectorError("no text field \"\(name)\"") }
        return text
    }

    func number(_ name: String) throws -> UInt64 {
        guard case .number(let number)? = fields[name], number >= 0 else {
            throw VectorError("no number field \"\(name)\"")
        }
        return UInt64(number)
    }

    func integer(_ name: String) throws -> Int64 {
        guard case .number(let number)? = fields[name] else {
            throw VectorError("no number field \"\(name)\"")
        }
        return number
    }

    func value(_ name: String) throws -> VectorValue {
        guard let value = fields[name] else { throw VectorError("no field \"\(name)\"") }
        return value
    }

    func flag(_ name: String) throws -> Bool {
        guard case .bool(let flag)? = fields[name] else { throw VectorError("no true or false \"\(name)\"") }
        return flag
    }

    /// Bytes of a known number, for C functions that count on it.
    func bytes(_ name: String, count: Int) throws -> [UInt8] {
        try Hex.decode(text(name), count: count, subject: name)
    }

    func bytes(_ name: String) throws -> [UInt8] { try Hex.decode(text(name), subject: name) }

    func commitment(_ name: String) throws -> Commitment { try Commitment(hex: text(name)) }

    func records(_ name: String) throws -> [VectorRecord] {
        try list(name).map {
            guard case .object(let fields) = $0 else { throw VectorError("\"\(name)\" has an odd element") }
            return VectorRecord(fields)
        }
    }

    func numbers(_ name: String) throws -> [UInt64] { try list(name).map { try $0.unsigned(name) } }

    func texts(_ name: String) throws -> [String] {
        try list(name).map {
            guard case .string(let text) = $0 else { throw VectorError("\"\(name)\" has an odd element") }
            return text
        }
    }

    func list(_ name: String) throws -> [VectorValue] {
        guard case .array(let list)? = fields[name] else { throw VectorError("no list field \"\(name)\"") }
        return list
    }

    func record(_ name: String) throws -> VectorRecord {
        guard case .object(let fields)? = fields[name] else { throw VectorError("no object \"\(name)\"") }
        return VectorRecord(fields)
    }
}

extension VectorValue {
    func unsigned(_ name: String) throws -> UInt64 {
        guard case .number(let number) = self, number >= 0 else {
            throw VectorError("\"\(name)\" has an element that is no number")
        }
        return UInt64(number)
    }
}

/// A vector file that cannot be used: what is wrong with it.
struct VectorError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
