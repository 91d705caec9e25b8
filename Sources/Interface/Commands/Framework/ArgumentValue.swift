public import Primitives

/// A type whose values can be written on the command line.
public protocol ArgumentValue: Sendable {
    /// What stands for the value in the help: "SIZE".
    static var valueName: String { get }
    /// All values, where there are few; empty otherwise.
    static var choices: [String] { get }
    /// The value that `argument` stands for; throws an error that says what is wrong with it.
    init(argument: String) throws
    /// As it would be written.
    var argumentText: String { get }
}

extension ArgumentValue {
    /// Too many to list.
    public static var choices: [String] { [] }
    /// The value's description.
    public var argumentText: String { "\(self)" }
}

extension ArgumentValue where Self: RawRepresentable & CaseIterable, RawValue == String {
    /// "NAME".
    public static var valueName: String { "NAME" }
    /// The raw values of all cases.
    public static var choices: [String] { allCases.map(\.rawValue) }
    /// The case of this raw value.
    public init(argument: String) throws {
        guard let value = Self(rawValue: argument) else {
            throw UsageError("'\(argument)' is none of \(Self.choices.joined(separator: ", "))")
        }
        self = value
    }
    /// The raw value.
    public var argumentText: String { rawValue }
}

extension String: ArgumentValue {
    /// "TEXT".
    public static var valueName: String { "TEXT" }
    /// Any text.
    public init(argument: String) { self = argument }
}

extension ArgumentValue where Self: FixedWidthInteger {
    /// "N".
    public static var valueName: String { "N" }
    /// A whole number in decimal digits.
    public init(argument: String) throws {
        guard let value = Self(argument) else {
            throw UsageError("'\(argument)' is no whole number from \(Self.min) to \(Self.max)")
        }
        self = value
    }
}

extension Int: ArgumentValue {}
extension UInt32: ArgumentValue {}
extension UInt64: ArgumentValue {}

extension ByteCount: ArgumentValue {
    /// "BYTES".
    public static var valueName: String { "BYTES" }
    /// "64GiB", "1.5 TB", "4096".
    public init(argument: String) throws {
        guard let value = ByteCount(argument) else {
            throw UsageError("'\(argument)' is no size: write 4096, 64GiB or 1.5TB")
        }
        self = value
    }
}

extension SectorSize: ArgumentValue {
    /// "SIZE".
    public static var valueName: String { "SIZE" }
    /// The names of all sizes.
    public static var choices: [String] { all.map(\.name) }
    /// "32GiB".
    public init(argument: String) throws { try self.init(argument) }
}
