internal import CCrypto
internal import Primitives
internal import ProofEngine

/// Fr on 32 bytes little endian.
enum Scalar {
    static let zero = [UInt8](repeating: 0, count: 32)
    static let one = number(1)

    static func number(_ value: UInt64) -> [UInt8] {
        (0..<32).map { $0 < 8 ? UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) : 0 }
    }

    /// fr(stream, index): 254 bits.
    static func random(_ stream: String, _ index: Int) -> [UInt8] {
        var block = VectorInputs.hash("\(stream):\(index)")
        block[31] &= 0x3f
        return block
    }

    static func sum(_ a: [UInt8], _ b: [UInt8]) -> [UInt8] {
        var out = zero
        unsafe qr_fr_add(&out, a, b, 1)
        return out
    }

    static func difference(_ a: [UInt8], _ b: [UInt8]) -> [UInt8] {
        var out = zero
        unsafe qr_fr_sub(&out, a, b, 1)
        return out
    }

    static func product(_ a: [UInt8], _ b: [UInt8]) -> [UInt8] {
        var out = zero
        unsafe qr_fr_mul(&out, a, b, 1)
        return out
    }

    static func inverse(_ a: [UInt8]) -> [UInt8] {
        var out = zero
        unsafe qr_fr_inverse(&out, a)
        return out
    }

    /// Bits of the exponent, highest first.
    static func power(_ a: [UInt8], _ bits: some Collection<Bool>) -> [UInt8] {
        bits.reduce(one) { square, bit in
            let next = product(square, square)
            return bit ? product(next, a) : next
        }
    }
}

extension Conformance {
    /// Fr: "fr".
    func checkScalars(_ record: VectorRecord, _ tally: Tally) throws {
        // r - 1, highest bit first.
        let modulus = try record.bytes("modulus_be", count: 32)
        var minusOne = (0..<256).map { modulus[$0 / 8] >> UInt8(7 - $0 % 8) & 1 == 1 }
        minusOne[minusOne.count - 1] = false
        try tally.record("fr.root_of_unity_2_32") { comparison in
            let generator = Scalar.number(try record.number("multiplicative_generator"))
            let root = Scalar.power(generator, minusOne.dropLast(Int(try record.number("two_adicity"))))
            comparison.equal("7^((r-1)/2^32)", try record.text("root_of_unity_2_32"), Hex.encode(root))
            let last = Scalar.difference(Scalar.zero, Scalar.one)
            comparison.equal("r - 1", try record.text("modulus_be"), hexPlusOne(last))
        }
        try tally.records(record, "canonical_encodings_le", "fr.") { element, comparison in
            comparison.equal(
                "le by its description", Hex.encode(try described(element.text("what"), modulus)),
                try element.text("le"))
            comparison.equal(
                "accepted", try element.flag("accepted"),
                unsafe qr_fr_is_canonical(try element.bytes("le", count: 32)))
        }
        try tally.records(record, "unary", "fr.") { element, comparison in
            try checkUnaryScalar(element, half: Array(minusOne.dropLast()), comparison)
        }
        try tally.records(record, "binary", "fr.") { element, comparison in
            let (a, b) = (try element.bytes("a", count: 32), try element.bytes("b", count: 32))
            comparison.equal("add", try element.text("add"), Hex.encode(Scalar.sum(a, b)))
            comparison.equal("sub", try element.text("sub"), Hex.encode(Scalar.difference(a, b)))
            comparison.equal("mul", try element.text("mul"), Hex.encode(Scalar.product(a, b)))
        }
    }

    /// Big-endian hex of the integer after an even one.
    private func hexPlusOne(_ even: [UInt8]) -> String {
        var bytes = Array(even.reversed())
        bytes[bytes.count - 1] |= 1
        return Hex.encode(bytes)
    }

    /// Bytes of a number around r, little endian, from its words.
    private func described(_ what: String, _ modulus: [UInt8]) throws -> [UInt8] {
        var bytes = Array(modulus.reversed())
        switch what {
        case "zero": return Scalar.zero
        case "r": return bytes
        // r is odd, and its first byte far from either end.
        case "r minus 1": bytes[0] -= 1
        case "r plus 1": bytes[0] += 1
        case "all ones": return [UInt8](repeating: 0xff, count: 32)
        case "2^255": return Scalar.zero.dropLast() + [0x80]
        case "2^254": return Scalar.zero.dropLast() + [0x40]
        default: throw VectorError("number '\(what)' is not known")
        }
        return bytes
    }

