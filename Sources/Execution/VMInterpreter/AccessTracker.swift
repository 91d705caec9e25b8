import Primitives

/// Which actors and addresses a message has paid for. Forgotten again when a call is rolled back.
struct AccessTracker {
    enum Access: Int, Comparable {
        case none, read, updated
        static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
    }

    private var actors: [UInt64: Access] = [:]
    private var actorHistory: [(id: UInt64, old: Access)] = []
    private var addresses: Set<Address> = []
    private var addressHistory: [Address] = []
    private var layers: [(actors: Int, addresses: Int)] = []

    init() {
        for id in PriceList.preloadedActors { actors[id] = .updated }
    }

    func access(_ id: UInt64) -> Access { actors[id] ?? .none }
    func knows(_ address: Address) -> Bool { address.kind == .id || addresses.contains(address) }

    mutating func recordRead(_ id: UInt64) {
        if access(id) == .none { set(id, .read) }
    }

    mutating func recordUpdate(_ id: UInt64) { set(id, .updated) }

    private mutating func set(_ id: UInt64, _ access: Access) {
        if !layers.isEmpty { actorHistory.append((id, self.access(id))) }
        actors[id] = access
    }

    mutating func recordLookup(_ address: Address) {
        guard address.kind != .id, addresses.insert(address).inserted, !layers.isEmpty else { return }
        addressHistory.append(address)
    }

    mutating func begin() { layers.append((actorHistory.count, addressHistory.count)) }

    mutating func end(revert: Bool) {
        guard let layer = layers.popLast(), revert else { return }
        while actorHistory.count > layer.actors, let change = actorHistory.popLast() {
            actors[change.id] = change.old
        }
        while addressHistory.count > layer.addresses, let address = addressHistory.popLast() {
            addresses.remove(address)
        }
    }
}
