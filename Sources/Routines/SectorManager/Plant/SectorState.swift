public import Scheduler

/// Where a sector is in its life: the names that Lotus uses where it has one.
public enum SectorState: String, Sendable, Codable, CaseIterable {
    // Pieces.
    case empty = "Empty"
    case waitDeals = "WaitDeals"
    case packing = "Packing"
    // Sealing.
    case getTicket = "GetTicket"
    case waitBatch = "WaitBatch"
    case preCommit1 = "PreCommit1"
    case preCommit2 = "PreCommit2"
    case preCommitting = "PreCommitting"
    case preCommitWait = "PreCommitWait"
    case waitSeed = "WaitSeed"
    // Proof.
    case committing = "Committing"
    case proving = "Proving"
    case submitCommit = "SubmitCommit"
    case commitWait = "CommitWait"
    case proven = "Proven"
    // Storage.
    case finalizeSector = "FinalizeSector"
    case moving = "Moving"
    case available = "Available"
    // New data for a sector that was sealed without any.
    case snapDealsAddPieces = "SnapDealsAddPieces"
    case updateReplica = "UpdateReplica"
    case proveReplicaUpdate = "ProveReplicaUpdate"
    case submitReplicaUpdate = "SubmitReplicaUpdate"
    case replicaUpdateWait = "ReplicaUpdateWait"
    case updateCommitted = "UpdateCommitted"
    case releaseSectorKey = "ReleaseSectorKey"
    // Out of order.
    case packingFailed = "PackingFailed"
    case sealPreCommit1Failed = "SealPreCommit1Failed"
    case sealPreCommit2Failed = "SealPreCommit2Failed"
    case preCommitFailed = "PreCommitFailed"
    case computeProofFailed = "ComputeProofFailed"
    case commitFailed = "CommitFailed"
    case finalizeFailed = "FinalizeFailed"
    case moveFailed = "MoveFailed"
    case replicaUpdateFailed = "ReplicaUpdateFailed"
    case proveReplicaUpdateFailed = "ProveReplicaUpdateFailed"
    case updateCommitFailed = "UpdateCommitFailed"
    case releaseSectorKeyFailed = "ReleaseSectorKeyFailed"
    case faultedFinal = "FaultedFinal"
    case faulty = "Faulty"
    case repairing = "Repairing"
    // The end.
    case removing = "Removing"
    case removeFailed = "RemoveFailed"
    case removed = "Removed"
}

/// What happens to a sector.
public enum SectorEvent: String, Sendable, Codable, CaseIterable {
    /// A piece was put on its list.
    case pieceAssigned
    /// Its list of pieces is closed, and there is room for it in the plant.
    case admitted
    /// Its job ended well.
    case jobDone
    /// Its job failed for good, or was cancelled.
    case jobFailed
    /// The chain gave sealing randomness.
    case ticketReceived
    /// The ticket is too old to be pre-committed.
    case ticketExpired
    /// It was put into a batch.
    case batched
    /// PC2 ended well; this kind of proof needs no pre-commit.
    case replicatedWithoutPreCommit
    /// PC2 ended well; the proof is on chain already, so that only files were made again.
    case replicatedAfterProof
    /// C1 ended well; this plant makes no C2.
    case vanillaOnly
    /// Its message was handed over.
    case messageSent
    /// Its message is on chain.
    case messageLanded
    /// The chain refused its message.
    case messageFailed
    /// The chain gave interactive randomness.
    case seedReceived
    /// What is on chain cannot be undone any more.
    case confirmed
    /// The staged data, or the record, is not what was written.
    case dataDamaged
    /// A layer or tree-d is not what was written.
    case labelsDamaged
    /// The replica or its trees are not what was written.
    case replicaDamaged
    /// The output of C1 is not what was written.
    case vanillaDamaged
    /// It was damaged too often, or came out differently.
    case hopeless
    /// A proven sector's files are not in order, and nothing of them can be made again without labelling.
    case faultFound
    /// New data is to go into it.
    case upgradeOrdered
    /// Somebody asked for another attempt.
    case retry
    /// Somebody asked for its removal.
    case remove
}

/// What keeps a sector in a state going: who does the next thing.
public enum SectorDuty: Sendable, Hashable {
    /// A job of its own, queued with the transition.
    case job(JobKind)
    /// A job that it shares with the batch.
    case batch(JobKind)
    /// The planner, when there are enough of them or at a time.
    case planner
    /// The chain is asked again and again.
    case chain
    /// A time.
    case timer
    /// A person: `cause` says what went wrong, `remedy` what to do; a retry leads to `retry`.
    case person(cause: String, remedy: String, retry: SectorState)
    /// Nobody.
    case nobody
}

