public import Primitives

/// A map from byte strings to DAG-CBOR items: the hash array mapped trie that Filecoin keeps actors, balances and most
/// else in (version 3: buckets of 3, links as plain CIDs). Canonical: its root depends on its entries alone.
///
/// Nodes are loaded as they are needed and kept; `flush` writes those that changed.
public final class HAMT {
    /// Entries that share a place before it becomes a node of its own.
    static let bucketSize = 3

    private let store: any Blockstore
    private let bitWidth: Int
    private let hash: @Sendable ([UInt8]) -> [UInt8]
    private var root: HAMTNode

    /// An empty map. `bitWidth`: 1 to 8 bits of the hash a level.
    public init(
        _ store: any Blockstore, bitWidth: Int = 5,
        hash: @escaping @Sendable ([UInt8]) -> [UInt8] = SHA2.sha256
    ) {
        precondition((1...8).contains(bitWidth), "a HAMT takes 1 to 8 bits a level")
        self.store = store
        self.bitWidth = bitWidth
        self.hash = hash
        root = HAMTNode()
    }

    /// The map under `root`.
    public convenience init(
        _ store: any Blockstore, root: CID, bitWidth: Int = 5,
        hash: @escaping @Sendable ([UInt8]) -> [UInt8] = SHA2.sha256
    ) throws {
        self.init(store, bitWidth: bitWidth, hash: hash)
        self.root = try HAMTNode(store.require(root), bitWidth: bitWidth, isRoot: true)
    }

    /// The item of a key.
    public func get(_ key: [UInt8]) throws -> [UInt8]? {
        var path = HashPath(hash(key))
        var node = root
        while true {
            let child = try next(&path)
            guard node.children.contains(child) else { return nil }
            let place = node.children.place(of: child)
            switch node.pointers[place] {
            case .bucket(let entries): return entries.first { $0.key == key }?.value
            case .link, .node: node = try load(node, place)
            }
        }
    }

    /// Sets the item of a key; returns the one it had.
    @discardableResult
    public func set(_ key: [UInt8], _ value: [UInt8]) throws -> [UInt8]? {
        var path = HashPath(hash(key))
        return try set(HAMTEntry(key: key, value: value), in: root, &path).old
    }

    /// Takes a key out; returns its item.
    @discardableResult
    public func remove(_ key: [UInt8]) throws -> [UInt8]? {
        var path = HashPath(hash(key))
        return try remove(key, from: root, &path)
    }

    /// Calls `body` with every entry, in the order of the trie.
    public func forEach(_ body: (_ key: [UInt8], _ value: [UInt8]) throws -> Void) throws {
        try forEach(in: root, depth: 0, body)
    }

    /// Writes what changed; the root.
    public func flush() throws -> CID { try write(root) }

    /// Whether there are no entries.
    public var isEmpty: Bool { root.pointers.isEmpty }

    private func next(_ path: inout HashPath) throws(IPLDError) -> Int {
        guard let child = path.next(bitWidth) else { throw .outOfRange("the map is deeper than its hash") }
        return child
    }

    /// The node behind a pointer, kept for the next time.
    private func load(_ node: HAMTNode, _ place: Int) throws -> HAMTNode {
        switch node.pointers[place] {
        case .node(let child): return child
        case .link(let cid, let loaded):
            if let loaded { return loaded }
            let child = try HAMTNode(store.require(cid), bitWidth: bitWidth, isRoot: false)
            node.pointers[place] = .link(cid, child)
            return child
        case .bucket: throw IPLDError.badNode("a bucket where a node is expected")
        }
    }

    private func set(
        _ entry: HAMTEntry, in node: HAMTNode, _ path: inout HashPath
    ) throws -> (old: [UInt8]?, changed: Bool) {
        let child = try next(&path)
        let place = node.children.place(of: child)
        guard node.children.contains(child) else {
            node.insert(.bucket([entry]), child)
            return (nil, true)
        }
        guard case .bucket(var entries) = node.pointers[place] else {
            let below = try load(node, place)
            let result = try set(entry, in: below, &path)
            if result.changed { node.pointers[place] = .node(below) }
            return result
        }
        if let index = entries.firstIndex(where: { $0.key == entry.key }) {
            let old = entries[index].value
            guard old != entry.value else { return (old, false) }
            entries[index] = entry
            node.pointers[place] = .bucket(entries)
            return (old, true)
        }
        if entries.count < Self.bucketSize {
            let index = entries.firstIndex { entry.key.lexicographicallyPrecedes($0.key) } ?? entries.count
            entries.insert(entry, at: index)
            node.pointers[place] = .bucket(entries)
            return (nil, true)
        }
        let below = HAMTNode()
        for moved in entries + [entry] {
            var rest = HashPath(hash(moved.key))
            rest.consumed = path.consumed
            _ = try set(moved, in: below, &rest)
        }
        node.pointers[place] = .node(below)
        return (nil, true)
    }

