public import Primitives
internal import ProofEngine
internal import System

/// A check of one sector.
public struct CheckRequest: Sendable {
    /// Which sector.
    public var layout: SectorLayout
    /// Rebuild what can be rebuilt.
    public var repair = false
    /// CommR as the chain has it, for a sector whose record is lost.
    public var commR: Commitment?
    /// Directory for files that are derived to compare; nil: in the sector's cache folder. Repairs need the
    /// latter.
    public var scratch: String?

    /// A check without repair.
    public init(layout: SectorLayout) { self.layout = layout }
}

extension SectorManager {
    /// Derives every file of a sector again as far as its other files allow, compares, and on request puts
    /// right what is wrong.
    public func check(_ request: CheckRequest) async throws -> CheckReport {
        try await SectorChecker.prepare(request, engine: engine, observer: observer).run()
    }
}

/// Checks one sector, from what nothing else leads to (record, data, labels) to what follows (replica, trees,
/// small files). A file counts as right if its root is the commitment on record, or if it equals what its
/// sources give.
struct SectorChecker: Sendable {
    /// The commitments that everything is held against.
    struct Anchors: Sendable {
        var commD: Commitment?
        var commC: Commitment?
        var commRLast: Commitment?
        var commR: Commitment?
    }

    let engine: Engine
    let observer: any StageObserver
    let layout: SectorLayout
    let repair: Bool
    let config: PoRepConfig
    /// Nil: made by another program, or the record is lost.
    let store: SectorStore?
    let anchors: Anchors
    let scratch: String
    /// Held while the check runs, where the directory can be written to.
    let lock: HolderLock?
    let remarks: [String]

    func run() async throws -> CheckReport {
        defer {
            try? Directory.remove(scratch)
            lock?.release()
        }
        var report = CheckReport(sector: "\(layout.name)", findings: [], remarks: remarks)
        if let store, !store.record.has(.replica) {
            try await checkUnfinished(store, &report)
            return report
        }
        var data = try await checkData(&report)
        let layers = try await checkLayers(&report)
        let replica = try await checkReplica(data: data, key: layers.key, &report)
        if !data, repair { data = try await restoreData(replica: replica, key: layers.key, &report) }
        try await checkTreeD(data: data, &report)
        try await checkTreeC(layers: layers.all, &report)
        try await checkTreeRLast(replica: replica, &report)
        try await checkSmallFiles(&report)
        try await checkSynthetic(ready: layers.all && replica, &report)
        if store?.record.update != nil { try await checkUpdate(data: data, &report) }
        if repair { try await refreshDigests(&report) }
        return report
    }

    /// Path of a derived file.
    func derived(_ path: String) -> String { "\(scratch)/\(File.name(of: path))" }

    /// Puts a derived file in the place of a wrong one.
    func install(_ path: String) throws {
        try File.sync(derived(path))
        try File.rename(derived(path), to: path)
    }

    func name(_ path: String) -> String { layout.relative(path) }

    /// Compares a file with its derived twin; reports, and on request replaces it.
    func compare(_ path: String, madeFrom source: String, _ report: inout CheckReport) async throws {
        let twin = derived(path)
        let difference = try await engine.runBlocking { try FileComparison.compare(path, with: twin) }
        guard let difference else {
            return report.add(name(path), .verified, "as derived from \(source)")
        }
        guard repair else {
            let state: CheckFinding.State = File.exists(path) ? .corrupt : .missing
            return report.add(name(path), state, difference, from: source)
        }
        try install(path)
        report.add(name(path), .repaired, "\(difference); rebuilt from \(source)")
    }

    /// A sector whose sealing is not finished: its complete stages are held against their digests. Repair
    /// strikes damaged stages, and those after them, off the record, so that sealing makes them again.
    private func checkUnfinished(_ store: SectorStore, _ report: inout CheckReport) async throws {
        var firstBad: Int?
        for (index, stage) in store.record.stages.enumerated() {
            for file in stage.files {
                do {
                    try await engine.runBlocking { try FileDigest.verify(file, in: layout) }
                    report.add(file.name, .verified, "equal to its digest on record")
                } catch let error as SectorError {
                    guard case .damaged(let path, let what) = error else { throw error }
                    let state: CheckFinding.State = File.exists(path) ? .corrupt : .missing
                    report.add(file.name, state, what, from: "its stage, by the same 'quarry seal' again")
                    firstBad = min(firstBad ?? index, index)
                }
            }
        }
        let last = store.record.stages.last?.stage ?? "nothing"
        report.remarks.append("sealing is not finished (complete up to '\(last)'): run 'quarry seal' again")
        guard let firstBad, repair else { return }
        try store.update { $0.stages.removeSubrange(firstBad...) }
        for index in report.findings.indices where report.findings[index].isFault {
            report.findings[index].state = .repaired
            report.findings[index].detail += "; 'quarry seal' makes it again"
        }
    }

    /// Enters the digests of repaired files into the record.
    private func refreshDigests(_ report: inout CheckReport) async throws {
        guard let store else { return }
        let repaired = Set(report.findings.filter { $0.state == .repaired }.map(\.file))
        guard !repaired.isEmpty else { return }
        try await engine.runBlocking {
            var fresh: [String: FileRecord] = [:]
            for file in repaired where File.exists(layout.absolute(file)) {
                fresh[file] = try FileDigest.record(layout.absolute(file), in: layout)
            }
            let settled = fresh
            try store.update { record in
                for index in record.stages.indices { record.stages[index].refresh(settled) }
                guard var update = record.update else { return }
                for index in update.stages.indices { update.stages[index].refresh(settled) }
                record.update = update
            }
        }
    }
}

extension StageRecord {
    fileprivate mutating func refresh(_ fresh: [String: FileRecord]) {
        files = files.map { fresh[$0.name] ?? $0 }
    }
}
