internal import Primitives
internal import ProofEngine
internal import System

/// What is to be read from an updated sector.
public struct ExtractRequest: Sendable {
    /// Which sector.
    public var layout: SectorLayout
    /// Which bytes.
    public var range: UnsealRequest.Range
    /// Replaced when complete.
    public var output: String

    /// Bytes of an updated sector into a file.
    public init(layout: SectorLayout, range: UnsealRequest.Range, output: String) {
        self.layout = layout
        self.range = range
        self.output = output
    }
}

extension SectorManager {
    /// Decodes data from an updated replica with the help of its sector key.
    public func extract(_ request: ExtractRequest) async throws -> UnsealedFile {
        try await Extract(engine: engine, observer: observer, layout: request.layout)
            .data(request.range, to: request.output)
    }

    /// Takes the data out of an updated replica: the sector key, as it was before the update, into the file
    /// `output`.
    public func restoreSectorKey(_ layout: SectorLayout, to output: String) async throws -> UnsealedFile {
        try await Extract(engine: engine, observer: observer, layout: layout).sectorKey(to: output)
    }
}

struct Extract: Sendable {
    let engine: Engine
    let observer: any StageObserver
    let layout: SectorLayout

    /// What both directions need from the record.
    private struct Updated {
        let record: SectorRecord
        let config: PoRepConfig
        let pieces: [PieceRecord]
        let commD: Commitment
        let commROld: Commitment
    }

    private func load() throws -> Updated {
        let record = try SectorStore.load(layout, exclusive: false).record
        guard let update = record.update, update.has(.replica), let commD = update.commD,
            let commROld = record.commR
        else {
            throw SectorError.unsuitable(
                sector: record.sector, why: "has no complete update", remedy: "run 'quarry update' to the end"
            )
        }
        return Updated(
            record: record, config: try record.proof.config(), pieces: update.pieces ?? [], commD: commD,
            commROld: commROld)
    }

    /// Bytes of the new data.
    func data(_ range: UnsealRequest.Range, to output: String) async throws -> UnsealedFile {
        let updated = try load()
        try checkSize(layout.sealed, updated.config)
        try checkSize(layout.update, updated.config)
        let (offset, length) = try DataRange.resolve(range, updated.record, updated.pieces)
        let first = offset / 127
        let end = (offset + length - 1) / 127 + 1
        let padded = output + ".padded.tmp"
        let job = EngineJob()
        do {
            try await observer.stage(StageInfo("extract", "\(layout.name)", .nodes), job: job) {
                try await engine.decodeUpdate(
                    updated.config, replica: layout.update, sectorKey: layout.sealed, commDNew: updated.commD,
                    commROld: updated.commROld, nodes: first * 4..<end * 4, to: padded, job: job)
                try await engine.runBlocking {
                    try unpad(padded, to: temporary(output), skip: offset - first * 127, length: length)
                }
            }
            try File.rename(temporary(output), to: output)
            try File.remove(padded)
        } catch {
            try? File.remove(padded)
            try? File.remove(temporary(output))
            throw error
        }
        return UnsealedFile(sector: "\(layout.name)", output: output, offset: offset, bytes: length)
    }

    /// The old replica, byte for byte.
    func sectorKey(to output: String) async throws -> UnsealedFile {
        let updated = try load()
        try checkSize(layout.update, updated.config)
        try checkSize(layout.unsealed, updated.config)
        let job = EngineJob()
        do {
            try await observer.stage(StageInfo("sector key", "\(layout.name)", .hashes), job: job) {
                let root = try await engine.removeUpdate(
                    updated.config, replica: layout.update, staged: layout.unsealed, commDNew: updated.commD,
                    commROld: updated.commROld, to: temporary(output), treeRLast: nil, job: job)
                guard root == updated.record.commRLast else {
                    throw SectorError.contradiction(
                        sector: updated.record.sector, what: "comm_r_last of the sector key",
                        expected: updated.record.commRLast?.hex ?? "known", found: root.hex)
                }
            }
            try File.rename(temporary(output), to: output)
        } catch {
            try? File.remove(temporary(output))
            throw error
        }
        return UnsealedFile(
            sector: "\(layout.name)", output: output, offset: 0, bytes: updated.config.sectorBytes)
    }

    private func checkSize(_ path: String, _ config: PoRepConfig) throws {
        guard let size = File.size(path) else { throw SectorError.damaged(path: path, what: "is missing") }
        guard size == config.sectorBytes else {
            throw SectorError.damaged(path: path, what: "has \(size) bytes, not \(config.sectorBytes)")
        }
    }

    /// Raw bytes of whole 128-byte units, less `skip` at the start, `length` in all.
    private func unpad(_ padded: String, to output: String, skip: UInt64, length: UInt64) throws {
        let reader = try FileReader(padded)
        let writer = try FileWriter(output)
        var skip = Int(skip)
        var left = length
        var buffer = [UInt8](repeating: 0, count: 128 << 13)
        while left > 0 {
            let got = try unsafe buffer.withUnsafeMutableBytes { try unsafe reader.read(into: $0) }
            guard got > 0 else { throw SectorError.damaged(path: padded, what: "ended early") }
            var raw = Pieces.unpad(Array(buffer[..<got]))[skip...]
            skip = 0
            raw = raw.prefix(Int(clamping: left))
            try writer.write(Array(raw))
            left -= UInt64(raw.count)
        }
        try writer.finish()
    }
}
