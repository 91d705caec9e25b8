public import Database
import FoundationEssentials
internal import Primitives
internal import ProofEngine
internal import Scheduler
internal import System

extension PlantLedger {
    /// Orders proofs of spacetime: a job for each partition, with its deadline. Returns their numbers.
    public func order(_ request: PoStRequest, in session: any SQLSession) throws -> [Int64] {
        let sectors = try provable(request, in: session)
        let randomness = try Self.randomness(request)
        let now = try session.now()
        let due = now + Int64(max(1, min(request.seconds, 1e6)) * 1000)
        let room = max(1, request.kind.sectorsPerPartition(settings.config.kind.size))
        if request.kind == .winning, sectors.count != 1 { throw PlantError.notOne(sectors.count) }
        return try stride(from: 0, to: sectors.count, by: room).enumerated().map { partition, start in
            let members = Array(sectors[start..<min(start + room, sectors.count)])
            var post = PlantPoSt(
                id: 0, kind: request.kind, deadline: request.deadline, partition: partition,
                sectors: members.map(\.name), randomness: randomness, proves: request.proves, due: due,
                state: .proving, skipped: [], created: now)
            post.id = try post.insert(in: session)
            let places = Set(members.map(\.place))
            let order = try orders.proof(post, place: places.count == 1 ? places.first ?? nil : nil)
            guard let job = try queue.enqueue([order], in: session).first else { return post.id }
            try session.execute(
                "UPDATE posts SET job = ? WHERE id = ?", [.integer(job.rawValue), .integer(post.id)])
            return post.id
        }
    }

    /// One proof of spacetime; nil: there is none.
    public func post(_ id: Int64, in session: any SQLSession) throws -> PlantPoSt? {
        try PlantPoSt.load(id, in: session)
    }

    /// Proofs of spacetime, latest first.
    public func posts(limit: Int, in session: any SQLSession) throws -> [PlantPoSt] {
        try session.query(
            "SELECT \(PlantPoSt.columns) FROM posts ORDER BY id DESC LIMIT ?", [SQLValue(limit)]
        ).map { try PlantPoSt($0) }
    }

    /// The sectors of a request, by number. Those that are not on chain yet are refused.
    private func provable(_ request: PoStRequest, in session: any SQLSession) throws -> [PlantSector] {
        let named = try Set(request.sectors).map { name in
            let sector = try sector(name, in: session)
            guard sector.state.isOnChain else {
                throw PlantError.notProven(sector: "\(name)", state: sector.state)
            }
            return sector
        }.sorted { $0.name.number < $1.name.number }
        if !named.isEmpty { return named }
        let states = SectorState.allCases.filter { $0.isOnChain && !$0.isDeclaredFaulty }
        let marks = states.map { _ in "?" }.joined(separator: ", ")
        let all = try session.query(
            """
            SELECT \(PlantSector.columns) FROM sectors WHERE miner = ? AND state IN (\(marks)) ORDER BY number
            """, [SQLValue(settings.miner.id)] + states.map { .text($0.rawValue) }
        ).map { try PlantSector($0) }
        if all.isEmpty { throw PlantError.nothingProven }
        return all
    }

    private static func randomness(_ request: PoStRequest) throws -> [UInt8] {
        guard var bytes = request.randomness else {
            var drawn = Randomness.bytes(32)
            drawn[31] &= 0x3f
            return drawn
        }
        guard bytes.count == 32 else { throw PlantError.badRandomness }
        // As the chain's randomness is made a field element.
        bytes[31] &= 0x3f
        return bytes
    }
}

