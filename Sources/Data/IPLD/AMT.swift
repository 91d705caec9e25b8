public import Primitives

/// A sparse array of DAG-CBOR items: the array mapped trie that Filecoin keeps sectors, deals, messages and events in.
/// Version 3, `[bit width, height, count, node]`; or version 0, `[height, count, node]` with 3 bits a level, for a
/// block's messages and receipts.
public final class AMT {
    /// Highest index: one below it is what can be counted.
    public static let maxIndex = UInt64.max - 1

    /// How the root is written.
    public enum Version: Sendable {
        /// Without the bit width, which is 3.
        case v0
        /// With the bit width.
        case v3
    }

    private let store: any Blockstore
    private let version: Version
    private let bitWidth: Int
    private var root = AMTNode()
    /// Levels below the root.
    public private(set) var height = 0
    /// Number of items.
    public private(set) var count: UInt64 = 0

    /// An empty array.
    public init(_ store: any Blockstore, bitWidth: Int = 3, version: Version = .v3) {
        precondition((1...8).contains(bitWidth) && (version == .v3 || bitWidth == 3), "1 to 8 bits a level")
        self.store = store
        self.bitWidth = bitWidth
        self.version = version
    }

    /// The array under `root`. Throws where its bit width is not `bitWidth`.
    public convenience init(
        _ store: any Blockstore, root cid: CID, bitWidth: Int = 3, version: Version = .v3
    ) throws {
        self.init(store, bitWidth: bitWidth, version: version)
        var reader = CBORReader(try store.require(cid))
        try reader.tuple(version == .v3 ? 4 : 3)
        if version == .v3 {
            let found = try reader.unsigned()
            guard found == UInt64(bitWidth) else {
                throw IPLDError.badNode("an array of \(found) bits a level, not \(bitWidth)")
            }
        }
        let height = try reader.unsigned()
        guard height < 64, height * UInt64(bitWidth) < 64 else {
            throw IPLDError.badNode("an array of height \(height)")
        }
        self.height = Int(height)
        count = try reader.unsigned()
        root = try AMTNode(&reader, bitWidth: bitWidth, height: self.height)
        try reader.finish()
    }

    /// Indices below a node at this height.
    private func span(_ height: Int) -> UInt64 {
        let bits = bitWidth * height
        return bits >= 64 ? .max : 1 << UInt64(bits)
    }

    /// Whether a tree of this height has room for the index.
    private func holds(_ index: UInt64, _ height: Int) -> Bool {
        bitWidth * (height + 1) >= 64 || index < span(height + 1)
    }

    /// The item of an index.
    public func get(_ index: UInt64) throws -> [UInt8]? {
        guard index <= Self.maxIndex else { throw IPLDError.outOfRange("index \(index)") }
        guard holds(index, height) else { return nil }
        var node = root
        var rest = index
        for level in (0...height).reversed() {
            let place = Int(rest / span(level))
            rest %= span(level)
            if level == 0 { return node.values[place] }
            guard let child = try load(node, place, level) else { return nil }
            node = child
        }
        return nil
    }

    /// Sets the item of an index.
    public func set(_ index: UInt64, _ value: [UInt8]) throws {
        guard index <= Self.maxIndex else { throw IPLDError.outOfRange("index \(index)") }
        while !holds(index, height) {
            if !root.isEmpty {
                let above = AMTNode()
                above.links[0] = .node(root)
                root = above
            }
            height += 1
        }
        guard try set(index, value, in: root, height) else { return }
        guard count < .max else { throw IPLDError.badNode("an array that counts to the end") }
        count += 1
    }

    /// Appends at index `count`: for arrays without gaps.
    public func append(_ value: [UInt8]) throws { try set(count, value) }

    /// Takes an item out; false if there was none.
    @discardableResult
    public func remove(_ index: UInt64) throws -> Bool {
        guard index <= Self.maxIndex else { throw IPLDError.outOfRange("index \(index)") }
        guard holds(index, height), try remove(index, from: root, height) else { return false }
        guard count > 0 else { throw IPLDError.badNode("an array that counts fewer items than it has") }
        count -= 1
        if root.isEmpty {
            height = 0
        } else {
            // As long as only the first child is there, it is the root.
            while height > 0, root.links.count == 1, let child = try load(root, 0, height) {
                root = child
                height -= 1
            }
        }
        return true
    }

    /// Calls `body` with every item, in order of index; it returns whether to go on.
    public func forEach(_ body: (_ index: UInt64, _ value: [UInt8]) throws -> Bool) throws {
        _ = try forEach(in: root, height, 0, body)
    }

    /// All items in order of index.
    public func items() throws -> [(index: UInt64, value: [UInt8])] {
        var items: [(index: UInt64, value: [UInt8])] = []
        try forEach { index, value in
            items.append((index, value))
            return true
        }
        return items
    }

    /// Writes what changed; the root.
    public func flush() throws -> CID {
        try write(below: root)
        var writer = CBORWriter()
        writer.array(version == .v3 ? 4 : 3)
        if version == .v3 { writer.unsigned(UInt64(bitWidth)) }
        writer.unsigned(UInt64(height))
        writer.unsigned(count)
        root.encode(to: &writer, bitWidth: bitWidth)
        return try store.put(writer.bytes)
    }

