public import Primitives

/// The EVM's contract storage: a trie of 256-bit words to words, 5 bits of the key itself a level, buckets of one, and
/// paths without a branch kept in the link (an extension). Canonical: its root depends on its entries alone.
public final class KAMT {
    /// Bits of the key a level.
    static let bitWidth = 5

    private let store: any Blockstore
    private var root: KAMTNode

    /// An empty map.
    public init(_ store: any Blockstore) {
        self.store = store
        root = KAMTNode()
    }

    /// The map under `root`.
    public init(_ store: any Blockstore, root: CID) throws {
        self.store = store
        self.root = try KAMTNode(store.require(root), consumed: 0)
    }

    /// The word under a key of 32 bytes, big endian; nil for none.
    public func get(_ key: [UInt8]) throws -> [UInt8]? {
        let digits = try Self.digits(key)
        var (node, position) = (root, 0)
        while true {
            guard let place = node.place(of: digits[position]) else { return nil }
            switch node.pointers[place] {
            case .entry(let found, let value): return found == key ? value : nil
            case .link(_, let path, _), .node(_, let path):
                let rest = digits[(position + 1)...]
                guard rest.starts(with: path) else { return nil }
                position += 1 + path.count
                node = try load(node, place, consumed: position)
            }
        }
    }

    /// Sets the word under a key.
    public func set(_ key: [UInt8], _ value: [UInt8]) throws {
        _ = try set(key, value, Self.digits(key), in: root, 0)
    }

    /// Takes a key out; false if there was none.
    @discardableResult
    public func remove(_ key: [UInt8]) throws -> Bool {
        try remove(key, Self.digits(key), from: root, 0)
    }

    /// Calls `body` with every entry, in order of key.
    public func forEach(_ body: (_ key: [UInt8], _ value: [UInt8]) throws -> Void) throws {
        try forEach(in: root, consumed: 0, body)
    }

    /// Writes what changed; the root.
    public func flush() throws -> CID { try write(root) }

    /// Whether there are no entries.
    public var isEmpty: Bool { root.pointers.isEmpty }

    /// The key five bits at a time; the last digit has one bit.
    private static func digits(_ key: [UInt8]) throws(IPLDError) -> [UInt8] {
        guard key.count == 32 else { throw .outOfRange("a key of \(key.count) bytes") }
        var path = HashPath(key)
        var digits: [UInt8] = []
        digits.reserveCapacity(52)
        while let digit = path.next(bitWidth) { digits.append(UInt8(digit)) }
        return digits
    }

    private func load(_ node: KAMTNode, _ place: Int, consumed: Int) throws -> KAMTNode {
        switch node.pointers[place] {
        case .node(let child, _): return child
        case .link(let cid, let path, let loaded):
            if let loaded { return loaded }
            let child = try KAMTNode(store.require(cid), consumed: consumed)
            node.pointers[place] = .link(cid, path, child)
            return child
        case .entry: throw IPLDError.badNode("an entry where a node is expected")
        }
    }

    private func set(
        _ key: [UInt8], _ value: [UInt8], _ digits: [UInt8], in node: KAMTNode, _ position: Int
    ) throws -> Bool {
        guard let place = node.place(of: digits[position]) else {
            node.insert(.entry(key, value), digits[position])
            return true
        }
        let rest = digits[(position + 1)...]
        switch node.pointers[place] {
        case .entry(let other, let old):
            if other == key {
                node.pointers[place] = .entry(key, value)
                return old != value
            }
            let others = try Self.digits(other)[(position + 1)...]
            let shared = zip(rest, others).prefix { $0 == $1 }.count
            let below = KAMTNode()
            below.insert(.entry(other, old), others[others.startIndex + shared])
            below.insert(.entry(key, value), rest[rest.startIndex + shared])
            node.pointers[place] = .node(below, Array(rest.prefix(shared)))
            return true
        case .link(_, let path, _), .node(_, let path):
            let shared = zip(rest, path).prefix { $0 == $1 }.count
            guard shared == path.count else {
                // The new key leaves the path: a node where they part.
                let middle = KAMTNode()
                middle.insert(
                    node.pointers[place].with(path: Array(path[(shared + 1)...])), path[shared])
                middle.insert(.entry(key, value), rest[rest.startIndex + shared])
                node.pointers[place] = .node(middle, Array(path[..<shared]))
                return true
            }
            let next = position + 1 + path.count
            let below = try load(node, place, consumed: next)
            guard try set(key, value, digits, in: below, next) else { return false }
            node.pointers[place] = .node(below, path)
            return true
        }
    }

    private func remove(
        _ key: [UInt8], _ digits: [UInt8], from node: KAMTNode, _ position: Int
    ) throws -> Bool {
        guard let place = node.place(of: digits[position]) else { return false }
        switch node.pointers[place] {
        case .entry(let other, _):
            guard other == key else { return false }
            node.remove(digits[position])
            return true
        case .link(_, let path, _), .node(_, let path):
            guard digits[(position + 1)...].starts(with: path) else { return false }
            let next = position + 1 + path.count
            let below = try load(node, place, consumed: next)
            guard try remove(key, digits, from: below, next) else { return false }
            node.pointers[place] = try below.collapsed(under: path)
            return true
        }
    }

    private func forEach(
        in node: KAMTNode, consumed: Int, _ body: ([UInt8], [UInt8]) throws -> Void
    ) throws {
        for place in node.pointers.indices {
            switch node.pointers[place] {
            case .entry(let key, let value): try body(key, value)
            case .link(_, let path, _), .node(_, let path):
                let next = consumed + 1 + path.count
                try forEach(in: load(node, place, consumed: next), consumed: next, body)
            }
        }
    }

