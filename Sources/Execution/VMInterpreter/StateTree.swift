public import IPLD
public import Primitives

/// All actors by ID: a HAMT under a root `[5, actors, info]`, with changes kept in memory until `flush`, and undone by
/// transactions that are rolled back.
public final class StateTree {
    /// A moment that changes can be undone to.
    struct Mark {
        fileprivate let actors: Int
        fileprivate let addresses: Int
    }

    /// The blocks of the state.
    let store: any Blockstore
    private let actors: HAMT
    private let info: CID
    private let table = ActorTable()
    // Nothing here calls out while one of these changes.
    @exclusivity(unchecked) private var tableHistory: [(place: Int, old: ActorTable.Entry)] = []
    @exclusivity(unchecked) private var resolved: [Address: UInt64] = [:]
    @exclusivity(unchecked) private var resolvedHistory: [Address] = []
    @exclusivity(unchecked) private var openTransactions = 0
    /// The init actor's address map, kept while its root stays the same.
    private var addressMap: (root: CID, map: HAMT)?

    /// Version of the root that this program reads and writes.
    static let version: UInt64 = 5

    /// The state under `root`.
    public init(_ store: any Blockstore, root: CID) throws {
        self.store = store
        var reader = CBORReader(try store.require(root))
        try reader.tuple(3)
        let version = try reader.unsigned()
        guard version == Self.version else { throw IPLDError.badNode("a state root of version \(version)") }
        actors = try HAMT(store, root: reader.link())
        info = try reader.link()
        try reader.finish()
    }

    /// The actor; nil if there is none.
    public func actor(_ id: UInt64) throws -> ActorState? {
        try known(id).flatMap { table.actor($0) }
    }

    /// What an actor owns; nil if there is none.
    func balance(_ id: UInt64) throws -> TokenAmount? { try known(id).flatMap { table.balance($0) } }

    /// The place of an actor that is there, or was deleted and not written yet.
    private func known(_ id: UInt64) throws -> Int? {
        if let place = table.find(id), table.isKnown(place) { return place }
        guard let value = try actors.get(Address(id: id).bytes) else { return nil }
        let actor = try ActorState(cbor: value)
        // Only what is there is kept; what is absent may be made by the next call.
        let place = table.place(id)
        table.set(place, ActorTable.Entry(actor: actor, isKnown: true))
        return place
    }

    func set(_ id: UInt64, _ actor: ActorState?) {
        let place = table.place(id)
        remember(place)
        table.set(place, ActorTable.Entry(actor: actor, isDirty: true, isKnown: true))
    }

    /// Adds to what an actor owns; false if there is no such actor.
    func add(_ id: UInt64, _ amount: TokenAmount) throws -> Bool {
        guard let place = try known(id), table.balance(place) != nil else { return false }
        remember(place)
        table.add(place, amount)
        return true
    }

    private func remember(_ place: Int) {
        if unsafe openTransactions > 0 { unsafe tableHistory.append((place, table.entry(place))) }
    }

    /// The network's name, as the init actor has it.
    public func networkName() throws -> String { try InitState(self).networkName }

    /// The ID of an address; nil if the state does not know it.
    public func resolve(_ address: Address) throws -> UInt64? {
        if let id = address.id { return id }
        if let id = unsafe resolved[address] { return id }
        let map = try addressMap(InitState(self))
        guard let value = try map.get(address.bytes) else { return nil }
        var reader = CBORReader(value)
        let id = try reader.unsigned()
        remember(address, id)
        return id
    }

    /// Gives a new ID to an address.
    func register(_ address: Address) throws -> UInt64 {
        var state = try InitState(self)
        guard var actor = try actor(InitState.actor) else {
            throw IPLDError.badNode("there is no init actor")
        }
        let id = state.nextID
        state.nextID += 1
        let map = try addressMap(state)
        var value = CBORWriter()
        value.unsigned(id)
        try map.set(address.bytes, value.bytes)
        state.addressMap = try map.flush()
        addressMap = (state.addressMap, map)
        actor.head = try store.put(state.cbor)
        set(InitState.actor, actor)
        remember(address, id)
        return id
    }

    private func addressMap(_ state: InitState) throws -> HAMT {
        if let addressMap, addressMap.root == state.addressMap { return addressMap.map }
        let map = try HAMT(store, root: state.addressMap)
        addressMap = (state.addressMap, map)
        return map
    }

    private func remember(_ address: Address, _ id: UInt64) {
        if unsafe openTransactions > 0 { unsafe resolvedHistory.append(address) }
        unsafe resolved[address] = id
    }

    func begin() -> Mark {
        unsafe openTransactions += 1
        return unsafe Mark(actors: tableHistory.count, addresses: resolvedHistory.count)
    }

    /// Ends the transaction that began at the mark.
    func end(_ mark: Mark, revert: Bool) {
        unsafe openTransactions -= 1
        if revert {
            while unsafe tableHistory.count > mark.actors, let change = unsafe tableHistory.popLast() {
                table.set(change.place, change.old)
            }
            while unsafe resolvedHistory.count > mark.addresses,
                let address = unsafe resolvedHistory.popLast()
            {
                unsafe resolved[address] = nil
            }
        }
        if unsafe openTransactions == 0 {
            unsafe tableHistory.removeAll(keepingCapacity: true)
            unsafe resolvedHistory.removeAll(keepingCapacity: true)
        }
    }

    /// Writes what changed; the root.
    public func flush() throws -> CID {
        for place in 0..<table.count {
            let entry = table.entry(place)
            guard entry.isDirty else { continue }
            let key = Address(id: table.id(place)).bytes
            if let actor = entry.actor { try actors.set(key, actor.cbor) } else { try actors.remove(key) }
            table.clean(place)
        }
        var writer = CBORWriter()
        writer.array(3)
        writer.unsigned(Self.version)
        writer.link(try actors.flush())
        writer.link(info)
        return try store.put(writer.bytes)
    }

    /// Calls `body` with every actor, in the order of the trie. Changes that are not flushed are not seen.
    public func forEach(_ body: (UInt64, ActorState) throws -> Void) throws {
        try actors.forEach { key, value in
            guard let id = try Address(bytes: key, range: .machine).id else {
                throw IPLDError.badNode("an actor under a key that is no ID")
            }
            try body(id, ActorState(cbor: value))
        }
    }
}

/// State of the init actor: `[address map, next ID, network name]`.
struct InitState: CBORCodable {
    static let actor: UInt64 = 1
    var addressMap: CID
    var nextID: UInt64
    let networkName: String

    init(_ tree: StateTree) throws {
        guard let actor = try tree.actor(Self.actor) else {
            throw IPLDError.badNode("there is no init actor")
        }
        try self.init(cbor: tree.store.require(actor.head))
    }

    init(from reader: inout CBORReader) throws(CBORError) {
        try reader.tuple(3)
        addressMap = try reader.link()
        nextID = try reader.unsigned()
        networkName = try reader.text()
    }

    func encode(to writer: inout CBORWriter) {
        writer.array(3)
        writer.link(addressMap)
        writer.unsigned(nextID)
        writer.text(networkName)
    }
}
