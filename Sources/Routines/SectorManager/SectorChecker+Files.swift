internal import Primitives
internal import ProofEngine
internal import System

extension SectorChecker {
    /// p_aux, t_aux and the outputs for Lotus: all follow from the commitments.
    func checkSmallFiles(_ report: inout CheckReport) async throws {
        if let commC = anchors.commC, let commRLast = anchors.commRLast,
            File.exists(layout.pAux) || store != nil
        {
            let bytes = SectorAux.encodePAux(commC: commC, commRLast: commRLast)
            let source = store == nil ? "its own commitments" : "the record's commitments"
            try checkBytes(layout.pAux, bytes, source, &report)
        } else {
            try await checkForeignPAux(&report)
        }
        guard let record = store?.record else { return checkForeignTAux(&report) }
        let tAux = try SectorAux.encodeTAux(config, cachePath: record.cachePath)
        try checkBytes(layout.tAux, tAux, "the kind of proof and the cache path", &report)
        guard config.kind.registeredNumber != nil, let commD = record.commD, let commR = record.commR else {
            return
        }
        let first = try PreCommitOutput.phase1(config, cachePath: record.cachePath, commD: commD)
        try checkBytes(layout.precommit1Output, Array(first.utf8), "the record", &report)
        let second = try PreCommitOutput.phase2(config, commR: commR, commD: commD)
        try checkBytes(layout.precommit2Output, Array(second.utf8), "the record", &report)
    }

    /// A small file whose bytes are known.
    func checkBytes(
        _ path: String, _ right: [UInt8], _ source: String, _ report: inout CheckReport
    ) throws {
        let found = File.exists(path) ? try File.read(path, limit: 1 << 20) : nil
        if found == right { return report.add(name(path), .verified, "follows from \(source)") }
        let fault = found == nil ? "is missing" : "has the wrong bytes"
        guard repair else {
            return report.add(name(path), found == nil ? .missing : .corrupt, fault, from: source)
        }
        try File.writeAtomically(path, right)
        report.add(name(path), .repaired, "\(fault); rebuilt from \(source)")
    }

    /// Without a record p_aux follows from the roots of the trees, if CommR is known to hold them against.
    private func checkForeignPAux(_ report: inout CheckReport) async throws {
        let commC = try? await engine.treeRoot(config, .columns, files: layout.treeC(config))
        let commRLast = try? await engine.treeRoot(config, .replica, files: layout.treeRLast(config))
        guard let commC, let commRLast, let commR = anchors.commR,
            try SectorAux.commR(commC: commC, commRLast: commRLast) == commR
        else {
            let state: CheckFinding.State = File.exists(layout.pAux) ? .corrupt : .missing
            return report.add(
                name(layout.pAux), state, "no commitments to hold it against; give --comm-r from the chain")
        }
        let bytes = SectorAux.encodePAux(commC: commC, commRLast: commRLast)
        try checkBytes(layout.pAux, bytes, "the roots of the trees", &report)
    }

    private func checkForeignTAux(_ report: inout CheckReport) {
        guard let bytes = try? File.read(layout.tAux, limit: 1 << 20) else {
            return report.add(name(layout.tAux), .missing, "is missing")
        }
        do {
            let path = try SectorAux.decodeTAux(config, bytes)
            report.add(name(layout.tAux), .verified, "is of this sector size; its cache path is '\(path)'")
        } catch {
            report.add(name(layout.tAux), .corrupt, "is no t_aux of this sector size")
        }
    }

    /// The synthetic proofs, made again where the files allow it.
    func checkSynthetic(ready: Bool, _ report: inout CheckReport) async throws {
        guard let record = store?.record, config.kind.feature == .synthetic, record.has(.synthetic) else {
            return
        }
        let path = layout.synthetic
        let whole = report.findings.allSatisfy { !$0.isFault }
        guard ready, whole,
            let (files, inputs) = try? SectorProofs.porepInputs(record, layout, config, seed: nil)
        else {
            guard let kept = record.files(.synthetic)?.first else { return }
            do {
                try await engine.runBlocking { try FileDigest.verify(kept, in: layout) }
                report.add(name(path), .verified, "equal to its digest on record")
            } catch let error as SectorError {
                guard case .damaged(_, let what) = error else { throw error }
                let state: CheckFinding.State = File.exists(path) ? .corrupt : .missing
                report.add(name(path), state, what, from: "layers and trees, once they are right")
            }
            return
        }
        let twin = derived(path)
        let job = EngineJob()
        try await observer.stage(
            StageInfo("synthetic proofs, to compare", "\(layout.name)", .steps), job: job
        ) {
            try await engine.writeSyntheticProofs(config, files, inputs, to: twin, job: job)
        }
        try await compare(path, madeFrom: "layers and trees", &report)
    }

