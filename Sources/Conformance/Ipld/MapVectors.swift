internal import Blockstore
internal import IPLD
internal import Primitives

/// One of the maps while a sequence of changes is made to it.
protocol MapSequence {
    /// Carries a `set` or `delete` out.
    mutating func apply(_ step: VectorRecord, _ comparison: Comparison) throws
    /// Takes all entries out, without saving in between.
    mutating func clear() throws
    /// Saves; the root and the height, where there is one.
    mutating func flush() throws -> (root: CID, height: Int?)
    /// Loads it again from its root, so that nothing kept in memory can help.
    mutating func reload(_ root: CID) throws
}

struct HAMTSequence: MapSequence {
    private let store: MemoryBlockstore
    private let bitWidth: Int
    private var map: HAMT
    private var keys: Set<[UInt8]> = []

    init(_ store: MemoryBlockstore, bitWidth: Int) {
        self.store = store
        self.bitWidth = bitWidth
        map = HAMT(store, bitWidth: bitWidth)
    }

    mutating func apply(_ step: VectorRecord, _ comparison: Comparison) throws {
        let key = try step.bytes("key")
        if try step.text("op") == "set" {
            var value = CBORWriter()
            value.byteString(try step.bytes("value_bytes"))
            try map.set(key, value.bytes)
            keys.insert(key)
            comparison.equal("read back", Hex.encode(value.bytes), try map.get(key).map(Hex.encode))
        } else {
            comparison.equal("found", try step.flag("found"), try map.remove(key) != nil)
            keys.remove(key)
        }
    }

    mutating func clear() throws {
        for key in keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) { try map.remove(key) }
        keys = []
    }

    mutating func flush() throws -> (root: CID, height: Int?) { (try map.flush(), nil) }
    mutating func reload(_ root: CID) throws { map = try HAMT(store, root: root, bitWidth: bitWidth) }
}

struct KAMTSequence: MapSequence {
    private let store: MemoryBlockstore
    private var map: KAMT
    private var keys: Set<[UInt8]> = []

    init(_ store: MemoryBlockstore) {
        self.store = store
        map = KAMT(store)
    }

    mutating func apply(_ step: VectorRecord, _ comparison: Comparison) throws {
        let key = try step.bytes("key", count: 32)
        if try step.text("op") == "set" {
            var value = CBORWriter()
            value.byteString(try step.bytes("value").drop { $0 == 0 })
            try map.set(key, value.bytes)
            keys.insert(key)
            comparison.equal("read back", Hex.encode(value.bytes), try map.get(key).map(Hex.encode))
        } else {
            comparison.equal("found", keys.remove(key) != nil, try map.remove(key))
        }
    }

    mutating func clear() throws {
        for key in keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) { try map.remove(key) }
        keys = []
    }

    mutating func flush() throws -> (root: CID, height: Int?) { (try map.flush(), nil) }
    mutating func reload(_ root: CID) throws { map = try KAMT(store, root: root) }
}

struct AMTSequence: MapSequence {
    private let store: MemoryBlockstore
    private let bitWidth: Int
    private var map: AMT
    private var keys: Set<UInt64> = []

    init(_ store: MemoryBlockstore, bitWidth: Int) {
        self.store = store
        self.bitWidth = bitWidth
        map = AMT(store, bitWidth: bitWidth)
    }

    mutating func apply(_ step: VectorRecord, _ comparison: Comparison) throws {
        guard let index = UInt64(try step.text("index")) else { throw VectorError("index is no number") }
        if try step.text("op") == "set" {
            guard let number = UInt64(try step.text("value")) else { throw VectorError("value is no number") }
            var value = CBORWriter()
            value.unsigned(number)
            try map.set(index, value.bytes)
            keys.insert(index)
            comparison.equal("read back", Hex.encode(value.bytes), try map.get(index).map(Hex.encode))
        } else {
            comparison.equal("found", keys.remove(index) != nil, try map.remove(index))
        }
    }

    mutating func clear() throws {
        for index in keys.sorted() { try map.remove(index) }
        keys = []
    }

