import Keys

/// `quarry wallet new`: a key from the system's generator.
enum WalletNew: Command {
    static let path = ["wallet", "new"]
    static let summary = "Make a key and print its address"
    static let example = "quarry wallet new bls"
    static let discussion = """
        secp256k1 (an f1 address) where no type is given; owners and workers of storage providers use bls (f3). The \
        first key becomes the default. Keys lie in files that only their owner can read, named and written as \
        Lotus does: its keystore directory can be used as --keystore. Keep a copy of what 'quarry wallet export' \
        prints: nothing else can restore a key.
        """
    static let type = Argument<KeyType?>.optionalPositional("TYPE", "Kind of key; secp256k1 otherwise")
    static let arguments: [any ArgumentProtocol] = [
        type, WalletArguments.keystore, WalletArguments.network, Common.json,
    ]

    static func run(_ context: CommandContext) async throws {
        let store = WalletArguments.store(context)
        let address = try store.add(PrivateKey(context[type] ?? .secp256k1))
        if context[Common.json] {
            try context.print(json: WalletEntry(address, default: store.defaultAddress(), context))
        } else {
            context.print(WalletArguments.text(address, context))
        }
    }
}
