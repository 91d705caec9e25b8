public import ProofEngine

/// What a stage's work is counted in.
public enum StageUnit: String, Sendable {
    /// Bytes of sector data.
    case bytes
    /// Labels.
    case labels
    /// Poseidon hashes.
    case hashes
    /// Nodes of 32 bytes.
    case nodes
    /// Steps of no fixed size.
    case steps
}

/// A stage as it is announced.
public struct StageInfo: Sendable {
    /// "labels", "replica and trees".
    public let name: String
    /// "s-t01000-1", or "16 sectors".
    public let subject: String
    /// What `job.done` counts.
    public let unit: StageUnit

    init(_ name: String, _ subject: String, _ unit: StageUnit) {
        self.name = name
        self.subject = subject
        self.unit = unit
    }
}

/// Hears of stages while they run, and of what is worth a line.
public protocol StageObserver: Sendable {
    /// Runs `body`, a stage whose progress `job` tells.
    func stage<Value: Sendable>(
        _ info: StageInfo, job: EngineJob, _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value
    /// One line for whoever watches: where a run goes on, what was rebuilt.
    func note(_ text: String)
    /// Throws if the work may not go on: called before files get their names. Called on any thread.
    func permit() throws
}

extension StageObserver {
    /// Work may always go on.
    public func permit() throws {}
}

/// Shows nothing.
public struct SilentObserver: StageObserver {
    /// Shows nothing.
    public init() {}

    /// Runs `body`.
    public func stage<Value: Sendable>(
        _ info: StageInfo, job: EngineJob, _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value { try await body() }

    /// Says nothing.
    public func note(_ text: String) {}
}
