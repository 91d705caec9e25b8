internal import API
internal import Scheduler
internal import SectorManager

/// Finds what limits a plant, from what waits against what is busy.
struct PlantLoad: Sendable {
    var counts: [JobCount]
    var workers: [WorkerView]
    var rates: SealerStatus.Rates
    var states: [SealerStatus.StateCount]
    var storage: [StorageView]
    var isPaused: Bool
    /// Why the first job of a kind waits.
    var reasons: [JobKind: String]

    /// Seconds of silence after which a worker does not count.
    static let patience = 60.0

    /// In words: "pc2: 2 of 2 cores busy, 12 jobs wait".
    var limit: String {
        if isPaused { return "paused: no new jobs are taken" }
        let alive = workers.filter { $0.silence < Self.patience }
        if alive.isEmpty {
            return isIdle ? "nothing to do, and no worker runs" : "no worker runs: \(waitingInAll) jobs wait"
        }
        let cores = alive.reduce(0) { $0 + $1.cores }
        let free = alive.reduce(0) { $0 + $1.freeCores }
        if let stuck = stuck(alive, free) { return stuck }
        if let kind = heaviest, let count = ready[kind] {
            return "\(kind): \(cores - free) of \(cores) cores busy, \(Self.jobs(count))"
        }
        return belowLoad(cores: cores, busy: cores - free)
    }

    private var ready: [JobKind: Int] { sums { $0 == .ready } }
    private var running: Int { sums { $0 == .running || $0 == .cancelling }.values.reduce(0, +) }
    private var waitingInAll: Int { sums { !$0.isFinal }.values.reduce(0, +) }
    private var isIdle: Bool { waitingInAll == 0 }

    private func sums(_ isWanted: (JobState) -> Bool) -> [JobKind: Int] {
        Dictionary(counts.filter { isWanted($0.state) }.map { ($0.kind, $0.count) }, uniquingKeysWith: +)
            .filter { $0.value > 0 }
    }

    private static func jobs(_ count: Int) -> String { count == 1 ? "1 job waits" : "\(count) jobs wait" }

    /// The kind whose waiting jobs are most work, by what jobs of it took in the last hour.
    private var heaviest: JobKind? {
        func work(_ kind: JobKind, _ count: Int) -> Double {
            let stage = rates.stages.first { $0.kind == kind.rawValue }
            return Double(count) * max(0.001, stage?.coreSecondsPerSector ?? 1)
        }
        return ready.max { a, b in
            (work(a.key, a.value), b.key.rawValue) < (work(b.key, b.value), a.key.rawValue)
        }?.key
    }

    /// Jobs that wait though cores are free: memory, room, places, or kinds that no worker does.
    private func stuck(_ alive: [WorkerView], _ free: Int) -> String? {
        let done = Set(alive.flatMap(\.kinds))
        for (kind, count) in ready.sorted(by: { $0.key.rawValue < $1.key.rawValue })
        where !done.contains(kind.rawValue) {
            return "\(kind): no worker does it, \(Self.jobs(count))"
        }
        guard free > 0 else { return nil }
        let waiting = sums { $0 == .ready || $0 == .waiting }
        for (kind, count) in waiting.sorted(by: { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) })
        {
            if let reason = reasons[kind] { return "\(kind): \(Self.jobs(count)), \(reason)" }
        }
        return nil
    }

    private func belowLoad(cores: Int, busy: Int) -> String {
        if let full = storage.first(where: { $0.problem != nil }), let problem = full.problem {
            return "storage path \(full.path): \(problem)"
        }
        let inWork = states.filter { Self.waitsForOthers.contains($0.state) && $0.count > 0 }
        if running == 0, let most = inWork.max(by: { $0.count < $1.count }) {
            return "\(most.state): \(most.count) sectors wait, no core is busy"
        }
        if running == 0 { return "nothing to do: no sectors are ordered" }
        return busy < cores
            ? "too few sectors: \(busy) of \(cores) cores busy, no job waits"
            : "\(cores) of \(cores) cores busy, no job waits"
    }

    /// States in which a sector waits for the chain, for time or for other sectors.
    private static let waitsForOthers = Set(
        SectorState.allCases.filter { state in
            switch state.duty {
            case .planner, .chain, .timer: true
            default: false
            }
        }.map(\.rawValue))
}
