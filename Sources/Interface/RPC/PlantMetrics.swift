internal import API
public import Metrics
internal import System

/// What Prometheus learns of a plant: gauges that are set from the status when it asks, and counters of ended jobs.
public struct PlantMetrics: Sendable {
    private let metrics: Metrics

    /// Metrics of a plant within a set.
    public init(_ metrics: Metrics) { self.metrics = metrics }

    /// Counts a job that ended ("done", "failed", "cancelled") after so many seconds of work.
    public func jobEnded(kind: String, state: String, seconds: Double) {
        metrics.counter(
            "quarry_jobs_ended_total", help: "Jobs that ended, by kind and how.",
            labels: ["kind": kind, "state": state]
        ).increment()
        metrics.histogram(
            "quarry_job_duration_seconds", help: "Seconds from the claim of a job to its end.",
            bounds: [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600, 3 * 3600, 6 * 3600, 12 * 3600, 24 * 3600],
            labels: ["kind": kind]
        ).record(seconds)
    }

    /// The text that Prometheus reads.
    var text: String { metrics.text }

    /// Sets what the status and the process tell.
    func update(_ status: SealerStatus) {
        sectors(status)
        workers(status)
        storage(status)
        ProcessMetrics.update(metrics)
    }

    private func sectors(_ status: SealerStatus) {
        metrics.replaceGauge(
            "quarry_sectors", help: "Sectors by state.", labels: ["state", "failure"],
            series: status.states.map { ([$0.state, $0.isFailure ? "true" : "false"], Double($0.count)) })
        metrics.replaceGauge(
            "quarry_jobs", help: "Jobs by kind and state.", labels: ["kind", "state"],
            series: status.jobs.map { ([$0.kind, $0.state], Double($0.count)) })
        metrics.counter("quarry_sectors_proven_total", help: "Sectors proven since ever.")
            .raise(to: Double(status.rates.proven))
        metrics.gauge("quarry_sectors_proven_last_hour", help: "Sectors proven in the last hour.")
            .set(Double(status.rates.provenLastHour))
        metrics.gauge("quarry_sectors_failed_last_hour", help: "Sectors that failed in the last hour.")
            .set(Double(status.rates.failedLastHour))
        metrics.gauge("quarry_sector_size_bytes", help: "Size of a sector.").set(Double(status.sectorSize))
        metrics.gauge("quarry_paused", help: "1 while new work is held back.").set(status.paused ? 1 : 0)
        metrics.replaceGauge(
            "quarry_stage_core_seconds", help: "Core-seconds a sector of each stage in the last hour.",
            labels: ["kind"], series: status.rates.stages.map { ([$0.kind], $0.coreSecondsPerSector) })
    }

    private func workers(_ status: SealerStatus) {
        metrics.gauge("quarry_workers", help: "Workers that are there.").set(Double(status.workers.count))
        // A worker's id changes with each start; its machine's name does not.
        let hosts = Dictionary(grouping: status.workers, by: \.host).sorted { $0.key < $1.key }
        metrics.replaceGauge(
            "quarry_worker_cores", help: "Cores of workers, by machine.", labels: ["host", "state"],
            series: hosts.flatMap { host, workers in
                let cores = workers.reduce(0) { $0 + $1.cores }
                let free = workers.reduce(0) { $0 + $1.freeCores }
                return [([host, "busy"], Double(cores - free)), ([host, "free"], Double(free))]
            })
    }

    private func storage(_ status: SealerStatus) {
        metrics.replaceGauge(
            "quarry_storage_bytes", help: "Bytes of storage paths.", labels: ["path", "kind"],
            series: status.storage.flatMap { path in
                [
                    ([path.path, "capacity"], Double(path.capacity)),
                    ([path.path, "free"], Double(path.free)),
                    ([path.path, "reserved"], Double(path.reserved)),
                ]
            })
        metrics.replaceGauge(
            "quarry_storage_problem", help: "1 while a storage path takes nothing.", labels: ["path"],
            series: status.storage.map { ([$0.path], $0.problem == nil ? 0 : 1) })
    }
}

/// What the operating system tells of this process, under the names that Prometheus' own clients use.
enum ProcessMetrics {
    /// Sets them.
    static func update(_ metrics: Metrics) {
        metrics.counter("process_cpu_seconds_total", help: "CPU seconds, user and system.")
            .raise(to: Clock.processTime)
        if let text = try? File.readText("/proc/self/status") {
            let fields = fields(text)
            if let kilobytes = fields["VmRSS"] {
                metrics.gauge("process_resident_memory_bytes", help: "Memory in use.").set(kilobytes * 1024)
            }
            if let kilobytes = fields["VmSize"] {
                metrics.gauge("process_virtual_memory_bytes", help: "Memory mapped.").set(kilobytes * 1024)
            }
            if let threads = fields["Threads"] {
                metrics.gauge("process_threads", help: "Threads.").set(threads)
            }
        }
        if let descriptors = try? Directory.list("/proc/self/fd") {
            metrics.gauge("process_open_fds", help: "Open file descriptors.").set(Double(descriptors.count))
        }
    }

    private static func fields(_ text: String) -> [String: Double] {
        var fields: [String: Double] = [:]
        for line in text.split(separator: "\n") {
            let words = line.split { $0 == ":" || $0 == " " || $0 == "\t" }
            if words.count >= 2, let number = Double(words[1]) { fields[String(words[0])] = number }
        }
        return fields
    }
}

/// Counts of requests, by route, so that their number is bounded whatever is asked for.
struct RequestMetrics: Sendable {
    /// Open WebSockets.
    let sockets: Gauge
    private let metrics: Metrics

    init(_ metrics: Metrics) {
        self.metrics = metrics
        sockets = metrics.gauge("quarry_http_websockets", help: "Open WebSockets.")
    }

    func count(_ method: String, _ pattern: String, _ status: Int, seconds: Double) {
        let known = ["GET", "POST", "DELETE", "PUT", "HEAD"].contains(method) ? method : "other"
        metrics.counter(
            "quarry_http_requests_total", help: "Answers, by route and status.",
            labels: ["method": known, "route": pattern, "status": "\(status)"], limit: 500
        ).increment()
        metrics.histogram(
            "quarry_http_request_duration_seconds", help: "Seconds that an answer took to make.",
            bounds: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10], labels: ["route": pattern]
        ).record(seconds)
    }
}
