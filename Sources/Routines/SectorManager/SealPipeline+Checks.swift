internal import Primitives
public import ProofEngine
internal import System

/// What is looked at before a batch begins, so that a run that cannot succeed does not start.
extension SealPipeline {
    func checkNames() throws {
        guard !request.sectors.isEmpty else {
            throw SectorError.unsuitable(
                sector: "none", why: "the request names no sector", remedy: "give at least one")
        }
        var seen: Set<SectorName> = []
        for order in request.sectors where !seen.insert(order.name).inserted {
            throw SectorError.unsuitable(
                sector: "\(order.name)", why: "is named twice", remedy: "give each sector its own number")
        }
    }

    /// The record of a sector that has just been asked for.
    func fresh(_ order: SectorOrder, _ plan: PiecePlan) -> SectorRecord {
        let layout = SectorLayout(root: request.root, name: order.name)
        return SectorRecord(
            sector: "\(order.name)", proof: ProofRecord(config), proverID: Hex.encode(order.proverID),
            number: order.name.number, ticket: Hex.encode(order.ticket),
            cachePath: request.cachePath ?? layout.cache, inputs: plan.inputs)
    }

    /// Throws unless each record on disk is of the same sector as the request.
    func checkSame(_ work: [SealWork]) async throws {
        for (item, order) in zip(work, request.sectors) {
            let record = item.store.record
            let wanted = fresh(order, item.plan)
            func differs(_ what: String) -> SectorError {
                .differentInputs(sector: record.sector, what: what, record: item.store.layout.record)
            }
            guard record.proof == wanted.proof else { throw differs("kind of proof") }
            guard record.ticket == wanted.ticket else { throw differs("ticket") }
            guard record.proverID == wanted.proverID else { throw differs("prover id") }
            guard record.number == wanted.number else { throw differs("number") }
            guard record.update == nil else {
                throw SectorError.unsuitable(
                    sector: record.sector, why: "was updated with new data",
                    remedy: "its replica is in update/; seal another sector number")
            }
            let same = try await PiecePlan.matches(
                wanted.inputs, recorded: record.inputs, staged: record.has(.staged) ? record.pieces : nil,
                engine: engine)
            guard same else { throw differs("set of pieces") }
            if !record.has(.staged) { try item.store.update { $0.inputs = wanted.inputs } }
        }
    }

    /// Verifies what earlier runs left, and says where this one goes on.
    func resume(_ work: [SealWork]) async throws {
        for item in work {
            let stages = item.store.record.stages
            guard let last = stages.last else { continue }
            try await engine.runBlocking { try item.store.verify() }
            observer.note("\(item.store.layout.name): complete up to '\(last.stage)', goes on from there")
        }
    }

    /// Throws if labelling will not find the memory, or the room for layers on disk, that it needs.
    func checkMemory() throws {
        let forecast = try Engine.forecastLabels(
            config, sectors: request.sectors.count, workers: engine.workerCount, options: labelOptions)
        if request.memoryLimit > 0, forecast.memory > request.memoryLimit {
            throw SectorError.memoryLimit(needed: forecast.memory, limit: request.memoryLimit)
        }
        guard let folder = request.layersOnDisk else { return }
        try Directory.create(folder)
        let free = try Directory.freeBytes(folder)
        guard forecast.scratch <= free else {
            throw SectorError.noSpace(path: folder, needed: forecast.scratch, free: free)
        }
    }

    var labelOptions: LabelOptions {
        var options = LabelOptions()
        options.memoryLimit = request.memoryLimit
        options.scratch = request.layersOnDisk
        options.parentsCache = request.parentsCache
        options.kernel = request.labelKernel
        options.prefetch = request.prefetch
        return options
    }

    /// Throws if the files still to be written do not fit the file system.
    func checkSpace(_ work: [SealWork]) throws {
        let needed = work.reduce(UInt64(0)) { sum, item in
            sum + DiskForecast.remaining(item.store.record, config)
        }
        let free = try Directory.freeBytes(request.root)
        guard needed <= free else {
            throw SectorError.noSpace(path: request.root, needed: needed, free: free)
        }
    }
}

/// Bytes on disk that a sector's files take.
public enum DiskForecast {
    /// Of a whole sector after PC2, synthetic proofs included where its kind has them.
    public static func total(_ config: PoRepConfig) -> UInt64 {
        let trees = UInt64(config.baseTreeCount)
        let layers = UInt64(config.layerCount) * config.sectorBytes
        let all = 2 * config.sectorBytes + config.treeDFileBytes + layers
        let poseidon = trees * (config.treeCFileBytes + config.treeRLastFileBytes)
        return all + poseidon + (config.kind.feature == .synthetic ? config.syntheticFileBytes : 0)
    }

    /// Of what a sector with this record still lacks.
    static func remaining(_ record: SectorRecord, _ config: PoRepConfig) -> UInt64 {
        let done = Set(record.stages.flatMap(\.files).map(\.name))
        let written = record.stages.flatMap(\.files).reduce(UInt64(0)) { $0 + $1.bytes }
        if record.finalized { return 0 }
        // The zeros of committed capacity are a hole in the staged file.
        let holes =
            record.isCommittedCapacity && !done.contains("unsealed/\(record.sector)") ? config.sectorBytes : 0
        let total = total(config)
        return total - min(total, written + holes)
    }
}