    /// The update's replica, trees and small files.
    func checkUpdate(data: Bool, _ report: inout CheckReport) async throws {
        guard let record = store?.record, let update = record.update else { return }
        guard update.has(.replica), let commRLast = update.commRLast, let commC = record.commC else {
            report.remarks.append("the update is not finished: run 'quarry update' again")
            return
        }
        let right = try await checkUpdateReplica(commRLast, data: data, &report)
        if right {
            for path in layout.updateTreeRLast(config) {
                try await compareUpdate(path, "update-\(File.name(of: path))", "the updated replica", &report)
            }
        } else {
            for path in layout.updateTreeRLast(config) {
                let state: CheckFinding.State = File.exists(path) ? .unverifiable : .missing
                report.add(name(path), state, "no right replica to derive it from")
            }
        }
        if data {
            let twin = "\(scratch)/update-tree-d"
            _ = try await engine.buildTreeD(twin, staged: layout.unsealed, sectorBytes: config.sectorBytes)
            try await compareUpdate(layout.updateTreeD, "update-tree-d", "the data", &report)
        }
        let pAux = SectorAux.encodePAux(commC: commC, commRLast: commRLast)
        try checkBytes(layout.updatePAux, pAux, "the record's commitments", &report)
        let tAux = try SectorAux.encodeTAux(config, cachePath: record.cachePath)
        try checkBytes(layout.updateTAux, tAux, "the kind of proof and the cache path", &report)
    }

    private func checkUpdateReplica(
        _ commRLast: Commitment, data: Bool, _ report: inout CheckReport
    ) async throws -> Bool {
        let path = layout.update
        let twins = layout.updateTreeRLast(config).map { "\(scratch)/update-\(File.name(of: $0))" }
        let source = data ? "the sector key and the data" : nil
        var fault = File.exists(path) ? "has the wrong size" : "is missing"
        if File.size(path) == config.sectorBytes {
            let files = ReplicaFiles(layers: nil, staged: nil, replica: path, treeC: nil, treeRLast: twins)
            let root = try await engine.replicate(config, files).commRLast
            if root == commRLast {
                report.add(name(path), .verified, "its tree leads to the update's comm_r_last")
                return true
            }
            fault = "its tree leads to \(root.hex), not to comm_r_last \(commRLast.hex)"
        }
        let state: CheckFinding.State = File.exists(path) ? .corrupt : .missing
        guard repair, data, let record = store?.record, let commC = record.commC, let old = record.commRLast
        else {
            report.add(name(path), state, fault, from: source)
            return false
        }
        let twin = "\(scratch)/update-replica"
        let files = UpdateFiles(
            sectorKey: layout.sealed, staged: layout.unsealed, replica: twin, treeD: nil, treeRLast: twins)
        let result = try await engine.encodeUpdate(config, files, commC: commC, commRLastOld: old)
        guard result.commRLast == commRLast else {
            report.add(name(path), state, "\(fault); sector key and data do not give it either")
            return false
        }
        try File.rename(twin, to: path)
        report.add(name(path), .repaired, "\(fault); rebuilt from the sector key and the data")
        return true
    }

    private func compareUpdate(
        _ path: String, _ twinName: String, _ source: String, _ report: inout CheckReport
    ) async throws {
        let twin = "\(scratch)/\(twinName)"
        let difference = try await engine.runBlocking { try FileComparison.compare(path, with: twin) }
        guard let difference else {
            return report.add(name(path), .verified, "as derived from \(source)")
        }
        guard repair else {
            let state: CheckFinding.State = File.exists(path) ? .corrupt : .missing
            return report.add(name(path), state, difference, from: source)
        }
        try File.sync(twin)
        try File.rename(twin, to: path)
        report.add(name(path), .repaired, "\(difference); rebuilt from \(source)")
    }
}
