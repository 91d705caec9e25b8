internal import CProofs
internal import Primitives
internal import ProofEngine

extension Conformance {
    /// Challenges of every partition of a proof of replication.
    func checkPoRepChallenges(_ record: VectorRecord, _ comparison: Comparison) throws {
        let config = try record.config()
        var raw = config.raw
        let replicaID = try record.bytes("replica_id")
        let commR = try record.bytes("comm_r")
        let seed = try record.bytes("seed")
        let perPartition = Int(raw.challenges_per_partition)
        comparison.equal("layers", try record.number("layers"), UInt64(raw.layers))
        comparison.equal("partitions", try record.number("partitions"), UInt64(raw.partitions))
        comparison.equal(
            "challenges_per_partition", try record.number("challenges_per_partition"), UInt64(perPartition))
        comparison.equal(
            "minimum_challenges", try record.number("minimum_challenges"), UInt64(raw.minimum_challenges))

        var all: [UInt64] = []
        for partition in 0..<raw.partitions {
            var challenges = [UInt64](repeating: 0, count: perPartition)
            let status = unsafe qr_porep_challenges(&challenges, &raw, replicaID, commR, seed, partition)
            try EngineError.check(status, "challenges")
            all += challenges
        }
        for expected in try record.records("partition_challenges") {
            let start = Int(try expected.number("k")) * perPartition
            comparison.equal(
                "challenges of partition \(start / perPartition)", try expected.numbers("challenges"),
                Array(all[start..<start + perPartition]))
        }
        comparison.equal("all_challenges_count", try record.number("all_challenges_count"), UInt64(all.count))
        comparison.equal("all_challenges_sha256", try record.text("all_challenges_sha256"), digest32(all))
        if record.has("synthetic_count") {
            try checkSyntheticSet(record, &raw, replicaID, commR, comparison)
        }
    }

    private func checkSyntheticSet(
        _ record: VectorRecord, _ raw: inout qr_porep_config_t, _ replicaID: [UInt8], _ commR: [UInt8],
        _ comparison: Comparison
    ) throws {
        let count = unsafe qr_synthetic_count(&raw)
        comparison.equal("synthetic_count", try record.number("synthetic_count"), count)
        var set = [UInt64](repeating: 0, count: Int(count))
        let status = unsafe qr_synthetic_challenges(&set, &raw, replicaID, commR, 0, count)
        try EngineError.check(status, "synthetic challenges")
        let first = try record.numbers("synthetic_first")
        comparison.equal("synthetic_first", first, Array(set.prefix(first.count)))
        let last = try record.numbers("synthetic_last")
        comparison.equal("synthetic_last", last, Array(set.suffix(last.count)))
        comparison.equal("synthetic_sha256", try record.text("synthetic_sha256"), digest32(set))
    }

    private func digest32(_ numbers: [UInt64]) -> String {
        Hex.encode(SHA256Digest.hash(numbers.flatMap { littleEndian(UInt32(truncatingIfNeeded: $0)) }))
    }

    private func littleEndian<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
        unsafe withUnsafeBytes(of: number.littleEndian) { unsafe Array($0) }
    }

    /// Which sector a WinningPoSt is about.
    func checkWinningSector(_ record: VectorRecord, _ comparison: Comparison) {
        do {
            let randomness = try record.bytes("randomness")
            let prover = try record.bytes("prover_id")
            let count = try record.number("sector_set_size")
            if record.has("error") {
                comparison.refused("winning sector") {
                    _ = try PoStKind.winningSector(randomness: randomness, of: count, proverID: prover)
                }
            } else {
                let found = try PoStKind.winningSector(randomness: randomness, of: count, proverID: prover)
                comparison.equal("result", try record.numbers("result"), [found])
            }
        } catch {
            comparison.fail("could not be run: \(error)")
        }
    }

    /// Challenged leaves of a list of sectors.
    func checkLeafChallenges(_ record: VectorRecord, _ comparison: Comparison) throws {
        let kind: PoStKind = try record.text("type") == "Winning" ? .winning : .window
        let size = try SectorSize(bytes: record.number("sector_size"))
        let legacy = try record.text("api_version") == "1.0.0"
        let randomness = try record.bytes("randomness")
        let numbers = try leafSectors(record)
        comparison.equal(
            "challenge_count", try record.number("challenge_count"), UInt64(kind.challengeCount))
        let perPartition = Int(
            qr_post_sectors_per_partition(
                kind == .winning ? QR_POST_WINNING : QR_POST_WINDOW, size.bytes))
        let partitions = kind == .winning ? 1 : (numbers.count + perPartition - 1) / perPartition
        comparison.equal("partitions", try record.number("partitions"), UInt64(partitions))
        var digest = SHA256Digest()
        var leaves: [[UInt64]] = []
        for (index, number) in numbers.enumerated() {
            let found = try kind.leaves(
                size: size, legacyIndex: legacy, randomness: randomness, number: number, index: UInt64(index))
            digest.update(found.flatMap { littleEndian($0) })
            leaves.append(found)
        }
        for sample in try record.records("sectors") {
            let index = Int(try sample.number("index"))
            comparison.equal(
                "challenges of sector \(index)", try sample.numbers("challenges"), leaves[index])
        }
        comparison.equal("all_sha256", try record.text("all_sha256"), Hex.encode(digest.digest()))
    }

    /// The sectors' numbers: listed, or by the rule "3*index+1".
    private func leafSectors(_ record: VectorRecord) throws -> [UInt64] {
        if case .array? = record.fields["sector_ids"] { return try record.numbers("sector_ids") }
        guard try record.text("sector_ids") == "3*index+1" else {
            throw VectorError("rule \(try record.text("sector_ids")) for sector ids is not known")
        }
        // The samples end with the last sector of the list.
        let last = try record.records("sectors").map { try $0.number("index") }.max() ?? 0
        return (0...last).map { 3 * $0 + 1 }
    }
}
