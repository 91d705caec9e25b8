import Primitives

/// Actors by ID, as far as they were looked at: open addressing over an array, since every message asks for a few of
/// them many times.
final class ActorTable {
    /// What is known of an actor.
    struct Entry {
        var actor: ActorState?
        var isDirty = false
        /// Whether the state was asked, or the actor was written: false after an actor's first change is undone.
        var isKnown = false
    }

    /// Entries in the order of their first use.
    private(set) var entries: [Entry] = []
    private(set) var ids: [UInt64] = []
    /// Places of entries plus 1; 0: free. A power of two of them.
    private var slots = [Int32](repeating: 0, count: 64)

    init() {}

    /// IDs are given out one after the other, and spread evenly by a multiplication; the top bits count.
    private func slot(of id: UInt64) -> Int {
        Int(
            truncatingIfNeeded: (id &* 0x9e37_79b9_7f4a_7c15) >> UInt64(64 - slots.count.trailingZeroBitCount)
        )
    }

    /// The place of an ID's entry.
    func find(_ id: UInt64) -> Int? {
        var slot = slot(of: id)
        while slots[slot] != 0 {
            let place = Int(slots[slot]) - 1
            if ids[place] == id { return place }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    /// The place of an ID's entry, made if there is none.
    func place(_ id: UInt64) -> Int {
        if let place = find(id) { return place }
        if entries.count * 2 >= slots.count { grow() }
        entries.append(Entry())
        ids.append(id)
        insert(entries.count - 1)
        return entries.count - 1
    }

    private func insert(_ place: Int) {
        var slot = slot(of: ids[place])
        while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = Int32(place + 1)
    }

    private func grow() {
        slots = [Int32](repeating: 0, count: slots.count * 4)
        for place in ids.indices { insert(place) }
    }

    /// What an actor owns, without a copy of all else.
    func balance(_ place: Int) -> TokenAmount? { entries[place].actor?.balance }

    /// Adds to what an actor owns.
    func add(_ place: Int, _ amount: TokenAmount) {
        entries[place].actor?.balance += amount
        entries[place].isDirty = true
    }

    subscript(place: Int) -> Entry {
        _read { yield entries[place] }
        _modify { yield &entries[place] }
    }
}
