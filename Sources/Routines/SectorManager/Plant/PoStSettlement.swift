internal import Database
import FoundationEssentials
internal import Primitives
internal import Scheduler

/// Acts on a proof's job that ended: the proof is to be handed over, faults are written down with their sectors.
struct PoStSettlement {
    let journal: SectorJournal
    let session: any SQLSession

    func act(on job: Job) throws {
        guard
            let payload = try? JSONDecoder().decode(
                PoStPayload.self, from: Data(job.order.payload.utf8)),
            let post = try PlantPoSt.load(payload.post, in: session), post.state == .proving
        else { return }
        guard job.state == .done else {
            return try end(post, .failed, reason: job.reason ?? "its job was \(job.state)", job.remedy)
        }
        guard
            let result = try? JSONDecoder().decode(PoStResult.self, from: Data((job.result ?? "").utf8))
        else { return try end(post, .failed, reason: "the job's result cannot be read", nil) }
        let wanted = post.proves && journal.settings.makesProofs
        if result.proof != nil {
            try end(post, .ready, result)
        } else if wanted {
            try end(
                post, .failed, result, reason: "none of its sectors can be proved",
                "see what is said of each; 'quarry sectors retry' repairs faulty ones")
        } else {
            try end(post, .checked, result)
        }
        for skip in result.skipped where skip.isFault {
            try journal.apply(
                SectorChange(.faultFound, detail: skip.reason), to: try SectorName(skip.sector), in: session)
        }
    }

    private func end(
        _ post: PlantPoSt, _ state: PoStState, _ result: PoStResult = PoStResult(proof: nil, skipped: []),
        reason: String? = nil, _ remedy: String? = nil
    ) throws {
        let now = try session.now()
        let skipped = String(decoding: try JSONEncoder().encode(result.skipped), as: UTF8.self)
        try session.execute(
            """
            UPDATE posts SET state = ?, proof = ?, skipped = ?, reason = ?, remedy = ?, finished = ?, wake = ?
            WHERE id = ?
            """,
            [
                .text(state.rawValue), SQLValue(result.proof), .text(skipped), SQLValue(reason),
                SQLValue(remedy), .integer(now), SQLValue(state == .ready ? now : nil), .integer(post.id),
            ])
        // Proofs are kept for as long as a dispute may ask for them, and some for people.
        try session.execute(
            "DELETE FROM posts WHERE id < ? AND wake IS NULL", [.integer(post.id - Self.kept)])
        try session.notify(SectorJournal.channel)
    }

    /// Proofs that are kept.
    private static let kept: Int64 = 10_000
}