    private func checkUnaryScalar(
        _ element: VectorRecord, half: [Bool], _ comparison: Comparison
    ) throws {
        let a = try element.bytes("a", count: 32)
        let square = Scalar.product(a, a)
        comparison.equal("be", try element.text("be"), Hex.encode(a.reversed()))
        comparison.equal("double", try element.text("double"), Hex.encode(Scalar.sum(a, a)))
        comparison.equal("neg", try element.text("neg"), Hex.encode(Scalar.difference(Scalar.zero, a)))
        comparison.equal("square", try element.text("square"), Hex.encode(square))
        let fifth = Scalar.product(Scalar.product(square, square), a)
        comparison.equal("pow5", try element.text("pow5"), Hex.encode(fifth))
        let inverse = element.has("inverse") ? try element.text("inverse") : Hex.encode(Scalar.zero)
        comparison.equal("inverse", inverse, Hex.encode(Scalar.inverse(a)))
        // Euler's criterion; 0 is a square.
        let euler = Scalar.power(a, half)
        comparison.equal(
            "is_square", try element.flag("is_square"), euler == Scalar.one || a == Scalar.zero)
        if element.has("sqrt_up_to_sign") {
            let root = try element.bytes("sqrt_up_to_sign", count: 32)
            comparison.equal("square of sqrt", Hex.encode(a), Hex.encode(Scalar.product(root, root)))
        }
    }
}

/// An operation of Fp, Fp2 or Fp12 on coefficients of 48 bytes.
private func tower(
    _ operation: qr_tower_operation_t, _ a: [UInt8], _ b: [UInt8]? = nil
) throws -> [UInt8] {
    guard a.count.isMultiple(of: 48), b == nil || b?.count == a.count else {
        throw VectorError("elements of \(a.count) and \(b?.count ?? 0) bytes")
    }
    var out = [UInt8](repeating: 0, count: a.count)
    let status = unsafe qr_tower_apply(operation, a.count / 48, &out, a, b)
    try EngineError.check(status, "operation in Fp")
    return out
}

extension Conformance {
    /// Fp and the fields over it: "fp".
    func checkTower(_ record: VectorRecord, _ tally: Tally) throws {
        for list in ["unary", "binary", "fp2", "fp12"] {
            try tally.records(record, list, "fp.") { try checkTowerElement($0, $1) }
        }
    }

    private func checkTowerElement(_ element: VectorRecord, _ comparison: Comparison) throws {
        let a = try coefficients(element, "a")
        let b = element.has("b") ? try coefficients(element, "b") : nil
        let operations: [(String, qr_tower_operation_t)] = [
            ("add", QR_TOWER_ADD), ("sub", QR_TOWER_SUB), ("mul", QR_TOWER_MUL), ("neg", QR_TOWER_NEG),
            ("square", QR_TOWER_SQUARE), ("inverse", QR_TOWER_INVERSE),
            ("inverse_zero_for_zero", QR_TOWER_INVERSE), ("conjugate", QR_TOWER_CONJUGATE),
        ]
        for (name, operation) in operations where element.has(name) {
            comparison.equal(
                name, Hex.encode(try coefficients(element, name)), Hex.encode(try tower(operation, a, b)))
        }
        var power = a
        for count in 1...3 where element.has("frobenius\(count)") {
            power = try tower(QR_TOWER_FROBENIUS, power)
            comparison.equal(
                "frobenius\(count)", Hex.encode(try coefficients(element, "frobenius\(count)")),
                Hex.encode(power))
        }
        if element.has("is_square") { try checkRoot(element, a, comparison) }
    }

    private func checkRoot(_ element: VectorRecord, _ a: [UInt8], _ comparison: Comparison) throws {
        guard try element.flag("is_square") else {
            comparison.refused("square root") { _ = try tower(QR_TOWER_SQRT, a) }
            return
        }
        let root = Hex.encode(try tower(QR_TOWER_SQRT, a))
        let expected = try coefficients(element, "sqrt_up_to_sign")
        let other = Hex.encode(try tower(QR_TOWER_NEG, expected))
        comparison.equal("sqrt_up_to_sign", Hex.encode(expected), root == other ? Hex.encode(expected) : root)
    }

    /// A coefficient or a list of them.
    private func coefficients(_ record: VectorRecord, _ name: String) throws -> [UInt8] {
        if case .array? = record.fields[name] {
            return try record.texts(name).flatMap { try Hex.decode($0, subject: name) }
        }
        return try record.bytes(name)
    }
}
