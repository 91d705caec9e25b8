import FoundationEssentials
import System

extension TOML {
    /// The value of `defaults`, with what the file says in its place. Settings are written in snake case
    /// (`maxWait` is `max_wait`). A setting that `defaults` does not have is an error, so that a misspelt one is
    /// not passed over.
    public static func decode<Value: Codable>(over defaults: Value, file path: String) throws -> Value {
        try decode(over: defaults, text: File.readText(path, limit: 1 << 20), source: path)
    }

    /// As above, from a text; `source` names it in errors.
    public static func decode<Value: Codable>(
        over defaults: Value, text: String, source: String
    ) throws -> Value {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        let base = try JSONDecoder().decode(JSONTree.self, from: encoder.encode(defaults))
        let given = try decode(JSONTree.self, from: text, source: source)
        let merged = try base.overlaid(with: given, at: [], source: source)
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do {
            return try decoder.decode(Value.self, from: JSONEncoder().encode(merged))
        } catch let error as DecodingError {
            throw ConfigurationError(source: source, line: nil, reason: describe(error))
        }
    }
}

/// JSON of any shape.
private enum JSONTree: Codable {
    case object([String: JSONTree])
    case array([JSONTree])
    case text(String)
    case integer(Int64)
    case number(Double)
    case truth(Bool)
    case null

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let truth = try? value.decode(Bool.self) {
            self = .truth(truth)
        } else if let integer = try? value.decode(Int64.self) {
            self = .integer(integer)
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let array = try? value.decode([JSONTree].self) {
            self = .array(array)
        } else {
            self = .object(try value.decode([String: JSONTree].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        switch self {
        case .object(let members): try value.encode(members)
        case .array(let elements): try value.encode(elements)
        case .text(let text): try value.encode(text)
        case .integer(let integer): try value.encode(integer)
        case .number(let number): try value.encode(number)
        case .truth(let truth): try value.encode(truth)
        case .null: try value.encodeNil()
        }
    }

    func overlaid(with other: JSONTree, at path: [String], source: String) throws -> JSONTree {
        guard case .object(var members) = self else { return other }
        let place = path.joined(separator: ".")
        guard case .object(let given) = other else {
            throw ConfigurationError(source: source, line: nil, reason: "'\(place)' must be a table")
        }
        for (name, value) in given {
            guard let known = members[name] else {
                let choices = members.keys.sorted().joined(separator: ", ")
                let full = (path + [name]).joined(separator: ".")
                throw ConfigurationError(
                    source: source, line: nil, reason: "'\(full)' is no setting; there are \(choices)")
            }
            members[name] = try known.overlaid(with: value, at: path + [name], source: source)
        }
        return .object(members)
    }
}
