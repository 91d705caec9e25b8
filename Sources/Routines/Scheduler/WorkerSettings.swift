internal import System

/// What a worker has and how it behaves.
public struct WorkerSettings: Sendable {
    /// Unique to a run of a process: "host/1234/1a2b3c".
    public var id: String
    /// The machine's name.
    public var host: String
    /// OS CPUs that it works on, by groups that share an L3 cache.
    public var groups: [[Int]]
    /// Cores kept for urgent kinds, on a worker that does any.
    public var reserve: Int
    /// Kinds that may use the reserved cores.
    public var urgent: Set<JobKind>
    /// Bytes of memory for jobs.
    public var memory: UInt64
    /// Most jobs of a kind at a time; kinds that are not named: as many as fit.
    public var limits: [JobKind: Int]
    /// Most jobs at a time that need no core.
    public var lightJobs: Int
    /// Places that it can reach.
    public var places: [String]
    /// Length of a lease in seconds; it is renewed each third of it.
    public var leaseSeconds: Double
    /// Seconds after which changed progress is stored, if that is before the renewal.
    public var progressSeconds: Double
    /// Seconds after which it looks for jobs though nothing told it to.
    public var pollSeconds: Double
    /// What becomes of running jobs when it is told to stop.
    public var whenStopped: Stop

    /// What becomes of running jobs when a worker stops.
    public enum Stop: Sendable, Hashable {
        /// They are cancelled and given back unharmed.
        case giveBack
        /// They are finished, for so many seconds; then they are given back.
        case drain(seconds: Double)
    }

    /// Settings with the defaults.
    public init(groups: [[Int]], memory: UInt64, reserve: Int? = nil) {
        host = Host.name
        id = Self.freshID()
        self.groups = groups
        self.memory = memory
        let count = groups.reduce(0) { $0 + $1.count }
        self.reserve = reserve ?? (count < 8 ? 0 : 1)
        urgent = [JobKind(rawValue: "winning-post"), JobKind(rawValue: "window-post")]
        limits = [:]
        lightJobs = 8
        places = []
        leaseSeconds = 30
        progressSeconds = 2
        pollSeconds = 5
        whenStopped = .giveBack
    }

    /// Names this run: machine, process, and some random digits, so that no lease of an earlier run passes for ours.
    public static func freshID() -> String {
        let digits = Randomness.bytes(4).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return "\(Host.name)/\(Host.processID)/\(digits.joined())"
    }
}
