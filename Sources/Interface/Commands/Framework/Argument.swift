/// What `Argument` hides of its type.
public protocol ArgumentProtocol: Sendable {
    /// How it is written and what the help says.
    var declaration: ArgumentDeclaration { get }
    /// The value that the given texts stand for.
    func value(of texts: [String]) throws(UsageError) -> any Sendable
}

/// How an argument is written and what the help says of it.
public struct ArgumentDeclaration: Sendable {
    /// How often it may be given, and with what.
    public enum Kind: Sendable {
        case flag, value, list
    }

    /// "--sector-size", "-o,--out", or "DIR" for a positional.
    public let name: String
    /// One line.
    public let help: String
    /// What stands for the value in the help; empty for a flag.
    public var valueName = ""
    /// How often it may be given.
    public let kind: Kind
    /// Whether the command cannot do without it.
    public var isRequired = false
    /// The variable that stands in when it is not given.
    public var environment: String?
    /// Heading in the help; nil: "Options".
    public var section: String?
}

/// An argument of a command, by the type of the value that the command reads with `context[argument]`.
public struct Argument<Value: Sendable>: ArgumentProtocol {
    /// How it is written and what the help says.
    public let declaration: ArgumentDeclaration
    private let read: @Sendable ([String]) throws(UsageError) -> Value

    init(_ declaration: ArgumentDeclaration, read: @escaping @Sendable ([String]) throws(UsageError) -> Value)
    {
        self.declaration = declaration
        self.read = read
    }

    /// The value that the given texts stand for.
    public func value(of texts: [String]) throws(UsageError) -> any Sendable { try read(texts) }
}

extension Argument where Value == Bool {
    /// True if it was given.
    public static func flag(_ name: String, _ help: String, section: String? = nil) -> Argument {
        Argument(ArgumentDeclaration(name: name, help: help, kind: .flag, section: section)) { !$0.isEmpty }
    }
}

extension Argument where Value: ArgumentValue {
    /// An option that must be given.
    public static func required(_ name: String, _ help: String, environment: String? = nil) -> Argument {
        single(name, help, isRequired: true, environment: environment, default: nil)
    }

    /// An option with a value that stands in when it is not given.
    public static func option(
        _ name: String, _ help: String, default value: Value, environment: String? = nil,
        section: String? = nil
    ) -> Argument {
        single(
            name, "\(help) [default: \(value.argumentText)]", isRequired: false, environment: environment,
            section: section, default: value)
    }

    /// A word that must be there, by its place.
    public static func positional(_ name: String, _ help: String) -> Argument {
        single(name, help, isRequired: true, environment: nil, default: nil)
    }

    private static func single(
        _ name: String, _ help: String, isRequired: Bool, environment: String?, section: String? = nil,
        default value: Value?
    ) -> Argument {
        let declaration = ArgumentDeclaration(
            name: name, help: help + choices(of: Value.self), valueName: Value.valueName, kind: .value,
            isRequired: isRequired, environment: environment, section: section)
        return Argument(declaration) { texts throws(UsageError) in
            if let text = texts.last { return try parse(text, name) }
            guard let value else { throw UsageError("\(name) is required") }
            return value
        }
    }
}

extension Argument {
    /// An option that may be left out: nil then.
    public static func option<Wrapped: ArgumentValue>(
        _ name: String, _ help: String, environment: String? = nil, section: String? = nil
    ) -> Argument where Value == Wrapped? {
        optional(name, help, environment: environment, section: section)
    }

    /// A word that may be left out.
    public static func optionalPositional<Wrapped: ArgumentValue>(
        _ name: String, _ help: String
    ) -> Argument where Value == Wrapped? {
        optional(name, help, environment: nil, section: nil)
    }

    private static func optional<Wrapped: ArgumentValue>(
        _ name: String, _ help: String, environment: String?, section: String?
    ) -> Argument where Value == Wrapped? {
        let declaration = ArgumentDeclaration(
            name: name, help: help + choices(of: Wrapped.self), valueName: Wrapped.valueName, kind: .value,
            environment: environment, section: section)
        return Argument(declaration) { texts throws(UsageError) in
            guard let text = texts.last else { return nil }
            return try parse(text, name) as Wrapped
        }
    }

    /// An option that may be given again and again.
    public static func list<Element: ArgumentValue>(
        _ name: String, _ help: String
    ) -> Argument where Value == [Element] {
        several(name, help, minimum: 0)
    }

    /// All further words, at least `minimum` (0 or 1).
    public static func positionals<Element: ArgumentValue>(
        _ name: String, _ help: String, minimum: Int = 0
    ) -> Argument where Value == [Element] {
        several(name, help, minimum: minimum)
    }

    private static func several<Element: ArgumentValue>(
        _ name: String, _ help: String, minimum: Int
    ) -> Argument where Value == [Element] {
        let declaration = ArgumentDeclaration(
            name: name, help: help + choices(of: Element.self), valueName: Element.valueName, kind: .list,
            isRequired: minimum > 0)
        return Argument(declaration) { texts throws(UsageError) in
            var values: [Element] = []
            for text in texts { values.append(try parse(text, name)) }
            return values
        }
    }
}

/// " (one of: a, b)" for a type with few values.
private func choices<Value: ArgumentValue>(of type: Value.Type) -> String {
    type.choices.isEmpty ? "" : " (one of: \(type.choices.joined(separator: ", ")))"
}

private func parse<Value: ArgumentValue>(_ text: String, _ name: String) throws(UsageError) -> Value {
    do {
        return try Value(argument: text)
    } catch {
        throw UsageError("\(name): \(Failure.sentence(of: error))")
    }
}

/// The values of a command line, read once and checked.
public struct ParsedArguments: Sendable {
    private let values: [String: any Sendable]

    init(_ values: [String: any Sendable]) { self.values = values }

    /// Reads every declared argument from its texts.
    init(_ arguments: [any ArgumentProtocol], texts: (Int) -> [String]) throws(UsageError) {
        var values: [String: any Sendable] = [:]
        for (number, argument) in arguments.enumerated() {
            values[argument.declaration.name] = try argument.value(of: texts(number))
        }
        self.values = values
    }

    /// The value of an argument that the command declares.
    public subscript<Value>(_ argument: Argument<Value>) -> Value {
        guard let value = values[argument.declaration.name] as? Value else {
            preconditionFailure("\(argument.declaration.name) is not among the command's arguments")
        }
        return value
    }
}
