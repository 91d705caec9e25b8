internal import CPlatform
internal import CProofs
public import Primitives

/// Files that an update proof is made from.
public struct UpdateProofFiles: Sendable {
    /// The old replica.
    public var sectorKey: String
    /// Its trees.
    public var treeRLastOld: [String]
    /// The new replica.
    public var replica: String
    /// Its trees.
    public var treeRLastNew: [String]
    /// Tree of the new data.
    public var treeDNew: String

    /// The files of one proof.
    public init(
        sectorKey: String, treeRLastOld: [String], replica: String, treeRLastNew: [String], treeDNew: String
    ) {
        self.sectorKey = sectorKey
        self.treeRLastOld = treeRLastOld
        self.replica = replica
        self.treeRLastNew = treeRLastNew
        self.treeDNew = treeDNew
    }
}

/// Commitments that an update proof is about.
public struct UpdateInputs: Sendable {
    /// Of the columns: unchanged by an update; the verifier takes it from the proof.
    public var commC: Commitment?
    /// Of the sector key.
    public var commROld: Commitment
    /// Of the new replica.
    public var commRNew: Commitment
    /// Of the new data.
    public var commDNew: Commitment
    /// Root of the old tree; only the prover needs it.
    public var commRLastOld: Commitment?
    /// Root of the new tree; only the prover needs it.
    public var commRLastNew: Commitment?

    /// The inputs of one proof.
    public init(
        commC: Commitment? = nil, commROld: Commitment, commRNew: Commitment, commDNew: Commitment,
        commRLastOld: Commitment? = nil, commRLastNew: Commitment? = nil
    ) {
        self.commC = commC
        self.commROld = commROld
        self.commRNew = commRNew
        self.commDNew = commDNew
        self.commRLastOld = commRLastOld
        self.commRLastNew = commRLastNew
    }

    var native: qr_update_inputs_t {
        var native = qr_update_inputs_t()
        if let commC { store(commC.bytes, in: &native.comm_c) }
        store(commROld.bytes, in: &native.comm_r_old)
        store(commRNew.bytes, in: &native.comm_r_new)
        store(commDNew.bytes, in: &native.comm_d_new)
        if let commRLastOld { store(commRLastOld.bytes, in: &native.comm_r_last_old) }
        if let commRLastNew { store(commRLastNew.bytes, in: &native.comm_r_last_new) }
        return native
    }
}

extension Engine {
    /// Partitions of an update proof of this size.
    public nonisolated static func updatePartitions(_ size: SectorSize) -> Int {
        Int(qr_update_partitions(size.bytes))
    }

    /// The vanilla proof of one partition of an update.
    public func proveUpdate(
        _ config: PoRepConfig, _ files: UpdateProofFiles, _ inputs: UpdateInputs, partition: Int,
        form: ProofForm,
        job: EngineJob = EngineJob()
    ) async throws -> [UInt8] {
        try await unsafe run(job) { context in
            let key = COptionalString(files.sectorKey)
            let replica = COptionalString(files.replica)
            let treeD = COptionalString(files.treeDNew)
            let oldTrees = CStringArray(files.treeRLastOld)
            let newTrees = CStringArray(files.treeRLastNew)
            var native = unsafe qr_update_proof_files_t()
            unsafe native.sector_key = key.pointer
            unsafe native.tree_r_last_old = oldTrees.pointer
            unsafe native.replica = replica.pointer
            unsafe native.tree_r_last_new = newTrees.pointer
            unsafe native.tree_d_new = treeD.pointer
            var raw = config.raw
            var publicInputs = inputs.native
            var out = unsafe qr_bytes_t()
            defer { unsafe qr_bytes_free(&out) }
            let status = unsafe qr_update_prove_vanilla(
                context, &out, &raw, &native, &publicInputs, UInt32(partition), form.raw)
            try EngineError.check(status, "vanilla update proof", job)
            return unsafe copy(out)
        }
    }

    /// Checks the vanilla proof of one partition of an update.
    public func verifyUpdate(
        _ config: PoRepConfig, _ inputs: UpdateInputs, partition: Int, proof: [UInt8], form: ProofForm,
        job: EngineJob = EngineJob()
    ) async throws -> Verdict {
        try await unsafe run(job) { context in
            var raw = config.raw
            var publicInputs = inputs.native
            var valid = false
            let status = unsafe qr_update_verify_vanilla(
                context, &valid, &raw, &publicInputs, UInt32(partition), proof, proof.count, form.raw)
            try EngineError.check(status, "check of an update proof", job)
            return Verdict(valid: valid, reason: valid ? "" : job.failure.detail)
        }
    }
}
