internal import CCrypto
internal import Primitives
internal import ProofEngine

/// Elements of GT.
enum Target {
    static func coefficients(_ a: qr_fp12_t) -> [String] {
        var out = [UInt8](repeating: 0, count: 576)
        unsafe withUnsafePointer(to: a) { unsafe qr_gt_encode_le(&out, $0) }
        return stride(from: 0, to: 576, by: 48).map { Hex.encode(out[$0..<$0 + 48].reversed()) }
    }

    static func bigEndian(_ a: qr_fp12_t) -> String {
        var out = [UInt8](repeating: 0, count: 576)
        unsafe withUnsafePointer(to: a) { unsafe qr_gt_encode_be(&out, $0) }
        return Hex.encode(out)
    }

    /// Empty for 1, which has no such form.
    static func compressed(_ a: qr_fp12_t) throws -> String {
        var out = [UInt8](repeating: 0, count: 288)
        let status = unsafe withUnsafePointer(to: a) { unsafe qr_gt_compress(&out, $0) }
        if status == QR_INVALID_ARGUMENT { return "" }
        try EngineError.check(status, "compression of an element of GT")
        return Hex.encode(out)
    }

    static func decompressed(_ bytes: [UInt8]) throws -> qr_fp12_t {
        guard bytes.count == 288 else { throw VectorError("an element of GT of \(bytes.count) bytes") }
        var out = qr_fp12_t()
        try EngineError.check(unsafe qr_gt_decompress(&out, bytes), "element of GT")
        return out
    }

    /// What a transcript hashes of an element in its short form.
    static func said(_ bytes: [UInt8]) throws -> [UInt8] {
        let element = try decompressed(bytes)
        var out = [UInt8](repeating: 0, count: 576)
        unsafe withUnsafePointer(to: element) { unsafe qr_gt_encode_le(&out, $0) }
        return out
    }

    static func apply(
        _ a: qr_fp12_t, _ body: (UnsafeMutablePointer<qr_fp12_t>, UnsafePointer<qr_fp12_t>) -> Void
    ) -> qr_fp12_t {
        var out = qr_fp12_t()
        unsafe withUnsafePointer(to: a) { unsafe body(&out, $0) }
        return out
    }
}

extension Conformance {
    /// Pairings and the group that they map to: "pairing".
    func checkPairing(_ record: VectorRecord, _ tally: Tally) throws {
        try tally.records(record, "single", "pairing.") { element, comparison in
            let p = try G1.point(element.bytes("p"))
            let q = try G2.point(element.bytes("q"))
            try checkTarget("pairing", element.record("gt"), pairing([p], [q]), comparison)
            try checkTarget(
                "pairing with prepared lines", element.record("gt"), preparedPairing(p, q), comparison)
        }
        try tally.records(record, "products", "pairing.") { element, comparison in
            let (p, q) = try pairs(element)
            try checkTarget("product", element.record("gt"), pairing(p, q), comparison)
        }
        try tally.records(record, "checks", "pairing.") { element, comparison in
            let (p, q) = try pairs(element)
            comparison.equal(
                "product_is_one", try element.flag("product_is_one"),
                unsafe qr_pairing_product_is_one(p, q, p.count))
        }
        try tally.records(record, "gt_powers", "pairing.") { element, comparison in
            let base = try Target.decompressed(element.record("base").bytes("compressed_288"))
            let k = try element.bytes("k", count: 32)
            try checkTarget("base", element.record("base"), base, comparison)
            let power = unsafe Target.apply(base) { unsafe qr_gt_pow($0, $1, k) }
            try checkTarget("power", element.record("power"), power, comparison)
            let multiPower = unsafe Target.apply(base) { unsafe qr_gt_multi_pow($0, $1, k, 1) }
            try checkTarget("power of one", element.record("power"), multiPower, comparison)
            let square = unsafe Target.apply(base) { unsafe qr_gt_square($0, $1) }
            try checkTarget("square", element.record("square"), square, comparison)
            let conjugate = unsafe Target.apply(base) { unsafe qr_gt_conjugate($0, $1) }
            try checkTarget("conjugate", element.record("inverse"), conjugate, comparison)
            let inverse = unsafe Target.apply(base) { unsafe qr_gt_inverse($0, $1) }
            try checkTarget("inverse", element.record("inverse"), inverse, comparison)
        }
    }

    private func pairs(_ element: VectorRecord) throws -> ([qr_g1_affine_t], [qr_g2_affine_t]) {
        let p = try element.texts("p").map { try G1.point(Hex.decode($0)) }
        let q = try element.texts("q").map { try G2.point(Hex.decode($0)) }
        guard p.count == q.count else { throw VectorError("lists of different lengths") }
        return (p, q)
    }

    private func pairing(_ p: [qr_g1_affine_t], _ q: [qr_g2_affine_t]) -> qr_fp12_t {
        var out = qr_fp12_t()
        unsafe qr_pairing_product(&out, p, q, p.count)
        return out
    }

    private func preparedPairing(_ p: qr_g1_affine_t, _ q: qr_g2_affine_t) -> qr_fp12_t {
        var lines = qr_g2_prepared_t()
        unsafe withUnsafePointer(to: q) { unsafe qr_g2_prepare(&lines, $0) }
        var loop = qr_fp12_t()
        unsafe withUnsafePointer(to: lines) { unsafe qr_miller_loop(&loop, nil, nil, 0, [p], [$0], 1) }
        return unsafe Target.apply(loop) { unsafe qr_final_exponentiation($0, $1) }
    }

    private func checkTarget(
        _ what: String, _ expected: VectorRecord, _ found: qr_fp12_t, _ comparison: Comparison
    ) throws {
        comparison.equal(
            "\(what): coefficients_be", try expected.texts("coefficients_be"), Target.coefficients(found))
        comparison.equal("\(what): blst_bytes", try expected.text("blst_bytes"), Target.bigEndian(found))
        let compressed = try expected.text("compressed_288")
        comparison.equal("\(what): compressed_288", compressed, try Target.compressed(found))
        if !compressed.isEmpty {
            let again = try Target.decompressed(Hex.decode(compressed))
            comparison.equal("\(what): decompressed", Target.bigEndian(found), Target.bigEndian(again))
        }
    }
}
