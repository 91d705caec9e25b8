/// What a check found of one file.
public struct CheckFinding: Codable, Sendable, Equatable {
    /// How a file is.
    public enum State: String, Codable, Sendable {
        /// Derived again and equal, or led to the commitment it must.
        case verified
        /// There, but nothing is left to verify it by.
        case unverifiable
        /// Let go on purpose.
        case absent
        /// Not there, though it should be.
        case missing
        /// Not what it must be.
        case corrupt
        /// Was missing or corrupt and is right now.
        case repaired
    }

    /// Path under the sector's root.
    public let file: String
    /// How it is.
    public var state: State
    /// By what it was verified, or what is wrong with it.
    public var detail: String
    /// What it can be rebuilt from; nil if it is in order or nothing is left.
    public var rebuiltFrom: String?

    enum CodingKeys: String, CodingKey {
        case file, state, detail
        case rebuiltFrom = "can_be_rebuilt_from"
    }

    /// Whether it needs attention.
    public var isFault: Bool { state == .missing || state == .corrupt }
}

/// What a check found of a sector.
public struct CheckReport: Codable, Sendable, Equatable {
    /// "s-t01000-1".
    public let sector: String
    /// In the order of the sector's making.
    public internal(set) var findings: [CheckFinding]
    /// What concerns no single file.
    public internal(set) var remarks: [String]

    /// Whether every file is in order.
    public var isHealthy: Bool { !findings.contains(where: \.isFault) }

    /// Adds a finding; one of the same file is replaced.
    mutating func add(
        _ file: String, _ state: CheckFinding.State, _ detail: String, from source: String? = nil
    ) {
        let finding = CheckFinding(file: file, state: state, detail: detail, rebuiltFrom: source)
        if let index = findings.firstIndex(where: { $0.file == file }) {
            findings[index] = finding
        } else {
            findings.append(finding)
        }
    }
}
