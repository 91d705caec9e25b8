public import Primitives

/// The checks that a block must pass, in the order a node makes them: cheapest first, and those that need the state
/// after the parents last. `docs/consensus.md` has the source of each.
public enum BlockCheck: String, Sendable, CaseIterable {
    // Of a tipset.
    case equalBeaconEntries = "equal beacon entries"
    case equivocation = "equivocation"
    // Of a header by itself.
    case sanity = "block sanity"
    // Of a header and its parents.
    case parents = "parents"
    case height = "height"
    case timestamp = "timestamp"
    case clockDrift = "clock drift"
    case lookback = "look-back"
    case latestBeaconEntry = "latest beacon entry"
    case parentWeight = "parent weight"
    case workerKey = "worker key"
    // Of what only the miner can make.
    case minerExists = "miner exists"
    case winClaim = "win claim"
    case ticket = "ticket VRF"
    case signature = "block signature"
    case electionProof = "election VRF"
    case beaconValues = "beacon values"
    case eligibility = "miner eligibility"
    case winCount = "win count"
    case winningPoSt = "winning PoSt"
    // Of messages by themselves.
    case messageCount = "message count"
    case messageRoots = "message roots"
    case messageSyntax = "message syntax"
    case blockGas = "block gas limit"
    case signatureKind = "message signature kind"
    // Of what the parents come to.
    case baseFee = "base fee"
    case stateRoot = "state root"
    case receiptsRoot = "receipts root"
    // Of messages on that state.
    case sender = "message sender"
    case nonce = "message nonce"
    case blsAggregate = "BLS aggregate"
    case messageSignature = "message signature"
}

/// A check that a block did not pass.
public struct CheckFailure: Error, Hashable, CustomStringConvertible {
    /// Which.
    public let check: BlockCheck
    /// The block; nil where it is the tipset's.
    public let block: CID?
    /// The facts.
    public let reason: String

    /// "timestamp: 5, where 30 must be (block bafy…)".
    public var description: String {
        "\(check.rawValue): \(reason)" + (block.map { " (block \($0))" } ?? "")
    }
}

/// Why a tipset is refused: at least one check that failed, in the order of `BlockCheck`.
public struct TipsetRefusal: Error, Hashable, CustomStringConvertible {
    /// The checks that failed.
    public let failures: [CheckFailure]

    /// Whether time alone may heal it: the block is from the future.
    public var isTemporal: Bool { failures.allSatisfy { $0.check == .clockDrift } }

    /// One line a check.
    public var description: String { failures.map(\.description).joined(separator: "\n") }
}

/// Thrown by a check that fails: the facts.
struct Refused: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }
}
