/// The bits of a key's hash, taken a few at a time from the first bit on: which child of each node it is under.
struct HashPath {
    private let bytes: [UInt8]
    private let bitCount: Int
    /// Bits taken so far.
    var consumed = 0

    init(_ bytes: [UInt8], bitCount: Int? = nil) {
        self.bytes = bytes
        self.bitCount = bitCount ?? bytes.count * 8
    }

    /// The next `count` bits as a number; fewer where fewer are left; nil at the end.
    mutating func next(_ count: Int) -> Int? {
        guard consumed < bitCount else { return nil }
        var value = 0
        for _ in 0..<min(count, bitCount - consumed) {
            value = value << 1 | Int(bytes[consumed / 8] >> UInt8(7 - consumed % 8) & 1)
            consumed += 1
        }
        return value
    }
}

/// Which children a node of a HAMT or KAMT has: bit i is child i. At most 256.
struct ChildSet: Hashable {
    /// Bits 0 to 63 in the first word, and so on.
    private var words = SIMD4<UInt64>()

    init() {}

    /// From its form on disk: big-endian bytes without leading zeros.
    init(bytes: [UInt8]) throws(IPLDError) {
        guard bytes.count <= 32 else { throw .badNode("its bit field has \(bytes.count) bytes") }
        for (index, byte) in bytes.reversed().enumerated() {
            words[index / 8] |= UInt64(byte) << UInt64(index % 8 * 8)
        }
    }

    /// Big-endian bytes without leading zeros.
    var bytes: [UInt8] {
        let count = last.map { $0 / 8 + 1 } ?? 0
        return (0..<count).reversed().map {
            UInt8(truncatingIfNeeded: words[$0 / 8] >> UInt64($0 % 8 * 8))
        }
    }

    var count: Int { (0..<4).reduce(0) { $0 + words[$1].nonzeroBitCount } }

    /// Highest child there is.
    var last: Int? {
        (0..<4).last { words[$0] != 0 }.map { $0 * 64 + 63 - words[$0].leadingZeroBitCount }
    }

    func contains(_ child: Int) -> Bool { words[child / 64] >> UInt64(child % 64) & 1 == 1 }

    /// Place of a child among those that are there.
    func place(of child: Int) -> Int {
        let below = (words[child / 64] & (1 << UInt64(child % 64) - 1)).nonzeroBitCount
        return (0..<child / 64).reduce(below) { $0 + words[$1].nonzeroBitCount }
    }

    mutating func insert(_ child: Int) { words[child / 64] |= 1 << UInt64(child % 64) }
    mutating func remove(_ child: Int) { words[child / 64] &= ~(1 << UInt64(child % 64)) }
}
