internal import Primitives
internal import ProofEngine
internal import System

extension SectorChecker {
    /// Padded data, in the place of what is missing or wrong: from the replica, or from an updated one.
    func restoreData(replica: Bool, key: String?, _ report: inout CheckReport) async throws -> Bool {
        guard let finding = report.findings.first(where: { $0.file == name(layout.unsealed) && $0.isFault }),
            let source = finding.rebuiltFrom, let record = store?.record, replica
        else { return false }
        let padded = "\(scratch)/data.padded"
        let expected: Commitment?
        if let update = record.update {
            guard update.has(.replica), File.size(layout.update) == config.sectorBytes else { return false }
            try await decode(update, record, to: padded)
            expected = update.commD
        } else {
            guard let key = try await lastLayer(key) else { return false }
            try await unseal(key: key, to: padded)
            expected = anchors.commD
        }
        let twin = derived(layout.treeD)
        let found = try await engine.buildTreeD(twin, staged: padded, sectorBytes: config.sectorBytes)
        guard found == expected else {
            report.add(finding.file, .corrupt, "\(finding.detail); \(source) do not give it either")
            return false
        }
        try Directory.create(File.parent(of: layout.unsealed))
        try File.sync(padded)
        try File.rename(padded, to: layout.unsealed)
        report.add(finding.file, .repaired, "\(finding.detail); rebuilt from \(source)")
        return true
    }

    private func decode(_ update: UpdateRecord, _ record: SectorRecord, to padded: String) async throws {
        guard let commD = update.commD, let commROld = record.commR else { return }
        let job = EngineJob()
        try await observer.stage(StageInfo("data, again", "\(layout.name)", .nodes), job: job) {
            try await engine.decodeUpdate(
                config, replica: layout.update, sectorKey: layout.sealed, commDNew: commD, commROld: commROld,
                nodes: 0..<config.kind.size.nodeCount, to: padded, job: job)
        }
    }

    private func unseal(key: String, to padded: String) async throws {
        let raw = "\(scratch)/data.raw"
        let job = EngineJob()
        try await observer.stage(StageInfo("data, again", "\(layout.name)", .bytes), job: job) {
            _ = try await engine.unsealRange(
                config, replica: layout.sealed, keyLayer: key, offset: 0,
                length: config.kind.size.unpadded.bytes, to: raw, job: job)
            try await engine.runBlocking { try pad(raw, to: padded) }
        }
        try File.remove(raw)
    }

    private func pad(_ raw: String, to padded: String) throws {
        let reader = try FileReader(raw)
        let writer = try FileWriter(padded)
        var buffer = [UInt8](repeating: 0, count: 127 << 13)
        while true {
            let got = try unsafe buffer.withUnsafeMutableBytes { try unsafe reader.read(into: $0) }
            if got == 0 { return try writer.finish() }
            try writer.write(Pieces.pad(Array(buffer[..<got])))
        }
    }
}
