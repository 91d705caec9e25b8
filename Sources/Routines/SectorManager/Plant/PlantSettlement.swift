internal import Database
internal import Primitives
internal import Scheduler

/// Acts on jobs that ended, inside the transaction that takes note of them.
struct PlantSettlement {
    let journal: SectorJournal
    let session: any SQLSession

    /// Kinds of jobs that a plant acts on.
    static let kinds: [JobKind] = [
        .addPiece, .pc1, .pc2, .c1, .c2, .finalize, .move, .unseal, .update, .proveUpdate, .releaseKey,
        .check,
        .repair, .remove, .winningPoSt, .windowPoSt,
    ]

    /// Kinds about sectors that do not wait for them.
    private static let unbound: Set<JobKind> = [.unseal, .check]

    /// What a job's end means for its sectors.
    func act(on job: Job) throws {
        if [.winningPoSt, .windowPoSt].contains(job.order.kind) {
            return try PoStSettlement(journal: journal, session: session).act(on: job)
        }
        guard let payload = try? StagePayload(job.order.payload) else { return }
        let names = payload.sectors.compactMap { try? SectorName($0) }
        if Self.unbound.contains(job.order.kind) { return try actUnbound(job) }
        guard job.state == .done else {
            for name in names { try fail(name, job, Self.reason(job), job.remedy) }
            return
        }
        guard let result = try? StageResult(job.result ?? "") else {
            for name in names { try fail(name, job, "the job's result cannot be read", nil) }
            return
        }
        for name in names {
            if let member = result.members.first(where: { $0.sector == "\(name)" }) {
                try apply(member, to: name, job)
            } else {
                try fail(name, job, "the job did nothing about it", nil)
            }
        }
    }

    private static func reason(_ job: Job) -> String {
        let why = job.reason ?? "no reason is known"
        return job.state == .cancelled ? "job \(job.id) was cancelled: \(why)" : why
    }

    private func fail(_ name: SectorName, _ job: Job, _ reason: String, _ remedy: String?) throws {
        try journal.apply(
            SectorChange(.jobFailed, detail: reason, remedy: remedy), to: name, job: job.id, in: session)
    }

    /// A check that found something; nobody waits for anything else of these jobs.
    private func actUnbound(_ job: Job) throws {
        guard let result = try? StageResult(job.result ?? "") else { return }
        for member in result.members where member.event == .faultFound {
            try journal.apply(
                SectorChange(.faultFound, detail: member.detail), to: try SectorName(member.sector),
                in: session)
        }
    }

    private func apply(_ member: StageResult.Member, to name: SectorName, _ job: Job) throws {
        guard let sector = try PlantSector.load(name, held: true, in: session), sector.job == job.id else {
            return
        }
        let kind = job.order.kind
        var change = SectorChange(
            try event(member, sector, kind), detail: member.detail, remedy: member.remedy, snark: member.snark
        )
        change.facts = { (sector: inout PlantSector) in
            switch kind {
            case .addPiece: sector.commD = member.commD ?? sector.commD
            case .pc2:
                // What was pre-committed stays what it was.
                sector.commD = sector.commD ?? member.commD
                sector.commR = sector.commR ?? member.commR
            case .update:
                sector.updateCommD = member.commD
                sector.updateCommR = member.commR
            default: break
            }
            sector.vanillaDigest = member.vanillaDigest ?? sector.vanillaDigest
            sector.place = member.place ?? sector.place
        }
        try notePieces(member)
        try journal.apply(change, to: sector, in: session)
    }

    private func event(
        _ member: StageResult.Member, _ sector: PlantSector, _ kind: JobKind
    ) throws -> SectorEvent {
        guard kind == .pc2, member.event == .jobDone else { return member.event }
        let proof = try session.query(
            "SELECT state FROM messages WHERE sector = ? AND kind = ?",
            [.text("\(sector.name)"), .text(SealingMessage.Kind.proveCommit.rawValue)]
        ).first?.text(0)
        if proof == MessageState.landed { return .replicatedAfterProof }
        return journal.settings.isInteractive ? .jobDone : .replicatedWithoutPreCommit
    }

    private func notePieces(_ member: StageResult.Member) throws {
        for piece in member.pieces ?? [] {
            try session.execute(
                "UPDATE pieces SET comm_p = ? WHERE id = ?", [.text(piece.text), .integer(piece.id)])
        }
        for piece in member.badPieces ?? [] {
            try session.execute(
                "UPDATE pieces SET sector = NULL, reason = ? WHERE id = ?",
                [.text(piece.text), .integer(piece.id)])
        }
    }
}

/// States of rows of `messages`.
enum MessageState {
    static let ready = "ready"
    static let sent = "sent"
    static let landed = "landed"
    static let refused = "refused"
}
