public import ChainTypes
import Keys
import Networks
import Primitives

/// Randomness that the chain holds (specification, "Randomness"; network version 14 and later). All three are digests;
/// what is drawn from them adds a tag, the epoch and entropy.
extension ChainView {
    /// BLAKE2b-256 of the ticket at an epoch of the chain under `base`; where the epoch is null, of the first one after
    /// it. Epochs before the first count as the first.
    public func ticketRandomness(_ epoch: Int64, on base: Tipset) throws -> [UInt8] {
        let tipset = try randomnessTipset(epoch, on: base)
        return tipset.minTicketBlock.ticket?.digest ?? Blake2b.hash([])
    }

    /// BLAKE2b-256 of the beacon's entry for an epoch.
    public func beaconRandomness(_ epoch: Int64, on base: Tipset) throws -> [UInt8] {
        Blake2b.hash(try beaconEntry(epoch, on: base).data)
    }

    /// The beacon's entry for an epoch: in the first tipset at or after it, else in one of the twenty before that.
    public func beaconEntry(_ epoch: Int64, on base: Tipset) throws -> BeaconEntry {
        var tipset = try randomnessTipset(epoch, on: base)
        guard epoch >= 0 else { return try latestBeaconEntry(tipset) }
        let round = network.beaconRound(at: epoch, genesisTime: genesis.timestamp)
        for _ in 0..<beaconSearch {
            if let entry = tipset.blocks[0].beaconEntries.first(where: { $0.round == round }) { return entry }
            tipset = try self.tipset(TipsetKey(tipset.blocks[0].parents))
        }
        throw RandomnessError.noEntry(round: round, epoch: epoch)
    }

    /// The newest entry in a tipset, or where it has none, in one of the twenty before it.
    public func latestBeaconEntry(_ tipset: Tipset) throws -> BeaconEntry {
        var tipset = tipset
        for _ in 0..<beaconSearch {
            if let entry = tipset.blocks[0].beaconEntries.last { return entry }
            guard tipset.height > 0 else { break }
            tipset = try self.tipset(TipsetKey(tipset.blocks[0].parents))
        }
        throw RandomnessError.noLatestEntry(tipset.height)
    }

    private func randomnessTipset(_ epoch: Int64, on base: Tipset) throws -> Tipset {
        guard epoch <= base.height else { throw RandomnessError.future(epoch, base: base.height) }
        return try tipset(at: max(0, epoch), on: base, before: false)
    }

    private var beaconSearch: Int { 20 }
}

/// Why there is no randomness.
public enum RandomnessError: Error, Hashable, CustomStringConvertible {
    /// It is asked for an epoch that is not yet.
    case future(Int64, base: Int64)
    /// No tipset near has the entry.
    case noEntry(round: UInt64, epoch: Int64)
    /// No tipset near has any entry.
    case noLatestEntry(Int64)

    /// One sentence.
    public var description: String {
        switch self {
        case .future(let epoch, let base): "randomness of epoch \(epoch), but the chain ends at \(base)"
        case .noEntry(let round, let epoch):
            "the beacon's round \(round), of epoch \(epoch), is in no tipset near it"
        case .noLatestEntry(let height):
            "there is no beacon entry within twenty tipsets before epoch \(height)"
        }
    }
}
