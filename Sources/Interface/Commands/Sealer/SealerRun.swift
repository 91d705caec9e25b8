import API
import Node
import RPC
import System

/// `quarry sealer run`: the plant.
enum SealerRun: Command {
    static let path = ["sealer", "run"]
    static let summary = "Run the sealing plant: scheduler, workers, API and dashboard"
    static let example = "quarry sealer run"
    static let discussion = """
        Runs until Ctrl-C or SIGTERM; running jobs are given back and go on at the next start, a second signal ends it \
        at once. Nothing is lost by a crash either: each stage is entered into the database before it begins. The \
        dashboard is at the address it prints. On a terminal, or with --show-token, the address carries a token that \
        may give orders and ends with the run; otherwise the page asks for one of 'quarry auth create'.
        """
    static let untilIdle = Argument<Bool>.flag(
        "--until-idle", "Stop when every sector is stored or has failed; exit status 1 if one has failed")
    static let port = Argument<Int?>.option(
        "--port", "Port of the API, instead of config.toml's; 0: any free one")
    static let showToken = Argument<Bool>.flag(
        "--show-token", "Print the dashboard's address with a token though standard error is no terminal")
    static let arguments: [any ArgumentProtocol] =
        [untilIdle, port, showToken] + RunArguments.arguments
    /// Seconds that the address's token lives, should the run not end before.
    private static let tokenSeconds = 7 * 86_400

    static func validate(_ arguments: ParsedArguments) throws {
        try RunArguments.validate(arguments)
        if let port = arguments[port], !(0...65_535).contains(port) {
            throw UsageError("--port: \(port) is not from 0 to 65535")
        }
    }

    static func run(_ context: CommandContext) async throws {
        var options = try RunArguments.options(context)
        options.port = context[port]
        let node = try await SealerNode.open(PlantHome(), options: options)
        let cores = node.cores.reduce(0) { $0 + $1.count }
        let tokens = TokenStore(home: PlantHome().path)
        let isShown = context[showToken] || Terminal.isInteractive(.error)
        let made =
            isShown ? try? tokens.create(scope: .write, label: "sealer run", lifetime: tokenSeconds) : nil
        // In the fragment, which browsers send to nobody.
        let fragment = made.map { "#token=\($0.token)" } ?? ""
        context.note("sealer runs on \(Format.count(cores, "core")); dashboard: \(node.url)\(fragment)")
        defer { if let made { _ = try? tokens.revoke(made.info.id) } }
        guard context[untilIdle] else { return try await node.run() }
        let failed = try await runUntilIdle(node)
        if failed > 0 {
            throw CommandFailure(
                "\(Format.count(failed, "sector")) failed",
                remedy: "'quarry sectors list --state failed' says why")
        }
    }

    /// The number of sectors that failed.
    private static func runUntilIdle(_ node: SealerNode) async throws -> Int {
        let failures = Locked(0)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await node.run() }
            group.addTask {
                while !Task.isCancelled {
                    await Clock.sleep(seconds: 0.5)
                    guard let status = try? await node.api.status(), status.isIdle,
                        let proofs = try? await node.api.posts(limit: 1000), proofs.allSatisfy(\.hasEnded)
                    else { continue }
                    let count = status.states.filter(\.isFailure).reduce(0) { $0 + $1.count }
                    failures.withLock { $0 = count }
                    node.stop()
                    return
                }
            }
            try await group.next()
            // Whoever ended first: the node has stopped, or the watcher has told it to.
            try await group.next()
            group.cancelAll()
        }
        return failures.withLock { $0 }
    }
}

extension SealerStatus {
    /// Whether nothing is under way: no live job, and every sector stored, removed or failed.
    fileprivate var isIdle: Bool {
        let resting = Set(["Available", "Removed"])
        return jobs.allSatisfy { $0.count == 0 || ["done", "failed", "cancelled"].contains($0.state) }
            && states.allSatisfy { $0.count == 0 || $0.isFailure || resting.contains($0.state) }
    }
}

extension PoStView {
    /// Made and handed over, or not to be had.
    fileprivate var hasEnded: Bool { !["proving", "ready", "sent"].contains(state) }
}
