import Configuration
import Primitives
public import ProofEngine
public import System

/// The command line is wrong: exit status 2.
public struct UsageError: ExplainedError {
    /// What is wrong with it.
    public let sentence: String
    /// What to write instead.
    public let remedy: String

    /// A fault, and what to write instead; without a remedy the command's help is named.
    public init(_ sentence: String, remedy: String = "") {
        self.sentence = sentence
        self.remedy = remedy
    }
}

/// A command could not do its work, for a reason of its own: exit status 1.
public struct CommandFailure: ExplainedError {
    /// What is wrong.
    public let sentence: String
    /// What to do about it.
    public let remedy: String

    /// A failure and its remedy.
    public init(_ sentence: String, remedy: String) {
        self.sentence = sentence
        self.remedy = remedy
    }
}

/// The command has printed why it did not succeed (a check that found faults): exit status 1, no further words.
public struct SilentFailure: Error {
    /// No further words.
    public init() {}
}

/// How errors end a command.
enum Failure {
    static let general: Int32 = 1
    static let usage: Int32 = 2
    static let interrupted: Int32 = 130

    static func sentence(of error: any Error) -> String {
        (error as? any ExplainedError)?.sentence ?? "\(error)"
    }

    static func remedy(of error: any Error) -> String {
        if error is ConfigurationError { return "correct that place and run the command again" }
        return (error as? any ExplainedError)?.remedy ?? ""
    }

    /// "error: <what>" and "  remedy: <how>".
    static func text(of error: any Error) -> String {
        let remedy = remedy(of: error)
        return "error: \(sentence(of: error))\n" + (remedy.isEmpty ? "" : "  remedy: \(remedy)\n")
    }
}

extension EngineError: ExplainedError {
    /// As `description`.
    public var sentence: String { description }
}