extension StageOrders {
    /// The job of a proof of spacetime.
    func proof(_ post: PlantPoSt, place: String?) throws -> JobOrder {
        let payload = String(decoding: try JSONEncoder().encode(PoStPayload(post: post.id)), as: UTF8.self)
        let first = post.sectors.first.map { "\($0)" } ?? ""
        let subject =
            post.sectors.count == 1
            ? first : "partition \(post.partition) (\(post.sectors.count) sectors from \(first))"
        let circuit = SnarkCircuit(post.kind.purpose, settings.config)
        var needs = JobNeeds(cores: 1, maxCores: settings.maxCores, memory: 64 << 20)
        if post.proves, settings.makesProofs {
            // A window's circuit is about as large as a replica's; a winning one has a few millions of constraints.
            needs.memory +=
                post.kind == .window ? settings.proverMemory : min(settings.proverMemory, 2 << 30)
            needs.shared = circuit.summary
            needs.sharedMemory = File.size(try settings.parameters.path(circuit, .parameters)) ?? 0
        }
        return JobOrder(
            post.kind.job, subject: subject, payload: payload,
            priority: post.proves ? post.kind.priority : .deadline, needs: needs, deadline: post.due,
            maxAttempts: 10, place: place)
    }
}

extension SectorState {
    /// Its replica is on chain, and so its proofs are owed.
    var isOnChain: Bool {
        switch self {
        case .proven, .finalizeSector, .moving, .available, .finalizeFailed, .moveFailed: true
        case .snapDealsAddPieces, .updateReplica, .proveReplicaUpdate, .submitReplicaUpdate: true
        case .replicaUpdateWait, .updateCommitted, .releaseSectorKey, .replicaUpdateFailed: true
        case .proveReplicaUpdateFailed, .updateCommitFailed, .releaseSectorKeyFailed: true
        default: isDeclaredFaulty
        }
    }

    /// It is known that its files are wrong: proofs leave it out.
    var isDeclaredFaulty: Bool { self == .faulty || self == .repairing }
}

extension PlantPoSt {
    static let columns = """
        id, kind, deadline, part, sectors, randomness, proves, due, job, state, proof, skipped, reason, remedy, \
        created, finished
        """

    init(_ row: SQLRow) throws {
        func known<Value>(_ value: Value?, _ index: Int, _ what: String) throws -> Value {
            guard let value else {
                throw DatabaseError.column(index: index, expected: what, found: "another")
            }
            return value
        }
        let decoder = JSONDecoder()
        self.init(
            id: try row.int64(0), kind: try known(PoStKind(rawValue: row.text(1)), 1, "a kind of PoSt"),
            deadline: try row.optionalInt64(2).map { Int($0) }, partition: try row.int(3),
            sectors: try decoder.decode([String].self, from: Data(row.text(4).utf8)).map {
                try SectorName($0)
            },
            randomness: try Hex.decode(row.text(5), count: 32, subject: "randomness"),
            proves: try row.bool(6), due: try row.int64(7),
            job: try row.optionalInt64(8).map { JobID(rawValue: $0) },
            state: try known(PoStState(rawValue: row.text(9)), 9, "a state of a PoSt"),
            proof: try row.optionalText(10).map { try Hex.decode($0) },
            skipped: try decoder.decode([PoStSkip].self, from: Data(row.text(11).utf8)),
            reason: try row.optionalText(12), remedy: try row.optionalText(13),
            created: try row.int64(14), finished: try row.optionalInt64(15))
    }

    static func load(_ id: Int64, in session: any SQLSession) throws -> PlantPoSt? {
        try session.query("SELECT \(columns) FROM posts WHERE id = ?", [.integer(id)]).first
            .map { try PlantPoSt($0) }
    }

    /// Stores a new one; returns its number.
    fileprivate func insert(in session: any SQLSession) throws -> Int64 {
        let names = String(decoding: try JSONEncoder().encode(sectors.map { "\($0)" }), as: UTF8.self)
        let rows = try session.query(
            """
            INSERT INTO posts (kind, deadline, part, sectors, randomness, proves, due, state, skipped, created)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, '[]', ?) RETURNING id
            """,
            [
                .text(kind.rawValue), SQLValue(deadline.map { Int64($0) }), SQLValue(partition), .text(names),
                .text(Hex.encode(randomness)), SQLValue(proves), .integer(due), .text(state.rawValue),
                .integer(created),
            ])
        guard let id = try rows.first?.int64(0) else {
            throw DatabaseError.statement(sql: "INSERT INTO posts", why: "no number came back")
        }
        return id
    }
}
