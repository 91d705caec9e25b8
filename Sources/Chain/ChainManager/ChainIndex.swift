import Blockstore
import ChainTypes
import ChainVerifier
import IPLD
import Primitives

/// What the store knows beside blocks: the head, which tipsets are on its chain, and what executing them came to.
struct ChainIndex: Sendable {
    let store: SQLiteBlockstore

    private enum Kind: UInt8 { case height = 1, state, name, valid }

    private func key(_ kind: Kind, _ rest: [UInt8]) -> [UInt8] { [kind.rawValue] + rest }
    private func key(height: Int64) -> [UInt8] {
        key(.height, (0..<8).reversed().map { UInt8(truncatingIfNeeded: height >> ($0 * 8)) })
    }

    // MARK: Heads

    func named(_ name: String) throws -> [UInt8]? { try store.note(key(.name, Array(name.utf8))) }
    func setNamed(_ name: String, _ value: [UInt8]) throws {
        try store.setNote(key(.name, Array(name.utf8)), value)
    }

    // MARK: The chain of the head

    func tipset(at height: Int64) throws -> TipsetKey? {
        try store.note(key(height: height)).map { try TipsetKey(bytes: $0) }
    }

    func setTipset(at height: Int64, _ tipset: TipsetKey) throws {
        try store.setNote(key(height: height), tipset.bytes)
    }

    /// The nearest tipset at or before, or at or after a height.
    func nearest(_ height: Int64, before: Bool) throws -> TipsetKey? {
        let found =
            before
            ? try store.notes(from: key(height: 0), through: key(height: height), isReversed: true, limit: 1)
            : try store.notes(from: key(height: height), through: key(height: .max), limit: 1)
        return try found.first.map { try TipsetKey(bytes: $0.value) }
    }

    /// Forgets the tipsets above a height.
    func removeTipsets(above height: Int64) throws {
        try store.removeNotes(from: key(height: height + 1), through: key(height: .max))
    }

    /// All tipsets from one height to another.
    func tipsets(from first: Int64, through last: Int64) throws -> [TipsetKey] {
        guard first <= last else { return [] }
        return try store.notes(from: key(height: max(0, first)), through: key(height: last)).map {
            try TipsetKey(bytes: $0.value)
        }
    }

    // MARK: States

    func state(after tipset: TipsetKey) throws -> TipsetState? {
        guard let note = try store.note(key(.state, tipset.cid.bytes)) else { return nil }
        var rest = note[...]
        return TipsetState(root: try CID(reading: &rest), receipts: try CID(reading: &rest))
    }

    func setState(after tipset: TipsetKey, _ state: TipsetState) throws {
        try store.setNote(key(.state, tipset.cid.bytes), state.root.bytes + state.receipts.bytes)
    }

    // MARK: Verdicts

    /// Whether the tipset was validated before, and taken.
    func isValid(_ tipset: TipsetKey) throws -> Bool { try store.note(key(.valid, tipset.cid.bytes)) != nil }

    func setValid(_ tipset: TipsetKey) throws { try store.setNote(key(.valid, tipset.cid.bytes), [1]) }
}
