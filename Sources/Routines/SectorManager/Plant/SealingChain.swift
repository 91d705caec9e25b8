public import Primitives

/// Sealing randomness.
public struct SealTicket: Sendable, Hashable, Codable {
    /// 32 bytes.
    public var randomness: [UInt8]
    /// The epoch it was drawn at.
    public var epoch: Int64
    /// Database time in milliseconds after which a pre-commit with it is refused; nil: never.
    public var expires: Int64?

    /// A ticket.
    public init(randomness: [UInt8], epoch: Int64, expires: Int64? = nil) {
        self.randomness = randomness
        self.epoch = epoch
        self.expires = expires
    }
}

/// Interactive randomness.
public struct SealSeed: Sendable, Hashable, Codable {
    /// 32 bytes.
    public var randomness: [UInt8]
    /// The epoch it was drawn at.
    public var epoch: Int64

    /// A seed.
    public init(randomness: [UInt8], epoch: Int64) {
        self.randomness = randomness
        self.epoch = epoch
    }
}

/// What the chain is told of a sector: once a sector and kind.
public struct SealingMessage: Sendable, Hashable, Codable {
    /// What it says.
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// "It is sealed so."
        case preCommit = "pre-commit"
        /// "Here is the proof."
        case proveCommit = "prove-commit"
        /// "It has new data; here is the proof."
        case replicaUpdate = "replica-update"
    }

    /// Which sector.
    public var sector: String
    /// What it says.
    public var kind: Kind
    /// RegisteredSealProof's number; nil for sizes that no network has.
    public var proof: UInt64?
    /// CID of the replica.
    public var sealedCID: String
    /// CID of the data.
    public var unsealedCID: String
    /// Epoch of the ticket.
    public var ticketEpoch: Int64?
    /// Epoch of the seed; nil for a pre-commit.
    public var seedEpoch: Int64?
    /// The SNARK in hex; nil for a pre-commit.
    public var snark: String?
    /// Pieces of clients: CommP and padded size.
    public var pieces: [Piece]

    /// A piece as the chain is told.
    public struct Piece: Sendable, Hashable, Codable {
        /// CommP's CID.
        public var cid: String
        /// Bytes after padding.
        public var padded: UInt64

        /// A piece.
        public init(cid: String, padded: UInt64) {
            self.cid = cid
            self.padded = padded
        }
    }
}

/// What became of a message.
public enum MessageOutcome: Sendable, Hashable {
    /// Not on chain yet: ask again after so many seconds.
    case pending(seconds: Double)
    /// On chain.
    case landed
    /// Refused for good.
    case refused(reason: String)
}

/// What the plant needs of a chain. Calls are repeated after any failure and by several processes at once: each must
/// have its effect once. An error that is thrown is a passing one: the plant asks again later.
public protocol SealingChain: Sendable {
    /// Sealing randomness for a sector.
    func ticket(_ sector: SectorName) async throws -> SealTicket
    /// Takes a message, or recognises one that it has.
    func submit(_ message: SealingMessage) async throws
    /// What became of it.
    func outcome(_ sector: SectorName, _ kind: SealingMessage.Kind) async throws -> MessageOutcome
    /// Takes a proof of spacetime (a window's for a message, a winning one for a block), or recognises one that it has.
    func submit(_ proof: PoStSubmission) async throws
    /// What became of the plant's proof of this number.
    func outcome(proof: Int64) async throws -> MessageOutcome
    /// Interactive randomness of a pre-committed sector; nil: not yet, ask again in about `retrySeconds`.
    func seed(_ sector: SectorName) async throws -> SealSeed?
    /// Seconds between two questions for what is not there yet.
    var retrySeconds: Double { get }
}
