/// # Primitives
///
/// The values a storage provider speaks in: sector and piece sizes, commitments and their CIDs, addresses,
/// seal proof numbers. Start with `Commitment`, then `SealProofKind` and `Address`. Nothing here does I/O or
/// knows the proof engine; everything is a value that is checked when it is made.

/// Text or bytes from outside that are not what they claim to be.
public struct PrimitiveError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was being read: "sector size", "ticket".
    public let subject: String
    /// Why it was refused, and what is accepted.
    public let reason: String

    /// An error about `subject`.
    public init(_ subject: String, _ reason: String) {
        self.subject = subject
        self.reason = reason
    }

    /// One sentence for an operator.
    public var description: String { "\(subject): \(reason)" }
}
