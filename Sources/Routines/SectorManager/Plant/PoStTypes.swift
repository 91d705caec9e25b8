public import Primitives
public import ProofEngine
public import Scheduler
internal import System

extension JobKind {
    /// The proof of a block's sector.
    public static let winningPoSt = JobKind(rawValue: "winning-post")
    /// The daily proof of a partition.
    public static let windowPoSt = JobKind(rawValue: "window-post")
}

extension PoStKind {
    /// The kind of its jobs.
    var job: JobKind { self == .winning ? .winningPoSt : .windowPoSt }
    /// How urgent a proof is that somebody waits for.
    var priority: JobPriority { self == .winning ? .winningPoSt : .windowPoSt }
    /// Winning proofs count challenges as api 1.0.0 does; window proofs, since FIP-0047's V1_1, as 1.2.0.
    var hasLegacyIndex: Bool { self == .winning }
    /// Seconds that there are for one: an epoch; a deadline's challenge window of 60 epochs.
    public var window: Double { self == .winning ? 30 : 1800 }

    /// Number of the RegisteredPoStProof of a size (winning V1, window V1_1); nil for sizes that no network has.
    func registeredNumber(_ size: SectorSize) -> UInt64? {
        let sizes: [UInt64] = [2 << 10, 8 << 20, 512 << 20, 32 << 30, 64 << 30]
        return sizes.firstIndex(of: size.bytes).map { UInt64($0) + (self == .winning ? 0 : 10) }
    }
}

/// Proofs of spacetime that are wanted.
public struct PoStRequest: Sendable, Hashable {
    /// Which proof.
    public var kind: PoStKind
    /// Of which sectors; empty: of all that are proven (a window proof).
    public var sectors: [SectorName]
    /// Chain randomness, 32 bytes with the two top bits of the last one clear; nil: drawn, for trials.
    public var randomness: [UInt8]?
    /// The deadline of the proving period; nil: none, a trial.
    public var deadline: Int?
    /// Seconds from now after which it is worth nothing.
    public var seconds: Double
    /// False: sectors are only read and their vanilla proofs checked; nobody is told, nothing is urgent.
    public var proves = true

    /// A request.
    public init(
        _ kind: PoStKind, sectors: [SectorName] = [], randomness: [UInt8]? = nil, deadline: Int? = nil,
        seconds: Double? = nil, proves: Bool = true
    ) {
        self.kind = kind
        self.sectors = sectors
        self.randomness = randomness
        self.deadline = deadline
        self.seconds = seconds ?? kind.window
        self.proves = proves
    }
}

/// A sector that a proof leaves out.
public struct PoStSkip: Sendable, Hashable, Codable {
    /// Which.
    public var sector: String
    /// Why.
    public var reason: String
    /// Its files are wrong or missing; false: they could not be reached.
    public var isFault: Bool
}

/// What became of a proof of spacetime.
public enum PoStState: String, Sendable, CaseIterable {
    /// Its job waits or runs.
    case proving
    /// Made, and to be handed to the chain.
    case ready
    /// Handed over.
    case sent
    /// On chain.
    case landed
    /// The chain refused it.
    case refused
    /// Sectors were read, as ordered; no proof was wanted.
    case checked
    /// There is no proof.
    case failed

    /// Nothing more will happen to it.
    public var isFinal: Bool { ![.proving, .ready, .sent].contains(self) }
}

/// A proof of spacetime as the database has it: one partition, or one winning sector.
public struct PlantPoSt: Sendable, Hashable {
    /// Its number.
    public var id: Int64
    /// Which proof.
    public var kind: PoStKind
    /// The deadline; nil: a trial.
    public var deadline: Int?
    /// The partition, counted from 0 in its order.
    public var partition: Int
    /// The partition's sectors, in the order of the proof.
    public var sectors: [SectorName]
    /// Chain randomness.
    public var randomness: [UInt8]
    /// Whether a SNARK is made.
    public var proves: Bool
    /// Database time in milliseconds after which it is worth nothing.
    public var due: Int64
    /// Its job.
    public var job: JobID?
    /// Where it is.
    public var state: PoStState
    /// The SNARK.
    public var proof: [UInt8]?
    /// Sectors that it leaves out.
    public var skipped: [PoStSkip]
    /// Why there is no proof, or why the chain refused it.
    public var reason: String?
    /// What to do about it.
    public var remedy: String?
    /// Database time in milliseconds of the order.
    public var created: Int64
    /// Of the proof, or of the failure.
    public var finished: Int64?
}

/// A proof of spacetime as the chain is told: SubmitWindowedPoSt's partition, or what a block carries.
public struct PoStSubmission: Sendable, Hashable, Codable {
    /// Its number in the plant: what makes a repetition one.
    public var post: Int64
    /// "t01000".
    public var miner: String
    /// "winning" or "window".
    public var kind: String
    /// RegisteredPoStProof's number; nil for sizes that no network has.
    public var registeredProof: UInt64?
    /// The deadline; nil: a trial.
    public var deadline: Int?
    /// The partition.
    public var partition: Int
    /// Numbers of the partition's sectors, in the order of the proof; the first good one stands in for those skipped.
    public var sectors: [UInt64]
    /// Numbers of those that are declared faulty with it.
    public var skipped: [UInt64]
    /// Chain randomness in hex.
    public var randomness: String
    /// The SNARK in hex.
    public var proof: String
}

/// Input of a proof's job: its row has the rest.
struct PoStPayload: Codable {
    var post: Int64
}

/// Output of a proof's job.
struct PoStResult: Codable {
    /// The SNARK in hex; nil: none was wanted, or no sector is left to prove.
    var proof: String?
    var skipped: [PoStSkip]
}