/// Names of the jobs of a plant.
extension JobKind {
    /// Pieces into the staged file.
    public static let addPiece = JobKind(rawValue: "addpiece")
    /// Tree-d and labels of a batch.
    public static let pc1 = JobKind(rawValue: "pc1")
    /// Replica and trees.
    public static let pc2 = JobKind(rawValue: "pc2")
    /// Vanilla proofs.
    public static let c1 = JobKind(rawValue: "c1")
    /// The SNARK.
    public static let c2 = JobKind(rawValue: "c2")
    /// Trimming of the cache.
    public static let finalize = JobKind(rawValue: "finalize")
    /// Into long-term storage.
    public static let move = JobKind(rawValue: "move")
    /// Data out again.
    public static let unseal = JobKind(rawValue: "unseal")
    /// New data in.
    public static let update = JobKind(rawValue: "update")
    /// Proof of an update.
    public static let proveUpdate = JobKind(rawValue: "prove-update")
    /// The old replica goes.
    public static let releaseKey = JobKind(rawValue: "release-key")
    /// Every file made again and compared.
    public static let check = JobKind(rawValue: "check")
    /// As `check`, and what is wrong is replaced.
    public static let repair = JobKind(rawValue: "repair")
    /// All files go.
    public static let remove = JobKind(rawValue: "remove")
}

extension SectorState {
    /// Who does the next thing.
    public var duty: SectorDuty {
        switch self {
        case .empty, .waitDeals, .waitBatch, .snapDealsAddPieces: .planner
        case .getTicket, .preCommitting, .preCommitWait, .waitSeed, .submitCommit, .commitWait: .chain
        case .submitReplicaUpdate, .replicaUpdateWait: .chain
        case .proven, .updateCommitted: .timer
        case .packing: .job(.addPiece)
        case .preCommit1: .batch(.pc1)
        case .preCommit2: .job(.pc2)
        case .committing: .job(.c1)
        case .proving: .job(.c2)
        case .finalizeSector: .job(.finalize)
        case .moving: .job(.move)
        case .updateReplica: .job(.update)
        case .proveReplicaUpdate: .job(.proveUpdate)
        case .releaseSectorKey: .job(.releaseKey)
        case .repairing: .job(.repair)
        case .removing: .job(.remove)
        case .available, .removed: .nobody
        default: failureDuty
        }
    }

    /// The states of failure: what went wrong, what to do, and where another attempt begins.
    private var failureDuty: SectorDuty {
        switch self {
        case .packingFailed:
            .person(
                cause: "its pieces could not be written",
                remedy: "bring the pieces' files back and free space, then retry", retry: .packing)
        case .sealPreCommit1Failed:
            .person(
                cause: "its labels could not be made",
                remedy: "check memory and the sealing path, then retry",
                retry: .waitBatch)
        case .sealPreCommit2Failed:
            .person(
                cause: "its replica could not be made",
                remedy: "check memory and the sealing path, then retry",
                retry: .preCommit2)
        case .preCommitFailed:
            .person(
                cause: "the chain refused its pre-commit", remedy: "check the miner's funds, then retry",
                retry: .preCommitting)
        case .computeProofFailed:
            .person(
                cause: "its proof could not be made", remedy: "check the parameters and memory, then retry",
                retry: .committing)
        case .commitFailed:
            .person(
                cause: "the chain refused its proof", remedy: "check the miner's funds, then retry",
                retry: .submitCommit)
        case .finalizeFailed:
            .person(
                cause: "its cache could not be trimmed", remedy: "check the sealing path, then retry",
                retry: .finalizeSector)
        case .moveFailed:
            .person(
                cause: "it could not be moved to long-term storage",
                remedy: "check the long-term paths and their room, then retry", retry: .moving)
        default: laterFailureDuty
        }
    }

    private var laterFailureDuty: SectorDuty {
        switch self {
        case .replicaUpdateFailed:
            .person(
                cause: "new data could not be encoded",
                remedy: "bring the pieces' files back and free space, then retry", retry: .updateReplica)
        case .proveReplicaUpdateFailed:
            .person(
                cause: "the update's proof could not be made",
                remedy: "check the parameters and memory, then retry", retry: .proveReplicaUpdate)
        case .updateCommitFailed:
            .person(
                cause: "the chain refused the update", remedy: "check the miner's funds, then retry",
                retry: .submitReplicaUpdate)
        case .releaseSectorKeyFailed:
            .person(
                cause: "the old replica could not be removed", remedy: "check its storage path, then retry",
                retry: .releaseSectorKey)
        case .faulty:
            .person(
                cause: "files of the sealed sector are missing or wrong",
                remedy: "check the storage path; a retry labels the sector again and repairs its files",
                retry: .repairing)
        case .removeFailed:
            .person(
                cause: "its files could not be removed",
                remedy: "make its storage paths reachable, then retry",
                retry: .removing)
        default:  // FaultedFinal
            .person(
                cause: "its files were damaged again and again",
                remedy: "check the sealing path's disk and the machine's memory, then retry from its pieces, "
                    + "or remove the sector", retry: .packing)
        }
    }

