import API
import Node
import System

/// What the commands about a plant share: they read and write its database, whether its sealer runs or not.
enum PlantAccess {
    static let limit = Argument<Int>.option("--limit", "Rows at most", default: 100)

    /// Runs `body` on the plant of QUARRY_HOME.
    static func with<Value: Sendable>(
        _ body: @Sendable (any SealerAPI) async throws -> Value
    ) async throws -> Value {
        let plant = try await PlantAPI.open(PlantHome())
        do {
            let value = try await body(plant)
            await plant.close()
            return value
        } catch {
            await plant.close()
            throw error
        }
    }

    static func checkLimit(_ arguments: ParsedArguments) throws {
        guard (1...100_000).contains(arguments[limit]) else {
            throw UsageError("--limit: \(arguments[limit]) is not between 1 and 100000")
        }
    }

    /// "2 min 5 s ago".
    static func age(_ milliseconds: Int64) -> String {
        let seconds = Double(Int64(Clock.unixTime) * 1000 - milliseconds) / 1000
        return Format.duration(max(0, seconds.rounded())) + " ago"
    }
}
