internal import CPlatform
internal import CProofs
public import Primitives

/// Files of a sealed sector that proofs are made from.
public struct SectorFiles: Sendable {
    /// Label files; nil where the synthetic proofs stand for them.
    public var layers: [String]?
    /// Tree of the data.
    public var treeD: String?
    /// Column trees.
    public var treeC: [String]?
    /// Replica trees.
    public var treeRLast: [String]
    /// The sealed sector.
    public var replica: String
    /// syn-porep-vanilla-proofs.dat.
    public var synthetic: String?

    /// The files of one sector.
    public init(
        layers: [String]?, treeD: String?, treeC: [String]?, treeRLast: [String], replica: String,
        synthetic: String?
    ) {
        self.layers = layers
        self.treeD = treeD
        self.treeC = treeC
        self.treeRLast = treeRLast
        self.replica = replica
        self.synthetic = synthetic
    }
}

/// Public inputs of a proof of replication, and the two roots that only the prover needs.
public struct PoRepInputs: Sendable {
    /// What labels start from.
    public var replicaID: [UInt8]
    /// Of the data.
    public var commD: Commitment
    /// Of the replica.
    public var commR: Commitment
    /// Of the columns; the verifier takes it from the proof.
    public var commC: Commitment?
    /// Of the replica's tree; the verifier takes it from the proof.
    public var commRLast: Commitment?
    /// Interactive randomness: 32 bytes.
    public var seed: [UInt8]
    /// Sealing randomness: 32 bytes.
    public var ticket: [UInt8]

    /// The inputs of one proof.
    public init(
        replicaID: [UInt8], commD: Commitment, commR: Commitment, commC: Commitment? = nil,
        commRLast: Commitment? = nil, seed: [UInt8], ticket: [UInt8]
    ) {
        self.replicaID = replicaID
        self.commD = commD
        self.commR = commR
        self.commC = commC
        self.commRLast = commRLast
        self.seed = seed
        self.ticket = ticket
    }

    var native: qr_porep_inputs_t {
        var native = qr_porep_inputs_t()
        store(replicaID, in: &native.replica_id)
        store(commD.bytes, in: &native.comm_d)
        store(commR.bytes, in: &native.comm_r)
        if let commC { store(commC.bytes, in: &native.comm_c) }
        if let commRLast { store(commRLast.bytes, in: &native.comm_r_last) }
        store(seed, in: &native.seed)
        store(ticket, in: &native.ticket)
        return native
    }
}

/// Forms of a PoSt or update vanilla proof.
public enum ProofForm: String, Sendable, CaseIterable {
    /// serde JSON.
    case json
    /// What filecoin-proofs-api passes.
    case bincode

    var raw: qr_form_t { self == .json ? QR_FORM_JSON : QR_FORM_BINCODE }
}

/// What a verifier found: `valid`, or why not.
public struct Verdict: Hashable, Sendable {
    /// Whether the proof holds.
    public let valid: Bool
    /// What failed first; empty if valid.
    public let reason: String
    /// False: the bytes are no proof of this kind at all, whatever they are said to show.
    public var isProof = true
}

extension Engine {
    /// C1: SealCommitPhase1Output as JSON.
    public func provePoRep(
        _ config: PoRepConfig, _ files: SectorFiles, _ inputs: PoRepInputs, job: EngineJob = EngineJob()
    ) async throws -> [UInt8] {
        try await unsafe run(job) { context in
            let native = NativeFiles(files)
            var raw = config.raw
            var publicInputs = inputs.native
            var out = unsafe qr_bytes_t()
            defer { unsafe qr_bytes_free(&out) }
            let status = unsafe native.with { files in
                unsafe qr_porep_prove_vanilla(context, &out, &raw, files, &publicInputs)
            }
            try EngineError.check(status, "vanilla proof of replication", job)
            return unsafe copy(out)
        }
    }

    /// Writes syn-porep-vanilla-proofs.dat to `path`.
    public func writeSyntheticProofs(
        _ config: PoRepConfig, _ files: SectorFiles, _ inputs: PoRepInputs, to path: String,
        job: EngineJob = EngineJob()
    ) async throws {
        try await unsafe run(job) { context in
            let native = NativeFiles(files)
            var raw = config.raw
            var publicInputs = inputs.native
            let status = unsafe native.with { files in
                unsafe qr_synthetic_proofs_write(context, path, &raw, files, &publicInputs)
            }
            try EngineError.check(status, "synthetic proofs", job)
        }
    }

