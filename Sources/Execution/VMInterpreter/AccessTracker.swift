import Primitives

/// Which actors and addresses a message has paid for. Forgotten again when a call is rolled back.
@safe
final class AccessTracker {
    enum Access: Int, Comparable {
        case none, read, updated
        static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
    }

    /// How much had been paid for at some moment.
    struct Mark {
        fileprivate let actors: Int
        fileprivate let addresses: Int
    }

    // Nothing here calls out while one of these changes.
    @exclusivity(unchecked) private var actors = SmallMap<UInt64, Access>()
    @exclusivity(unchecked) private var actorHistory: [(id: UInt64, old: Access)] = []
    @exclusivity(unchecked) private var addresses = SmallMap<Address, Bool>()
    @exclusivity(unchecked) private var addressHistory: [Address] = []

    /// A bit for each actor that costs nothing; all have small numbers.
    private static let preloaded = PriceList.preloadedActors.reduce(UInt128(0)) { $0 | 1 << UInt128($1) }

    init() {}

    func access(_ id: UInt64) -> Access {
        if id < 128, Self.preloaded >> UInt128(id) & 1 == 1 { return .updated }
        return unsafe actors[id] ?? .none
    }

    func knows(_ address: Address) -> Bool {
        unsafe address.kind == .id || addresses[address] == true
    }

    func recordRead(_ id: UInt64) {
        if access(id) == .none { set(id, .read) }
    }

    func recordUpdate(_ id: UInt64) {
        if access(id) != .updated { set(id, .updated) }
    }

    private func set(_ id: UInt64, _ access: Access) {
        let old = unsafe actors.set(id, access) ?? .none
        unsafe actorHistory.append((id, old))
    }

    func recordLookup(_ address: Address) {
        guard !knows(address) else { return }
        unsafe addresses.set(address, true)
        unsafe addressHistory.append(address)
    }

    var mark: Mark { unsafe Mark(actors: actorHistory.count, addresses: addressHistory.count) }

    /// Forgets what was paid for since the mark.
    func revert(to mark: Mark) {
        while unsafe actorHistory.count > mark.actors, let change = unsafe actorHistory.popLast() {
            unsafe actors.set(change.id, change.old)
        }
        while unsafe addressHistory.count > mark.addresses, let address = unsafe addressHistory.popLast() {
            unsafe addresses.set(address, false)
        }
    }
}
