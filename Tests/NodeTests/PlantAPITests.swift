import API
import Database
import Node
import Primitives
import ProofEngine
import Scheduler
import SectorManager
import System
import Testing

/// A database with the plant's tables, in a directory of its own.
struct PlantBase {
    let folder: String
    let database: any Database
    let queue = SQLJobQueue()

    init() async throws {
        folder = try Directory.makeTemporary()
        database = try await openDatabase(folder + "/jobs.sqlite")
        for schema in [
            JobSchema.migrations, JobRates.migrations, PlantTables.migrations, StorageSchema.migrations,
        ] {
            try await schema.run(on: database)
        }
    }

    func close() async {
        await database.close()
        try? Directory.remove(folder)
    }

    func api(_ database: (any Database)? = nil) throws -> PlantAPI {
        let kind = try SealProofKind(size: SectorSize("2KiB"), version: .v1_1, feature: .interactive)
        let miner = try MinerAddress("t01000")
        let settings = PlantSettings(
            miner: miner, config: try PoRepConfig(kind, porepID: UnregisteredPorepID.of(kind)), batchWidth: 4,
            maxWait: 1, maxCores: 2)
        return PlantAPI(
            database: database ?? self.database, queue: queue, storage: SQLStorageIndex(places: ["here"]),
            ledger: PlantLedger(queue: queue, settings: settings), miner: miner, sectorSize: kind.size,
            started: Clock.now)
    }

    /// Sectors 1 to `count`, a tenth of them failed, the rest spread over the states of work.
    func addSectors(_ count: Int) async throws {
        try await database.write { session in
            try session.execute(
                """
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
                INSERT INTO sectors (name, miner, number, state, since, created, comm_d)
                SELECT 's-t01000-' || i, 1000, i,
                    CASE i % 10 WHEN 0 THEN 'CommitFailed' WHEN 1 THEN 'PreCommit1' WHEN 2 THEN 'Proving'
                    ELSE 'Available' END, quarry_now() - i, quarry_now() - 2 * i,
                    '0100000000000000000000000000000000000000000000000000000000000000' FROM n
                """, [SQLValue(count)])
            try session.execute(
                "INSERT INTO sector_counts (state, count) SELECT state, COUNT(*) FROM sectors GROUP BY state",
                [])
            try session.execute(
                "INSERT INTO sector_numbers (miner, next) VALUES (1000, ?)", [SQLValue(count + 1)])
            try session.execute(
                "INSERT INTO storage_paths (id, file) VALUES ('p', '{\"ID\":\"p\",\"CanSeal\":true}')")
            try session.execute(
                """
                INSERT INTO sector_files (sector, type, path, is_primary, since)
                SELECT name, t.type, 'p', 1, 0 FROM sectors,
                    (SELECT 'sealed' AS type UNION SELECT 'cache' UNION SELECT 'unsealed') t
                """)
        }
    }

    /// So many jobs that ended in the last hours, and so many that wait.
    func addJobs(ended: Int, waiting: Int) async throws {
        let queue = queue
        _ = try await database.write { session in
            try queue.enqueue(
                (0..<waiting).map { number in
                    JobOrder(
                        number % 3 == 0 ? .pc2 : .c2, subject: "s-t01000-\(number)",
                        payload: "{\"sectors\":[\"s-t01000-\(number)\"]}", exclusive: ["s-t01000-\(number)"])
                }, in: session)
        }
        try await database.write { session in
            let columns = """
                kind, subject, payload, priority, cores, max_cores, memory, shared_memory, not_before, due, \
                max_attempts, befores, keys, state, fence, attempts, worker, stage, work_done, work_total, \
                created, started, finished
                """
            try session.execute(
                """
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
                INSERT INTO job_history (id, \(columns))
                SELECT 10000000 + i, 'pc1', 's-t01000-' || i, '{}', 50, 1, 1, 0, 0, 0, 0, 3, '', '', 4, 1, 0,
                    'host/1/a', '', 0, 0, quarry_now() - i * 100, quarry_now() - i * 90, quarry_now() - i * 80
                FROM n
                """, [SQLValue(ended)])
            try session.execute(
                """
                WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 59)
                INSERT INTO job_rates (minute, kind, worker, jobs, items, seconds, core_seconds)
                SELECT quarry_now() / 60000 - i, k.kind, w.worker, 10, 20, 100, 200 FROM n,
                    (SELECT 'pc1' AS kind UNION SELECT 'pc2' UNION SELECT 'c2') k,
                    (SELECT 'a' AS worker UNION SELECT 'b') w
                """)
            try session.execute(
                """
                INSERT INTO plant_minutes (minute, proven, failed)
                VALUES (0, 900, 5), (quarry_now() / 60000, 3, 1), (quarry_now() / 60000 - 59, 2, 0),
                    (quarry_now() / 60000 - 61, 40, 0)
                """)
        }
    }
}

@Suite struct PlantAPITests {
    private func withBase(_ body: (PlantBase) async throws -> Void) async throws {
        let base = try await PlantBase()
        try await body(base)
        await base.close()
    }

