/// A whole number of any size. What fits 127 bits and a sign, as every real amount does, is kept without an allocation.
public struct BigInt: Hashable, Sendable {
    enum Storage: Hashable, Sendable {
        case small(Int128)
        /// Only what does not fit; limbs from the lowest, the last one not zero.
        case large(isNegative: Bool, [UInt64])
    }

    let storage: Storage

    private init(_ storage: Storage) { self.storage = storage }

    /// Zero.
    public static let zero = BigInt(0)

    /// A number.
    public init(_ value: some BinaryInteger) {
        if let small = Int128(exactly: value) {
            self.init(.small(small))
        } else {
            self.init(isNegative: value.signum() < 0, magnitude: value.magnitude.words.map { UInt64($0) })
        }
    }

    /// A number.
    public init(_ value: Int) { self.init(.small(Int128(value))) }

    /// A number.
    public init(_ value: UInt64) { self.init(.small(Int128(value))) }

    /// From sign and limbs, the lowest first; zeros at the end are fine.
    init(isNegative: Bool, magnitude: [UInt64]) {
        var limbs = magnitude
        while limbs.last == 0 { limbs.removeLast() }
        guard limbs.count > 2 || limbs.count == 2 && limbs[1] >> 63 != 0 else {
            let low = UInt128(limbs.first ?? 0) | UInt128(limbs.count == 2 ? limbs[1] : 0) << 64
            self.init(.small(isNegative ? -Int128(low) : Int128(low)))
            return
        }
        self.init(
            isNegative && limbs == [0, 1 << 63] ? .small(.min) : .large(isNegative: isNegative, limbs))
    }

    /// Limbs of the magnitude, the lowest first; none for zero.
    var magnitude: [UInt64] {
        switch storage {
        case .large(_, let limbs): return limbs
        case .small(let value):
            let size = value.magnitude
            if size == 0 { return [] }
            return size >> 64 == 0
                ? [UInt64(truncatingIfNeeded: size)]
                : [UInt64(truncatingIfNeeded: size), UInt64(truncatingIfNeeded: size >> 64)]
        }
    }

    /// Below zero.
    public var isNegative: Bool {
        switch storage {
        case .small(let value): value < 0
        case .large(let isNegative, _): isNegative
        }
    }

    /// Zero.
    public var isZero: Bool {
        if case .small(0) = storage { true } else { false }
    }

    /// Bits of the magnitude.
    public var bitWidth: Int {
        let limbs = magnitude
        return limbs.last.map { limbs.count * 64 - $0.leadingZeroBitCount } ?? 0
    }

    /// As a number of 128 bits, if it fits.
    public var unsigned128: UInt128? {
        switch storage {
        case .small(let value): UInt128(exactly: value)
        case .large(let isNegative, let limbs):
            isNegative || limbs.count > 2 ? nil : UInt128(limbs[0]) | UInt128(limbs[1]) << 64
        }
    }

    /// As a number of a fixed width, if it fits.
    public func exactly<Number: FixedWidthInteger>(_ type: Number.Type) -> Number? {
        guard case .small(let value) = storage else { return nil }
        return Number(exactly: value)
    }
}

extension BigInt: Comparable {
    /// By value.
    public static func < (a: BigInt, b: BigInt) -> Bool {
        if case .small(let x) = a.storage, case .small(let y) = b.storage { return x < y }
        guard a.isNegative == b.isNegative else { return a.isNegative }
        let order = Limbs.compare(a.magnitude, b.magnitude)
        return a.isNegative ? order > 0 : order < 0
    }
}

extension BigInt {
    /// Sum.
    public static func + (a: BigInt, b: BigInt) -> BigInt {
        if case .small(let x) = a.storage, case .small(let y) = b.storage {
            let (sum, overflow) = x.addingReportingOverflow(y)
            if !overflow { return BigInt(.small(sum)) }
        }
        let (x, y) = (a.magnitude, b.magnitude)
        if a.isNegative == b.isNegative {
            return BigInt(isNegative: a.isNegative, magnitude: Limbs.sum(x, y))
        }
        return Limbs.compare(x, y) >= 0
            ? BigInt(isNegative: a.isNegative, magnitude: Limbs.difference(x, y))
            : BigInt(isNegative: b.isNegative, magnitude: Limbs.difference(y, x))
    }

    /// The number with the other sign.
    public static prefix func - (a: BigInt) -> BigInt {
        if case .small(let x) = a.storage, x != .min { return BigInt(.small(-x)) }
        return BigInt(isNegative: !a.isNegative, magnitude: a.magnitude)
    }

    /// Difference.
    public static func - (a: BigInt, b: BigInt) -> BigInt {
        if case .small(let x) = a.storage, case .small(let y) = b.storage {
            let (difference, overflow) = x.subtractingReportingOverflow(y)
            if !overflow { return BigInt(.small(difference)) }
        }
        return a + -b
    }

