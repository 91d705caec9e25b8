import Keys

/// `quarry wallet delete`: a key goes out of use.
enum WalletDelete: Command {
    static let path = ["wallet", "delete"]
    static let summary = "Take a key out of use"
    static let example = "quarry wallet delete f1kk3ztqozjjcs6gm2l7e6pmoyme33bhvluloh3ei"
    static let discussion = """
        As in Lotus the key's file is kept in the store under the name of trash-ADDRESS, so that a slip can be \
        mended by hand; remove that file to be rid of the key. If it was the default, no other takes its place.
        """
    static let arguments: [any ArgumentProtocol] = [
        WalletArguments.address, WalletArguments.keystore, WalletArguments.network,
    ]

    static func run(_ context: CommandContext) async throws {
        let address = context[WalletArguments.address]
        let file = try WalletArguments.store(context).delete(address)
        context.print("deleted \(WalletArguments.text(address, context)); its file is now \(file)")
    }
}
