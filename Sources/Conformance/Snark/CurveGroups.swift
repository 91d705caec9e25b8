internal import CCrypto
internal import ProofEngine

/// G1 or G2, as the vectors see them: points as uncompressed bytes.
protocol CurveGroup {
    associatedtype Affine
    associatedtype Point
    static var name: String { get }
    /// Bytes of a compressed point; twice as many uncompressed.
    static var size: Int { get }
    static var generator: Affine { get }
    /// Compressed or not by length.
    static func decode(_ bytes: [UInt8], checkSubgroup: Bool) -> (status: qr_status_t, point: Affine)
    static func compressed(_ a: Affine) -> [UInt8]
    static func uncompressed(_ a: Affine) -> [UInt8]
    static func jacobian(_ a: Affine) -> Point
    static func affine(_ a: Point) -> Affine
    static func isInfinity(_ a: Affine) -> Bool
    static func negated(_ a: Point) -> Point
    static func doubled(_ a: Point) -> Point
    static func sum(_ a: Point, _ b: Point) -> Point
    static func sum(_ a: Point, affine b: Affine) -> Point
    static func product(_ a: Point, _ scalar: [UInt8]) -> Point
    static func secretProduct(_ a: Affine, _ scalar: [UInt8]) -> Point
}

extension CurveGroup {
    /// A valid point.
    static func point(_ bytes: [UInt8]) throws -> Affine {
        guard bytes.count == size || bytes.count == 2 * size else {
            throw VectorError("a point of \(bytes.count) bytes")
        }
        let (status, point) = decode(bytes, checkSubgroup: true)
        try EngineError.check(status, "point of \(name)")
        return point
    }

    static func bytes(_ a: Point) -> [UInt8] { uncompressed(affine(a)) }
}

enum G1: CurveGroup {
    static let name = "g1"
    static let size = 48
    static var generator: qr_g1_affine_t { qr_g1_generator }

    static func decode(_ bytes: [UInt8], checkSubgroup: Bool) -> (status: qr_status_t, point: qr_g1_affine_t)
    {
        var point = qr_g1_affine_t()
        let status =
            bytes.count == size
            ? unsafe qr_g1_decode(&point, bytes, checkSubgroup)
            : unsafe qr_g1_decode_uncompressed(&point, bytes, checkSubgroup)
        return (status, point)
    }

    static func compressed(_ a: qr_g1_affine_t) -> [UInt8] {
        var out = [UInt8](repeating: 0, count: size)
        unsafe withUnsafePointer(to: a) { unsafe qr_g1_encode(&out, $0) }
        return out
    }

    static func uncompressed(_ a: qr_g1_affine_t) -> [UInt8] {
        var out = [UInt8](repeating: 0, count: 2 * size)
        unsafe withUnsafePointer(to: a) { unsafe qr_g1_encode_uncompressed(&out, $0) }
        return out
    }

    static func jacobian(_ a: qr_g1_affine_t) -> qr_g1_t {
        unsafe apply(a) { unsafe qr_g1_from_affine($0, $1) }
    }

    static func affine(_ a: qr_g1_t) -> qr_g1_affine_t {
        var out = qr_g1_affine_t()
        unsafe withUnsafePointer(to: a) { unsafe qr_g1_to_affine(&out, $0) }
        return out
    }

    static func isInfinity(_ a: qr_g1_affine_t) -> Bool {
        unsafe withUnsafePointer(to: a) { unsafe qr_g1_affine_is_infinity($0) }
    }

    static func negated(_ a: qr_g1_t) -> qr_g1_t { unsafe apply(a) { unsafe qr_g1_neg($0, $1) } }
    static func doubled(_ a: qr_g1_t) -> qr_g1_t { unsafe apply(a) { unsafe qr_g1_double($0, $1) } }
    static func sum(_ a: qr_g1_t, _ b: qr_g1_t) -> qr_g1_t {
        unsafe apply(a) { out, a in unsafe withUnsafePointer(to: b) { unsafe qr_g1_add(out, a, $0) } }
    }
    static func sum(_ a: qr_g1_t, affine b: qr_g1_affine_t) -> qr_g1_t {
        unsafe apply(a) { out, a in unsafe withUnsafePointer(to: b) { unsafe qr_g1_add_affine(out, a, $0) } }
    }
    static func product(_ a: qr_g1_t, _ scalar: [UInt8]) -> qr_g1_t {
        unsafe apply(a) { unsafe qr_g1_mul($0, $1, scalar) }
    }
    static func secretProduct(_ a: qr_g1_affine_t, _ scalar: [UInt8]) -> qr_g1_t {
        unsafe apply(a) { unsafe qr_g1_mul_secret($0, $1, scalar) }
    }

