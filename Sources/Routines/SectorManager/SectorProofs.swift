public import Primitives
public import ProofEngine
internal import System

extension SectorManager {
    /// C1 of a sealed sector: SealCommitPhase1Output as JSON. `seed`: 32 bytes of interactive randomness; nil
    /// for non-interactive proofs.
    public func provePoRep(_ layout: SectorLayout, seed: [UInt8]?) async throws -> [UInt8] {
        let record = try SectorStore.load(layout, exclusive: false).record
        let config = try record.proof.config()
        if config.kind.feature != .nonInteractive, seed == nil {
            throw SectorError.unsuitable(
                sector: record.sector, why: "needs interactive randomness for this proof",
                remedy: "give --seed, 64 hex digits")
        }
        let (files, inputs) = try SectorProofs.porepInputs(record, layout, config, seed: seed)
        let job = EngineJob()
        return try await observer.stage(StageInfo("proof", record.sector, .steps), job: job) {
            try await self.engine.provePoRep(config, files, inputs, job: job)
        }
    }

    /// The vanilla PoSt proof of one sector. `index`: its place in the proof's list, which only `legacyIndex`
    /// uses.
    public func provePoSt(
        _ layout: SectorLayout, _ kind: PoStKind, randomness: [UInt8], index: UInt64, legacyIndex: Bool,
        form: ProofForm
    ) async throws -> [UInt8] {
        let subject = try SectorProofs.postSubject(layout)
        let leaves = try kind.leaves(
            size: subject.config.kind.size, legacyIndex: legacyIndex, randomness: randomness,
            number: subject.number, index: index)
        let job = EngineJob()
        return try await observer.stage(StageInfo("proof", "\(layout.name)", .steps), job: job) {
            try await self.engine.provePoSt(
                subject.config, subject.files, sectorNumber: subject.number, commC: subject.commC,
                commRLast: subject.commRLast, leaves: leaves, form: form, job: job)
        }
    }

    /// The vanilla proofs of an update, one a partition.
    public func proveUpdate(_ layout: SectorLayout, form: ProofForm) async throws -> [[UInt8]] {
        let record = try SectorStore.load(layout, exclusive: false).record
        let config = try record.proof.config()
        let inputs = try SectorProofs.completeUpdate(record)
        let files = UpdateProofFiles(
            sectorKey: layout.sealed, treeRLastOld: layout.treeRLast(config), replica: layout.update,
            treeRLastNew: layout.updateTreeRLast(config), treeDNew: layout.updateTreeD)
        var proofs: [[UInt8]] = []
        for partition in 0..<Engine.updatePartitions(config.kind.size) {
            let job = EngineJob()
            let info = StageInfo("proof of partition \(partition)", record.sector, .steps)
            let proof = try await observer.stage(info, job: job) {
                try await self.engine.proveUpdate(
                    config, files, inputs, partition: partition, form: form, job: job)
            }
            proofs.append(proof)
        }
        return proofs
    }
}

/// What goes into the proofs of sectors on disk.
public enum SectorProofs {
    /// A sector as a PoSt sees it.
    public struct PoStSubject: Sendable {
        /// Its kind.
        public let config: PoRepConfig
        /// Its number.
        public let number: UInt64
        /// Its files: those of the update, if it has one.
        public let files: SectorFiles
        /// Root of the columns.
        public let commC: Commitment
        /// Root of the replica's tree.
        public let commRLast: Commitment
        /// What the chain knows.
        public let commR: Commitment
    }

    /// What a PoSt of the sector is about: after an update, the new replica.
    public static func postSubject(_ layout: SectorLayout) throws -> PoStSubject {
        try postSubject(layout, isUpdated: nil)
    }

    /// `isUpdated`: whether the chain knows the update's replica; nil: as soon as there is one.
    static func postSubject(_ layout: SectorLayout, isUpdated: Bool?) throws -> PoStSubject {
        let record = try SectorStore.load(layout, exclusive: false).record
        let config = try record.proof.config()
        let updated = isUpdated ?? (record.update?.has(.replica) == true)
        guard let commC = record.commC, let commRLast = updated ? record.update?.commRLast : record.commRLast,
            let commR = updated ? record.update?.commR : record.commR
        else { throw unsealed(record) }
        let files = SectorFiles(
            layers: nil, treeD: nil, treeC: nil,
            treeRLast: updated ? layout.updateTreeRLast(config) : layout.treeRLast(config),
            replica: updated ? layout.update : layout.sealed, synthetic: nil)
        return PoStSubject(
            config: config, number: record.number, files: files, commC: commC, commRLast: commRLast,
            commR: commR)
    }

    /// What a complete update's proofs are about; nil without one.
    public static func updateInputs(_ record: SectorRecord) -> UpdateInputs? {
        guard let update = record.update, let commRNew = update.commR, let commDNew = update.commD,
            let commRLastNew = update.commRLast, let commROld = record.commR, let commC = record.commC,
            let commRLastOld = record.commRLast
        else { return nil }
        return UpdateInputs(
            commC: commC, commROld: commROld, commRNew: commRNew, commDNew: commDNew,
            commRLastOld: commRLastOld,
            commRLastNew: commRLastNew)
    }

    /// The same, where there must be one.
    static func completeUpdate(_ record: SectorRecord) throws(SectorError) -> UpdateInputs {
        guard let inputs = updateInputs(record) else {
            throw .unsuitable(
                sector: record.sector, why: "has no complete update", remedy: "run 'quarry update' to the end"
            )
        }
        return inputs
    }

    /// What a proof of replication is about: enough to verify one. `seed` nil: none.
    public static func publicInputs(_ record: SectorRecord, seed: [UInt8]?) throws -> PoRepInputs {
        guard let commD = record.commD, let commR = record.commR, let replicaID = record.replicaID else {
            throw unsealed(record)
        }
        return PoRepInputs(
            replicaID: try Hex.decode(replicaID, count: 32, subject: "replica id"), commD: commD,
            commR: commR,
            commC: record.commC, commRLast: record.commRLast, seed: seed ?? [UInt8](repeating: 0, count: 32),
            ticket: try record.identity().ticket)
    }

    private static func unsealed(_ record: SectorRecord) -> SectorError {
        .unsuitable(sector: record.sector, why: "is not sealed yet", remedy: "run 'quarry seal' to the end")
    }

    /// Files and inputs of a proof of replication. `seed` nil: none is needed (synthetic set,
    /// non-interactive).
    static func porepInputs(
        _ record: SectorRecord, _ layout: SectorLayout, _ config: PoRepConfig, seed: [UInt8]?
    ) throws -> (SectorFiles, PoRepInputs) {
        let inputs = try publicInputs(record, seed: seed)
        let haveLayers = layout.layers(config).allSatisfy(File.exists)
        let haveSynthetic = File.exists(layout.synthetic)
        guard haveLayers || (config.kind.feature == .synthetic && haveSynthetic) else {
            throw SectorError.unsuitable(
                sector: record.sector, why: "its layers are not there any more",
                remedy: "'quarry sector check --repair' labels them again")
        }
        let files = SectorFiles(
            layers: haveLayers ? layout.layers(config) : nil, treeD: haveLayers ? layout.treeD : nil,
            treeC: haveLayers ? layout.treeC(config) : nil, treeRLast: layout.treeRLast(config),
            replica: layout.sealed, synthetic: haveSynthetic ? layout.synthetic : nil)
        return (files, inputs)
    }
}
