internal import CCrypto
internal import Primitives
internal import ProofEngine

/// A proof that was changed as its record says; without a comparison with the whole one, further changes of a refused
/// proof would pass.
struct SpoiltProof {
    /// The proof before it was spoilt.
    let whole: [UInt8]
    /// Where the last partition begins: its points are the ones that are spoilt.
    private var last: Int { whole.count - SnarkProof.partitionSize }
    /// Where a, b and c of a partition are.
    private static let places = ["a": 0..<48, "b": 48..<144, "c": 144..<192]

    func compare(_ what: String, _ spoilt: [UInt8], _ comparison: Comparison) throws {
        guard whole.count >= SnarkProof.partitionSize else { throw VectorError("a whole proof is too short") }
        let parts = what.split(separator: ":", maxSplits: 1).map(String.init)
        if parts.count == 2, let place = Self.places[parts[0]] {
            let there = last + place.lowerBound..<last + place.upperBound
            try comparePoint(String(parts[1].dropFirst()), there, what, spoilt, comparison)
        } else if what == "re-randomised: z A, z^-1 B, C (still valid)" {
            // a and b are bound by the verdict.
            comparison.equal(what, Hex.encode(whole[..<last]), Hex.encode(spoilt.prefix(last)))
            comparison.equal(
                what, Hex.encode(whole[(last + 144)...]), Hex.encode(spoilt.dropFirst(last + 144)))
        } else if what == "one byte long" {
            comparison.equal(what, whole.count + 1, spoilt.count)
            comparison.equal(what, Hex.encode(whole), Hex.encode(spoilt.dropLast()))
        } else if what == "unrelated points" {
            comparison.equal(what, whole.count, spoilt.count)
            comparison.equal(what, Hex.encode(whole[..<last]), Hex.encode(spoilt.prefix(last)))
        } else {
            comparison.equal(what, Hex.encode(try rearranged(what)), Hex.encode(spoilt))
        }
    }

    private func rearranged(_ what: String) throws -> [UInt8] {
        let size = SnarkProof.partitionSize
        switch what {
        case "a and b both negated (still valid)": return flipped([(last, 0x20), (last + 48, 0x20)])
        case "a and c exchanged":
            let part = Array(whole[last...])
            return Array(whole[..<last] + part[144...] + part[48..<144] + part[..<48])
        case "one byte short": return whole.dropLast()
        case "empty": return []
        case "all zero": return [UInt8](repeating: 0, count: whole.count)
        case "given twice": return whole + whole
        case "first partition moved to the end": return Array(whole[size...] + whole[..<size])
        case "last partition missing": return whole.dropLast(size)
        case "last partition replaced by the first": return Array(whole.dropLast(size) + whole[..<size])
        default: throw VectorError("spoilt proof '\(what)' is not known")
        }
    }

    private func flipped(_ changes: [(place: Int, bits: UInt8)]) -> [UInt8] {
        var out = whole
        for (place, bits) in changes { out[place] ^= bits }
        return out
    }

    private func comparePoint(
        _ change: String, _ place: Range<Int>, _ what: String, _ spoilt: [UInt8], _ comparison: Comparison
    ) throws {
        var expected = whole
        switch change {
        case "last byte flipped": expected[place.upperBound - 1] ^= 1
        case "sign flag flipped": expected[place.lowerBound] ^= 0x20
        case "compression flag cleared": expected[place.lowerBound] &= 0x7f
        case "infinity flag set": expected[place.lowerBound] |= 0x40
        case "infinity":
            expected.replaceSubrange(place, with: [0xc0] + [UInt8](repeating: 0, count: place.count - 1))
        case "on the curve, outside the subgroup":
            guard spoilt.count == whole.count else { throw VectorError("\(what): another length") }
            let point = Array(spoilt[place])
            expected.replaceSubrange(place, with: point)
            let found =
                place.count == G1.size
                ? [true, false].map { G1.decode(point, checkSubgroup: $0).status }
                : [true, false].map { G2.decode(point, checkSubgroup: $0).status }
            comparison.equal(
                what, [QR_MISMATCH.rawValue, QR_OK.rawValue], found.map(\.rawValue))
        default: throw VectorError("spoilt proof '\(what)' is not known")
        }
        comparison.equal(what, Hex.encode(expected), Hex.encode(spoilt))
    }
}
