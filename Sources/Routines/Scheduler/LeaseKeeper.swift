internal import Database
internal import Logging
internal import System

/// Renews the leases of a worker's jobs and its own entry, all in one transaction, and stores progress.
struct LeaseKeeper: Sendable {
    let database: any Database
    let queue: any JobQueue
    let settings: WorkerSettings
    let log: Logger
    /// The jobs under way, and the worker's entry as it is now.
    let snapshot: @Sendable () async -> (jobs: [RunningJob], entry: WorkerRecord)

    /// Until cancelled.
    func run() async {
        var due = Clock.now
        var failures = 0
        while !Task.isCancelled {
            let (jobs, entry) = await snapshot()
            if Clock.now >= due || jobs.contains(where: \.hasNews) {
                let isReached = await renew(jobs, entry)
                failures = isReached ? 0 : failures + 1
                if failures == 1 { log.warning("no contact to the database: leases are not renewed") }
                let wait = isReached ? settings.leaseSeconds / 3 : settings.leaseSeconds / 12
                due = Clock.now + wait
            }
            await Clock.sleep(seconds: min(settings.progressSeconds, max(0.01, due - Clock.now)))
        }
    }

    /// One transaction; false if it failed.
    private func renew(_ jobs: [RunningJob], _ entry: WorkerRecord) async -> Bool {
        let start = Clock.now
        let beats = jobs.map { ($0.lease, $0.takeProgress()) }
        do {
            let answers = try await database.write { [queue] session in
                try queue.enroll(entry, in: session)
                return try beats.map { lease, progress in
                    let answer = try queue.heartbeat(lease, progress, in: session)
                    return Answer(stands: answer.stands, cancel: answer.cancel)
                }
            }
            for (job, answer) in zip(jobs, answers) { heed(answer, job, start) }
            return true
        } catch {
            log.debug("leases were not renewed: \(error)")
            return false
        }
    }

    private struct Answer: Sendable {
        let stands: Bool
        let cancel: Bool
    }

    private func heed(_ answer: Answer, _ job: RunningJob, _ time: Double) {
        guard answer.stands else { return job.give(.lost) }
        job.touched(at: time)
        if answer.cancel { job.give(.cancel) }
    }
}
