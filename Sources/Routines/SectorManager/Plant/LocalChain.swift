public import Database
public import Primitives
internal import ProofEngine
internal import System

/// A chain without a network, for private plants and trials: tickets and seeds follow from a secret and the sector's
/// name, messages stay in the plant's database, where each lands as soon as it is sent.
public struct LocalChain: SealingChain {
    private let database: any Database
    private let secret: String
    private let seedDelay: Double
    /// Seconds between two questions.
    public let retrySeconds: Double

    /// A chain over the plant's database. `seedDelay`: seconds between a pre-commit and its seed.
    public init(database: any Database, secret: String, seedDelay: Double) {
        self.database = database
        self.secret = secret
        self.seedDelay = seedDelay
        retrySeconds = max(0.05, min(seedDelay, 1))
    }

    /// The ticket of a sector, always the same one.
    public func ticket(_ sector: SectorName) async throws -> SealTicket {
        SealTicket(randomness: randomness("ticket", sector), epoch: Int64(clamping: sector.number))
    }

    /// The messages of a plant are in its database already, once a sector and kind.
    public func submit(_ message: SealingMessage) async throws {}

    /// Landed once it was sent.
    public func outcome(_ sector: SectorName, _ kind: SealingMessage.Kind) async throws -> MessageOutcome {
        try await age(sector, kind) == nil ? .pending(seconds: retrySeconds) : .landed
    }

    /// Proofs are in the plant's database already.
    public func submit(_ proof: PoStSubmission) async throws {}

    /// Landed: it was handed over.
    public func outcome(proof: Int64) async throws -> MessageOutcome { .landed }

    /// There `seedDelay` after the pre-commit.
    public func seed(_ sector: SectorName) async throws -> SealSeed? {
        guard let age = try await age(sector, .preCommit), age >= seedDelay else { return nil }
        return SealSeed(randomness: randomness("seed", sector), epoch: Int64(clamping: sector.number) + 150)
    }

    /// Seconds since a message was sent; nil: it was not.
    private func age(_ sector: SectorName, _ kind: SealingMessage.Kind) async throws -> Double? {
        try await database.read { session in
            let rows = try session.query(
                "SELECT \(session.dialect.now) - sent FROM messages WHERE sector = ? AND kind = ?",
                [.text("\(sector)"), .text(kind.rawValue)])
            return try rows.first?.optionalInt64(0).map { Double($0) / 1000 }
        }
    }

    /// 32 bytes that are a field element: the chain's randomness has its two highest bits cleared for proofs.
    private func randomness(_ purpose: String, _ sector: SectorName) -> [UInt8] {
        var bytes = SHA256Digest.hash(Array("quarry:local-chain:\(secret):\(purpose):\(sector)".utf8))
        bytes[31] &= 0x3f
        return bytes
    }
}
