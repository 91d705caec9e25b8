internal import ChainTypes
internal import Primitives
public import ProofEngine
public import System
public import VMInterpreter

/// Verifies the proofs that messages and blocks carry, with the verifying keys of a directory. Keys are loaded when the
/// first proof of their circuit comes, and kept. Throws for what cannot be judged (the reference's "illegal argument"):
/// a kind that is not known, commitments that are none, bytes that are no proof, a key that is missing.
public final class ProofVerifier: Sendable {
    private let keys: VerifyingKeys
    private let loaded = Locked<[String: VerifyingKey]>([:])
    private let aggregation = Locked<AggregationString?>(nil)

    /// With keys from here.
    public init(_ keys: VerifyingKeys) { self.keys = keys }

    /// Whether a proof of replication holds.
    public func holds(_ seal: SealInfo) throws -> Bool {
        let statement = try porep(
            seal.registeredProof, miner: seal.miner, number: seal.number, ticket: seal.randomness,
            seed: seal.interactiveRandomness, commR: seal.sealedCID, commD: seal.unsealedCID)
        return try verdict(statement, seal.proof)
    }

    /// Whether an aggregate of proofs of replication holds.
    public func holds(_ aggregate: AggregateSealInfo) throws -> Bool {
        guard !aggregate.members.isEmpty else { throw ProofFailure("an aggregate of no proofs") }
        let version: AggregateVersion
        switch aggregate.aggregateProof {
        case 0: version = .v1
        case 1: version = .v2
        default: throw ProofFailure("aggregates of kind \(aggregate.aggregateProof) are not known")
        }
        let statements = try aggregate.members.map { member in
            try porep(
                aggregate.sealProof, miner: aggregate.miner, number: member.number, ticket: member.randomness,
                seed: member.interactiveRandomness, commR: member.sealedCID, commD: member.unsealedCID)
        }
        let verdict = try key(statements[0].circuit).verifyAggregate(
            statements, aggregate: aggregate.proof, srs(), version)
        return try Self.answer(verdict)
    }

    /// Whether the proof of an update holds.
    public func holds(_ update: ReplicaUpdateInfo) throws -> Bool {
        let config = try Self.config(size: Self.size(index: update.updateProof, of: "update"))
        let inputs = UpdateInputs(
            commROld: try Self.commitment(update.oldSealedCID, .sealed),
            commRNew: try Self.commitment(update.newSealedCID, .sealed),
            commDNew: try Self.commitment(update.newUnsealedCID, .unsealed))
        return try verdict(.update(config, inputs), update.proof)
    }

    /// Whether a window proof of spacetime holds.
    public func holds(_ post: WindowPoStInfo) throws -> Bool {
        guard let kind = post.proofs.first?.kind else { throw ProofFailure("a window proof without bytes") }
        guard post.proofs.allSatisfy({ $0.kind == kind }) else {
            throw ProofFailure("window proofs of several kinds")
        }
        // 5 to 9: V1; 10 to 14: V1_1, the only ones that sectors still name.
        guard (10...14).contains(kind) else {
            throw ProofFailure("window proofs of kind \(kind) are not taken")
        }
        let size = try Self.size(index: kind - 10, of: "window")
        // In order of their numbers, each once, whatever order they came in.
        let sectors = try Self.sectors(post.sectors, size)
        let unique = Dictionary(sectors.map { ($0.number, $0) }, uniquingKeysWith: { _, last in last })
        let statement = SnarkStatement.post(
            try Self.config(size: size), .window, randomness: Self.fieldElement(post.randomness),
            legacyIndex: false, sectors: unique.values.sorted { $0.number < $1.number })
        return try verdict(statement, post.proofs.flatMap(\.bytes))
    }

    /// Whether a block's proof of spacetime holds. `randomness`: as drawn; `sectors`: those that it chose, in order.
    public func holdsWinning(
        randomness: [UInt8], sectors: [ProvenSector], proofs: [(kind: Int64, bytes: [UInt8])]
    ) throws -> Bool {
        guard proofs.count == 1, let (kind, bytes) = proofs.first else {
            throw ProofFailure("\(proofs.count) winning proofs where one must be")
        }
        let size = try Self.size(index: kind, of: "winning")
        let statement = SnarkStatement.post(
            try Self.config(size: size), .winning, randomness: Self.fieldElement(randomness),
            legacyIndex: true, sectors: try Self.sectors(sectors, size))
        return try verdict(statement, bytes)
    }

    // MARK: Statements

    private func porep(
        _ registered: Int64, miner: UInt64, number: UInt64, ticket: [UInt8], seed: [UInt8], commR: CID,
        commD: CID
    ) throws -> SnarkStatement {
        guard registered >= 0 else { throw ProofFailure("seal proofs of kind \(registered) are not known") }
        let config = try PoRepConfig(SealProofKind(registeredNumber: UInt64(registered)))
        let (commR, commD) = (try Self.commitment(commR, .sealed), try Self.commitment(commD, .unsealed))
        for commitment in [commR, commD] where commitment.bytes.allSatisfy({ $0 == 0 }) {
            throw ProofFailure("a commitment that is all zero")
        }
        let proverID = MinerAddress(id: miner).proverID
        let replicaID = try config.replicaID(
            proverID: proverID, sectorNumber: number, ticket: ticket, commD: commD)
        return .porep(
            config, PoRepInputs(replicaID: replicaID, commD: commD, commR: commR, seed: seed, ticket: ticket))
    }

