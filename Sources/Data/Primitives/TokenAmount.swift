/// An amount of FIL, in attoFIL (10^-18).
public struct TokenAmount: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// AttoFIL.
    public var atto: BigInt

    /// Bytes of the longest form that is read, sign included.
    public static let maxEncodedBytes = 128

    /// An amount of attoFIL.
    public init(atto: BigInt) { self.atto = atto }
    /// An amount of attoFIL.
    public init(atto: some BinaryInteger) { self.atto = BigInt(atto) }
    /// An amount of attoFIL.
    public init(atto: Int) { self.atto = BigInt(atto) }
    /// Nothing.
    public static let zero = TokenAmount(atto: 0)

    /// Less first.
    public static func < (a: Self, b: Self) -> Bool { a.atto < b.atto }
    /// Sum.
    public static func + (a: Self, b: Self) -> Self { Self(atto: a.atto + b.atto) }
    /// Difference.
    public static func - (a: Self, b: Self) -> Self { Self(atto: a.atto - b.atto) }
    /// Adds.
    public static func += (a: inout Self, b: Self) { a.atto += b.atto }
    /// Subtracts.
    public static func -= (a: inout Self, b: Self) { a.atto -= b.atto }
    /// A multiple.
    public static func * (a: Self, b: some BinaryInteger) -> Self { Self(atto: a.atto * BigInt(b)) }
    /// A multiple.
    public static func * (a: Self, b: UInt64) -> Self { Self(atto: a.atto * BigInt(b)) }
    /// Below zero.
    public var isNegative: Bool { atto.isNegative }
    /// Nothing.
    public var isZero: Bool { atto.isZero }

    /// FIL with a decimal point: "1.0", "0.000000000000000001".
    public var description: String {
        let unit = BigInt(1_000_000_000_000_000_000)
        let (whole, part) = atto.quotientAndRemainder(dividingBy: unit)
        var digits = part.bigEndianMagnitude.isEmpty ? "0" : (part.isNegative ? -part : part).description
        if !part.isZero {
            digits = String(repeating: "0", count: 18 - digits.utf8.count) + digits
            while digits.hasSuffix("0") { digits.removeLast() }
        }
        let sign = atto.isNegative && whole.isZero ? "-" : ""
        return "\(sign)\(whole).\(digits)"
    }

    /// The form on chain: nothing for zero, else a byte for the sign (0 or 1) and the magnitude.
    public var bytes: [UInt8] {
        atto.isZero ? [] : [atto.isNegative ? 1 : 0] + atto.bigEndianMagnitude
    }

    /// From the form on chain; longer than needed is fine.
    public init(bytes: [UInt8]) throws(PrimitiveError) {
        guard bytes.count <= Self.maxEncodedBytes else { throw PrimitiveError("amount", "is too large") }
        guard let sign = bytes.first else {
            self.init(atto: 0)
            return
        }
        guard sign <= 1 else { throw PrimitiveError("amount", "has a first byte that is no sign") }
        self.init(atto: BigInt(isNegative: sign == 1, bigEndian: bytes.dropFirst()))
    }
}
