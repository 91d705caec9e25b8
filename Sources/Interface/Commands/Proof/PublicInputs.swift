import Primitives
import ProofEngine
import SectorManager

/// What a verifier knows: from a sector's record, from options, or both; options win.
struct PublicInputs {
    static let directory = Argument<String?>.option("--dir", "Directory of the sector that knows the inputs")
    static let size = Argument<SectorSize?>.option("--sector-size", "Size of the sector")
    static let commD = Argument<String?>.option("--comm-d", "CommD: CID or hex; of an update, the new one")
    static let commR = Argument<String?>.option("--comm-r", "CommR: CID or hex; of an update, the new one")
    static let commROld = Argument<String?>.option("--comm-r-old", "CommR before the update: CID or hex")
    static let replicaID = Argument<String?>.option("--replica-id", "Replica id, 64 hex digits")
    static let randomness = Argument<String?>.option(
        "--randomness", "Chain randomness of a PoSt, 64 hex digits")
    static let arguments: [any ArgumentProtocol] = [
        directory, SectorArguments.sectors, size, Seal.version, Seal.synthetic, Seal.nonInteractive, commD,
        commR,
        commROld, replicaID, Seal.miner, Seal.number, Seal.ticket, ProofPorep.seed, randomness,
        PoStArguments.index, PoStArguments.legacy, Seal.porepID,
    ]

    static func validate(_ arguments: ParsedArguments) throws {
        if arguments[Seal.synthetic] && arguments[Seal.nonInteractive] {
            throw UsageError("--synthetic and --non-interactive exclude each other")
        }
        for (option, name) in [
            (replicaID, "--replica-id"), (Seal.ticket, "--ticket"), (ProofPorep.seed, "--seed"),
            (randomness, "--randomness"), (Seal.porepID, "--porep-id"),
        ] {
            if let text = arguments[option] { _ = try SectorArguments.bytes32(text, name) }
        }
    }

    private let context: CommandContext
    private let record: SectorRecord?
    private let layout: SectorLayout?

    init(_ context: CommandContext) throws {
        self.context = context
        guard let path = context[Self.directory] else {
            layout = nil
            record = nil
            return
        }
        let found = try SectorArguments.layout(path, context)
        layout = found
        record = try SectorStore.load(found, exclusive: false).record
    }

    private static func missing(_ name: String) -> UsageError {
        UsageError("\(name) is not known", remedy: "give it, or --dir and --sector of a sector on disk")
    }

    private func commitment(
        _ option: Argument<String?>, _ name: String, _ kind: CommitmentKind, else known: Commitment?
    ) throws -> Commitment {
        guard let text = context[option] else {
            guard let known else { throw Self.missing(name) }
            return known
        }
        do {
            return try Commitment(text: text, kind: kind)
        } catch {
            throw UsageError("\(name): \(error)")
        }
    }

    private func bytes(_ option: Argument<String?>, _ name: String) throws -> [UInt8]? {
        try context[option].map { try SectorArguments.bytes32($0, name) }
    }

    /// The kind of proof, with its graph.
    func config() throws -> PoRepConfig {
        if context[Self.size] == nil, let record { return try record.proof.config() }
        guard let size = context[Self.size] else { throw Self.missing("--sector-size") }
        let feature: SealFeature =
            context[Seal.synthetic]
            ? .synthetic : context[Seal.nonInteractive] ? .nonInteractive : .interactive
        let kind = try SealProofKind(size: size, version: context[Seal.version], feature: feature)
        return try PoRepConfig(
            kind, porepID: bytes(Seal.porepID, "--porep-id") ?? UnregisteredPorepID.of(kind))
    }

    /// The kind of sector, where the graph does not matter.
    func treeConfig() throws -> PoRepConfig {
        if context[Self.size] == nil, let record { return try record.proof.config() }
        guard let size = context[Self.size] else { throw Self.missing("--sector-size") }
        let kind = try SealProofKind(size: size, version: .v1_1, feature: .interactive)
        return try PoRepConfig(kind, porepID: UnregisteredPorepID.of(kind))
    }

    /// Inputs of a proof of replication.
    func porep() throws -> PoRepInputs {
        let config = try config()
        let known = try record.map { try SectorProofs.publicInputs($0, seed: nil) }
        let commD = try commitment(Self.commD, "--comm-d", .unsealed, else: known?.commD)
        let commR = try commitment(Self.commR, "--comm-r", .sealed, else: known?.commR)
        guard let ticket = try bytes(Seal.ticket, "--ticket") ?? known?.ticket else {
            throw Self.missing("--ticket")
        }
        var replicaID = try bytes(Self.replicaID, "--replica-id") ?? known?.replicaID
        if replicaID == nil, let miner = context[Seal.miner], let number = context[Seal.number] {
            replicaID = try config.replicaID(
                proverID: miner.proverID, sectorNumber: number, ticket: ticket, commD: commD)
        }
        guard let replicaID else { throw Self.missing("--replica-id (or --miner and --number)") }
        let seed = try bytes(ProofPorep.seed, "--seed")
        guard seed != nil || config.kind.feature == .nonInteractive else { throw Self.missing("--seed") }
        return PoRepInputs(
            replicaID: replicaID, commD: commD, commR: commR,
            seed: seed ?? [UInt8](repeating: 0, count: 32), ticket: ticket)
    }

    /// CommR of the sector that a PoSt is about.
    func commR() throws -> Commitment {
        let known = try layout.map { try SectorProofs.postSubject($0).commR }
        return try commitment(Self.commR, "--comm-r", .sealed, else: known)
    }

    /// Its number.
    func number() throws -> UInt64 {
        guard let number = context[Seal.number] ?? record?.number else { throw Self.missing("--number") }
        return number
    }

    /// Randomness of a PoSt.
    func randomness() throws -> [UInt8] { try Self.randomness(context) }

    /// The same, without a sector.
    static func randomness(_ context: CommandContext) throws -> [UInt8] {
        guard let text = context[randomness] else { throw missing("--randomness") }
        return try SectorArguments.bytes32(text, "--randomness")
    }

    /// Inputs of an update proof.
    func update() throws -> UpdateInputs {
        let known = record.flatMap(SectorProofs.updateInputs)
        return UpdateInputs(
            commC: known?.commC,
            commROld: try commitment(Self.commROld, "--comm-r-old", .sealed, else: known?.commROld),
            commRNew: try commitment(Self.commR, "--comm-r", .sealed, else: known?.commRNew),
            commDNew: try commitment(Self.commD, "--comm-d", .unsealed, else: known?.commDNew))
    }
}