    mutating func flush() throws -> (root: CID, height: Int?) { (try map.flush(), map.height) }
    mutating func reload(_ root: CID) throws { map = try AMT(store, root: root, bitWidth: bitWidth) }
}

extension Conformance {
    /// `hamt.json`, `kamt.json` and the sequences of `amt.json`: a record each.
    func checkSequences<Sequence: MapSequence>(
        _ root: VectorRecord, _ tally: Tally,
        _ make: (MemoryBlockstore, VectorRecord) throws -> Sequence
    ) throws {
        try tally.records(root, "sequences") { element, comparison in
            let store = MemoryBlockstore()
            var map = try make(store, element)
            for (number, step) in try element.records("steps").enumerated() {
                let place = "step \(number)"
                switch try step.text("op") {
                case "set", "delete":
                    try map.apply(step, comparison)
                    continue
                case "delete_all_then_flush": try map.clear()
                default: break
                }
                let (root, height) = try map.flush()
                comparison.equal("\(place) root", try step.text("root"), root.description)
                if step.has("height") {
                    comparison.equal("\(place) height", try step.number("height"), height.map(UInt64.init))
                }
                if step.has("nodes") {
                    let nodes = try reachable(from: root, in: store)
                    comparison.equal("\(place) nodes", try step.number("nodes"), UInt64(nodes.count))
                    if step.has("bytes") {
                        let bytes = nodes.values.reduce(0) { $0 + $1.count }
                        comparison.equal("\(place) bytes", try step.number("bytes"), UInt64(bytes))
                    }
                }
                try map.reload(root)
            }
        }
    }

    /// All blocks that links lead to from a root.
    private func reachable(from root: CID, in store: MemoryBlockstore) throws -> [CID: [UInt8]] {
        var found: [CID: [UInt8]] = [:]
        var open = [root]
        while let cid = open.popLast() {
            guard found[cid] == nil else { continue }
            let block = try store.require(cid)
            found[cid] = block
            open += links(in: try IPLDValue(cbor: block))
        }
        return found
    }

    private func links(in value: IPLDValue) -> [CID] {
        switch value {
        case .link(let cid): [cid]
        case .array(let items): items.flatMap { links(in: $0) }
        case .map(let pairs): pairs.flatMap { links(in: $0.value) }
        default: []
        }
    }

    /// `events_amt` of `amt.json`.
    func checkEventArrays(_ root: VectorRecord, _ tally: Tally) throws {
        try tally.records(root, "events_amt") { element, comparison in
            let store = MemoryBlockstore()
            let array = AMT(store, bitWidth: 5)
            for event in try element.texts("events") {
                try array.append(Hex.decode(event, subject: "event"))
            }
            let root = try array.flush()
            comparison.equal("root", try element.text("root"), root.description)
            let nodes = try reachable(from: root, in: store).count
            comparison.equal("nodes", try element.number("nodes"), UInt64(nodes))
        }
    }

    /// `car.json`.
    func checkCARs(_ root: VectorRecord, _ tally: Tally) throws {
        try tally.records(root, "cars") { element, comparison in
            let bytes = try element.bytes("car")
            var reader = try CARReader(bytes)
            var blocks: [[String]] = []
            var written: [UInt8] = []
            let writer = try CARWriter(roots: reader.roots) { written += $0 }
            while let (cid, block) = try reader.next() {
                blocks.append([cid.description, Hex.encode(block)])
                try writer.append(cid, block)
            }
            comparison.equal("roots", try element.texts("roots"), reader.roots.map(\.description))
            let expected = try element.list("blocks").map { pair -> [String] in
                guard case .array(let parts) = pair else { throw VectorError("a block is no pair") }
                return parts.map { if case .string(let text) = $0 { text } else { "" } }
            }
            comparison.equal("blocks", expected, blocks)
            comparison.equal("written again", Hex.encode(bytes), Hex.encode(written))
        }
        try tally.records(root, "altered") { element, comparison in
            let bytes = try element.bytes("car")
            comparison.equal("ok", try element.flag("ok"), (try? loads(bytes)) != nil)
        }
    }

    private func loads(_ bytes: [UInt8]) throws {
        var reader = try CARReader(bytes)
        while try reader.next() != nil {}
    }
}
