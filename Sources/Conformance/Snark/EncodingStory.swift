internal import CCrypto
internal import ProofEngine

/// The bytes that a record of "encodings" must have by its words and by the records before it. Without this a refused
/// encoding would prove nothing: change a byte of it, and it is refused as well.
struct EncodingStory<Group: CurveGroup> {
    /// What is known of a record's bytes.
    enum Claim {
        /// All of them.
        case bytes([UInt8])
        /// They would be a valid point, were it not for what is wrong with them: here they are without it.
        case point([UInt8])
        /// Nothing but the verdict: any x whatever.
        case free
    }

    private static var coordinate: Int { 48 }
    /// Forms of the last valid point, and the last x that need not be one's.
    private var compressed: [UInt8] = []
    private var uncompressed: [UInt8] = []
    private var arbitrary: [UInt8] = []

    /// What a record claims.
    mutating func claim(_ what: String, isCompressed: Bool, _ bytes: [UInt8]) throws -> Claim {
        let form = isCompressed ? compressed : uncompressed
        switch what {
        case "valid" where isCompressed:
            let point = Group.decode(bytes, checkSubgroup: true).point
            (compressed, uncompressed) = (Group.compressed(point), Group.uncompressed(point))
            return .bytes(compressed)
        case "valid": return .bytes(uncompressed)
        case "arbitrary x":
            arbitrary = bytes
            return .free
        case "on the curve, outside the subgroup":
            guard !arbitrary.isEmpty else { throw VectorError("no x before a point of it") }
            let point = Group.decode(arbitrary, checkSubgroup: false).point
            return .bytes(Group.uncompressed(point))
        case "sign flag flipped (is the negated point)": return .bytes(try changed(form) { $0 ^ 0x20 })
        case "compression flag missing in 48/96-byte form": return .bytes(try changed(form) { $0 & 0x7f })
        case "compression flag set on the uncompressed form": return .bytes(try changed(form) { $0 | 0x80 })
        case "infinity flag set on a finite point": return .bytes(try changed(form) { $0 | 0x40 })
        case "sign flag set on the uncompressed form": return .bytes(try changed(form) { $0 | 0x20 })
        case "y changed, not on the curve":
            return .bytes(try changed(form, at: form.count - 1) { $0 ^ 1 })
        default: return try constant(what, isCompressed: isCompressed, bytes)
        }
    }

    private func changed(_ form: [UInt8], at place: Int = 0, _ change: (UInt8) -> UInt8) throws -> [UInt8] {
        guard form.indices.contains(place) else { throw VectorError("no valid point before a change of it") }
        var bytes = form
        bytes[place] = change(bytes[place])
        return bytes
    }

    /// Records that need no others.
    private func constant(_ what: String, isCompressed: Bool, _ bytes: [UInt8]) throws -> Claim {
        let size = isCompressed ? Group.size : 2 * Group.size
        var infinity = [UInt8](repeating: 0, count: size)
        infinity[0] = isCompressed ? 0xc0 : 0x40
        switch what {
        case "infinity": return .bytes(infinity)
        case "infinity with the sign flag": return .bytes(try changed(infinity) { $0 | 0x20 })
        case "infinity with garbage in the first byte": return .bytes(try changed(infinity) { $0 | 1 })
        case "infinity with garbage in the last byte":
            return .bytes(try changed(infinity, at: size - 1) { _ in 1 })
        case "infinity with garbage in the middle":
            return .bytes(try changed(infinity, at: 20) { _ in 0x80 })
        case "all zero": return .bytes([UInt8](repeating: 0, count: size))
        case "all ones": return .bytes([UInt8](repeating: 0xff, count: size))
        case "valid point with p added to x", "valid point with p added to c0 of x":
            return .point(try withoutModulus(bytes, at: what.hasSuffix("c0 of x") ? 1 : 0))
        default: return .bytes(try coordinates(what, isCompressed: isCompressed))
        }
    }

