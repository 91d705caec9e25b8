internal import Database
import FoundationEssentials
internal import Primitives
internal import ProofEngine
internal import Scheduler
internal import System

/// Makes a proof of spacetime: reads each sector, leaves out those that cannot be proved, and proves the rest.
///
/// On chain a partition's proof is over all its sectors, with the first good one in the place of each that is skipped
/// (builtin-actors, `load_sectors_for_proof`): so it is made here.
struct PoStHandler: JobHandler {
    let kind: JobKind
    let tools: PlantTools
    let prover: any SnarkProver
    /// Claims for which a job goes back if some of its sectors cannot be reached: another machine may reach them all.
    static let patience: Int64 = 3

    func run(_ work: JobWork) async throws -> String {
        do {
            let desk = try StageDesk(tools, work)
            let payload = try JSONDecoder().decode(
                PoStPayload.self, from: Data(work.job.order.payload.utf8))
            let result = try await prove(payload.post, desk)
            return String(decoding: try JSONEncoder().encode(result), as: UTF8.self)
        } catch {
            throw StageFailure.translate(error)
        }
    }

    private func prove(_ id: Int64, _ desk: StageDesk) async throws -> PoStResult {
        let owner = "post-\(id)-\(desk.work.lease.job.fence)"
        let tools = tools
        guard let post = try await tools.database.read({ try PlantPoSt.load(id, in: $0) }) else {
            throw JobFailure("proof \(id) is not there any more", isRetryable: false)
        }
        // The old copy of a sector that moves stays until it has been read.
        let seconds = post.kind.window
        try await tools.database.write { session in
            try tools.storage.hold(post.sectors, owner: owner, seconds: seconds, in: session)
        }
        do {
            let result = try await prove(post, desk)
            try await tools.database.write { try tools.storage.letGo(owner: owner, in: $0) }
            return result
        } catch {
            _ = try? await tools.database.write { try tools.storage.letGo(owner: owner, in: $0) }
            throw error
        }
    }

    private func prove(_ post: PlantPoSt, _ desk: StageDesk) async throws -> PoStResult {
        let reader = PoStReader(post: post, desk: desk)
        var vanilla: [(sector: PoStSector, proof: [UInt8])?] = []
        var skipped: [PoStSkip] = []
        for (index, name) in post.sectors.enumerated() {
            desk.work.report(
                JobProgress(
                    stage: "vanilla proofs", done: UInt64(index), total: UInt64(post.sectors.count)))
            switch try await reader.read(name) {
            case .proof(let sector, let proof): vanilla.append((sector, proof))
            case .skip(let skip):
                vanilla.append(nil)
                skipped.append(skip)
            }
        }
        try goBack(skipped, post, desk)
        guard let first = vanilla.lazy.compactMap({ $0 }).first else {
            return PoStResult(proof: nil, skipped: skipped)
        }
        guard post.proves, tools.settings.makesProofs else {
            return PoStResult(proof: nil, skipped: skipped)
        }
        let all = vanilla.map { $0 ?? first }
        let statement = SnarkStatement.post(
            desk.config, post.kind, randomness: post.randomness, legacyIndex: post.kind.hasLegacyIndex,
            sectors: all.map(\.sector))
        let proof = try await prover.prove(
            statement, .post(all.map(\.proof), .bincode), subject: desk.work.job.order.subject, desk)
        return PoStResult(proof: Hex.encode(proof), skipped: skipped)
    }

    /// Gives the job back while there is hope that a machine reaches what this one does not.
    private func goBack(_ skipped: [PoStSkip], _ post: PlantPoSt, _ desk: StageDesk) throws {
        let away = skipped.filter { !$0.isFault }
        guard let one = away.first else { return }
        guard desk.work.lease.job.fence <= Self.patience || away.count == post.sectors.count else { return }
        throw JobFailure(
            "\(away.count) of \(post.sectors.count) sectors cannot be reached from this machine: \(one.reason)",
            remedy: "mount their storage path on a machine whose worker has the role post", isWait: true)
    }
}

/// Reads what a proof of spacetime needs of sectors.
struct PoStReader {
    let post: PlantPoSt
    let desk: StageDesk

    /// What a sector has to show.
    enum Found {
        /// Its vanilla proof, which holds against what the chain knows.
        case proof(PoStSector, [UInt8])
        /// It is left out.
        case skip(PoStSkip)
    }

    /// A sector as the database knows it.
    private struct Subject: Sendable {
        var name: SectorName
        var commR: Commitment
        var isUpdated: Bool
        var isFaulty: Bool
        /// Paths that have its files, with their directories here.
        var roots: [(path: String, root: String?)]
    }

