import ChainManager
import System

/// Where bundles of actors are kept.
enum ActorsArguments {
    static func store() throws -> ActorStore { try ActorStore(Environment.home + "/actors.sqlite") }
}
