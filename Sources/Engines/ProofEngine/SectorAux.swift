internal import CProofs
public import Primitives

/// The two small files beside a sector's trees, and comm_r.
public enum SectorAux {
    /// comm_r = Poseidon(comm_c, comm_r_last).
    public static func commR(commC: Commitment, commRLast: Commitment) throws -> Commitment {
        try unsafe Commitment(filledBy: { out in unsafe qr_comm_r(out, commC.bytes, commRLast.bytes) })
    }

    /// The 64 bytes of p_aux.
    public static func encodePAux(commC: Commitment, commRLast: Commitment) -> [UInt8] {
        commC.bytes + commRLast.bytes
    }

    /// comm_c and comm_r_last from the bytes of p_aux.
    public static func decodePAux(_ bytes: [UInt8]) throws -> (commC: Commitment, commRLast: Commitment) {
        var out = qr_p_aux_t()
        try EngineError.check(unsafe qr_p_aux_decode(&out, bytes, bytes.count), "p_aux")
        return try (Commitment(out.comm_c), Commitment(out.comm_r_last))
    }

    /// The bytes of t_aux, with `cachePath` in each store configuration.
    public static func encodeTAux(_ config: PoRepConfig, cachePath: String) throws(EngineError) -> [UInt8] {
        var raw = config.raw
        var size = 0
        try EngineError.check(unsafe qr_t_aux_encode(nil, &size, 0, &raw, cachePath), "t_aux")
        var out = [UInt8](repeating: 0, count: size)
        try EngineError.check(unsafe qr_t_aux_encode(&out, &size, out.count, &raw, cachePath), "t_aux")
        return out
    }

    /// The cache path in a t_aux of this configuration.
    public static func decodeTAux(_ config: PoRepConfig, _ bytes: [UInt8]) throws(EngineError) -> String {
        var raw = config.raw
        var path = [CChar](repeating: 0, count: 4096)
        let status = unsafe qr_t_aux_decode(&path, path.count, &raw, bytes, bytes.count)
        try EngineError.check(status, "t_aux")
        return String(decoding: path.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
