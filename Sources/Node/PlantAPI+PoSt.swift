public import API
internal import Database
internal import Primitives
internal import ProofEngine
internal import Scheduler
internal import SectorManager

extension PlantAPI {
    /// Orders proofs of spacetime; see `SealerAPI`.
    public func prove(_ order: PoStOrder) async throws -> [PoStView] {
        let request = try Self.request(order)
        let ledger = ledger
        return try await Self.order {
            try await database.write { session in
                let times = try PlantTimes(session)
                return try ledger.order(request, in: session).compactMap { id in
                    try ledger.post(id, in: session).map { PoStView($0, times) }
                }
            }
        }
    }

    /// Proofs of spacetime, latest first.
    public func posts(limit: Int) async throws -> [PoStView] {
        let ledger = ledger
        return try await database.read { session in
            let times = try PlantTimes(session)
            return try ledger.posts(limit: limit, in: session).map { PoStView($0, times) }
        }
    }

    /// One of them.
    public func post(_ id: Int64) async throws -> PoStView {
        let ledger = ledger
        return try await database.read { session in
            guard let post = try ledger.post(id, in: session) else { throw APIError.notFound("proof \(id)") }
            return PoStView(post, try PlantTimes(session))
        }
    }

    private static func request(_ order: PoStOrder) throws -> PoStRequest {
        guard let kind = PoStKind(rawValue: order.kind) else {
            throw APIError.bad("'\(order.kind)' is no proof of spacetime", remedy: "use window or winning")
        }
        if let seconds = order.within, !(1...604_800).contains(seconds) {
            throw APIError.bad("within is \(seconds)", remedy: "give 1 to 604800 seconds")
        }
        if let deadline = order.deadline, !(0..<48).contains(deadline) {
            throw APIError.bad(
                "there is no deadline \(deadline)", remedy: "a proving period has deadlines 0 to 47")
        }
        let randomness: [UInt8]?
        do {
            randomness = try order.randomness.map { try Hex.decode($0, count: 32, subject: "randomness") }
        } catch {
            throw APIError.bad("the randomness is not 64 hex digits", remedy: "give 64 hex digits")
        }
        return PoStRequest(
            kind, sectors: try (order.sectors ?? []).map { try name($0) }, randomness: randomness,
            deadline: order.deadline, seconds: order.within, proves: order.check != true)
    }
}

extension PoStView {
    init(_ post: PlantPoSt, _ times: PlantTimes) {
        self.init(
            id: post.id, kind: post.kind.rawValue, deadline: post.deadline, partition: post.partition,
            sectors: post.sectors.map { "\($0)" }, state: post.state.rawValue, job: post.job?.rawValue,
            due: times.unix(post.due), created: times.unix(post.created),
            seconds: post.finished.map { times.seconds(post.created, to: $0) },
            randomness: Hex.encode(post.randomness), proof: post.proof.map { Hex.encode($0) },
            skipped: post.skipped.map { Skip(sector: $0.sector, reason: $0.reason, isFault: $0.isFault) },
            reason: post.reason, remedy: post.remedy)
    }
}
