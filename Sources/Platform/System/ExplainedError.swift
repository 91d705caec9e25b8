/// An error that a user may see: what is wrong, and what to do about it. Rooms above System give their error types this
/// face; the command line prints "error: <sentence>" and "  remedy: <remedy>".
public protocol ExplainedError: Error {
    /// What is wrong, with the file, value or stage concerned. No full stop.
    var sentence: String { get }
    /// What the user can do. Empty if nothing helps.
    var remedy: String { get }
}

extension SystemError: ExplainedError {
    /// As `description`.
    public var sentence: String { description }
}