    /// Product.
    public static func * (a: BigInt, b: BigInt) -> BigInt {
        if case .small(let x) = a.storage, case .small(let y) = b.storage {
            let (product, overflow) = x.multipliedReportingOverflow(by: y)
            if !overflow { return BigInt(.small(product)) }
        }
        return BigInt(
            isNegative: a.isNegative != b.isNegative, magnitude: Limbs.product(a.magnitude, b.magnitude))
    }

    /// Adds.
    public static func += (a: inout BigInt, b: BigInt) { a = a + b }
    /// Subtracts.
    public static func -= (a: inout BigInt, b: BigInt) { a = a - b }

    /// Quotient rounded towards zero, and the remainder, which has the sign of this number. `divisor` is not zero.
    public func quotientAndRemainder(dividingBy divisor: BigInt) -> (quotient: BigInt, remainder: BigInt) {
        precondition(!divisor.isZero, "division by zero")
        if case .small(let x) = storage, case .small(let y) = divisor.storage, !(x == .min && y == -1) {
            let (quotient, remainder) = x.quotientAndRemainder(dividingBy: y)
            return (BigInt(.small(quotient)), BigInt(.small(remainder)))
        }
        let (quotient, remainder) = Limbs.divide(magnitude, divisor.magnitude)
        return (
            BigInt(isNegative: isNegative != divisor.isNegative, magnitude: quotient),
            BigInt(isNegative: isNegative, magnitude: remainder)
        )
    }

    /// Quotient rounded towards zero.
    public static func / (a: BigInt, b: BigInt) -> BigInt { a.quotientAndRemainder(dividingBy: b).quotient }

    /// Quotient rounded down: what the reference's big integers do when a divisor or dividend is negative.
    public func dividedDown(by divisor: BigInt) -> BigInt {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return !remainder.isZero && remainder.isNegative != divisor.isNegative
            ? quotient - BigInt(1) : quotient
    }

    /// Times a power of two.
    public static func << (a: BigInt, bits: Int) -> BigInt {
        BigInt(isNegative: a.isNegative, magnitude: Limbs.shiftedUp(a.magnitude, bits))
    }

    /// By a power of two, rounded down.
    public static func >> (a: BigInt, bits: Int) -> BigInt {
        if case .small(let x) = a.storage { return BigInt(.small(x >> Int128(min(bits, 127)))) }
        let shifted = BigInt(isNegative: a.isNegative, magnitude: Limbs.shiftedDown(a.magnitude, bits))
        return a.isNegative && shifted << bits != a ? shifted - BigInt(1) : shifted
    }
}

extension BigInt: CustomStringConvertible {
    /// In decimal digits.
    public var description: String {
        if case .small(let value) = storage { return "\(value)" }
        var limbs = magnitude
        var parts: [String] = []
        while !limbs.isEmpty {
            let (quotient, remainder) = Limbs.divide(limbs, [1_000_000_000_000_000_000])
            let digits = "\(remainder.first ?? 0)"
            limbs = quotient
            parts.append(
                limbs.isEmpty ? digits : String(repeating: "0", count: 18 - digits.utf8.count) + digits)
        }
        return (isNegative ? "-" : "") + parts.reversed().joined()
    }

    /// From decimal digits, with a minus sign for negative ones; nil for anything else.
    public init?(_ text: String) {
        let isNegative = text.hasPrefix("-")
        let digits = isNegative ? text.dropFirst() : text[...]
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        var value = BigInt.zero
        var rest = digits[...]
        while !rest.isEmpty {
            let part = rest.prefix(18)
            guard let number = UInt64(part) else { return nil }
            let scale = (0..<part.utf8.count).reduce(UInt64(1)) { scale, _ in scale * 10 }
            value = value * BigInt(scale) + BigInt(number)
            rest = rest.dropFirst(18)
        }
        self = isNegative ? -value : value
    }
}

extension BigInt {
    /// Big-endian bytes of the magnitude without leading zeros; none for zero.
    public var bigEndianMagnitude: [UInt8] {
        let limbs = magnitude
        var bytes: [UInt8] = []
        for limb in limbs.reversed() {
            for shift in stride(from: 56, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: limb >> UInt64(shift)))
            }
        }
        return Array(bytes.drop { $0 == 0 })
    }

    /// From a sign and big-endian bytes of the magnitude.
    public init(isNegative: Bool = false, bigEndian bytes: some BidirectionalCollection<UInt8>) {
        var limbs: [UInt64] = []
        for (index, byte) in bytes.reversed().enumerated() {
            if index % 8 == 0 { limbs.append(0) }
            limbs[index / 8] |= UInt64(byte) << UInt64(index % 8 * 8)
        }
        self.init(isNegative: isNegative, magnitude: limbs)
    }
}

extension BigInt: ExpressibleByIntegerLiteral {
    /// A number.
    public init(integerLiteral value: Int64) { self.init(value) }
}
