internal import Primitives
public import ProofEngine

/// How SNARK proofs are made.
public struct ProvingOptions: Sendable {
    /// Where the parameters are.
    public var store: ParameterStore
    /// Which networks the proof must suit.
    public var network: ProofNetwork
    /// Bytes of memory to use at most, apart from the mapped parameters; nil: what is needed.
    public var memory: UInt64?

    /// Options.
    public init(store: ParameterStore, network: ProofNetwork, memory: UInt64? = nil) {
        self.store = store
        self.network = network
        self.memory = memory
    }
}

extension SectorManager {
    /// The proof of a statement: its partitions' proofs one after the other. The vanilla proofs are not checked
    /// beforehand; a false one gives `mismatch`.
    public func prove(
        _ statement: SnarkStatement, _ witness: SnarkWitness, subject: String, _ options: ProvingOptions
    ) async throws -> [UInt8] {
        try await prove(statement, witness, subject: subject, options, shelf: nil)
    }

    /// The same; partitions whose proofs are on the shelf are not proved again, and new ones go there.
    func prove(
        _ statement: SnarkStatement, _ witness: SnarkWitness, subject: String, _ options: ProvingOptions,
        shelf: (any PartitionProofs)?
    ) async throws -> [UInt8] {
        let parameters = try await engine.openParameters(
            statement.circuit, in: options.store, for: options.network)
        var proof: [UInt8] = []
        for partition in 0..<statement.partitionCount {
            if let kept = try await shelf?.load(partition) {
                proof += kept
                continue
            }
            let job = EngineJob()
            let info = StageInfo("proof of partition \(partition)", subject, .steps)
            let made = try await observer.stage(info, job: job) {
                try await self.engine.prove(
                    statement, witness, partition: partition, parameters, memory: options.memory, job: job)
            }
            try await shelf?.keep(made, partition)
            proof += made
        }
        return proof
    }

    /// C2 of a sealed sector, C1 included. `seed` as for C1.
    public func snarkPoRep(
        _ layout: SectorLayout, seed: [UInt8]?, _ options: ProvingOptions
    ) async throws -> [UInt8] {
        let record = try SectorStore.load(layout, exclusive: false).record
        let json = try await provePoRep(layout, seed: seed)
        let statement = try SnarkStatement.porep(
            record.proof.config(), SectorProofs.publicInputs(record, seed: seed))
        return try await prove(statement, .porep(json: json), subject: record.sector, options)
    }

    /// The proof of spacetime of sectors, in order; a winning proof is about one.
    public func snarkPoSt(
        _ layouts: [SectorLayout], _ kind: PoStKind, randomness: [UInt8], legacyIndex: Bool,
        _ options: ProvingOptions
    ) async throws -> [UInt8] {
        let statement = try SectorProofs.postStatement(
            layouts, kind, randomness: randomness, legacyIndex: legacyIndex)
        var proofs: [[UInt8]] = []
        for (index, layout) in layouts.enumerated() {
            proofs.append(
                try await provePoSt(
                    layout, kind, randomness: randomness, index: UInt64(index), legacyIndex: legacyIndex,
                    form: .bincode))
        }
        let subject = layouts.count == 1 ? "\(layouts[0].name)" : "\(layouts.count) sectors"
        return try await prove(statement, .post(proofs, .bincode), subject: subject, options)
    }

    /// The proof of a complete update.
    public func snarkUpdate(_ layout: SectorLayout, _ options: ProvingOptions) async throws -> [UInt8] {
        let proofs = try await proveUpdate(layout, form: .bincode)
        let record = try SectorStore.load(layout, exclusive: false).record
        let statement = try SectorProofs.updateStatement(record)
        return try await prove(statement, .update(proofs, .bincode), subject: record.sector, options)
    }
}

extension SectorProofs {
    /// What a proof of spacetime of these sectors claims.
    public static func postStatement(
        _ layouts: [SectorLayout], _ kind: PoStKind, randomness: [UInt8], legacyIndex: Bool
    ) throws -> SnarkStatement {
        let subjects = try layouts.map { try postSubject($0) }
        guard let first = subjects.first else {
            throw SectorError.unsuitable(sector: "no sector", why: "is given", remedy: "name one")
        }
        for (layout, subject) in zip(layouts, subjects)
        where subject.config.kind.size != first.config.kind.size {
            throw SectorError.unsuitable(
                sector: "\(layout.name)",
                why: "has \(subject.config.kind.size), but \(layouts[0].name) \(first.config.kind.size)",
                remedy: "prove sectors of each size by themselves")
        }
        if kind == .winning, layouts.count > 1 {
            throw SectorError.unsuitable(
                sector: "\(layouts[1].name)", why: "is one too many: a winning proof is about one sector",
                remedy: "say which with --sector")
        }
        return .post(
            first.config, kind, randomness: randomness, legacyIndex: legacyIndex,
            sectors: subjects.map { PoStSector(number: $0.number, commR: $0.commR) })
    }

    /// What the proof of a sector's update claims.
    public static func updateStatement(_ record: SectorRecord) throws -> SnarkStatement {
        .update(try record.proof.config(), try completeUpdate(record))
    }
}