    private func write(_ node: KAMTNode) throws -> CID {
        for place in node.pointers.indices {
            guard case .node(let child, let path) = node.pointers[place] else { continue }
            node.pointers[place] = .link(try write(child), path, child)
        }
        return try store.put(node.block)
    }
}

/// What a node has in one place. Paths are digits of five bits.
enum KAMTPointer {
    case entry([UInt8], [UInt8])
    case link(CID, [UInt8], KAMTNode?)
    /// Not written yet.
    case node(KAMTNode, [UInt8])

    func with(path: [UInt8]) -> KAMTPointer {
        switch self {
        case .entry: self
        case .link(let cid, _, let loaded): .link(cid, path, loaded)
        case .node(let node, _): .node(node, path)
        }
    }
}

/// A node: `[bit field, [{"v": [[key, value]]} or {"l": [cid, bits of path, path]}]]`.
final class KAMTNode {
    var children = ChildSet()
    var pointers: [KAMTPointer] = []

    init() {}

    func place(of digit: UInt8) -> Int? {
        children.contains(Int(digit)) ? children.place(of: Int(digit)) : nil
    }

    func insert(_ pointer: KAMTPointer, _ digit: UInt8) {
        pointers.insert(pointer, at: children.place(of: Int(digit)))
        children.insert(Int(digit))
    }

    func remove(_ digit: UInt8) {
        pointers.remove(at: children.place(of: Int(digit)))
        children.remove(Int(digit))
    }

    /// What stands for this node, which is under `path`, after a removal below.
    func collapsed(under path: [UInt8]) throws(IPLDError) -> KAMTPointer {
        guard let only = pointers.first, let digit = children.last else {
            throw .badNode("a node below the root is empty")
        }
        guard pointers.count == 1 else { return .node(self, path) }
        switch only {
        case .entry: return only
        case .link(_, let rest, _), .node(_, let rest): return only.with(path: path + [UInt8(digit)] + rest)
        }
    }
}

extension KAMTNode {
    /// From its block, checked; `consumed`: digits of the key above it.
    convenience init(_ block: [UInt8], consumed: Int) throws {
        self.init()
        var reader = CBORReader(block)
        try reader.tuple(2)
        children = try ChildSet(bytes: reader.byteString(limit: 32))
        let count = try reader.array()
        guard count == children.count, (children.last ?? 0) < 1 << KAMT.bitWidth else {
            throw IPLDError.badNode("\(count) pointers do not go with its bit field")
        }
        guard count > 0 || consumed == 0 else { throw IPLDError.badNode("a node below the root is empty") }
        for _ in 0..<count { pointers.append(try Self.pointer(&reader, consumed: consumed)) }
        try reader.finish()
    }

    private static func pointer(_ reader: inout CBORReader, consumed: Int) throws -> KAMTPointer {
        guard try reader.map() == 1 else { throw IPLDError.badNode("a pointer is a map of one key") }
        switch try reader.text(limit: 1) {
        case "v":
            guard try reader.array() == 1 else { throw IPLDError.badNode("a bucket of other than one") }
            try reader.tuple(2)
            let key = try reader.byteString(limit: 32)
            let padded = [UInt8](repeating: 0, count: 32 - key.count) + key
            return .entry(padded, try reader.raw())
        case "l":
            try reader.tuple(3)
            let cid = try reader.link()
            guard cid.codec == CID.Codec.dagCBOR else { throw IPLDError.badNode("a link to no DAG-CBOR") }
            let bits = try reader.unsigned(UInt32.self)
            let bytes = try reader.byteString(limit: 32)
            let left = 256 - (consumed + 1) * KAMT.bitWidth
            guard Int(bits) % KAMT.bitWidth == 0, Int(bits) < left, bytes.count == (Int(bits) + 7) / 8 else {
                throw IPLDError.badNode("a path of \(bits) bits in \(bytes.count) bytes")
            }
            var path = HashPath(bytes, bitCount: Int(bits))
            var digits: [UInt8] = []
            while let digit = path.next(KAMT.bitWidth) { digits.append(UInt8(digit)) }
            return .link(cid, digits, nil)
        default: throw IPLDError.badNode("a pointer is neither 'v' nor 'l'")
        }
    }

    /// Its block; every child is written.
    var block: [UInt8] {
        var writer = CBORWriter()
        writer.array(2)
        writer.byteString(children.bytes)
        writer.array(pointers.count)
        for pointer in pointers {
            writer.map(1)
            switch pointer {
            case .entry(let key, let value):
                writer.text("v")
                writer.array(1)
                writer.array(2)
                writer.byteString(key.drop { $0 == 0 })
                writer.raw(value)
            case .link(let cid, let path, _):
                writer.text("l")
                writer.array(3)
                writer.link(cid)
                writer.unsigned(UInt64(path.count * KAMT.bitWidth))
                writer.byteString(Self.pack(path))
            case .node: preconditionFailure("children are written before their parent")
            }
        }
        return writer.bytes
    }

    /// Digits of five bits, first bit first, zeros behind.
    private static func pack(_ path: [UInt8]) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: (path.count * KAMT.bitWidth + 7) / 8)
        for (index, digit) in path.enumerated() {
            for bit in 0..<KAMT.bitWidth where digit >> UInt8(KAMT.bitWidth - 1 - bit) & 1 == 1 {
                let position = index * KAMT.bitWidth + bit
                bytes[position / 8] |= 0x80 >> UInt8(position % 8)
            }
        }
        return bytes
    }
}
