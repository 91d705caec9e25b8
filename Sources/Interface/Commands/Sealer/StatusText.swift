import API

/// A plant's status as people read it.
enum StatusText {
    static func text(_ status: SealerStatus) -> String {
        [head(status), states(status), workers(status), rates(status), storage(status)]
            .filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private static func head(_ status: SealerStatus) -> String {
        let running = status.uptime.map { "running for \(Format.duration($0.rounded()))" } ?? "no sealer runs"
        let paused = status.paused ? ", paused" : ""
        return "\(status.miner), sectors of \(ByteCount(status.sectorSize)), \(running)\(paused)\n"
            + "limit: \(status.limit)\n"
    }

    private static func states(_ status: SealerStatus) -> String {
        let rows = status.states.filter { $0.count > 0 }.map {
            ["\($0.count)", $0.state, $0.isFailure ? "failed" : ""]
        }
        guard !rows.isEmpty else {
            return "no sectors yet: quarry sealer add FILE, or quarry sealer pledge --count 1\n"
        }
        return Format.table(["sectors", "state", ""], rows, rightAligned: [0])
    }

    private static func workers(_ status: SealerStatus) -> String {
        guard !status.workers.isEmpty else { return "" }
        let rows = status.workers.flatMap { worker in
            let name = [worker.id, "\(worker.cores - worker.freeCores) of \(worker.cores)"]
            guard !worker.jobs.isEmpty else {
                return [name + ["", worker.paused ? "paused" : "idle", "", "", ""]]
            }
            return worker.jobs.enumerated().map { index, job in
                (index == 0 ? name : ["", ""]) + [
                    "\(job.id)", job.kind, job.subject,
                    job.fraction.map { "\(Format.fixed($0 * 100, 0)) %" } ?? job.stage,
                    job.secondsLeft.map { Format.duration($0.rounded()) + " left" } ?? "",
                ]
            }
        }
        return Format.table(
            ["worker", "cores busy", "job", "kind", "subject", "progress", ""], rows, rightAligned: [1, 2])
    }

    private static func rates(_ status: SealerStatus) -> String {
        let rates = status.rates
        let failed = rates.failedLastHour > 0 ? ", \(rates.failedLastHour) failed" : ""
        let line =
            "proven in the last hour: \(Format.count(rates.provenLastHour, "sector"))\(failed); "
            + "in all: \(rates.proven)\n"
        let rows = rates.stages.map { stage in
            [
                stage.kind, "\(stage.sectors)", Format.duration(stage.meanSeconds),
                Format.number(stage.coreSecondsPerSector),
            ]
        }
        guard !rows.isEmpty else { return line }
        return line
            + Format.table(
                ["stage", "sectors", "a job takes", "core-seconds a sector"], rows, rightAligned: [1, 2, 3])
    }

    private static func storage(_ status: SealerStatus) -> String {
        guard !status.storage.isEmpty else {
            return "no storage: quarry storage attach DIR --seal --store\n"
        }
        let rows = status.storage.map { path in
            [
                path.path, path.roles.joined(separator: ", "), ByteCount(path.free).description,
                ByteCount(path.reserved).description, "\(path.sectors)", path.problem ?? "",
            ]
        }
        return Format.table(
            ["storage", "roles", "free", "reserved", "sectors", ""], rows, rightAligned: [2, 3, 4])
    }
}
