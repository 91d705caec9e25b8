internal import Database
internal import Logging
internal import System

/// Renews the leases of a worker's jobs and its own entry, all in one transaction, and stores progress.
struct LeaseKeeper: Sendable {
    let database: any Database
    let queue: any JobQueue
    let settings: WorkerSettings
    /// Rings when a job is to be cancelled: leases are renewed at once, which brings the news.
    let alarm: Alarm
    let log: Logger
    /// The jobs under way, and the worker's entry as it is now.
    let snapshot: @Sendable () async -> (jobs: [RunningJob], entry: WorkerRecord)

    /// Until cancelled.
    func run() async {
        var failures = 0
        while !Task.isCancelled {
            let (jobs, entry) = await snapshot()
            let isReached = await renew(jobs, entry)
            failures = isReached ? 0 : failures + 1
            if failures == 1 { log.warning("no contact to the database: leases are not renewed") }
            await rest(until: Clock.now + settings.leaseSeconds / (isReached ? 3 : 12))
        }
    }

    /// Until the next renewal is due, there is news of progress, or the alarm rings.
    private func rest(until due: Double) async {
        let pause = min(settings.progressSeconds, 0.2)
        await Clock.sleep(seconds: min(pause, due - Clock.now))
        while !Task.isCancelled, Clock.now < due {
            if await alarm.wait(seconds: min(settings.progressSeconds, due - Clock.now)) { return }
            if await snapshot().jobs.contains(where: \.hasNews) { return }
        }
    }

    /// One transaction; false if it failed.
    private func renew(_ jobs: [RunningJob], _ entry: WorkerRecord) async -> Bool {
        let start = Clock.now
        let beats = jobs.map { ($0.lease, $0.takeProgress(), $0.peakMemory) }
        do {
            let answers = try await database.write { [queue] session in
                try queue.enroll(entry, in: session)
                return try beats.map { lease, progress, memory in
                    try queue.note(lease, peakMemory: memory, in: session)
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
