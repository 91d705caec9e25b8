import API

/// What `quarry sealer pause` and `resume` take.
private enum PauseArguments {
    static let kinds = Argument<[String]>.list("--kind", "Only jobs of this kind, such as pc1; all otherwise")
    static let worker = Argument<String?>.option(
        "--worker", "Only this worker ('quarry sealer status' names them)")
    static let arguments: [any ArgumentProtocol] = [kinds, worker]

    static func set(_ paused: Bool, _ context: CommandContext) async throws {
        let kinds = context[kinds]
        let worker = context[worker]
        try await PlantAccess.with { try await $0.setPaused(paused, kinds: kinds, worker: worker) }
        let what = kinds.isEmpty ? "all jobs" : "jobs of kind \(kinds.joined(separator: ", "))"
        let place = worker.map { " on \($0)" } ?? ""
        context.print("\(what)\(place): \(paused ? "no new ones are begun; those under way go on" : "go on")")
    }
}

/// `quarry sealer pause`: begin nothing new.
enum SealerPause: Command {
    static let path = ["sealer", "pause"]
    static let summary = "Begin no new jobs; those under way are finished"
    static let example = "quarry sealer pause --kind pc1"
    static let arguments = PauseArguments.arguments

    static func run(_ context: CommandContext) async throws { try await PauseArguments.set(true, context) }
}

/// `quarry sealer resume`: begin jobs again.
enum SealerResume: Command {
    static let path = ["sealer", "resume"]
    static let summary = "Begin jobs again after a pause"
    static let example = "quarry sealer resume"
    static let arguments = PauseArguments.arguments

    static func run(_ context: CommandContext) async throws { try await PauseArguments.set(false, context) }
}
