/// # Beacon
///
/// The randomness beacon that blocks carry: which rounds an epoch takes, and whether entries are genuine. Start with
/// `Beacon`. It fetches nothing: entries come in blocks, or from whoever asks drand.

public import ChainTypes
internal import Keys
public import Networks
internal import Primitives

/// Why a block's beacon entries are refused.
public enum BeaconFailure: Error, Hashable, CustomStringConvertible {
    /// The parents have the epoch's round already, and still there are entries.
    case unwanted(count: Int)
    /// There is none.
    case absent
    /// The last entry is not of the round of the block's epoch.
    case lastRound(UInt64, expected: UInt64)
    /// An entry is not of the round of its epoch.
    case round(UInt64, expected: UInt64, epoch: Int64)
    /// An entry that the beacon did not make.
    case forged(round: UInt64, String)

    /// One sentence.
    public var description: String {
        switch self {
        case .unwanted(let count): "\(count) entries where the parents have the round already"
        case .absent: "no entry"
        case .lastRound(let round, let expected): "the last entry is of round \(round), not \(expected)"
        case .round(let round, let expected, let epoch):
            "an entry of round \(round) where epoch \(epoch) has round \(expected)"
        case .forged(let round, let why): "the entry of round \(round) is forged: \(why)"
        }
    }
}

/// A network's beacon.
public struct Beacon: Sendable {
    private let network: Network
    private let genesisTime: UInt64

    /// The beacon of a network whose first block is of `genesisTime`, in seconds since 1970.
    public init(_ network: Network, genesisTime: UInt64) {
        self.network = network
        self.genesisTime = genesisTime
    }

    /// The newest round that a block of an epoch may know (FIP-0063).
    public func round(at epoch: Int64) -> UInt64 { network.beaconRound(at: epoch, genesisTime: genesisTime) }

    /// The rounds that a block carries: one for each epoch from its parents' to its own, null rounds included.
    public func rounds(after parentEpoch: Int64, through epoch: Int64) -> [UInt64] {
        parentEpoch < epoch ? (parentEpoch + 1...epoch).map(round(at:)) : []
    }

    /// The entry of a round, where it can be computed: the mock's.
    public func entry(_ round: UInt64) -> BeaconEntry? {
        network.beacon == .mock ? BeaconEntry(round: round, data: Mock.data(round)) : nil
    }

    /// Checks a block's entries against the newest one before it (`beacon.ValidateBlockValues` of Lotus). All
    /// signatures are checked together.
    public func check(
        _ entries: [BeaconEntry], epoch: Int64, parentEpoch: Int64, previous: BeaconEntry
    ) throws(BeaconFailure) {
        let last = round(at: epoch)
        guard last != previous.round else {
            guard entries.isEmpty else { throw .unwanted(count: entries.count) }
            return
        }
        guard let newest = entries.last else { throw .absent }
        // The mock stands for the chained beacon of before: what follows its genesis entry is not checked, nor the
        // rounds before the last.
        if network.beacon == .mock, previous.round == 0 { return }
        guard newest.round == last else { throw .lastRound(newest.round, expected: last) }
        switch network.beacon {
        case .mock: try Mock.check(entries)
        case .quicknet:
            for (entry, epoch) in zip(entries, (parentEpoch + 1)...) {
                let expected = round(at: epoch)
                guard entry.round == expected else {
                    throw .round(entry.round, expected: expected, epoch: epoch)
                }
            }
            try Quicknet.check(entries)
        }
    }
}

/// The mock of test networks: everybody can compute it.
private enum Mock {
    static func data(_ round: UInt64) -> [UInt8] {
        Blake2b.hash((0..<8).reversed().map { UInt8(truncatingIfNeeded: round >> ($0 * 8)) })
    }

    static func check(_ entries: [BeaconEntry]) throws(BeaconFailure) {
        for entry in entries where entry.data != data(entry.round) {
            throw .forged(round: entry.round, "it is not the digest of its round")
        }
    }
}

/// drand's quicknet (scheme bls-unchained-g1-rfc9380).
private enum Quicknet {
    /// The network's key: part of its chain info, whose hash is 52db9ba7….
    static let publicKey = try? Hex.decode(
        "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c"
            + "8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb"
            + "5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a")

    static func check(_ entries: [BeaconEntry]) throws(BeaconFailure) {
        if (try? verify(entries[...])) == true { return }
        // Which one it is.
        for (index, entry) in entries.enumerated() {
            do {
                if try verify(entries[index...index]) { continue }
            } catch {
                throw .forged(round: entry.round, error.sentence)
            }
            throw .forged(round: entry.round, "drand did not sign it")
        }
    }

    private static func verify(_ entries: ArraySlice<BeaconEntry>) throws(KeyError) -> Bool {
        try Drand.verifyBatch(entries.map { ($0.data, $0.round) }, publicKey: publicKey ?? [])
    }
}
