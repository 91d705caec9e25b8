internal import Primitives
internal import ProofEngine
internal import System

/// What is to be read from sealed sectors.
public struct UnsealRequest: Sendable {
    /// Which bytes of a sector.
    public enum Range: Sendable, Hashable {
        /// From the start to the end of the last piece's raw bytes; all if the pieces are not known.
        case data
        /// All unpadded bytes, fillers included.
        case whole
        /// One piece's raw bytes; the first piece is 0.
        case piece(Int)
        /// Unpadded bytes, as the reference's get_unsealed_range gives them.
        case bytes(offset: UInt64, length: UInt64)
    }

    /// One sector and the file its bytes go to.
    public struct Item: Sendable {
        /// Which sector.
        public let layout: SectorLayout
        /// Replaced when complete.
        public let output: String

        /// Bytes of a sector into a file.
        public init(layout: SectorLayout, output: String) {
            self.layout = layout
            self.output = output
        }
    }

    /// Sectors of one kind: labels that are missing are made for all of them together.
    public var items: [Item]
    /// Which bytes of each.
    public var range: Range
    /// Bytes; 0: no limit.
    public var memoryLimit: UInt64 = 0
    /// File of the graph's parents.
    public var parentsCache: String?

    /// The same range of each sector.
    public init(_ items: [Item], _ range: Range) {
        self.items = items
        self.range = range
    }
}

/// What was read from a sector.
public struct UnsealedFile: Sendable, Codable {
    /// Which sector.
    public let sector: String
    /// The file.
    public let output: String
    /// First unpadded byte.
    public let offset: UInt64
    /// Bytes written.
    public let bytes: UInt64
}

extension SectorManager {
    /// Decodes data from replicas. Sectors without their last layer are labelled again, as one batch, in a
    /// scratch folder in their cache.
    public func unseal(_ request: UnsealRequest) async throws -> [UnsealedFile] {
        try await Unseal(engine: engine, observer: observer, request: request).run()
    }
}

struct Unseal: Sendable {
    let engine: Engine
    let observer: any StageObserver
    let request: UnsealRequest

    private struct Work: Sendable {
        let item: UnsealRequest.Item
        let record: SectorRecord
        let config: PoRepConfig
        let offset: UInt64
        let length: UInt64
        var key: String
    }

    func run() async throws -> [UnsealedFile] {
        var work = try request.items.map(prepare)
        let lacking = work.indices.filter { !hasKey(work[$0]) }
        var scratch: [String] = []
        do {
            if !lacking.isEmpty {
                let relabel = Relabel(engine: engine, observer: observer, request: request)
                let keys = try await relabel.run(lacking.map { (work[$0].item.layout, work[$0].record) })
                for (index, key) in zip(lacking, keys) { work[index].key = key }
                scratch = keys.map(File.parent)
            }
            var files: [UnsealedFile] = []
            for item in work { files.append(try await decode(item)) }
            for folder in scratch { try Directory.remove(folder) }
            return files
        } catch {
            for folder in scratch { try? Directory.remove(folder) }
            throw error
        }
    }

    private func prepare(_ item: UnsealRequest.Item) throws -> Work {
        let store = try SectorStore.load(item.layout, exclusive: false)
        let record = store.record
        let config = try record.proof.config()
        guard record.has(.replica) else {
            throw SectorError.unsuitable(
                sector: record.sector, why: "is not sealed yet", remedy: "run 'quarry seal' to the end")
        }
        guard let size = File.size(item.layout.sealed) else {
            throw SectorError.damaged(path: item.layout.sealed, what: "is missing")
        }
        guard size == config.sectorBytes else {
            throw SectorError.damaged(
                path: item.layout.sealed, what: "has \(size) bytes, a replica has \(config.sectorBytes)")
        }
        let (offset, length) = try DataRange.resolve(request.range, record, record.pieces ?? [])
        return Work(
            item: item, record: record, config: config, offset: offset, length: length,
            key: item.layout.layer(config.layerCount))
    }

