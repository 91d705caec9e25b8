import Blockstore
import IPLD
import Primitives

@testable import VMInterpreter

/// A value that is read is written in one form, which reads back as the same.
@Sendable func fuzzCBOR(_ input: [UInt8]) {
    var reader = CBORReader(input)
    var skipper = CBORReader(input)
    let skipped = (try? skipper.skip()) != nil
    guard let value = try? IPLDValue(from: &reader) else { return }
    require(skipped && skipper.position == reader.position, "what is read can be passed over")
    guard value.isFinite else { return }
    var writer = CBORWriter()
    value.encode(to: &writer)
    var again = CBORReader(writer.bytes)
    guard let back = try? IPLDValue(from: &again) else { return require(false, "what is written is read") }
    var second = CBORWriter()
    back.encode(to: &second)
    require(again.isAtEnd && second.bytes == writer.bytes, "there is one form")
}

/// The scan of an actor's block never counts more than there is gas for.
@Sendable func fuzzLinks(_ input: [UInt8]) {
    for available: UInt64 in [0, 1_000_000, .max] {
        let scan = LinkScanner.scan(CID.Codec.dagCBOR, input, available: available)
        require(scan.gas <= available, "a scan costs no more than there is")
        require(scan.links.count <= input.count / 36, "a link has its bytes")
    }
}

/// Blocks after each other (a length byte pair each); a link gets one of them by the first byte of its digest, so that
/// nodes can be under each other however the input is.
private final class LyingStore: Blockstore {
    private var blocks: [[UInt8]] = []
    private var written: [CID: [UInt8]] = [:]
    private var gets = 0
    struct Enough: Error {}

    init(_ input: [UInt8]) {
        var rest = input[...]
        while rest.count > 2, blocks.count < 16 {
            let count = min(Int(rest.removeFirst()) << 8 | Int(rest.removeFirst()), rest.count)
            blocks.append(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
    }

    func get(_ cid: CID) throws -> [UInt8]? {
        gets += 1
        // A node may be under itself here, which no hash allows.
        guard gets < 500 else { throw Enough() }
        if let block = written[cid] { return block }
        guard !blocks.isEmpty else { return nil }
        return blocks[Int(cid.digest.bytes.first ?? 0) % blocks.count]
    }

    func put(_ cid: CID, _ block: [UInt8]) { written[cid] = block }
    func has(_ cid: CID) throws -> Bool { try get(cid) != nil }

    static let root = CID(
        codec: CID.Codec.dagCBOR, hashCode: CID.HashCode.blake2b256,
        digest: MultihashDigest([UInt8](repeating: 0, count: 32)))
}

@Sendable func fuzzHAMT(_ input: [UInt8]) {
    let width = Int(input.first ?? 4) % 8 + 1
    let key = Array(input.suffix(4))
    try? {
        let map = try HAMT(LyingStore(Array(input.dropFirst())), root: LyingStore.root, bitWidth: width)
        var keys: [[UInt8]] = []
        try? map.forEach { key, _ in keys.append(key) }
        for key in keys.prefix(8) { _ = try? map.get(key) }
        try map.set(key, [0x01])
        require(try map.get(key) == [0x01], "what is set is there")
        _ = try? map.flush()
        for key in keys.prefix(4) { _ = try? map.remove(key) }
        require(try map.remove(key) == [0x01], "what is there is removed")
        require(try map.get(key) == nil, "what is removed is gone")
        _ = try map.flush()
    }()
}

@Sendable func fuzzAMT(_ input: [UInt8]) {
    let width = Int(input.first ?? 2) % 8 + 1
    let index = input.suffix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    try? {
        let version: AMT.Version = width == 3 && input.first ?? 0 > 127 ? .v0 : .v3
        let array = try AMT(
            LyingStore(Array(input.dropFirst())), root: LyingStore.root, bitWidth: width, version: version)
        var count = 0
        var first: UInt64?
        try? array.forEach { index, _ in
            first = first ?? index
            count += 1
            return count < 100
        }
        if let first { _ = try? array.get(first) }
        try array.set(index, [0x01])
        require(try array.get(index) == [0x01], "what is set is there")
        _ = try? array.flush()
        if let first { _ = try? array.remove(first) }
        try array.append([0x02])
        _ = try array.remove(index)
        require(try array.get(index) == nil, "what is removed is gone")
        _ = try array.flush()
    }()
}

@Sendable func fuzzKAMT(_ input: [UInt8]) {
    let key = [UInt8](repeating: 0, count: max(0, 32 - input.count)) + input.suffix(32)
    try? {
        let map = try KAMT(LyingStore(input), root: LyingStore.root)
        var keys: [[UInt8]] = []
        try? map.forEach { key, _ in keys.append(key) }
        for key in keys.prefix(8) { _ = try? map.get(key) }
        try map.set(key, [0x41, 0x01])
        require(try map.get(key) == [0x41, 0x01], "what is set is there")
        _ = try? map.flush()
        for key in keys.prefix(4) { _ = try? map.remove(key) }
        _ = try map.remove(key)
        require(try map.get(key) == nil, "what is removed is gone")
        _ = try map.flush()
    }()
}

@Sendable func fuzzCAR(_ input: [UInt8]) {
    guard var reader = try? CARReader(input) else { return }
    var blocks: [(CID, [UInt8])] = []
    while let next = try? reader.next() {
        require(next.block.count <= input.count, "a block is part of the file")
        blocks.append(next)
    }
    var out: [UInt8] = []
    guard let writer = try? CARWriter(roots: reader.roots, { out += $0 }) else { return }
    for (cid, block) in blocks { try? writer.append(cid, block) }
    guard var again = try? CARReader(out) else { return require(false, "what is written is read") }
    var count = 0
    while let next = try? again.next() {
        require(next == blocks[count], "blocks come back as they were")
        count += 1
    }
    require(count == blocks.count && again.roots == reader.roots, "all blocks come back")
}
