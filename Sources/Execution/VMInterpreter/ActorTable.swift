import Primitives

/// Actors by ID, as far as they were looked at: open addressing over an array, since every message asks for a few of
/// them many times.
///
/// The checks that accesses do not overlap are left out: no method calls out while it changes anything.
@safe
final class ActorTable {
    /// What is known of an actor.
    struct Entry {
        var actor: ActorState?
        var isDirty = false
        /// Whether the state was asked, or the actor was written: false after an actor's first change is undone.
        var isKnown = false
    }

    @exclusivity(unchecked) private var entries: [Entry] = []
    @exclusivity(unchecked) private var ids: [UInt64] = []
    /// Places of entries plus 1; 0: free. A power of two of them.
    @exclusivity(unchecked) private var slots = [Int32](repeating: 0, count: 64)

    init() {}

    /// Entries, in the order of their first use.
    var count: Int { unsafe entries.count }

    /// IDs are given out one after the other, and spread evenly by a multiplication; the top bits count.
    private func slot(of id: UInt64) -> Int {
        let bits = unsafe slots.count.trailingZeroBitCount
        return Int(truncatingIfNeeded: (id &* 0x9e37_79b9_7f4a_7c15) >> UInt64(64 - bits))
    }

    /// The place of an ID's entry.
    func find(_ id: UInt64) -> Int? {
        var slot = slot(of: id)
        while unsafe slots[slot] != 0 {
            let place = unsafe Int(slots[slot]) - 1
            if unsafe ids[place] == id { return place }
            slot = unsafe (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    /// The place of an ID's entry, made if there is none.
    func place(_ id: UInt64) -> Int {
        if let place = find(id) { return place }
        if unsafe entries.count * 2 >= slots.count { grow() }
        unsafe entries.append(Entry())
        unsafe ids.append(id)
        insert(count - 1)
        return count - 1
    }

    private func insert(_ place: Int) {
        var slot = slot(of: id(place))
        while unsafe slots[slot] != 0 { slot = unsafe (slot + 1) & (slots.count - 1) }
        unsafe slots[slot] = Int32(place + 1)
    }

    private func grow() {
        unsafe slots = [Int32](repeating: 0, count: slots.count * 4)
        for place in 0..<count { insert(place) }
    }

    func id(_ place: Int) -> UInt64 { unsafe ids[place] }
    func isKnown(_ place: Int) -> Bool { unsafe entries[place].isKnown }
    func actor(_ place: Int) -> ActorState? { unsafe entries[place].actor }

    /// What an actor owns, without a copy of all else.
    func balance(_ place: Int) -> TokenAmount? { unsafe entries[place].actor?.balance }

    /// Adds to what an actor owns.
    func add(_ place: Int, _ amount: TokenAmount) {
        unsafe entries[place].actor?.balance += amount
        unsafe entries[place].isDirty = true
    }

    func entry(_ place: Int) -> Entry { unsafe entries[place] }
    func set(_ place: Int, _ entry: Entry) { unsafe entries[place] = entry }

    /// Marks an entry as written.
    func clean(_ place: Int) { unsafe entries[place].isDirty = false }
}
