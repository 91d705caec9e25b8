internal import CProofs
internal import Primitives
internal import ProofEngine
internal import System

/// Names of the records of `fr32.jsonl`.
enum PieceVectors {
    static let kinds: Set<String> = [
        "pad", "unpad", "size", "comm_p", "add_piece", "zero_comm", "comm_d", "piece_info_zero_commitment",
        "alignment",
    ]
}

extension Conformance {
    /// Padding, piece commitments and their arithmetic.
    func checkPiece(_ kind: String, _ record: VectorRecord, _ comparison: Comparison) async throws {
        switch kind {
        case "pad": try checkPad(record, comparison)
        case "unpad": try checkUnpad(record, comparison)
        case "size":
            let count = try record.number("n")
            comparison.equal(
                "to_padded_bytes", try record.number("to_padded_bytes"), qr_fr32_padded_size(count))
            comparison.equal(
                "to_unpadded_bytes", try record.number("to_unpadded_bytes"), qr_fr32_unpadded_size(count))
        case "comm_p": try await checkCommP(record, comparison)
        case "add_piece": try await checkAddPiece(record, comparison)
        case "zero_comm":
            let size = try PaddedPieceSize(bytes: record.number("padded_size"))
            comparison.equal("comm", try record.text("comm"), try Pieces.zeroCommitment(size).hex)
            comparison.equal("unpadded_size", try record.number("unpadded_size"), size.unpadded.bytes)
        case "comm_d": try checkCommD(record, comparison)
        case "alignment":
            let found = Pieces.alignment(
                written: try record.number("written"), piece: try record.number("piece"))
            comparison.equal("left", try record.number("left"), found.left)
            comparison.equal("right", try record.number("right"), found.right)
        default:
            let zero = try PieceInfo(
                commitment: Commitment([UInt8](repeating: 0, count: 32)), unpaddedBytes: 127)
            comparison.refused("a piece with an all-zero commitment") {
                _ = try Pieces.commD([zero], in: SectorSize(bytes: 2048))
            }
        }
    }

    private func padded(_ raw: [UInt8]) -> [UInt8] {
        var out = [UInt8](repeating: 0, count: Int(qr_fr32_padded_size(UInt64(raw.count))) + 32)
        var written = 0
        unsafe qr_fr32_pad_any(&out, &written, raw, raw.count)
        return Array(out.prefix(written))
    }

    private func checkPad(_ record: VectorRecord, _ comparison: Comparison) throws {
        let raw = try record.bytes("input")
        let out = padded(raw)
        comparison.equal("padded", try record.text("padded"), Hex.encode(out))
        comparison.equal("padded_len", try record.number("padded_len"), UInt64(out.count))
    }

    private func checkUnpad(_ record: VectorRecord, _ comparison: Comparison) throws {
        let seed = try record.text("seed")
        guard let length = seed.split(separator: ":").last.flatMap({ Int($0) }) else {
            throw VectorError("seed \(seed) does not end in a length")
        }
        let source = padded(VectorStream.bytes(seed, length: length))
        comparison.equal("padded_len", try record.number("padded_len"), UInt64(source.count))
        let wanted = try record.number("len")
        var out = [UInt8](repeating: 0, count: Int(wanted) + 64)
        var written = 0
        let status = unsafe qr_fr32_unpad_range(
            &out, &written, source, source.count, try record.number("offset"), wanted)
        comparison.equal("status", QR_OK.rawValue, status.rawValue)
        comparison.equal("output", try record.text("output"), Hex.encode(out.prefix(written)))
        comparison.equal("written", try record.number("written"), UInt64(written))
    }

    private func checkCommP(_ record: VectorRecord, _ comparison: Comparison) async throws {
        let seed = try record.text("seed")
        let length = try record.number("source_len")
        let result: Result<Commitment, any Error>
        do {
            let commitment = try await engine.commitPiece(
                exactly: record.number("piece_size"), VectorStream(seed, length: length))
            result = .success(commitment)
        } catch {
            result = .failure(error)
        }
        if record.has("error") {
            comparison.refused("comm_p") { _ = try result.get() }
        } else {
            comparison.equal("comm_p", try record.text("comm_p"), try result.get().hex)
        }
    }

    private func checkAddPiece(_ record: VectorRecord, _ comparison: Comparison) async throws {
        let size = try record.number("piece_size")
        // Each earlier piece was aligned when it came, too.
        let earlier = try record.numbers("earlier").reduce(UInt64(0)) { end, piece in
            let (left, right) = Pieces.alignment(written: end, piece: piece)
            return end + left + piece + right
        }
        let target = "\(scratch)/add-piece"
        if File.exists(target) { try File.remove(target) }
        try File.writeAtomically(target, [])
        let result: Result<AddedPiece, any Error>
        do {
            let added = try await engine.addPiece(
                VectorStream(record.text("seed"), length: size), unpaddedBytes: size, to: target,
                written: earlier)
            result = .success(added)
        } catch {
            result = .failure(error)
        }
        if record.has("error") {
            comparison.refused("add_piece") { _ = try result.get() }
            return
        }
        let added = try result.get()
        // The reference wrote to a target of its own; here the earlier pieces lie before.
        let bytes = try Array(File.read(target).dropFirst(Int(qr_fr32_padded_size(earlier))))
        comparison.equal("comm_p", try record.text("comm_p"), added.commitment.hex)
        comparison.equal(
            "start_byte", try record.number("start_byte"), added.paddedOffset / 128 * 127)
        comparison.equal(
            "written_unpadded", try record.number("written_unpadded"), added.totalUnpadded - earlier)
        comparison.equal("target_len", try record.number("target_len"), UInt64(bytes.count))
        comparison.equal(
            "target_sha256", try record.text("target_sha256"), Hex.encode(SHA256Digest.hash(bytes)))
    }

    private func checkCommD(_ record: VectorRecord, _ comparison: Comparison) throws {
        let pieces = try record.records("pieces").map { piece in
            let commitment =
                piece.has("comm_p_is_hash_of")
                ? try clearedHash(piece.text("comm_p_is_hash_of")) : try piece.commitment("comm_p")
            return PieceInfo(commitment: commitment, unpaddedBytes: try piece.number("unpadded_size"))
        }
        let size = try SectorSize(bytes: record.number("sector_size"))
        if record.has("error") {
            comparison.refused("comm_d") { _ = try Pieces.commD(pieces, in: size) }
        } else {
            comparison.equal("comm_d", try record.text("comm_d"), try Pieces.commD(pieces, in: size).hex)
        }
    }

    /// The hash of a name as a field element.
    private func clearedHash(_ name: String) throws -> Commitment {
        var bytes = VectorInputs.hash(name)
        bytes[31] &= 0x3f
        return try Commitment(bytes)
    }
}
