import RPC

/// `quarry auth create`: a new token.
enum AuthCreate: Command {
    static let path = ["auth", "create"]
    static let summary = "Make a token for the API and the dashboard"
    static let example = "quarry auth create --scope write --label dashboard"
    static let discussion = """
        Prints the token, once: the node keeps its digest only, in tokens.json of its home. read: look; write: order \
        work too; admin: everything. A running node takes it within a second. Programs send it as \
        'Authorization: Bearer TOKEN'; the dashboard asks for it, or takes it from an address that ends in #token=TOKEN.
        """
    static let scope = Argument<Scope>.required("--scope", "What its bearer may do")
    static let label = Argument<String>.option(
        "--label", "Who it is for, shown by 'quarry auth list'", default: "")
    static let days = Argument<Int?>.option("--days", "Days until it expires; never otherwise")
    static let arguments: [any ArgumentProtocol] = [scope, label, days, AuthArguments.home, Common.json]

    private struct Report: Encodable {
        let token: String
        let id: String
        let scope: Scope
        let expires: Int?
    }

    static func validate(_ arguments: ParsedArguments) throws {
        if let days = arguments[days], !(1...36_500).contains(days) {
            throw UsageError("--days: \(days) is not from 1 to 36500")
        }
        if arguments[label].utf8.count > 200 { throw UsageError("--label: longer than 200 bytes") }
    }

    static func run(_ context: CommandContext) async throws {
        let made = try AuthArguments.store(context).create(
            scope: context[scope], label: context[label], lifetime: context[days].map { $0 * 86_400 })
        if context[Common.json] {
            return try context.print(
                json: Report(
                    token: made.token, id: made.info.id, scope: made.info.scope, expires: made.info.expires))
        }
        context.print(made.token)
        context.note("keep it: it is not shown again. 'quarry auth revoke \(made.info.id)' takes it back")
    }
}
