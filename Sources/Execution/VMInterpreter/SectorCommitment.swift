public import Primitives
import ProofEngine

/// CommD of pieces, as actors ask for it.
public enum SectorCommitment {
    /// CommD of pieces in a sector of a registered proof kind, as a CID. Throws where the pieces make no sector.
    public static func cid(_ proof: Int64, _ pieces: [SectorPiece]) throws -> CID {
        guard proof >= 0 else { throw PrimitiveError("registered seal proof", "\(proof) is not in 0...19") }
        let size = try SealProofKind(registeredNumber: UInt64(proof)).size
        let infos = try pieces.map { piece in
            guard piece.paddedSize >= 128, piece.paddedSize.nonzeroBitCount == 1 else {
                throw PrimitiveError("piece", "\(piece.paddedSize) bytes are no piece size")
            }
            return PieceInfo(
                commitment: try Commitment(cid: piece.cid.description, kind: .unsealed),
                unpaddedBytes: piece.paddedSize / 128 * 127)
        }
        let commD =
            try infos.isEmpty
            ? Pieces.zeroCommitment(PaddedPieceSize(bytes: size.bytes)) : Pieces.commD(infos, in: size)
        return try CID(commD.cid(.unsealed))
    }
}
