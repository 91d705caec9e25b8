import Keys

/// `quarry wallet list`: the addresses of all keys.
enum WalletList: Command {
    static let path = ["wallet", "list"]
    static let summary = "List the addresses of the keys"
    static let example = "quarry wallet list --json"
    static let discussion = "Reads names of files only: no key is opened but the default one."
    static let addressOnly = Argument<Bool>.flag("-a,--addr-only", "Only the addresses, one a line")
    static let arguments: [any ArgumentProtocol] = [
        addressOnly, WalletArguments.keystore, WalletArguments.network, Common.json,
    ]

    static func run(_ context: CommandContext) async throws {
        let store = WalletArguments.store(context)
        let chosen = try store.defaultAddress()
        let entries = try store.list().map { WalletEntry($0, default: chosen, context) }
        if context[Common.json] { return try context.print(json: entries) }
        if context[addressOnly] {
            entries.forEach { context.print($0.address) }
        } else if entries.isEmpty {
            context.print("no keys in \(store.directory)")
        } else {
            context.print(
                Format.table(
                    ["address", "type", "default"],
                    entries.map { [$0.address, $0.type.rawValue, $0.isDefault ? "X" : ""] }))
        }
    }
}
