public import API
internal import Database
internal import Primitives
internal import Scheduler
internal import SectorManager
internal import System

extension PlantAPI {
    /// The whole plant; see `SealerAPI`.
    public func status() async throws -> SealerStatus {
        let uptime = started.map { Clock.now - $0 }
        return try await database.read { session in
            let times = try PlantTimes(session)
            let counts = try queue.counts(in: session)
            let pauses = try queue.pauses(in: session)
            let running = try queue.list(
                states: [.running, .cancelling], kind: nil, subject: nil, limit: 1000, in: session)
            let workers = try queue.workers(in: session).map { WorkerView($0, running, pauses, times) }
            let rates = try self.rates(times, in: session)
            let states = try self.states(in: session)
            let places = try self.storageViews(in: session)
            let load = try PlantLoad(
                counts: counts, workers: workers, rates: rates, states: states, storage: places,
                isPaused: pauses.contains { $0.kind == nil && $0.worker == nil },
                reasons: reasons(counts, in: session))
            return SealerStatus(
                miner: "\(miner)", sectorSize: sectorSize.bytes, time: times.unix(times.now), uptime: uptime,
                states: states,
                jobs: counts.map { .init(kind: $0.kind.rawValue, state: $0.state.rawValue, count: $0.count) },
                workers: workers, rates: rates, storage: places, limit: load.limit, paused: load.isPaused)
        }
    }

    private func states(in session: any SQLSession) throws -> [SealerStatus.StateCount] {
        let counts = try ledger.counts(in: session)
        return SectorState.allCases.map { state in
            .init(state: state.rawValue, count: counts[state] ?? 0, isFailure: state.isFailure)
        }
    }

    /// For each kind that waits, why the first of its jobs does.
    private func reasons(_ counts: [JobCount], in session: any SQLSession) throws -> [JobKind: String] {
        var reasons: [JobKind: String] = [:]
        for count in counts where count.state == .ready || count.state == .waiting {
            let first = try queue.list(
                states: [count.state], kind: count.kind, subject: nil, limit: 1, in: session)
            if let reason = first.first?.reason, reasons[count.kind] == nil { reasons[count.kind] = reason }
        }
        return reasons
    }

    private func rates(_ times: PlantTimes, in session: any SQLSession) throws -> SealerStatus.Rates {
        let last = times.now / 60_000
        let first = last - 59
        let minutes = try ledger.minutes(since: first * 60_000, in: session)
        let proven = Dictionary(
            minutes.each.map { ($0.time / 60_000, $0.proven) }, uniquingKeysWith: +)
        let entries = try JobRates.read(since: first, in: session)
        let byMinute = Dictionary(grouping: entries, by: \.minute)
        return SealerStatus.Rates(
            provenLastHour: proven.values.reduce(0, +), proven: minutes.all.proven,
            failedLastHour: minutes.each.reduce(0) { $0 + $1.failed },
            stages: Self.stages(entries),
            history: (first...last).map { minute in
                .init(
                    time: times.unix(minute * 60_000), proven: proven[minute] ?? 0,
                    jobs: Dictionary(
                        (byMinute[minute] ?? []).map { ($0.kind.rawValue, $0.jobs) }, uniquingKeysWith: +))
            })
    }

    /// Sums by kind, kinds in the order of a sector's life.
    static func stages(_ entries: [JobRates.Entry]) -> [SealerStatus.Rates.Stage] {
        let order = SectorState.allCases.compactMap { state -> JobKind? in
            switch state.duty {
            case .job(let kind), .batch(let kind): kind
            default: nil
            }
        }
        let groups = Dictionary(grouping: entries, by: \.kind)
        let kinds = order.filter { groups[$0] != nil }
        let others = groups.keys.filter { !order.contains($0) }.sorted { $0.rawValue < $1.rawValue }
        return (kinds + others).map { kind in
            let group = groups[kind] ?? []
            let jobs = group.reduce(0) { $0 + $1.jobs }
            let items = group.reduce(0) { $0 + $1.items }
            return .init(
                kind: kind.rawValue, sectors: items,
                meanSeconds: group.reduce(0) { $0 + $1.seconds } / Double(max(1, jobs)),
                coreSecondsPerSector: group.reduce(0) { $0 + $1.coreSeconds } / Double(max(1, items)))
        }
    }

    private func storageViews(in session: any SQLSession) throws -> [StorageView] {
        func sums(_ sql: String) throws -> [String: Int64] {
            var sums: [String: Int64] = [:]
            for row in try session.query(sql) { sums[try row.text(0)] = try row.int64(1) }
            return sums
        }
        let reserved = try sums(
            "SELECT path, CAST(SUM(bytes - written) AS BIGINT) FROM storage_reservations GROUP BY path")
        let sectors = try sums("SELECT path, COUNT(DISTINCT sector) FROM sector_files GROUP BY path")
        return try storage.paths(in: session).map { path in
            let roles: [StorageRole] =
                (path.file.canSeal ? [.sealing] : []) + (path.file.canStore ? [.longTerm] : [])
            return StorageView(
                id: path.id, path: path.root(at: storage.places) ?? path.places.first?.root ?? "",
                roles: roles.map(\.rawValue), capacity: path.capacity, free: path.free,
                reserved: UInt64(max(0, reserved[path.id] ?? 0)), sectors: Int(sectors[path.id] ?? 0),
                problem: path.trouble)
        }
    }
}

extension WorkerView {
    init(_ worker: WorkerRecord, _ running: [Job], _ pauses: [JobPause], _ times: PlantTimes) {
        self.init(
            id: worker.id, host: worker.host, kinds: worker.kinds.map(\.rawValue), cores: worker.cores,
            freeCores: worker.freeCores, silence: times.seconds(worker.seen),
            jobs: running.filter { $0.worker == worker.id }.map { JobView($0, times) },
            paused: pauses.contains { pause in
                pause.kind == nil && [nil, worker.id, worker.host].contains(pause.worker)
            })
    }
}