    private static func sectors(_ sectors: [ProvenSector], _ size: SectorSize) throws -> [PoStSector] {
        guard !sectors.isEmpty else { throw ProofFailure("a proof of spacetime of no sectors") }
        return try sectors.map { sector in
            guard sector.proof >= 0,
                try SealProofKind(registeredNumber: UInt64(sector.proof)).size == size
            else { throw ProofFailure("sector \(sector.number) has another size than the proof") }
            return PoStSector(number: sector.number, commR: try commitment(sector.sealedCID, .sealed))
        }
    }

    /// Randomness as an element of the field: the two highest bits are cleared.
    private static func fieldElement(_ randomness: [UInt8]) -> [UInt8] {
        var element = randomness
        if element.count == 32 { element[31] &= 0x3f }
        return element
    }

    private static func size(index: Int64, of what: String) throws -> SectorSize {
        guard (0..<5).contains(index) else { throw ProofFailure("\(what) proofs of an unknown size") }
        return try SealProofKind(registeredNumber: UInt64(5 + index)).size
    }

    private static func config(size: SectorSize) throws -> PoRepConfig {
        try PoRepConfig(SealProofKind(size: size, version: .v1_1, feature: .interactive))
    }

    private static func commitment(_ cid: CID, _ kind: CommitmentKind) throws -> Commitment {
        try Commitment(cid: cid.description, kind: kind)
    }

    // MARK: Keys

    private func verdict(_ statement: SnarkStatement, _ proof: [UInt8]) throws -> Bool {
        try Self.answer(key(statement.circuit).verify(statement, proof: proof))
    }

    private static func answer(_ verdict: Verdict) throws -> Bool {
        guard verdict.isProof else { throw ProofFailure("the proof \(verdict.reason)") }
        return verdict.valid
    }

    private func key(_ circuit: SnarkCircuit) throws -> VerifyingKey {
        let path = try keys.path(circuit)
        if let key = loaded.withLock({ $0[path] }) { return key }
        let key = try Self.loading(path) { try VerifyingKey(contentsOf: path) }
        loaded.withLock { $0[path] = key }
        return key
    }

    /// What is wrong with a file of this node is no proof's fault.
    private static func loading<Value>(_ path: String, _ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch {
            throw KeyFileError(path: path, why: "\(error)")
        }
    }

    private func srs() throws -> AggregationString {
        if let srs = aggregation.withLock({ $0 }) { return srs }
        let path = try keys.srsPath()
        let srs = try Self.loading(path) { try AggregationString(contentsOf: path) }
        aggregation.withLock { $0 = srs }
        return srs
    }
}

/// A proof that cannot be judged, and why.
public struct ProofFailure: Error, Hashable, CustomStringConvertible {
    /// One sentence.
    public let description: String
    init(_ description: String) { self.description = description }
}

/// A file of keys cannot be used.
public struct KeyFileError: ExplainedError, Hashable {
    let path: String
    let why: String
    /// What is wrong.
    public var sentence: String { "the keys in \(path) cannot be used: \(why)" }
    /// What to do about it.
    public var remedy: String { "get the file again, and compare its digest with the published one" }
}

/// Where verifying keys are.
public struct VerifyingKeys: Sendable {
    private let store: ParameterStore
    private let network: ProofNetwork

    /// A directory with files under rust-fil-proofs' names, or under the short names `porep.vk`, `winning_post.vk`,
    /// `window_post.vk` and `update.vk`. Local parameters are refused on a public network.
    public init(_ directory: String? = nil, network: ProofNetwork) {
        store = ParameterStore(directory)
        self.network = network
    }

    func path(_ circuit: SnarkCircuit) throws -> String {
        let full = try store.path(circuit, .verifyingKey)
        let short =
            switch circuit.purpose {
            case .porep: "porep"
            case .winning: "winning_post"
            case .window: "window_post"
            case .update: "update"
            }
        let path = "\(store.directory)/\(short).vk"
        guard File.exists(full) || !File.exists(path) else { return path }
        guard File.exists(full) else { throw ParameterError.missing(circuit.summary, path: full) }
        if network == .public, try store.isLocal(circuit) {
            throw ParameterError.local(circuit.summary, directory: store.directory)
        }
        return full
    }

    func srsPath() throws -> String {
        if network == .public, store.isSRSLocal {
            throw ParameterError.local("aggregates", directory: store.directory)
        }
        guard File.exists(store.srsPath) else {
            throw ParameterError.missing("aggregates", path: store.srsPath)
        }
        return store.srsPath
    }
}
