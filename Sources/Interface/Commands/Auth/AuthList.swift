import RPC
import System

/// `quarry auth list`: the tokens there are.
enum AuthList: Command {
    static let path = ["auth", "list"]
    static let summary = "List the tokens of a node"
    static let example = "quarry auth list"
    static let discussion =
        "Shows what is known of each token; the token itself is known to its bearer alone."
    static let arguments: [any ArgumentProtocol] = [AuthArguments.home, Common.json]

    static func run(_ context: CommandContext) async throws {
        let store = AuthArguments.store(context)
        let tokens = try store.list()
        if context[Common.json] { return try context.print(json: tokens) }
        if tokens.isEmpty { return context.print("no tokens in \(store.path)") }
        let now = Clock.unixTime
        context.print(
            Format.table(
                ["id", "scope", "age", "expires in", "label"],
                tokens.map { token in
                    [
                        token.id, token.scope.rawValue, Format.duration(Double(max(0, now - token.created))),
                        expiry(token, now), token.label,
                    ]
                }, rightAligned: [2, 3]))
    }

    private static func expiry(_ token: TokenInfo, _ now: Int) -> String {
        guard let expires = token.expires else { return "never" }
        return expires > now ? Format.duration(Double(expires - now)) : "expired"
    }
}
