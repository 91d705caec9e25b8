import RPC

/// `quarry auth revoke`: a token is not taken any more.
enum AuthRevoke: Command {
    static let path = ["auth", "revoke"]
    static let summary = "Take a token back"
    static let example = "quarry auth revoke 3f9a1c20"
    static let discussion = """
        A running node refuses it within a second; a page that is open on its live stream goes on until it is closed.
        """
    static let id = Argument<String>.positional(
        "ID", "Its id, or the beginning of it, as 'quarry auth list' shows it")
    static let arguments: [any ArgumentProtocol] = [id, AuthArguments.home, Common.json]

    static func run(_ context: CommandContext) async throws {
        let gone = try AuthArguments.store(context).revoke(context[id])
        if context[Common.json] { return try context.print(json: gone) }
        context.print(
            "revoked \(gone.id) (\(gone.scope.rawValue)\(gone.label.isEmpty ? "" : ", \(gone.label)"))")
    }
}