    private func remove(_ key: [UInt8], from node: HAMTNode, _ path: inout HashPath) throws -> [UInt8]? {
        let child = try next(&path)
        guard node.children.contains(child) else { return nil }
        let place = node.children.place(of: child)
        guard case .bucket(var entries) = node.pointers[place] else {
            let below = try load(node, place)
            guard let old = try remove(key, from: below, &path) else { return nil }
            node.pointers[place] = try below.collapsed()
            return old
        }
        guard let index = entries.firstIndex(where: { $0.key == key }) else { return nil }
        let old = entries.remove(at: index).value
        if entries.isEmpty { node.remove(child) } else { node.pointers[place] = .bucket(entries) }
        return old
    }

    private func forEach(
        in node: HAMTNode, depth: Int, _ body: ([UInt8], [UInt8]) throws -> Void
    ) throws {
        guard depth * bitWidth <= 256 else { throw IPLDError.badNode("a path longer than the hash") }
        for place in node.pointers.indices {
            if case .bucket(let entries) = node.pointers[place] {
                for entry in entries { try body(entry.key, entry.value) }
            } else {
                try forEach(in: load(node, place), depth: depth + 1, body)
            }
        }
    }

    private func write(_ node: HAMTNode) throws -> CID {
        for place in node.pointers.indices {
            guard case .node(let child) = node.pointers[place] else { continue }
            node.pointers[place] = .link(try write(child), child)
        }
        return try store.put(node.block)
    }
}

/// A key and its item.
struct HAMTEntry {
    let key: [UInt8]
    let value: [UInt8]
}

/// What a node has in one place.
enum HAMTPointer {
    case bucket([HAMTEntry])
    /// As on disk, with the node once it is loaded.
    case link(CID, HAMTNode?)
    /// Not written yet.
    case node(HAMTNode)
}

/// A node: `[bit field, [pointer]]`.
final class HAMTNode {
    var children = ChildSet()
    var pointers: [HAMTPointer] = []

    init() {}

    func insert(_ pointer: HAMTPointer, _ child: Int) {
        pointers.insert(pointer, at: children.place(of: child))
        children.insert(child)
    }

    func remove(_ child: Int) {
        pointers.remove(at: children.place(of: child))
        children.remove(child)
    }

    /// What stands for this node after a removal below: a bucket if its entries fit one.
    func collapsed() throws(IPLDError) -> HAMTPointer {
        guard !pointers.isEmpty else { throw .badNode("a node below the root is empty") }
        guard pointers.count <= HAMT.bucketSize else { return .node(self) }
        var all: [HAMTEntry] = []
        for pointer in pointers {
            guard case .bucket(let entries) = pointer else { return .node(self) }
            all += entries
        }
        guard all.count <= HAMT.bucketSize else { return .node(self) }
        return .bucket(all.sorted { $0.key.lexicographicallyPrecedes($1.key) })
    }
}

extension HAMTNode {
    /// From its block, checked.
    convenience init(_ block: [UInt8], bitWidth: Int, isRoot: Bool) throws {
        self.init()
        var reader = CBORReader(block)
        try reader.tuple(2)
        children = try ChildSet(bytes: reader.byteString(limit: 32))
        let count = try reader.array()
        guard count == children.count, (children.last ?? 0) < 1 << bitWidth else {
            throw IPLDError.badNode("\(count) pointers do not go with its bit field")
        }
        guard count > 0 || isRoot else { throw IPLDError.badNode("a node below the root is empty") }
        pointers.reserveCapacity(count)
        for _ in 0..<count {
            if try reader.peek() >> 5 == CBORMajor.tag {
                let cid = try reader.link()
                guard cid.codec == CID.Codec.dagCBOR else { throw IPLDError.badNode("a link to no DAG-CBOR") }
                pointers.append(.link(cid, nil))
            } else {
                pointers.append(.bucket(try Self.bucket(&reader)))
            }
        }
        try reader.finish()
    }

    private static func bucket(_ reader: inout CBORReader) throws -> [HAMTEntry] {
        let count = try reader.array()
        guard (1...HAMT.bucketSize).contains(count) else {
            throw IPLDError.badNode("a bucket of \(count) entries")
        }
        var entries: [HAMTEntry] = []
        for _ in 0..<count {
            try reader.tuple(2)
            let entry = HAMTEntry(key: try reader.byteString(), value: try reader.raw())
            if let last = entries.last, !last.key.lexicographicallyPrecedes(entry.key) {
                throw IPLDError.badNode("a bucket that is not in order")
            }
            entries.append(entry)
        }
        return entries
    }

    /// Its block; every child is written.
    var block: [UInt8] {
        var writer = CBORWriter()
        writer.array(2)
        writer.byteString(children.bytes)
        writer.array(pointers.count)
        for pointer in pointers {
            switch pointer {
            case .link(let cid, _): writer.link(cid)
            case .bucket(let entries):
                writer.array(entries.count)
                for entry in entries {
                    writer.array(2)
                    writer.byteString(entry.key)
                    writer.raw(entry.value)
                }
            case .node: preconditionFailure("children are written before their parent")
            }
        }
        return writer.bytes
    }
}
