import API

/// What the commands on jobs share.
enum JobsText {
    static let number = Argument<Int>.positional("JOB", "The job's number")

    static func table(_ jobs: [JobView]) -> String {
        let rows = jobs.map { job in
            [
                "\(job.id)", job.kind, job.subject, job.state,
                job.fraction.map { "\(Format.fixed($0 * 100, 0)) %" } ?? "",
                job.seconds.map { Format.duration($0) } ?? "", job.worker ?? "", job.reason ?? "",
            ]
        }
        return Format.table(
            ["job", "kind", "subject", "state", "progress", "time", "worker", "reason"], rows,
            rightAligned: [0, 4, 5])
    }
}

/// `quarry jobs list`.
enum JobsList: Command {
    static let path = ["jobs", "list"]
    static let summary = "List jobs: live ones, the most urgent first, or ended ones with --state"
    static let example = "quarry jobs list --kind pc1"
    static let state = Argument<String?>.option(
        "--state", "Only jobs in this state: waiting, ready, running, cancelling, done, failed, cancelled")
    static let kind = Argument<String?>.option("--kind", "Only jobs of this kind")
    static let arguments: [any ArgumentProtocol] = [state, kind, PlantAccess.limit, Common.json]

    static func validate(_ arguments: ParsedArguments) throws { try PlantAccess.checkLimit(arguments) }

    static func run(_ context: CommandContext) async throws {
        let (state, kind, limit) = (context[state], context[kind], context[PlantAccess.limit])
        let jobs = try await PlantAccess.with { try await $0.jobs(state: state, kind: kind, limit: limit) }
        if context[Common.json] { return try context.print(json: jobs) }
        context.print(jobs.isEmpty ? "no jobs" : JobsText.table(jobs))
    }
}

/// `quarry jobs show`.
enum JobsShow: Command {
    static let path = ["jobs", "show"]
    static let summary = "Show one job"
    static let example = "quarry jobs show 17"
    static let arguments: [any ArgumentProtocol] = [Common.json, JobsText.number]

    static func run(_ context: CommandContext) async throws {
        let number = Int64(context[JobsText.number])
        let job = try await PlantAccess.with { try await $0.job(number) }
        if context[Common.json] { return try context.print(json: job) }
        var rows = [
            ["job", "\(job.id)"], ["kind", job.kind], ["subject", job.subject], ["state", job.state],
        ]
        if let worker = job.worker { rows.append(["worker", worker]) }
        if let fraction = job.fraction {
            rows.append(["progress", "\(Format.fixed(fraction * 100, 1)) % of \(job.stage)"])
        }
        if let left = job.secondsLeft { rows.append(["time left", Format.duration(left)]) }
        if let seconds = job.seconds { rows.append(["time", Format.duration(seconds)]) }
        if let planned = job.plannedMemory { rows.append(["memory planned", "\(ByteCount(planned))"]) }
        if let peak = job.peakMemory {
            rows.append(["memory at most", "\(ByteCount(peak)), its worker's process in all"])
        }
        if job.attempts > 0 { rows.append(["failed attempts", "\(job.attempts)"]) }
        if let reason = job.reason { rows.append(["reason", reason]) }
        if let remedy = job.remedy { rows.append(["remedy", remedy]) }
        context.print(Format.table([], rows))
    }
}

/// `quarry jobs cancel`.
enum JobsCancel: Command {
    static let path = ["jobs", "cancel"]
    static let summary = "End a job: at once if it waits, else as soon as its worker has stopped it"
    static let example = "quarry jobs cancel 17"
    static let arguments: [any ArgumentProtocol] = [JobsText.number]

    static func run(_ context: CommandContext) async throws {
        let number = Int64(context[JobsText.number])
        let state = try await PlantAccess.with { plant in
            try await plant.cancel(job: number)
            return try await plant.job(number).state
        }
        context.print("job \(number): \(state)")
    }
}

/// `quarry jobs retry`.
enum JobsRetry: Command {
    static let path = ["jobs", "retry"]
    static let summary = "Make a failed or cancelled job ready again"
    static let example = "quarry jobs retry 17"
    static let arguments: [any ArgumentProtocol] = [JobsText.number]

    static func run(_ context: CommandContext) async throws {
        let number = Int64(context[JobsText.number])
        try await PlantAccess.with { try await $0.retry(job: number) }
        context.print("job \(number): ready")
    }
}