    /// A state of failure.
    public var isFailure: Bool { if case .person = duty { true } else { false } }
    /// Nothing happens to it by itself.
    public var isFinal: Bool { duty == .nobody }
    /// It takes room on sealing paths.
    public var isInWork: Bool { Self.worked.contains(self) }

    /// The states between admission and long-term storage.
    static let worked: Set<SectorState> = [
        .packing, .getTicket, .waitBatch, .preCommit1, .preCommit2, .preCommitting, .preCommitWait, .waitSeed,
        .committing, .proving, .submitCommit, .commitWait, .proven, .finalizeSector, .moving,
    ]

    /// Where an event leads; nil: it means nothing here.
    public func next(_ event: SectorEvent) -> SectorState? {
        switch event {
        case .remove: return self == .removed || self == .removing ? nil : .removing
        case .retry:
            if case .person(_, _, let target) = duty { return target }
            return nil
        default: return Self.table[self]?[event]
        }
    }

    /// The life of a sector: state, event, next state. `retry` follows from the duty; `remove` is possible anywhere.
    static let table: [SectorState: [SectorEvent: SectorState]] = [
        .empty: [.pieceAssigned: .waitDeals, .admitted: .packing],
        .waitDeals: [.pieceAssigned: .waitDeals, .admitted: .packing],
        .packing: [.jobDone: .getTicket, .jobFailed: .packingFailed, .hopeless: .faultedFinal],
        .getTicket: [.ticketReceived: .waitBatch],
        .waitBatch: [.batched: .preCommit1, .ticketExpired: .getTicket],
        .preCommit1: [
            .jobDone: .preCommit2, .jobFailed: .sealPreCommit1Failed, .dataDamaged: .packing,
            .labelsDamaged: .waitBatch, .hopeless: .faultedFinal,
        ],
        .preCommit2: [
            .jobDone: .preCommitting, .replicatedWithoutPreCommit: .committing,
            .replicatedAfterProof: .finalizeSector, .jobFailed: .sealPreCommit2Failed, .dataDamaged: .packing,
            .labelsDamaged: .waitBatch, .hopeless: .faultedFinal,
        ],
        .preCommitting: [
            .messageSent: .preCommitWait, .messageFailed: .preCommitFailed, .ticketExpired: .getTicket,
        ],
        .preCommitWait: [.messageLanded: .waitSeed, .messageFailed: .preCommitFailed],
        .waitSeed: [.seedReceived: .committing],
        .committing: [
            .jobDone: .proving, .vanillaOnly: .finalizeSector, .jobFailed: .computeProofFailed,
            .dataDamaged: .packing, .labelsDamaged: .waitBatch, .replicaDamaged: .preCommit2,
            .hopeless: .faultedFinal,
        ],
        .proving: [
            .jobDone: .submitCommit, .jobFailed: .computeProofFailed, .vanillaDamaged: .committing,
            .hopeless: .faultedFinal,
        ],
        .submitCommit: [.messageSent: .commitWait, .messageFailed: .commitFailed],
        .commitWait: [.messageLanded: .proven, .messageFailed: .commitFailed],
        .proven: [.confirmed: .finalizeSector],
        .finalizeSector: [
            .jobDone: .moving, .jobFailed: .finalizeFailed, .replicaDamaged: .preCommit2,
            .labelsDamaged: .waitBatch, .dataDamaged: .packing, .faultFound: .faulty, .hopeless: .faulty,
        ],
        .moving: [.jobDone: .available, .jobFailed: .moveFailed, .faultFound: .faulty],
        .available: [.upgradeOrdered: .snapDealsAddPieces, .faultFound: .faulty],
        .snapDealsAddPieces: [.pieceAssigned: .snapDealsAddPieces, .admitted: .updateReplica],
        .updateReplica: [
            .jobDone: .proveReplicaUpdate, .jobFailed: .replicaUpdateFailed, .faultFound: .faulty,
        ],
        .proveReplicaUpdate: [
            .jobDone: .submitReplicaUpdate, .jobFailed: .proveReplicaUpdateFailed,
            .replicaDamaged: .updateReplica, .faultFound: .faulty, .hopeless: .replicaUpdateFailed,
        ],
        .submitReplicaUpdate: [.messageSent: .replicaUpdateWait, .messageFailed: .updateCommitFailed],
        .replicaUpdateWait: [.messageLanded: .updateCommitted, .messageFailed: .updateCommitFailed],
        .updateCommitted: [.confirmed: .releaseSectorKey],
        .releaseSectorKey: [.jobDone: .available, .jobFailed: .releaseSectorKeyFailed, .faultFound: .faulty],
        .repairing: [.jobDone: .moving, .jobFailed: .faulty],
        .removing: [.jobDone: .removed, .jobFailed: .removeFailed],
    ]
}
