internal import System

/// Runs what makes tables that may be there (IF NOT EXISTS). PostgreSQL may refuse that to one of two who do so at
/// once: then, and while a server starts or stops, it is tried again, for `patience` seconds at most.
func makingTables<Value>(patience: Double = 10, _ make: () async throws -> Value) async throws -> Value {
    let end = Clock.now + patience
    for attempt in 1... {
        do {
            return try await make()
        } catch let error as DatabaseError {
            switch error {
            case .unreachable(_, let why)
            where why.contains("starting up") || why.contains("shutting down"):
                if Clock.now > end { throw error }
            case .constraint, .statement, .busy: if attempt >= 5 { throw error }
            default: throw error
            }
        }
        await Clock.sleep(seconds: 0.05 * Double(min(attempt, 4)))
    }
    return try await make()
}
