public import CPlatform
internal import Glibc

/// Why a call of the engine came to nothing.
public struct EngineError: Error, Sendable, CustomStringConvertible {
    /// The closed set of causes, as in the C headers.
    public enum Kind: Int32, Sendable, CaseIterable {
        /// A size, index or combination that the contract excludes.
        case invalidArgument = 1
        /// Memory could not be had, or the limit given is below the need.
        case outOfMemory
        /// The operating system refused.
        case inputOutput
        /// Disk or quota full.
        case noSpace
        /// A needed file is not there.
        case notFound
        /// A file has the wrong size or contents.
        case corrupt
        /// Outside bytes that do not parse.
        case malformed
        /// Well-formed data that contradicts other data.
        case mismatch
        /// Not available on this machine or for this kind of proof.
        case unsupported
        /// The caller asked for a stop.
        case cancelled
    }

    /// Cause.
    public let kind: Kind
    /// What was being done: "labels", "tree-d".
    public let operation: String
    /// Names the file or field; empty if none.
    public let detail: String
    /// errno behind `inputOutput` and `noSpace`; 0 if none.
    public let systemError: Int32

    /// An error found on the Swift side of the engine.
    public init(_ kind: Kind, _ operation: String, _ detail: String, systemError: Int32 = 0) {
        self.kind = kind
        self.operation = operation
        self.detail = detail
        self.systemError = systemError
    }

    /// What to do about it.
    public var remedy: String {
        switch kind {
        case .invalidArgument: "check the arguments against the command's --help"
        case .outOfMemory: "give more memory, take fewer sectors at once, or use --layers-on-disk"
        case .inputOutput: "check the device, its permissions and that it is mounted writable, then run again"
        case .noSpace: "free space or choose another directory, then run again: finished stages are kept"
        case .notFound: "check the path; 'quarry sector check --repair' rebuilds what it can"
        case .corrupt: "run 'quarry sector check --repair' on the sector"
        case .malformed: "the file is not what it is named after, or is cut: get it again"
        case .mismatch: "files of different sectors, or changed ones: run 'quarry sector check'"
        case .unsupported: "see 'quarry hardware' for what this machine offers"
        case .cancelled: "run the same command again to go on"
        }
    }

    /// One line: operation, cause, detail, system error.
    public var description: String {
        let cause = unsafe String(cString: qr_status_text(qr_status_t(UInt32(kind.rawValue))))
        var text = "\(operation): \(cause)"
        if !detail.isEmpty { text += ": \(detail)" }
        if systemError != 0 { text += " (\(unsafe String(cString: strerror(systemError))))" }
        return text
    }

    /// Throws if `status` is a failure of a call without a job.
    static func check(
        _ status: qr_status_t, _ operation: String, detail: String
    ) throws(EngineError) {
        guard status != QR_OK else { return }
        throw EngineError(Kind(rawValue: Int32(status.rawValue)) ?? .invalidArgument, operation, detail)
    }

    /// Throws if `status` is a failure; `job` gives the detail.
    public static func check(
        _ status: qr_status_t, _ operation: String, _ job: EngineJob? = nil
    ) throws(EngineError) {
        guard status != QR_OK else { return }
        let kind = Kind(rawValue: Int32(status.rawValue)) ?? .invalidArgument
        let (detail, systemError) = job?.failure ?? ("", 0)
        throw EngineError(kind, operation, detail, systemError: systemError)
    }
}
