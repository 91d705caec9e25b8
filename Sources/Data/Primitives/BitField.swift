/// A set of numbers, kept and written as runs: RLE+ (specification, "Bitfields"). Strict: only the shortest form
/// with the last run of ones is read.
public struct BitField: Hashable, Sendable {
    /// Runs of members, in order, with gaps between them.
    public private(set) var ranges: [Range<UInt64>]

    /// Bytes of the longest form that is read or written.
    public static let maxEncodedBytes = 32 << 10

    /// The empty set.
    public init() { ranges = [] }

    /// The union of ranges, in any order.
    public init(_ ranges: some Sequence<Range<UInt64>>) {
        self.ranges = []
        for range in ranges.filter({ !$0.isEmpty }).sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = self.ranges.last, range.lowerBound <= last.upperBound {
                self.ranges[self.ranges.count - 1] =
                    last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                self.ranges.append(range)
            }
        }
    }

    /// The set of these numbers.
    public init(members: some Sequence<UInt64>) { self.init(members.map { $0..<$0 + 1 }) }

    /// How many members there are.
    public var count: UInt64 { ranges.reduce(0) { $0 + ($1.upperBound - $1.lowerBound) } }
    /// Whether there are none.
    public var isEmpty: Bool { ranges.isEmpty }

    /// Whether a number is a member.
    public func contains(_ number: UInt64) -> Bool {
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound <= number { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].contains(number)
    }

    /// Members of either.
    public func union(_ other: BitField) -> BitField { BitField(ranges + other.ranges) }

    /// Members of this one that the other lacks.
    public func subtracting(_ other: BitField) -> BitField {
        var result: [Range<UInt64>] = []
        var index = 0
        for range in ranges {
            var start = range.lowerBound
            while index < other.ranges.count, other.ranges[index].upperBound <= start { index += 1 }
            var next = index
            while next < other.ranges.count, other.ranges[next].lowerBound < range.upperBound {
                let hole = other.ranges[next]
                if hole.lowerBound > start { result.append(start..<hole.lowerBound) }
                start = max(start, hole.upperBound)
                next += 1
            }
            if start < range.upperBound { result.append(start..<range.upperBound) }
        }
        return BitField(result)
    }

    /// Members of both.
    public func intersection(_ other: BitField) -> BitField { subtracting(subtracting(other)) }

    /// All members in order; they may be many.
    public var members: some Sequence<UInt64> { ranges.lazy.flatMap { $0 } }
}

extension BitField {
    /// From RLE+.
    public init(rle bytes: [UInt8]) throws(PrimitiveError) {
        guard bytes.last != 0 else { throw PrimitiveError("bit field", "ends in a zero byte") }
        var reader = BitReader(bytes)
        guard reader.read(2) == 0 else { throw PrimitiveError("bit field", "has an unknown version") }
        var isMember = reader.read(1) == 1
        var index: UInt64 = 0
        var ranges: [Range<UInt64>] = []
        while reader.hasMore {
            let (end, overflow) = index.addingReportingOverflow(try reader.run())
            guard !overflow else { throw PrimitiveError("bit field", "goes beyond 64 bits") }
            if isMember { ranges.append(index..<end) }
            index = end
            isMember.toggle()
        }
        // The next run would be of members: the last one was of gaps.
        guard !isMember else { throw PrimitiveError("bit field", "is not the shortest form") }
        self.ranges = ranges
    }

    /// As RLE+.
    public var rle: [UInt8] {
        guard let first = ranges.first else { return [] }
        var writer = BitWriter()
        writer.write(0, 2)
        writer.write(first.lowerBound == 0 ? 1 : 0, 1)
        var index: UInt64 = 0
        for range in ranges {
            if range.lowerBound > index { writer.run(range.lowerBound - index) }
            writer.run(range.upperBound - range.lowerBound)
            index = range.upperBound
        }
        return writer.finish()
    }
}

/// Bits, the lowest of each byte first; zeros without end behind the last byte.
private struct BitReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Whether a one is still to come.
    var hasMore: Bool {
        let byte = position / 8
        guard byte < bytes.count else { return false }
        // The last byte is not zero, so only within it can the rest be.
        return byte < bytes.count - 1 || bytes[byte] >> UInt8(position % 8) != 0
    }

    mutating func read(_ count: Int) -> UInt64 {
        var value: UInt64 = 0
        for bit in 0..<count {
            let byte = position / 8
            if byte < bytes.count { value |= UInt64(bytes[byte] >> UInt8(position % 8) & 1) << UInt64(bit) }
            position += 1
        }
        return value
    }

    /// The length of the next run.
    mutating func run() throws(PrimitiveError) -> UInt64 {
        if read(1) == 1 { return 1 }
        if read(1) == 1 {
            let length = read(4)
            guard length >= 2 else { throw PrimitiveError("bit field", "is not the shortest form") }
            return length
        }
        var length: UInt64 = 0
        for index in 0..<10 {
            let byte = read(8)
            length |= (byte & 0x7f) << UInt64(index * 7)
            guard byte & 0x80 == 0 else { continue }
            guard !(index == 9 && byte > 1), byte != 0 || index == 0 else { break }
            guard length >= 16 else { throw PrimitiveError("bit field", "is not the shortest form") }
            return length
        }
        throw PrimitiveError("bit field", "has a malformed length")
    }
}

private struct BitWriter {
    private var bytes: [UInt8] = []
    private var position = 0

    mutating func write(_ value: UInt64, _ count: Int) {
        for bit in 0..<count {
            if position % 8 == 0 { bytes.append(0) }
            bytes[position / 8] |= UInt8(value >> UInt64(bit) & 1) << UInt8(position % 8)
            position += 1
        }
    }

    mutating func run(_ length: UInt64) {
        switch length {
        case 1: write(1, 1)
        case 2..<16:
            write(0b10, 2)
            write(length, 4)
        default:
            write(0b00, 2)
            for byte in Varint.encode(length) { write(UInt64(byte), 8) }
        }
    }

    func finish() -> [UInt8] {
        var bytes = bytes
        while bytes.last == 0 { bytes.removeLast() }
        return bytes
    }
}
