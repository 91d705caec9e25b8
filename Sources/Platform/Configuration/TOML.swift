/// Configuration: TOML texts as Swift values. toml++ parses and hands over JSON, which `Codable` decodes. It must never
/// know what a setting means.

internal import CTOML
import FoundationEssentials
import System

/// Why a TOML text could not become a value.
public struct ConfigurationError: Error, Equatable, CustomStringConvertible {
    /// The file, or what the text is.
    public let source: String
    /// Where in it, from 1; nil if it is no single place.
    public let line: Int?
    /// What is wrong.
    public let reason: String

    /// "FILE:3: expected '='".
    public var description: String { source + (line.map { ":\($0)" } ?? "") + ": " + reason }
}

/// Reads TOML.
public enum TOML {
    /// The value that a TOML text describes; `source` names it in errors.
    public static func decode<Value: Decodable>(
        _ type: Value.Type, from text: String, source: String
    ) throws(ConfigurationError) -> Value {
        let json = try json(text, source: source)
        do {
            return try JSONDecoder().decode(type, from: Data(json.utf8))
        } catch let error as DecodingError {
            throw ConfigurationError(source: source, line: nil, reason: describe(error))
        } catch {
            throw ConfigurationError(source: source, line: nil, reason: "\(error)")
        }
    }

    /// The value that a TOML file describes.
    public static func decode<Value: Decodable>(_ type: Value.Type, file path: String) throws -> Value {
        try decode(type, from: File.readText(path, limit: 16 << 20), source: path)
    }

    /// The text as JSON.
    public static func json(_ text: String, source: String) throws(ConfigurationError) -> String {
        var json: UnsafeMutablePointer<CChar>?
        var message: UnsafeMutablePointer<CChar>?
        var line: UInt32 = 0
        var column: UInt32 = 0
        defer {
            unsafe quarry_toml_free(json)
            unsafe quarry_toml_free(message)
        }
        let status = unsafe quarry_toml_to_json(&json, &message, &line, &column, text, text.utf8.count)
        if status == 0, let json = unsafe json { return unsafe String(cString: json) }
        let reason = unsafe message.map { unsafe String(cString: $0) } ?? "not TOML"
        throw ConfigurationError(source: source, line: line == 0 ? nil : Int(line), reason: reason)
    }

    static func describe(_ error: DecodingError) -> String {
        func at(_ path: [any CodingKey]) -> String {
            path.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
        }
        switch error {
        case .keyNotFound(let key, let context):
            return "'\(at(context.codingPath + [key]))' is missing"
        case .typeMismatch(let type, let context):
            return "'\(at(context.codingPath))' is not of type \(type)"
        case .valueNotFound(_, let context):
            return "'\(at(context.codingPath))' has no value"
        case .dataCorrupted(let context):
            return "'\(at(context.codingPath))': \(context.debugDescription)"
        @unknown default:
            return "\(error)"
        }
    }
}
