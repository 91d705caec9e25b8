import Keys

/// `quarry wallet default`: the key that is used where none is named.
enum WalletDefault: Command {
    static let path = ["wallet", "default"]
    static let summary = "Print the address of the default key"
    static let example = "quarry wallet default"
    static let arguments: [any ArgumentProtocol] = [
        WalletArguments.keystore, WalletArguments.network, Common.json,
    ]

    static func run(_ context: CommandContext) async throws {
        let store = WalletArguments.store(context)
        guard let address = try store.defaultAddress() else { throw KeyError.noDefault(store.directory) }
        if context[Common.json] {
            try context.print(json: WalletEntry(address, default: address, context))
        } else {
            context.print(WalletArguments.text(address, context))
        }
    }
}

/// `quarry wallet set-default`: chooses it.
enum WalletSetDefault: Command {
    static let path = ["wallet", "set-default"]
    static let summary = "Choose the default key"
    static let example = "quarry wallet set-default f1kk3ztqozjjcs6gm2l7e6pmoyme33bhvluloh3ei"
    static let arguments: [any ArgumentProtocol] = [
        WalletArguments.address, WalletArguments.keystore, WalletArguments.network,
    ]

    static func run(_ context: CommandContext) async throws {
        let address = context[WalletArguments.address]
        try WalletArguments.store(context).setDefault(address)
        context.print("default address set to \(WalletArguments.text(address, context))")
    }
}
