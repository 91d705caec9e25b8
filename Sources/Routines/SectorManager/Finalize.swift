internal import ProofEngine
internal import System

/// Lets layers, tree-d and tree-c go, as Lotus does with a sector that is proven. The record says so first,
/// so that a stop in between is finished by the next run.
struct Finalize: Sendable {
    let store: SectorStore
    let config: PoRepConfig

    func run() throws {
        let layout = store.layout
        let paths = layout.layers(config) + layout.treeC(config) + [layout.treeD]
        let names = Set(paths.map(layout.relative))
        if !store.record.finalized {
            try store.update { record in
                record.finalized = true
                record.forget(names)
            }
        }
        for path in paths { try File.remove(path) }
        try File.syncDirectory(layout.cache)
    }
}
