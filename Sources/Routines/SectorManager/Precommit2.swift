internal import Primitives
internal import ProofEngine
internal import System

/// PC2 of one sector: column trees, replica, replica trees, p_aux, t_aux.
struct Precommit2: Sendable {
    let pipeline: SealPipeline
    let store: SectorStore

    private var config: PoRepConfig { pipeline.config }

    func run() async throws {
        let layout = store.layout
        let outputs = [layout.sealed] + layout.treeC(config) + layout.treeRLast(config)
        let files = ReplicaFiles(
            layers: layout.layers(config), staged: layout.unsealed, replica: temporary(layout.sealed),
            treeC: layout.treeC(config).map(temporary), treeRLast: layout.treeRLast(config).map(temporary))
        let job = EngineJob()
        let start = Clock.now
        do {
            let info = StageInfo("replica and trees", "\(layout.name)", .hashes)
            try await pipeline.observer.stage(info, job: job) {
                let result = try await pipeline.engine.replicate(
                    config, files, memoryLimit: pipeline.request.memoryLimit, job: job)
                try pipeline.observer.permit()
                for path in outputs { try File.rename(temporary(path), to: path) }
                try await pipeline.engine.runBlocking { try finish(result, outputs, since: start) }
            }
        } catch {
            for path in outputs { try? File.remove(temporary(path)) }
            throw error
        }
    }

    private func finish(_ result: ReplicaCommitments, _ outputs: [String], since start: Double) throws {
        let layout = store.layout
        let pAux = SectorAux.encodePAux(commC: result.commC, commRLast: result.commRLast)
        try File.writeAtomically(layout.pAux, pAux)
        try File.writeAtomically(
            layout.tAux, SectorAux.encodeTAux(config, cachePath: store.record.cachePath))
        try store.complete(.replica, since: start, files: outputs + [layout.pAux, layout.tAux]) { record in
            record.commC = result.commC
            record.commRLast = result.commRLast
            record.commR = result.commR
        }
    }
}
