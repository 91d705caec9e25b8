/// What proofs of spacetime are wanted.
public struct PoStOrder: Sendable, Codable, Hashable {
    /// "window" or "winning".
    public var kind: String
    /// Sectors; nil or empty: all that are proven and in order (a window proof).
    public var sectors: [String]?
    /// Chain randomness, 64 hex digits; nil: drawn, for a trial.
    public var randomness: String?
    /// The deadline of the proving period; nil: a trial.
    public var deadline: Int?
    /// Seconds after which it is worth nothing; nil: what the chain gives, 1800 for a window and 30 for a block.
    public var within: Double?
    /// True: sectors are only read and their vanilla proofs checked.
    public var check: Bool?

    /// An order.
    public init(
        kind: String, sectors: [String]? = nil, randomness: String? = nil, deadline: Int? = nil,
        within: Double? = nil, check: Bool? = nil
    ) {
        self.kind = kind
        self.sectors = sectors
        self.randomness = randomness
        self.deadline = deadline
        self.within = within
        self.check = check
    }
}

/// A proof of spacetime as people see it: one partition, or one winning sector.
public struct PoStView: Sendable, Codable, Hashable {
    /// Its number.
    public var id: Int64
    /// "window" or "winning".
    public var kind: String
    /// The deadline; nil: a trial.
    public var deadline: Int?
    /// The partition, from 0.
    public var partition: Int
    /// Its sectors, in the order of the proof.
    public var sectors: [String]
    /// "proving", "ready", "sent", "landed", "refused", "checked", "failed".
    public var state: String
    /// Its job.
    public var job: Int64?
    /// Milliseconds since 1970 after which it is worth nothing.
    public var due: Int64
    /// Milliseconds since 1970 of the order.
    public var created: Int64
    /// Seconds from the order to the proof; nil: there is none yet.
    public var seconds: Double?
    /// Chain randomness in hex.
    public var randomness: String
    /// The SNARK in hex.
    public var proof: String?
    /// Sectors that it leaves out.
    public var skipped: [Skip]
    /// Why there is no proof.
    public var reason: String?
    /// What to do about it.
    public var remedy: String?

    /// A sector that is left out.
    public struct Skip: Sendable, Codable, Hashable {
        /// Which.
        public var sector: String
        /// Why.
        public var reason: String
        /// Declared faulty; false: it could not be reached.
        public var isFault: Bool

        /// A sector that is left out.
        public init(sector: String, reason: String, isFault: Bool) {
            self.sector = sector
            self.reason = reason
            self.isFault = isFault
        }
    }

    /// A proof.
    public init(
        id: Int64, kind: String, deadline: Int?, partition: Int, sectors: [String], state: String,
        job: Int64?, due: Int64, created: Int64, seconds: Double?, randomness: String, proof: String?,
        skipped: [Skip], reason: String?, remedy: String?
    ) {
        self.id = id
        self.kind = kind
        self.deadline = deadline
        self.partition = partition
        self.sectors = sectors
        self.state = state
        self.job = job
        self.due = due
        self.created = created
        self.seconds = seconds
        self.randomness = randomness
        self.proof = proof
        self.skipped = skipped
        self.reason = reason
        self.remedy = remedy
    }
}