    @Test func statusOfTenThousandSectorsAndAHundredThousandJobsIsReadFromFewRows() async throws {
        try await withBase { base in
            try await base.addSectors(10_000)
            try await base.addJobs(ended: 60_000, waiting: 40_000)
            let api = try base.api()
            var best = Double.infinity
            for _ in 0..<3 {
                let start = Clock.now
                _ = try await api.status()
                best = min(best, Clock.now - start)
            }
            print("status of 10,000 sectors and 100,000 jobs: \(Int(best * 1e6)) µs")
            #expect(best < 0.2)

            let spy = SpyDatabase(base.database)
            let status = try await base.api(spy).status()
            #expect(status.states.first { $0.state == "CommitFailed" }?.count == 1000)
            #expect(status.jobs.filter { $0.state == "ready" }.map(\.count).reduce(0, +) == 40_000)
            let rows = spy.readings.map(\.rows).reduce(0, +)
            #expect(rows < 1000, "status read \(rows) rows")
            for reading in spy.readings {
                for line in reading.plan {
                    for table in ["jobs", "job_history", "sectors", "sector_log", "pieces"] {
                        #expect(
                            !line.hasSuffix("SCAN \(table)"), "\(reading.sql) reads every row of \(table)")
                    }
                }
            }
        }
    }

    @Test func ratesAreThoseOfTheLastHour() async throws {
        try await withBase { base in
            try await base.addJobs(ended: 0, waiting: 0)
            let rates = try await base.api().status().rates
            #expect(rates.provenLastHour == 5 && rates.failedLastHour == 1 && rates.proven == 900)
            #expect(rates.history.count == 60)
            #expect(rates.history.last?.proven == 3 && rates.history.last?.jobs["pc1"] == 20)
            #expect(rates.stages.map(\.kind) == ["pc1", "pc2", "c2"])
            #expect(rates.stages[0].sectors == 60 * 40)
            #expect(rates.stages[0].meanSeconds == 10 && rates.stages[0].coreSecondsPerSector == 10)
            let now = Clock.unixMilliseconds
            #expect(rates.history.allSatisfy { $0.time <= now && $0.time > now - 3_700_000 })
        }
    }

    @Test func sectorsComeInPagesByNumberAndState() async throws {
        try await withBase { base in
            try await base.addSectors(50)
            let api = try base.api()
            let first = try await api.sectors(state: nil, after: nil, limit: 20)
            #expect(first.map(\.name) == (1...20).map { "s-t01000-\($0)" })
            let next = try await api.sectors(state: nil, after: first.last?.name, limit: 40)
            #expect(next.map(\.name) == (21...50).map { "s-t01000-\($0)" })
            let failed = try await api.sectors(state: "CommitFailed", after: "s-t01000-10", limit: 2)
            #expect(failed.map(\.name) == ["s-t01000-20", "s-t01000-30"])
            #expect(failed[0].files == ["sealed": "p", "cache": "p", "unsealed": "p"])
            #expect(failed[0].commD?.hasPrefix("baga") == true)
            await #expect(throws: APIError.self) {
                try await api.sectors(state: "Nonsense", after: nil, limit: 1)
            }
        }
    }

    @Test func jobsAreListedCancelledAndRetried() async throws {
        try await withBase { base in
            try await base.addJobs(ended: 5, waiting: 3)
            let api = try base.api()
            let live = try await api.jobs(state: nil, kind: nil, limit: 10)
            #expect(live.map(\.state) == ["ready", "ready", "ready"])
            #expect(try await api.jobs(state: "done", kind: "pc1", limit: 2).count == 2)
            #expect(try await api.jobs(state: "failed", kind: nil, limit: 2).isEmpty)
            try await api.cancel(job: live[0].id)
            #expect(try await api.job(live[0].id).state == "cancelled")
            await #expect(throws: APIError.self) { try await api.cancel(job: live[0].id) }
            try await api.retry(job: live[0].id)
            #expect(try await api.job(live[0].id).state == "ready")
            await #expect(throws: APIError.notFound("job 99")) { try await api.job(99) }
            await #expect(throws: APIError.notFound("job 99")) { try await api.cancel(job: 99) }
        }
    }

    @Test func pausesAreSeenAndOrdersReachThePlant() async throws {
        try await withBase { base in
            try await base.addSectors(3)
            let api = try base.api()
            try await api.setPaused(true, kinds: [], worker: nil)
            let paused = try await api.status()
            #expect(paused.paused && paused.limit.hasPrefix("paused"))
            try await api.setPaused(false, kinds: [], worker: nil)
            #expect(try await !api.status().paused)
            try await api.pledge(count: 4)
            #expect(try await api.status().states.first { $0.state == "Empty" }?.count == 4)
            await #expect(throws: APIError.self) { try await api.retry(sector: "s-t01000-3") }
            try await api.remove(sector: "s-t01000-3")
            #expect(try await api.sector("s-t01000-3").state == "Removing")
            #expect(try await api.sector("s-t01000-3").log?.count == 1)
            await #expect(throws: APIError.self) { try await api.remove(sector: "s-t01000-99") }
            await #expect(throws: APIError.self) { try await api.addPiece(path: "here", label: nil) }
        }
    }

    @Test func whatLimitsIsNamed() async throws {
        try await withBase { base in
            let api = try base.api()
            #expect(try await api.status().limit == "nothing to do, and no worker runs")
            try await base.addJobs(ended: 0, waiting: 30)
            #expect(try await api.status().limit == "no worker runs: 30 jobs wait")
            let queue = base.queue
            func enroll(_ kinds: [JobKind], free: Int) async throws {
                try await base.database.write { session in
                    try queue.enroll(
                        WorkerRecord(
                            id: "host/1/a", host: "host", kinds: kinds, cores: 4, freeCores: free,
                            memory: 1 << 30), in: session)
                }
            }
            try await enroll([.pc2, .c2], free: 0)
            #expect(try await api.status().limit == "c2: 4 of 4 cores busy, 20 jobs wait")
            try await enroll([.pc2], free: 0)
            #expect(try await api.status().limit == "c2: no worker does it, 20 jobs wait")
        }
    }

    @Test func changesTellOfANewJob() async throws {
        try await withBase { base in
            let api = try base.api()
            var count = 0
            let start = Clock.now
            for await _ in api.changes() {
                count += 1
                if count == 3 { break }
            }
            #expect(Clock.now - start >= 0.7, "changes come more often than four times a second")
        }
    }
}