    private func load(_ node: AMTNode, _ place: Int, _ height: Int) throws -> AMTNode? {
        switch node.links[place] {
        case nil: return nil
        case .node(let child): return child
        case .link(let cid, let loaded):
            if let loaded { return loaded }
            var reader = CBORReader(try store.require(cid))
            let child = try AMTNode(&reader, bitWidth: bitWidth, height: height - 1)
            try reader.finish()
            guard !child.isEmpty else { throw IPLDError.badNode("a node below the root is empty") }
            node.links[place] = .link(cid, child)
            return child
        }
    }

    private func set(_ index: UInt64, _ value: [UInt8], in node: AMTNode, _ height: Int) throws -> Bool {
        let place = Int(index / span(height))
        guard height > 0 else { return node.values.updateValue(value, forKey: place) == nil }
        let child = try load(node, place, height) ?? AMTNode()
        let isNew = try set(index % span(height), value, in: child, height - 1)
        node.links[place] = .node(child)
        return isNew
    }

    private func remove(_ index: UInt64, from node: AMTNode, _ height: Int) throws -> Bool {
        let place = Int(index / span(height))
        guard height > 0 else { return node.values.removeValue(forKey: place) != nil }
        guard let child = try load(node, place, height),
            try remove(index % span(height), from: child, height - 1)
        else { return false }
        node.links[place] = child.isEmpty ? nil : .node(child)
        return true
    }

    private func forEach(
        in node: AMTNode, _ height: Int, _ offset: UInt64, _ body: (UInt64, [UInt8]) throws -> Bool
    ) throws -> Bool {
        if height == 0 {
            for (place, value) in node.values.sorted(by: { $0.key < $1.key }) {
                guard try body(offset + UInt64(place), value) else { return false }
            }
            return true
        }
        for place in node.links.keys.sorted() {
            let (start, overflow) = UInt64(place).multipliedReportingOverflow(by: span(height))
            guard !overflow, let child = try load(node, place, height) else {
                throw IPLDError.badNode("an index beyond 64 bits")
            }
            guard try forEach(in: child, height - 1, offset &+ start, body) else { return false }
        }
        return true
    }

    private func write(below node: AMTNode) throws {
        for (place, link) in node.links {
            guard case .node(let child) = link else { continue }
            try write(below: child)
            var writer = CBORWriter()
            child.encode(to: &writer, bitWidth: bitWidth)
            node.links[place] = .link(try store.put(writer.bytes), child)
        }
    }
}

/// A child of a node.
enum AMTLink {
    case link(CID, AMTNode?)
    /// Not written yet.
    case node(AMTNode)
}

/// A node: `[bit map, [link], [item]]`; links above, items at height 0.
final class AMTNode {
    var links: [Int: AMTLink] = [:]
    var values: [Int: [UInt8]] = [:]

    init() {}

    var isEmpty: Bool { links.isEmpty && values.isEmpty }

    /// Reads one of this height, checked.
    convenience init(_ reader: inout CBORReader, bitWidth: Int, height: Int) throws {
        self.init()
        try reader.tuple(3)
        let map = try reader.byteString(limit: 32)
        let width = 1 << bitWidth
        guard map.count == (width + 7) / 8 else { throw IPLDError.badNode("a bit map of \(map.count) bytes") }
        let places = (0..<map.count * 8).filter { map[$0 / 8] >> UInt8($0 % 8) & 1 == 1 }
        let linkCount = try reader.array()
        guard linkCount == (height > 0 ? places.count : 0), (places.last ?? 0) < width else {
            throw IPLDError.badNode("\(linkCount) links do not go with its bit map")
        }
        for index in 0..<linkCount {
            let cid = try reader.link()
            guard cid.codec == CID.Codec.dagCBOR else { throw IPLDError.badNode("a link to no DAG-CBOR") }
            links[places[index]] = .link(cid, nil)
        }
        let valueCount = try reader.array()
        guard valueCount == (height == 0 ? places.count : 0) else {
            throw IPLDError.badNode("\(valueCount) items do not go with its bit map")
        }
        for index in 0..<valueCount { values[places[index]] = try reader.raw() }
    }

    /// Writes it; every child is written.
    func encode(to writer: inout CBORWriter, bitWidth: Int) {
        var map = [UInt8](repeating: 0, count: ((1 << bitWidth) + 7) / 8)
        let places = (links.isEmpty ? Array(values.keys) : Array(links.keys)).sorted()
        for place in places { map[place / 8] |= 1 << UInt8(place % 8) }
        writer.array(3)
        writer.byteString(map)
        writer.array(links.count)
        writer.links(places.compactMap { links[$0] })
        writer.array(values.count)
        for place in places { if let value = values[place] { writer.raw(value) } }
    }
}

extension CBORWriter {
    fileprivate mutating func links(_ links: [AMTLink]) {
        for link in links {
            guard case .link(let cid, _) = link else {
                preconditionFailure("children are written before their parent")
            }
            self.link(cid)
        }
    }
}