    private func hasKey(_ work: Work) -> Bool {
        !work.record.finalized && File.size(work.key) == work.config.sectorBytes
    }

    private func decode(_ work: Work) async throws -> UnsealedFile {
        let job = EngineJob()
        let output = work.item.output
        let written = try await observer.stage(StageInfo("unseal", work.record.sector, .bytes), job: job) {
            do {
                let written = try await engine.unsealRange(
                    work.config, replica: work.item.layout.sealed, keyLayer: work.key, offset: work.offset,
                    length: work.length, to: temporary(output), job: job)
                try File.rename(temporary(output), to: output)
                return written
            } catch {
                try? File.remove(temporary(output))
                throw error
            }
        }
        return UnsealedFile(
            sector: work.record.sector, output: output, offset: work.offset, bytes: written)
    }
}

/// Which unpadded bytes a request means.
enum DataRange {
    static func resolve(
        _ range: UnsealRequest.Range, _ record: SectorRecord, _ pieces: [PieceRecord]
    ) throws -> (offset: UInt64, length: UInt64) {
        let room = record.proof.size.unpadded.bytes
        let real = pieces.filter { !$0.isFiller }
        switch range {
        case .whole: return (0, room)
        case .data:
            guard let last = real.last else { return (0, room) }
            return (0, last.unpaddedOffset + last.rawBytes)
        case .piece(let index):
            guard real.indices.contains(index) else {
                throw SectorError.unsuitable(
                    sector: record.sector, why: "has \(real.count) pieces, so none with number \(index)",
                    remedy: "pieces are counted from 0")
            }
            return (real[index].unpaddedOffset, real[index].rawBytes)
        case .bytes(let offset, let length):
            let (end, overflow) = offset.addingReportingOverflow(length)
            guard length > 0, !overflow, end <= room else {
                throw SectorError.unsuitable(
                    sector: record.sector,
                    why: "bytes \(offset) to \(offset &+ length) are not within its \(room) unpadded bytes",
                    remedy: "choose --offset and --length within the sector")
            }
            return (offset, length)
        }
    }
}

/// Labels sectors again to get their last layer back; earlier layers go as soon as the next is there.
private struct Relabel: Sendable {
    let engine: Engine
    let observer: any StageObserver
    let request: UnsealRequest

    /// The key files, in order, each in a folder of its own.
    func run(_ sectors: [(SectorLayout, SectorRecord)]) async throws -> [String] {
        guard let kind = sectors.first?.1.proof else { return [] }
        let config = try kind.config()
        for (_, record) in sectors where record.proof != kind {
            throw SectorError.unsuitable(
                sector: record.sector, why: "is of another kind than the first one",
                remedy: "unseal sectors of different kinds one after the other")
        }
        var tasks: [LabelTask] = []
        for (layout, record) in sectors {
            let folder = "\(layout.cache)/unseal.tmp"
            try Directory.remove(folder)
            try Directory.create(folder)
            let paths = (1...config.layerCount).map { "\(folder)/layer-\($0).dat" }
            let replicaID = try Hex.decode(record.replicaID ?? "", count: 32, subject: "replica id")
            tasks.append(LabelTask(replicaID: replicaID, layerPaths: paths))
        }
        do {
            try await label(config, tasks)
        } catch {
            for task in tasks { try? Directory.remove(File.parent(of: task.layerPaths[0])) }
            throw error
        }
        return tasks.compactMap(\.layerPaths.last)
    }

    private func label(_ config: PoRepConfig, _ tasks: [LabelTask]) async throws {
        var options = LabelOptions()
        options.memoryLimit = request.memoryLimit
        options.parentsCache = request.parentsCache
        let job = EngineJob()
        let settled = options
        let info = StageInfo("labels (the last layer is gone)", "\(tasks.count) sectors", .labels)
        try await observer.stage(info, job: job) {
            try await engine.label(config, tasks, options: settled, job: job) { layer in
                guard layer > 1 else { return }
                for task in tasks { try File.remove(task.layerPaths[layer - 2]) }
            }
        }
    }
}
