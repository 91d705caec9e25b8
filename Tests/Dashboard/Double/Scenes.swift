internal import API
internal import System

extension PlantDouble.Contents {
    private static let flow = [
        "Empty", "WaitDeals", "Packing", "GetTicket", "WaitBatch", "PreCommit1", "PreCommit2",
        "PreCommitting",
        "PreCommitWait", "WaitSeed", "Committing", "Proving", "SubmitCommit", "CommitWait", "Proven",
        "FinalizeSector", "Moving", "Available",
    ]
    private static let snap = [
        "SnapDealsAddPieces", "UpdateReplica", "ProveReplicaUpdate", "SubmitReplicaUpdate",
        "ReplicaUpdateWait",
        "UpdateCommitted", "ReleaseSectorKey",
    ]
    private static let failures = [
        "PackingFailed", "SealPreCommit1Failed", "SealPreCommit2Failed", "ComputeProofFailed", "CommitFailed",
        "MoveFailed", "Faulty",
    ]
    private static let causes = [
        "SealPreCommit1Failed": (
            "layer 3 is not what was written: its digest differs",
            "check the sealing path's disk, then retry: labelling starts anew from the staged data"
        ),
        "ComputeProofFailed": (
            "the worker was killed while it proved (out of memory)",
            "give the node more memory or fewer C2 cores, then retry: the replica is intact"
        ),
        "MoveFailed": (
            "no long-term path has 9.2 MiB free", "free space or attach another path, then retry"
        ),
    ]

    /// A plant that was set up a moment ago: nothing in it yet.
    public static func empty() -> Self {
        Self(status: status(workers: 0, storage: false), sectors: [], jobs: [])
    }

    /// A plant at work with so many sectors, most of them sealed.
    public static func busy(sectors count: Int) -> Self {
        let now = Int64(Clock.unixTime) * 1000
        let shares: [(String, Int)] = [
            ("SealPreCommit1Failed", 1), ("ComputeProofFailed", 2), ("MoveFailed", 1), ("WaitDeals", 3),
            ("WaitBatch", 5), ("PreCommit1", 16), ("PreCommit2", 7), ("WaitSeed", 4), ("Committing", 1),
            ("Proving", 9), ("SubmitCommit", 2), ("FinalizeSector", 2), ("Moving", 1), ("UpdateReplica", 1),
        ]
        var states = shares.flatMap { Array(repeating: $0.0, count: $0.1) }
        states = Array(states.prefix(count))
        let sealed = count - states.count
        let sectors = (0..<count).map { number in
            sector(number, state: number < sealed ? "Available" : states[number - sealed], now)
        }
        var contents = Self(status: status(workers: 2, storage: true), sectors: sectors, jobs: [])
        contents.jobs = contents.status.workers.flatMap(\.jobs) + waiting()
        contents.status.rates.proven = sealed
        return contents
    }

    private static func sector(_ number: Int, state: String, _ now: Int64) -> SectorView {
        let cause = causes[state]
        let age = Int64(number * 7919 % 5400) * 1000
        return SectorView(
            name: "s-t01000-\(number)", state: state, since: now - age, created: now - age - 7_200_000,
            commD: number % 9 == 0
                ? nil : "baga6ea4seaqao7s73y24kcutaosvacpdjgfe5pw76ooefnyqw4ynr3d2y6x2mpq",
            commR: state == "Available"
                ? "bagboea4b5abcbbjw2yyxvhbxj2cwgfrwcaovdhwqgf6pgb6rhnyfqjgtdyxoyjp2" : nil,
            pieces: number % 3, pieceBytes: UInt64(number % 3) << 22, retries: cause == nil ? 0 : 1,
            reason: cause?.0, remedy: cause?.1,
            files: state == "WaitDeals"
                ? [:] : ["unsealed": "/data/fast", "sealed": "/data/fast", "cache": "/data/fast"],
            log: [
                .init(time: now - age - 7_200_000, text: "made; takes 2 pieces"),
                .init(time: now - age - 7_100_000, text: "put into batch 12 with 15 others"),
                .init(time: now - age - 3_600_000, text: "PC1 done in 58 min 11 s on 1 core"),
                .init(time: now - age, text: cause?.0 ?? "entered \(state)"),
            ])
    }

    private static func job(
        _ id: Int64, _ kind: String, _ subject: String, _ state: String = "running", stage: String = "",
        fraction: Double? = nil, left: Double? = nil, seconds: Double? = nil, reason: String? = nil
    ) -> JobView {
        JobView(
            id: id, kind: kind, subject: subject, state: state,
            worker: state == "running" ? "anvil/2211/9f3a01" : nil, stage: stage, fraction: fraction,
            secondsLeft: left, seconds: seconds, attempts: state == "failed" ? 3 : 0, reason: reason,
            remedy: reason == nil || state != "failed" ? nil : "look at the worker's log, then retry")
    }

