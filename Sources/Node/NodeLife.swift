internal import Database
internal import Logging
internal import ServiceLifecycle

/// What sealers and remote workers do alike: run until they are stopped, and then leave nothing behind.
final class NodeLife: Sendable {
    private let group: ServiceGroup
    private let leave: @Sendable () async -> Void

    /// `entries`: started in order, stopped in reverse. `leave`: lets go what is held, however the run ended.
    init(_ entries: [ServiceGroup.Entry], _ parts: PlantParts, leave: @escaping @Sendable () -> Void) {
        let options = parts.options
        group = ServiceGroup(
            entries, stopSeconds: 60 + (options.drainSeconds ?? 0), heedsSignals: options.heedsSignals,
            log: options.log("node"))
        self.leave = {
            await parts.database.close()
            leave()
        }
    }

    /// Runs until stopped; jobs are given back or finished, as the options say, and the database is closed.
    func run() async throws {
        do {
            try await group.run()
        } catch {
            await leave()
            throw error
        }
        await leave()
    }

    /// Begins to stop.
    func stop() { group.stop() }
}