    // MARK: Coordinates around p

    /// The generator with one coordinate replaced: "x = p + 1", "c0 of y = p", "c1 of x = p - 1, c0 = 0".
    private func coordinates(_ what: String, isCompressed: Bool) throws -> [UInt8] {
        let sides = what.split(separator: "=", maxSplits: 1).map(String.init)
        guard sides.count == 2 else { throw VectorError("encoding '\(what)' is not known") }
        let (name, value) = (sides[0], try number(sides[1]))
        let inG2 = Group.size > Self.coordinate
        var parts = Group.uncompressed(Group.generator)
        // In G2 c1 comes first.
        var place = name.contains("y") ? Group.size : 0
        if inG2, name.hasPrefix("c0") { place += Self.coordinate }
        parts.replaceSubrange(place..<place + Self.coordinate, with: value)
        if what.hasSuffix("c0 = 0") {
            parts.replaceSubrange(
                Self.coordinate..<2 * Self.coordinate, with: [UInt8](repeating: 0, count: Self.coordinate))
        }
        guard isCompressed else { return parts }
        return try changed(Array(parts.prefix(Group.size))) { $0 | 0x80 }
    }

    /// " p + 2^32" and the like.
    private func number(_ text: String) throws -> [UInt8] {
        let plain = text.split(separator: ",")[0].filter { $0 != " " }
        let steps: [String: (UInt64, Bool)] = [
            "p": (0, true), "p+1": (1, true), "p-1": (1, false), "p+4": (4, true), "p+2^32": (1 << 32, true),
        ]
        guard let (step, up) = steps[plain] else { throw VectorError("coordinate '\(text)' is not known") }
        let difference = (0..<Self.coordinate).map { index in
            let place = Self.coordinate - 1 - index
            return place < 8 ? UInt8(truncatingIfNeeded: step >> (8 * UInt64(place))) : 0
        }
        let modulus = try Self.modulus()
        return up ? Self.sum(modulus, difference) : Self.difference(modulus, difference)
    }

    /// The bytes with p taken from coordinate `index`; flags stay.
    private func withoutModulus(_ bytes: [UInt8], at index: Int) throws -> [UInt8] {
        let isFlagged = index == 0
        let range = Self.coordinate * index..<Self.coordinate * (index + 1)
        var value = Array(bytes[range])
        let flags = isFlagged ? value[0] & 0xe0 : 0
        // An x below p has no more than 381 bits, but one with p added may need a flag's.
        if isFlagged, bytes.count == Group.size { value[0] &= 0x1f }
        value = Self.difference(value, try Self.modulus())
        if bytes.count == Group.size { value[0] |= flags }
        var out = bytes
        out.replaceSubrange(range, with: value)
        return out
    }

    /// p: -1 and 1 more.
    private static func modulus() throws -> [UInt8] {
        let one = [UInt8](repeating: 0, count: coordinate - 1) + [1]
        var last = one
        try EngineError.check(unsafe qr_tower_apply(QR_TOWER_NEG, 1, &last, one, nil), "-1")
        return sum(last, one)
    }

    /// Big-endian numbers of one length; a carry out is lost.
    private static func sum(_ a: [UInt8], _ b: [UInt8]) -> [UInt8] {
        var (out, carry) = (a, 0)
        for index in a.indices.reversed() {
            let digit = Int(a[index]) + Int(b[index]) + carry
            out[index] = UInt8(truncatingIfNeeded: digit)
            carry = digit >> 8
        }
        return out
    }

    private static func difference(_ a: [UInt8], _ b: [UInt8]) -> [UInt8] {
        var (out, borrow) = (a, 0)
        for index in a.indices.reversed() {
            let digit = Int(a[index]) - Int(b[index]) - borrow
            out[index] = UInt8(truncatingIfNeeded: digit)
            borrow = digit < 0 ? 1 : 0
        }
        return out
    }
}
