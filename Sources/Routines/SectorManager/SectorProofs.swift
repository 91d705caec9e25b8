internal import Primitives
internal import ProofEngine
internal import System

/// Vanilla proofs of sectors on disk, and what goes into them.
struct SectorProofs: Sendable {
    /// Files and inputs of a proof of replication. `seed` nil: none is needed (synthetic set, non-interactive).
    static func porepInputs(
        _ record: SectorRecord, _ layout: SectorLayout, _ config: PoRepConfig, seed: [UInt8]?
    ) throws -> (SectorFiles, PoRepInputs) {
        guard let commD = record.commD, let commR = record.commR, let commC = record.commC,
            let commRLast = record.commRLast, let replicaID = record.replicaID
        else {
            throw SectorError.unsuitable(
                sector: record.sector, why: "is not sealed yet", remedy: "run 'quarry seal' to the end")
        }
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
        let inputs = PoRepInputs(
            replicaID: try Hex.decode(replicaID, count: 32, subject: "replica id"), commD: commD,
            commR: commR,
            commC: commC, commRLast: commRLast, seed: seed ?? [UInt8](repeating: 0, count: 32),
            ticket: try record.identity().ticket)
        return (files, inputs)
    }
}
