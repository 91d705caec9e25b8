public import RPC
import System

/// What the commands on tokens share.
enum AuthArguments {
    static let home = Argument<String?>.option(
        "--home", "Home directory of the node; QUARRY_HOME otherwise, or ~/.quarry")

    /// The tokens that --home means.
    static func store(_ context: CommandContext) -> TokenStore {
        TokenStore(home: context[home] ?? Environment.home)
    }
}

extension Scope: ArgumentValue {
    /// "SCOPE".
    public static var valueName: String { "SCOPE" }
}