    func read(_ name: SectorName) async throws -> Found {
        guard let subject = try await subject(name) else {
            return .skip(PoStSkip(sector: "\(name)", reason: "it is not on chain any more", isFault: true))
        }
        if subject.isFaulty {
            return .skip(PoStSkip(sector: "\(name)", reason: "it is known to be faulty", isFault: true))
        }
        guard
            let (path, root) = subject.roots.lazy.compactMap({ copy in copy.root.map { (copy.path, $0) } })
                .first
        else {
            let places = subject.roots.map(\.path).joined(separator: ", ")
            return subject.roots.isEmpty
                ? .skip(PoStSkip(sector: "\(name)", reason: "its files are gone", isFault: true))
                : .skip(PoStSkip(sector: "\(name)", reason: "it is on \(places)", isFault: false))
        }
        let layout = SectorLayout(root: root, name: name)
        do {
            return .proof(
                PoStSector(number: name.number, commR: subject.commR), try await vanilla(subject, layout))
        } catch let fault as PoStFault {
            return .skip(try await judge(fault, name, path, root))
        }
    }

    /// A path that is not there now has not lost its files.
    private func judge(
        _ fault: PoStFault, _ name: SectorName, _ path: String, _ root: String
    ) async throws -> PoStSkip {
        let isThere = try await desk.blocking { (try? StoragePathFile.read(root).id) == path }
        return isThere
            ? PoStSkip(sector: "\(name)", reason: fault.reason, isFault: true)
            : PoStSkip(sector: "\(name)", reason: "storage path \(path) is away", isFault: false)
    }

    private func subject(_ name: SectorName) async throws -> Subject? {
        let storage = desk.tools.storage
        return try await desk.tools.database.read { session in
            guard let sector = try PlantSector.load(name, in: session), sector.state.isOnChain else {
                return nil
            }
            let update = try session.query(
                "SELECT state FROM messages WHERE sector = ? AND kind = ?",
                [.text("\(name)"), .text(SealingMessage.Kind.replicaUpdate.rawValue)]
            ).first?.text(0)
            let isUpdated = update == MessageState.landed
            guard let commR = isUpdated ? sector.updateCommR : sector.commR else { return nil }
            // The record lies in the cache, whichever replica it is about.
            let types: [SectorFileType] = isUpdated ? [.cache, .update, .updateCache] : [.cache, .sealed]
            let copies = try types.map { try storage.locate(name, $0, in: session) }
            let whole = copies[0].filter { copy in
                copies.allSatisfy { $0.contains { $0.path == copy.path } }
            }
            return Subject(
                name: name, commR: commR, isUpdated: isUpdated, isFaulty: sector.state.isDeclaredFaulty,
                roots: whole)
        }
    }

    /// The vanilla proof, in the second attempt if the first failed: disks and networks have bad moments.
    private func vanilla(_ subject: Subject, _ layout: SectorLayout) async throws -> [UInt8] {
        do {
            return try await attempt(subject, layout)
        } catch is PoStFault {
            return try await attempt(subject, layout)
        }
    }

    private func attempt(_ subject: Subject, _ layout: SectorLayout) async throws -> [UInt8] {
        let kind = post.kind
        do {
            let files = try await desk.blocking {
                try SectorProofs.postSubject(layout, isUpdated: subject.isUpdated)
            }
            let leaves = try kind.leaves(
                size: files.config.kind.size, legacyIndex: kind.hasLegacyIndex, randomness: post.randomness,
                number: subject.name.number, index: 0)
            let proof = try await desk.engine.provePoSt(
                files.config, files.files, sectorNumber: subject.name.number, commC: files.commC,
                commRLast: files.commRLast, leaves: leaves, form: .bincode)
            let verdict = try await desk.engine.verifyPoSt(
                desk.config, kind, legacyIndex: kind.hasLegacyIndex, randomness: post.randomness,
                sectorNumber: subject.name.number, commR: subject.commR, index: 0, proof: proof,
                form: .bincode)
            guard verdict.valid else {
                throw PoStFault(reason: "its files do not match what the chain knows: \(verdict.reason)")
            }
            return proof
        } catch let error as EngineError {
            switch error.kind {
            case .cancelled, .outOfMemory, .unsupported, .invalidArgument: throw error
            default: throw PoStFault(reason: error.description)
            }
        } catch let error as any ExplainedError {
            throw PoStFault(reason: error.sentence)
        }
    }
}

/// A sector cannot be proved from its files.
struct PoStFault: Error {
    let reason: String
}
