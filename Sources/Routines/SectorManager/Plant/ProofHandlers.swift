internal import Primitives
internal import ProofEngine
internal import Scheduler
internal import System

/// C1: vanilla proofs, verified before they count.
struct VanillaHandler: SectorHandler {
    let kind = JobKind.c1
    let tools: PlantTools

    func perform(_ sector: PlantSector, _ desk: StageDesk) async throws -> StageResult.Member {
        let layout = try await desk.layout(sector.name)
        let config = desk.config
        let store = try await desk.blocking { try SectorDoor.open(layout) }
        defer { store.close() }
        let triage = SectorTriage(store: store, config: config)
        try await desk.blocking { try triage.check(.proof) }
        let record = store.record
        guard record.has(.replica) else {
            throw StageDamage(event: .replicaDamaged, what: "its replica is not complete")
        }
        let (files, inputs) = try SectorProofs.porepInputs(
            record, layout, config, seed: sector.seed?.randomness)
        let job = EngineJob()
        let json = try await desk.observer.stage(
            StageInfo("vanilla proofs", "\(sector.name)", .steps), job: job
        ) {
            try await desk.engine.provePoRep(config, files, inputs, job: job)
        }
        let verdict = try await desk.engine.verifyPoRep(config, json, inputs)
        guard verdict.valid else {
            // The digests of very large files are samples: something between them is wrong.
            try await desk.blocking { try triage.strikeLabels() }
            throw StageDamage(
                event: .labelsDamaged, what: "its vanilla proofs do not hold: \(verdict.reason)")
        }
        try await desk.blocking {
            try desk.observer.permit()
            try File.writeAtomically(layout.vanilla, json)
        }
        var member = StageResult.Member(sector.name)
        member.vanillaDigest = Hex.encode(SHA256Digest.hash(json))
        if !tools.settings.makesProofs { member.event = .vanillaOnly }
        return member
    }
}

/// C2: the SNARK of what C1 showed. Its statement is made from what the database knows of the sector, not from the
/// sector's folder, and the proof is verified against it.
struct SnarkHandler: SectorHandler {
    let kind = JobKind.c2
    let tools: PlantTools
    var prover: any SnarkProver = EngineProver()

    func perform(_ sector: PlantSector, _ desk: StageDesk) async throws -> StageResult.Member {
        let layout = try await desk.layout(sector.name)
        let json = try await desk.blocking { try Self.vanilla(layout, sector) }
        let statement = SnarkStatement.porep(tools.config, try Self.inputs(sector, tools.config))
        let proof = try await prover.prove(statement, .porep(json: json), subject: "\(sector.name)", desk)
        var member = StageResult.Member(sector.name)
        member.snark = Hex.encode(proof)
        return member
    }

    private static func vanilla(_ layout: SectorLayout, _ sector: PlantSector) throws -> [UInt8] {
        guard File.exists(layout.vanilla) else {
            throw StageDamage(event: .vanillaDamaged, what: "\(layout.vanilla) is missing")
        }
        let json = try File.read(layout.vanilla)
        guard Hex.encode(SHA256Digest.hash(json)) == sector.vanillaDigest else {
            throw StageDamage(event: .vanillaDamaged, what: "\(layout.vanilla) is not what was written")
        }
        return json
    }

    /// What the proof of a sector is about, from what the database knows of it.
    static func inputs(_ sector: PlantSector, _ config: PoRepConfig) throws -> PoRepInputs {
        guard let ticket = sector.ticket, let commD = sector.commD, let commR = sector.commR else {
            throw SectorError.unsuitable(
                sector: "\(sector.name)", why: "has no ticket or commitments", remedy: "retry it")
        }
        let replicaID = try config.replicaID(
            proverID: sector.name.miner.proverID, sectorNumber: sector.name.number, ticket: ticket.randomness,
            commD: commD)
        return PoRepInputs(
            replicaID: replicaID, commD: commD, commR: commR,
            seed: sector.seed?.randomness ?? [UInt8](repeating: 0, count: 32), ticket: ticket.randomness)
    }
}

/// Makes SNARKs that hold. A protocol, so that tests of everything else need not wait for one.
protocol SnarkProver: Sendable {
    /// The proof of a statement, verified.
    func prove(
        _ statement: SnarkStatement, _ witness: SnarkWitness, subject: String, _ desk: StageDesk
    ) async throws -> [UInt8]
}

/// The engine's SNARKs. A proof counts once its verifying key says so.
struct EngineProver: SnarkProver {
    func prove(
        _ statement: SnarkStatement, _ witness: SnarkWitness, subject: String, _ desk: StageDesk
    ) async throws -> [UInt8] {
        let settings = desk.tools.settings
        let options = ProvingOptions(store: settings.parameters, network: settings.network)
        let shelf = try statement.partitionCount > 1 ? PartitionShelf(statement, desk.tools.database) : nil
        let proof = try await desk.manager.prove(
            statement, witness, subject: subject, options, shelf: shelf)
        let key = try await desk.engine.loadVerifyingKey(
            statement.circuit, in: settings.parameters, for: settings.network)
        let verdict = try await desk.engine.verify(statement, proof: proof, key)
        try await shelf?.clear()
        guard verdict.valid else {
            throw JobFailure(
                "the proof does not hold: \(verdict.reason)",
                remedy: "check the parameters ('quarry params check') and the machine's memory")
        }
        return proof
    }
}
