internal import Primitives
internal import ProofEngine
internal import System

/// PC1 of a batch: all layers of all sectors that lack them, labelled together. Each layer file gets its name
/// when the engine has written and synced it, so that a restart goes on with the layer after it.
struct Precommit1: Sendable {
    let pipeline: SealPipeline
    let stores: [SectorStore]

    private var config: PoRepConfig { pipeline.config }

    func run() async throws {
        // Sectors that are further than the slowest one label some layers again: they give the same files.
        let complete = stores.map { $0.record.completeLayers(config.layerCount) }.min() ?? 0
        var options = pipeline.labelOptions
        options.firstLayer = complete + 1
        let tasks = try stores.map { store in
            let replicaID = try Hex.decode(store.record.replicaID ?? "", count: 32, subject: "replica id")
            return LabelTask(
                replicaID: replicaID,
                layerPaths: (1...config.layerCount).map { layer in
                    layer <= complete ? store.layout.layer(layer) : temporary(store.layout.layer(layer))
                })
        }
        let job = EngineJob()
        let subject = stores.count == 1 ? "\(stores[0].layout.name)" : "\(stores.count) sectors"
        let start = Clock.now
        do {
            let settled = options
            try await pipeline.observer.stage(StageInfo("labels", subject, .labels), job: job) {
                try await pipeline.engine.label(config, tasks, options: settled, job: job) { layer in
                    for store in stores { try finish(layer, of: store, since: start) }
                }
            }
        } catch {
            for path in tasks.flatMap(\.layerPaths) where path.hasSuffix(".tmp") { try? File.remove(path) }
            throw error
        }
    }

    private func finish(_ layer: Int, of store: SectorStore, since start: Double) throws {
        let path = store.layout.layer(layer)
        try pipeline.observer.permit()
        try File.rename(temporary(path), to: path)
        try store.complete(.layer(layer), since: start, files: [path])
    }
}
