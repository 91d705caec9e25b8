public import Database
public import Logging
public import ServiceLifecycle
internal import System

/// Does the queue's housekeeping when it falls due: gives expired leases back, wakes jobs whose time has come, fails
/// those past their deadline, forgets dead workers, prunes the history. Every process runs one; no leader is chosen,
/// since doing it twice changes nothing.
public final class Housekeeper: Service {
    /// Longest time between two rounds: another process may have made something due that is not known here.
    static let longestPause = 5.0
    /// Shortest time between two rounds.
    static let shortestPause = 0.1

    private let database: any Database
    private let queue: any JobQueue
    private let limits: HousekeepingLimits
    private let log: Logger
    private let alarm = Alarm()

    /// A housekeeper.
    public init(
        database: any Database, queue: any JobQueue, limits: HousekeepingLimits = HousekeepingLimits(),
        log: Logger
    ) {
        self.database = database
        self.queue = queue
        self.limits = limits
        self.log = log
    }

    /// Something may have become due earlier than was known: a job failed and waits for its retry.
    public func wake() { alarm.ring() }

    /// Keeps house at once and then whenever something is due, until told to stop.
    public func run() async throws {
        try? await cancelWhenGracefulShutdown {
            var failures = 0
            while !Task.isCancelled {
                do {
                    let pause = try await self.round()
                    failures = 0
                    // What a ring brings may come with others: the shortest pause bundles them.
                    await Clock.sleep(seconds: Self.shortestPause)
                    await self.alarm.wait(seconds: pause)
                } catch {
                    failures += 1
                    if failures == 1 { self.log.warning("no housekeeping: \(explain(error).reason)") }
                    await Clock.sleep(seconds: Self.longestPause)
                }
            }
        }
    }

    /// One round; returns the seconds until the next.
    func round() async throws -> Double {
        let (due, now) = try await database.write { [queue, limits] session in
            let due = try queue.keepHouse(limits, in: session)
            return (due, try Self.time(session))
        }
        guard let due else { return Self.longestPause }
        return min(Self.longestPause, max(0, Double(due - now) / 1000))
    }

    /// The database's time in milliseconds.
    private static func time(_ session: any SQLSession) throws -> Int64 {
        let rows = try session.query("SELECT \(session.dialect.now)", [])
        guard case .integer(let now) = rows.first?.values.first else { return 0 }
        return now
    }
}
