import ChainManager
import System

/// `quarry actors list`: the bundles that were imported.
enum ActorsList: Command {
    static let path = ["actors", "list"]
    static let summary = "List the bundles of built-in actors with their programs"
    static let example = "quarry actors list"
    static let arguments: [any ArgumentProtocol] = [Common.json]

    static func run(_ context: CommandContext) async throws {
        let bundles = try ActorsArguments.store().bundles()
        if context[Common.json] { return try context.print(json: bundles) }
        if bundles.isEmpty { context.print("no bundles: quarry actors import FILE") }
        for bundle in bundles {
            context.print("\(bundle.source): manifest \(bundle.manifest), version \(bundle.version)")
            context.print(
                Format.table(
                    ["actor", "code", "bytes"],
                    bundle.actors.map { [$0.name, $0.code, "\($0.bytes)"] }, rightAligned: [2]))
        }
    }
}
