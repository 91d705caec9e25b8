import API
import System

/// `quarry sealer status`: what goes on.
enum SealerStatusCommand: Command {
    static let path = ["sealer", "status"]
    static let summary = "Show sectors by state, workers and their jobs, rates, and what limits"
    static let example = "quarry sealer status --watch"
    static let discussion = """
        Reads the plant's database, so that it works whether the sealer runs or not, and never waits for it. With \
        --watch the table is drawn again every second until Ctrl-C.
        """
    static let watch = Argument<Bool>.flag("--watch", "Draw it again every second")
    static let arguments: [any ArgumentProtocol] = [watch, Common.json]

    static func validate(_ arguments: ParsedArguments) throws {
        if arguments[watch] && arguments[Common.json] {
            throw UsageError("--watch and --json exclude each other")
        }
    }

    static func run(_ context: CommandContext) async throws {
        try await PlantAccess.with { plant in
            guard context[watch] else {
                let status = try await plant.status()
                if context[Common.json] { return try context.print(json: status) }
                return context.print(StatusText.text(status))
            }
            let redraw = Terminal.isInteractive(.output) ? "\u{1B}[H\u{1B}[J" : ""
            while !Task.isCancelled {
                context.print(redraw + StatusText.text(try await plant.status()))
                await Clock.sleep(seconds: 1)
            }
        }
    }
}