    /// Checks a C1 JSON against public inputs. Throws `malformed` if it does not parse.
    public func verifyPoRep(
        _ config: PoRepConfig, _ proof: [UInt8], _ inputs: PoRepInputs, job: EngineJob = EngineJob()
    ) async throws -> Verdict {
        try await unsafe run(job) { context in
            var raw = config.raw
            var publicInputs = inputs.native
            var valid = false
            let status = unsafe qr_porep_verify_vanilla(
                context, &valid, &raw, proof, proof.count, &publicInputs)
            try EngineError.check(status, "check of a proof of replication", job)
            return Verdict(valid: valid, reason: valid ? "" : job.failure.detail)
        }
    }

    /// A sector's PoSt vanilla proof over `leaves`.
    public func provePoSt(
        _ config: PoRepConfig, _ files: SectorFiles, sectorNumber: UInt64, commC: Commitment,
        commRLast: Commitment, leaves: [UInt64], form: ProofForm, job: EngineJob = EngineJob()
    ) async throws -> [UInt8] {
        try await unsafe run(job) { context in
            let native = NativeFiles(files)
            var raw = config.raw
            var out = unsafe qr_bytes_t()
            defer { unsafe qr_bytes_free(&out) }
            let status = unsafe native.with { files in
                unsafe qr_post_prove_vanilla(
                    context, &out, &raw, files, sectorNumber, commC.bytes, commRLast.bytes, leaves,
                    leaves.count,
                    form.raw)
            }
            try EngineError.check(status, "vanilla PoSt", job)
            return unsafe copy(out)
        }
    }

    /// Checks one sector's PoSt vanilla proof.
    public func verifyPoSt(
        _ config: PoRepConfig, _ kind: PoStKind, legacyIndex: Bool, randomness: [UInt8], sectorNumber: UInt64,
        commR: Commitment, index: UInt64, proof: [UInt8], form: ProofForm, job: EngineJob = EngineJob()
    ) async throws -> Verdict {
        try await unsafe run(job) { context in
            var raw = config.raw
            var sector = qr_post_sector_t()
            sector.sector_id = sectorNumber
            store(commR.bytes, in: &sector.comm_r)
            var valid = false
            let status = unsafe qr_post_verify_vanilla(
                context, &valid, &raw, kind.raw, legacyIndex ? QR_API_1_0_0 : QR_API_1_2_0, randomness,
                &sector,
                index, proof, proof.count, form.raw)
            try EngineError.check(status, "check of a vanilla PoSt", job)
            return Verdict(valid: valid, reason: valid ? "" : job.failure.detail)
        }
    }
}

/// Copies what C allocated.
func copy(_ bytes: qr_bytes_t) -> [UInt8] {
    unsafe Array(UnsafeBufferPointer(start: bytes.data, count: bytes.length))
}

/// `SectorFiles` as C takes it.
private struct NativeFiles: ~Copyable {
    private let files: SectorFiles
    private let layers: CStringArray
    private let treeC: CStringArray
    private let treeRLast: CStringArray
    private let treeD: COptionalString
    private let replica: COptionalString
    private let synthetic: COptionalString

    init(_ files: SectorFiles) {
        self.files = files
        layers = CStringArray(files.layers ?? [])
        treeC = CStringArray(files.treeC ?? [])
        treeRLast = CStringArray(files.treeRLast)
        treeD = COptionalString(files.treeD)
        replica = COptionalString(files.replica)
        synthetic = COptionalString(files.synthetic)
    }

    func with<Value>(_ body: (UnsafePointer<qr_sector_files_t>) throws -> Value) rethrows -> Value {
        var native = unsafe qr_sector_files_t()
        if files.layers != nil { unsafe native.layers = layers.pointer }
        if files.treeC != nil { unsafe native.tree_c = treeC.pointer }
        unsafe native.tree_r_last = treeRLast.pointer
        unsafe native.tree_d = treeD.pointer
        unsafe native.replica = replica.pointer
        unsafe native.synthetic = synthetic.pointer
        return try unsafe body(&native)
    }
}