    private static func waiting() -> [JobView] {
        (0..<12).map { job(7000 + Int64($0), $0 % 3 == 0 ? "c2" : "pc2", "s-t01000-\(40 + $0)", "ready") } + [
            job(7100, "finalize", "s-t01000-31", "waiting", reason: "waits for space on /data/store"),
            job(
                6900, "c2", "s-t01000-12", "failed", seconds: 311,
                reason: "the worker was killed (out of memory)"),
            job(6800, "pc1", "s-t01000-2", "done", seconds: 3490),
        ]
    }

    private static func workers(_ count: Int) -> [WorkerView] {
        let kinds = ["addpiece", "pc1", "pc2", "c1", "c2", "finalize"]
        let first = WorkerView(
            id: "anvil/2211/9f3a01", host: "anvil", kinds: kinds, cores: 16, freeCores: 2, silence: 1.2,
            jobs: [
                job(
                    6950, "pc1", "batch 14 (16 sectors)", stage: "layer 7 of 11", fraction: 0.58, left: 1512,
                    seconds: 2090),
                job(6961, "pc2", "s-t01000-33", stage: "columns", fraction: 0.31, left: 95, seconds: 44),
                job(
                    6970, "c2", "s-t01000-28", stage: "multiples of points", fraction: 0.84, left: 12,
                    seconds: 66),
            ], paused: false)
        let second = WorkerView(
            id: "forge/871/44bc10", host: "forge", kinds: ["c1", "c2"], cores: 8, freeCores: 8, silence: 48,
            jobs: [], paused: false)
        return Array([first, second].prefix(count))
    }

    private static func rates(busy: Bool) -> SealerStatus.Rates {
        let minute = Int64(Clock.unixTime) / 60 * 60_000
        let history = (0..<60).map { index -> SealerStatus.Rates.Point in
            let wave = (index * index / 7 + index * 3) % 5
            return .init(
                time: minute - Int64(59 - index) * 60_000, proven: busy ? (index % 7 == 0 ? 0 : wave % 4) : 0,
                jobs: busy
                    ? ["pc1": index % 16 == 5 ? 1 : 0, "pc2": wave, "c1": wave / 2, "c2": (wave + 1) % 4]
                    : [:])
        }
        let stages: [SealerStatus.Rates.Stage] = [
            .init(kind: "pc1", sectors: 64, meanSeconds: 3490, coreSecondsPerSector: 218),
            .init(kind: "pc2", sectors: 71, meanSeconds: 140, coreSecondsPerSector: 560),
            .init(kind: "c1", sectors: 70, meanSeconds: 0.4, coreSecondsPerSector: 0.4),
            .init(kind: "c2", sectors: 66, meanSeconds: 78, coreSecondsPerSector: 312),
        ]
        return .init(
            provenLastHour: history.reduce(0) { $0 + $1.proven }, proven: 0, failedLastHour: busy ? 4 : 0,
            stages: busy ? stages : [], history: history)
    }

    private static func status(workers count: Int, storage: Bool) -> SealerStatus {
        let states = flow + snap
        let jobs: [(String, String, Int)] = [
            ("pc1", "running", 1), ("pc2", "running", 1), ("c2", "running", 1), ("pc2", "ready", 8),
            ("c2", "ready", 4),
            ("finalize", "waiting", 1), ("c2", "failed", 1), ("pc1", "done", 1),
        ]
        let gib: UInt64 = 1 << 30
        return SealerStatus(
            miner: "t01000", sectorSize: 8 << 20, time: 0, uptime: count == 0 ? nil : 187_340,
            states: states.map { .init(state: $0, count: 0, isFailure: false) }
                + failures.map { .init(state: $0, count: 0, isFailure: true) },
            jobs: storage ? jobs.map { .init(kind: $0.0, state: $0.1, count: $0.2) } : [],
            workers: workers(count), rates: rates(busy: storage),
            storage: storage
                ? [
                    StorageView(
                        id: "fast", path: "/data/fast", roles: ["sealing"], capacity: 1863 * gib,
                        free: 702 * gib,
                        reserved: 188 * gib, sectors: 38, problem: nil),
                    StorageView(
                        id: "store", path: "/data/store", roles: ["long-term"], capacity: 14_901 * gib,
                        free: 240 * gib, reserved: 61 * gib, sectors: 9945,
                        problem: "less than 5 % free: takes nothing more"),
                ] : [],
            limit: storage ? "PC2: 4 of 4 cores busy, 8 sectors wait" : "nothing to do: no pieces wait",
            paused: false)
    }
}
