/// # SectorManager
///
/// Takes sectors through their lives on disk: pieces in, labels, replica, trees, proofs of them, data out
/// again, updates, checks and repairs. Start with `SectorManager`, then `SealPipeline`, whose stages are a
/// file each (`AddPieces`, `Precommit1`, `Precommit2`, `Finalize`).
///
/// `Plant/` makes a plant of it: `SectorState` is the table of a sector's life, `SealingPlant` puts sectors into
/// their next states, `SectorJournal` writes each of these steps with all that follows from it, the handlers
/// (`AddPieceHandler`, `LabelHandler`...) run the same stages as jobs. `Storage/` says where files are.
///
/// The rules of this room. A file gets its name only when it is complete and synced. A stage counts only when
/// the sector's record (`sector.json`, see `SectorRecord`) lists its files with size and digest, and a
/// restart believes nothing else. A sector is worked on by one process at a time. A sector's state changes in
/// one transaction with the job or message that follows from it, before any work starts. This room knows the
/// chain only as `SealingChain`, and computes nothing itself: that is `ProofEngine`.

public import ProofEngine

/// Works on sectors in directories, through one engine.
public actor SectorManager {
    /// Where the work is done.
    public nonisolated let engine: Engine
    /// Hears what goes on.
    nonisolated let observer: any StageObserver

    /// A manager that uses `engine` and reports to `observer`.
    public init(engine: Engine, observer: any StageObserver = SilentObserver()) {
        self.engine = engine
        self.observer = observer
    }

    /// Seals a batch: from pieces to replica and trees. The same request again goes on where an earlier one
    /// stopped.
    public func seal(_ request: SealRequest) async throws -> SealOutcome {
        try await SealPipeline(engine: engine, observer: observer, request: request).run()
    }
}
