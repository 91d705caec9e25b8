internal import CCrypto
internal import CProofs
public import Primitives

/// Which proof of spacetime.
public enum PoStKind: String, Sendable, CaseIterable {
    /// For a block: one sector, 66 leaves.
    case winning
    /// Once a day: all sectors of a deadline, 10 leaves each.
    case window

    var raw: qr_post_type_t { self == .winning ? QR_POST_WINNING : QR_POST_WINDOW }

    /// Leaves challenged in a sector.
    public var challengeCount: Int { Int(qr_post_challenge_count(raw)) }

    /// Leaves of sector `number`, the `index`th of the proof's list. `randomness` must be a field element.
    /// `legacyIndex`: as api version 1.0.0 (all winning proofs, window V1) counts challenges, else as 1.2.0.
    public func leaves(
        size: SectorSize, legacyIndex: Bool, randomness: [UInt8], number: UInt64, index: UInt64
    ) throws(EngineError) -> [UInt64] {
        guard randomness.count == 32 else {
            throw EngineError(.invalidArgument, "PoSt challenges", "randomness needs 32 bytes")
        }
        try Self.requireFieldElement(randomness, "randomness")
        var leaves: [UInt64] = []
        for challenge in 0..<UInt32(challengeCount) {
            var leaf: UInt64 = 0
            let status = unsafe qr_post_leaf_challenge(
                &leaf, size.bytes, raw, legacyIndex ? QR_API_1_0_0 : QR_API_1_2_0, randomness, number, index,
                challenge)
            try EngineError.check(status, "PoSt challenges")
            leaves.append(leaf)
        }
        return leaves
    }

    /// Which sector of a set of `count` a winning proof is about.
    public static func winningSector(
        randomness: [UInt8], of count: UInt64, proverID: [UInt8]
    ) throws(EngineError) -> UInt64 {
        guard randomness.count == 32, proverID.count == 32 else {
            throw EngineError(
                .invalidArgument, "winning sector", "randomness and prover id need 32 bytes each")
        }
        try requireFieldElement(randomness, "randomness")
        try requireFieldElement(proverID, "prover id")
        var index: UInt64 = 0
        let status = unsafe qr_winning_sector_challenge(&index, randomness, count, proverID)
        try EngineError.check(status, "winning sector")
        return index
    }

    private static func requireFieldElement(_ bytes: [UInt8], _ name: String) throws(EngineError) {
        guard unsafe qr_fr_is_canonical(bytes) else {
            throw EngineError(
                .invalidArgument, "PoSt",
                "the \(name) is no field element: clear the two top bits of its last byte")
        }
    }
}