    private static func apply<Input>(
        _ a: Input, _ body: (UnsafeMutablePointer<qr_g1_t>, UnsafePointer<Input>) -> Void
    ) -> qr_g1_t {
        var out = qr_g1_t()
        unsafe withUnsafePointer(to: a) { unsafe body(&out, $0) }
        return out
    }
}

enum G2: CurveGroup {
    static let name = "g2"
    static let size = 96
    static var generator: qr_g2_affine_t { qr_g2_generator }

    static func decode(_ bytes: [UInt8], checkSubgroup: Bool) -> (status: qr_status_t, point: qr_g2_affine_t)
    {
        var point = qr_g2_affine_t()
        let status =
            bytes.count == size
            ? unsafe qr_g2_decode(&point, bytes, checkSubgroup)
            : unsafe qr_g2_decode_uncompressed(&point, bytes, checkSubgroup)
        return (status, point)
    }

    static func compressed(_ a: qr_g2_affine_t) -> [UInt8] {
        var out = [UInt8](repeating: 0, count: size)
        unsafe withUnsafePointer(to: a) { unsafe qr_g2_encode(&out, $0) }
        return out
    }

    static func uncompressed(_ a: qr_g2_affine_t) -> [UInt8] {
        var out = [UInt8](repeating: 0, count: 2 * size)
        unsafe withUnsafePointer(to: a) { unsafe qr_g2_encode_uncompressed(&out, $0) }
        return out
    }

    static func jacobian(_ a: qr_g2_affine_t) -> qr_g2_t {
        unsafe apply(a) { unsafe qr_g2_from_affine($0, $1) }
    }

    static func affine(_ a: qr_g2_t) -> qr_g2_affine_t {
        var out = qr_g2_affine_t()
        unsafe withUnsafePointer(to: a) { unsafe qr_g2_to_affine(&out, $0) }
        return out
    }

    static func isInfinity(_ a: qr_g2_affine_t) -> Bool {
        unsafe withUnsafePointer(to: a) { unsafe qr_g2_affine_is_infinity($0) }
    }

    static func negated(_ a: qr_g2_t) -> qr_g2_t { unsafe apply(a) { unsafe qr_g2_neg($0, $1) } }
    static func doubled(_ a: qr_g2_t) -> qr_g2_t { unsafe apply(a) { unsafe qr_g2_double($0, $1) } }
    static func sum(_ a: qr_g2_t, _ b: qr_g2_t) -> qr_g2_t {
        unsafe apply(a) { out, a in unsafe withUnsafePointer(to: b) { unsafe qr_g2_add(out, a, $0) } }
    }
    static func sum(_ a: qr_g2_t, affine b: qr_g2_affine_t) -> qr_g2_t {
        unsafe apply(a) { out, a in unsafe withUnsafePointer(to: b) { unsafe qr_g2_add_affine(out, a, $0) } }
    }
    static func product(_ a: qr_g2_t, _ scalar: [UInt8]) -> qr_g2_t {
        unsafe apply(a) { unsafe qr_g2_mul($0, $1, scalar) }
    }
    static func secretProduct(_ a: qr_g2_affine_t, _ scalar: [UInt8]) -> qr_g2_t {
        unsafe apply(a) { unsafe qr_g2_mul_secret($0, $1, scalar) }
    }

    private static func apply<Input>(
        _ a: Input, _ body: (UnsafeMutablePointer<qr_g2_t>, UnsafePointer<Input>) -> Void
    ) -> qr_g2_t {
        var out = qr_g2_t()
        unsafe withUnsafePointer(to: a) { unsafe body(&out, $0) }
        return out
    }
}
