import API

/// `quarry sealer pledge`: sectors without data.
enum SealerPledge: Command {
    static let path = ["sealer", "pledge"]
    static let summary = "Queue sectors without data (committed capacity)"
    static let example = "quarry sealer pledge --count 16"
    static let count = Argument<Int>.option("--count", "How many", default: 1)
    static let arguments: [any ArgumentProtocol] = [count]

    static func validate(_ arguments: ParsedArguments) throws {
        guard (1...10_000).contains(arguments[count]) else {
            throw UsageError("--count: \(arguments[count]) is not between 1 and 10000")
        }
    }

    static func run(_ context: CommandContext) async throws {
        let count = context[count]
        try await PlantAccess.with { try await $0.pledge(count: count) }
        context.print("\(Format.count(count, "sector")) queued")
    }
}
