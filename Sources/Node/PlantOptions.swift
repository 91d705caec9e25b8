public import Logging
internal import Scheduler

/// What a process of a plant is told beside the configuration.
public struct PlantOptions: Sendable {
    /// OS CPUs to work on; empty: those of the configuration.
    public var cpus: [Int]
    /// Kinds of jobs to do; empty: those of the configuration; "none": no worker in this process.
    public var roles: [String]
    /// Seconds to finish running jobs when stopped; nil: they are given back at once.
    public var drainSeconds: Double?
    /// Where the API listens, in place of the configuration's port; 0: any free one.
    public var port: Int?
    /// Directory of the parameters of proofs; nil: the usual one.
    public var parameters: String?
    /// False: no SNARKs are made. For benchmarks of sizes without parameters.
    public var makesProofs: Bool
    /// Where a remote worker's storage paths answer for other machines; nil: they do not. A sealer's answer on its API.
    public var store: PlantConfiguration.Listening?
    /// Token by which other machines' stores let this one in.
    public var token: String?
    /// Authorities of other machines' certificates, PEM; nil: those of the system.
    public var authorities: String?
    /// Certificate and key that this machine shows to other machines' stores, PEM; nil: none.
    public var certificate: String?
    /// Its private key.
    public var key: String?
    /// Whether signals stop the process in order.
    public var heedsSignals: Bool
    /// Makes the logger of a part.
    public var log: @Sendable (String) -> Logger

    /// Options with the defaults.
    public init(log: @escaping @Sendable (String) -> Logger) {
        cpus = []
        roles = []
        makesProofs = true
        heedsSignals = false
        self.log = log
    }

    /// What a worker does with running jobs when it is stopped.
    var whenStopped: WorkerSettings.Stop { drainSeconds.map { .drain(seconds: $0) } ?? .giveBack }
}
