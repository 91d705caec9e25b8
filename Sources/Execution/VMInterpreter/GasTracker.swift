/// One charge, as traces show it.
public struct GasCharge: Hashable, Sendable {
    /// "OnSyscall".
    public let name: String
    /// For computing, in milligas.
    public let compute: UInt64
    /// For storage and everything else, in milligas.
    public let other: UInt64

    init(_ name: String, _ compute: UInt64, _ other: UInt64 = 0) {
        self.name = name
        self.compute = compute
        self.other = other
    }

    var total: UInt64 { compute.addingSaturating(other) }

    /// All of it in whole gas, rounded up.
    public var wholeTotal: UInt64 { total.gasRoundedUp }
    /// For computing, in whole gas, rounded up.
    public var wholeCompute: UInt64 { compute.gasRoundedUp }
    /// For everything else, in whole gas, rounded up.
    public var wholeOther: UInt64 { other.gasRoundedUp }
}

extension UInt64 {
    func addingSaturating(_ other: UInt64) -> UInt64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }

    func subtractingSaturating(_ other: UInt64) -> UInt64 { self > other ? self - other : 0 }

    func multipliedSaturating(_ other: UInt64) -> UInt64 {
        let (product, overflow) = multipliedReportingOverflow(by: other)
        return overflow ? .max : product
    }

    /// Milligas as whole gas, rounded up.
    var gasRoundedUp: UInt64 { self / 1000 + (self % 1000 == 0 ? 0 : 1) }
}

/// Counts the gas of a message, in milligas. A call with a limit of its own gets a count of its own, which is added to
/// the caller's when it ends.
@safe
final class GasTracker {
    // Nothing here calls out while one of these changes.
    @exclusivity(unchecked) private var limit: UInt64
    @exclusivity(unchecked) private var spent: UInt64 = 0
    private var outer: [(limit: UInt64, used: UInt64)] = []

    /// `gas`: whole gas that the message may use.
    init(gas: UInt64) { unsafe limit = min(gas.multipliedSaturating(1000), UInt64(Int64.max)) }

    /// Milligas used, of the innermost count.
    var used: UInt64 { unsafe spent }
    var available: UInt64 { unsafe limit.subtractingSaturating(spent) }

    /// Takes milligas. When there is not enough, all of it is used.
    func charge(_ milligas: UInt64) throws(ExecutionError) {
        let total = used.addingSaturating(milligas)
        guard unsafe total <= limit else {
            unsafe spent = limit
            throw .outOfGas
        }
        unsafe spent = total
    }

    func push(limit: UInt64) {
        unsafe outer.append((self.limit, spent))
        unsafe self.limit = min(available, limit)
        unsafe spent = 0
    }

    func pop() {
        guard let last = outer.popLast() else { return }
        unsafe limit = last.limit
        unsafe spent = spent.addingSaturating(last.used)
    }
}
