internal import Database
internal import Logging
internal import Primitives
internal import ProofEngine
internal import System

extension PlantChainLoop {
    /// Hands proofs of spacetime over and asks what became of them, the ones due first; returns how many there were.
    func passProofs() async throws -> Int {
        let due = try await tools.database.read { session in
            try session.query(
                """
                SELECT \(PlantPoSt.columns) FROM posts WHERE wake IS NOT NULL AND wake <= \(session.dialect.now)
                ORDER BY due LIMIT \(Self.slice)
                """
            ).map { try PlantPoSt($0) }
        }
        for post in due {
            if Task.isCancelled { break }
            do {
                try await attend(post)
            } catch let error as DatabaseError {
                throw error
            } catch is CancellationError {
                break
            } catch {
                let why = (error as? any ExplainedError)?.sentence ?? "\(error)"
                tools.log.warning("the chain did not answer: \(why)", ["proof": "\(post.id)"])
                try await move(post, to: post.state, after: Self.patience)
            }
        }
        return due.count
    }

    private func attend(_ post: PlantPoSt) async throws {
        switch post.state {
        case .ready:
            guard let submission = PoStSubmission(post, tools.settings) else { return }
            try await chain.submit(submission)
            try await move(post, to: .sent, after: 0)
        case .sent:
            switch try await chain.outcome(proof: post.id) {
            case .pending(let seconds): try await move(post, to: .sent, after: seconds)
            case .landed: try await move(post, to: .landed, after: nil)
            case .refused(let reason): try await move(post, to: .refused, after: nil, reason: reason)
            }
        default: try await move(post, to: post.state, after: nil)
        }
    }

    /// Where it is now, and when it is looked at again; nil: never. Only from where it was.
    private func move(
        _ post: PlantPoSt, to state: PoStState, after seconds: Double?, reason: String? = nil
    ) async throws {
        try await tools.database.write { session in
            let wake = try seconds.map { try session.now() + Int64($0 * 1000) }
            try session.execute(
                "UPDATE posts SET state = ?, wake = ?, reason = COALESCE(?, reason) WHERE id = ? AND state = ?",
                [
                    .text(state.rawValue), SQLValue(wake), SQLValue(reason), .integer(post.id),
                    .text(post.state.rawValue),
                ])
            try session.notify(SectorJournal.channel)
        }
    }
}

extension PoStSubmission {
    /// What the chain is told; nil: there is no proof.
    init?(_ post: PlantPoSt, _ settings: PlantSettings) {
        guard let proof = post.proof else { return nil }
        let left = Set(post.skipped.map(\.sector))
        self.init(
            post: post.id, miner: "\(settings.miner)", kind: post.kind.rawValue,
            registeredProof: post.kind.registeredNumber(settings.config.kind.size), deadline: post.deadline,
            partition: post.partition, sectors: post.sectors.map(\.number),
            skipped: post.sectors.filter { left.contains("\($0)") }.map(\.number),
            randomness: Hex.encode(post.randomness), proof: Hex.encode(proof))
    }
}
