internal import CGMP

/// Arithmetic on magnitudes: limbs of 64 bits from the lowest on. Operands may have zeros at their ends; results too.
enum Limbs {
    /// Negative, zero or positive as `a` is below, equal to or above `b`. Neither has zeros at its end.
    static func compare(_ a: [UInt64], _ b: [UInt64]) -> Int {
        guard a.count == b.count else { return a.count - b.count }
        for index in a.indices.reversed() where a[index] != b[index] { return a[index] < b[index] ? -1 : 1 }
        return 0
    }

    static func sum(_ a: [UInt64], _ b: [UInt64]) -> [UInt64] {
        let (long, short) = a.count >= b.count ? (a, b) : (b, a)
        var result = long + [0]
        var carry: UInt64 = 0
        for index in long.indices {
            let (partial, first) = long[index].addingReportingOverflow(index < short.count ? short[index] : 0)
            let (total, second) = partial.addingReportingOverflow(carry)
            result[index] = total
            carry = first || second ? 1 : 0
        }
        result[long.count] = carry
        return result
    }

    /// `a` is not below `b`.
    static func difference(_ a: [UInt64], _ b: [UInt64]) -> [UInt64] {
        var result = a
        var borrow: UInt64 = 0
        for index in a.indices {
            let (partial, first) = a[index].subtractingReportingOverflow(index < b.count ? b[index] : 0)
            let (total, second) = partial.subtractingReportingOverflow(borrow)
            result[index] = total
            borrow = first || second ? 1 : 0
        }
        return result
    }

    static func product(_ a: [UInt64], _ b: [UInt64]) -> [UInt64] {
        guard !a.isEmpty, !b.isEmpty else { return [] }
        let (long, short) = a.count >= b.count ? (a, b) : (b, a)
        var result = [mp_limb_t](repeating: 0, count: a.count + b.count)
        unsafe pointers(long, short) { x, y in
            _ = unsafe __gmpn_mul(&result, x, mp_size_t(long.count), y, mp_size_t(short.count))
        }
        return result.map { UInt64($0) }
    }

    /// Quotient and remainder; `divisor` has no zero at its end and is not empty.
    static func divide(
        _ dividend: [UInt64], _ divisor: [UInt64]
    ) -> (quotient: [UInt64], remainder: [UInt64]) {
        guard dividend.count >= divisor.count else { return ([], dividend) }
        var remainder = [mp_limb_t](repeating: 0, count: divisor.count)
        var quotient = [mp_limb_t](repeating: 0, count: dividend.count - divisor.count + 1)
        unsafe pointers(dividend, divisor) { x, y in
            unsafe __gmpn_tdiv_qr(
                &quotient, &remainder, 0, x, mp_size_t(dividend.count), y, mp_size_t(divisor.count))
        }
        return (trimmed(quotient.map { UInt64($0) }), trimmed(remainder.map { UInt64($0) }))
    }

    static func shiftedUp(_ a: [UInt64], _ bits: Int) -> [UInt64] {
        let (limbs, rest) = (bits / 64, UInt64(bits % 64))
        var result = [UInt64](repeating: 0, count: a.count + limbs + 1)
        for (index, limb) in a.enumerated() {
            result[index + limbs] |= limb << rest
            if rest > 0 { result[index + limbs + 1] = limb >> (64 - rest) }
        }
        return result
    }

    static func shiftedDown(_ a: [UInt64], _ bits: Int) -> [UInt64] {
        let (limbs, rest) = (bits / 64, UInt64(bits % 64))
        guard limbs < a.count else { return [] }
        return (limbs..<a.count).map { index in
            let high = index + 1 < a.count && rest > 0 ? a[index + 1] << (64 - rest) : 0
            return a[index] >> rest | high
        }
    }

    private static func trimmed(_ limbs: [UInt64]) -> [UInt64] {
        var limbs = limbs
        while limbs.last == 0 { limbs.removeLast() }
        return limbs
    }

    /// Two magnitudes as GMP takes them: its limbs are 64 bits too, under another name.
    private static func pointers(
        _ a: [UInt64], _ b: [UInt64], _ body: (UnsafePointer<mp_limb_t>, UnsafePointer<mp_limb_t>) -> Void
    ) {
        let (x, y) = (a.map { mp_limb_t($0) }, b.map { mp_limb_t($0) })
        unsafe x.withUnsafeBufferPointer { x in
            unsafe y.withUnsafeBufferPointer { y in
                if let x = x.baseAddress, let y = y.baseAddress { unsafe body(x, y) }
            }
        }
    }
}
