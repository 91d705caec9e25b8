import Keys
import System

/// `quarry wallet export`: the one command that prints a secret.
enum WalletExport: Command {
    static let path = ["wallet", "export"]
    static let summary = "Print a key with its secret, as Lotus does"
    static let example = "quarry wallet export f1kk3ztqozjjcs6gm2l7e6pmoyme33bhvluloh3ei > key"
    static let discussion = """
        The hexadecimal text of {"Type":…,"PrivateKey":…}, which 'quarry wallet import' and 'lotus wallet import' \
        read; --json prints the JSON itself. Whoever has it has the key.
        """
    static let arguments: [any ArgumentProtocol] = [
        WalletArguments.address, WalletArguments.keystore, WalletArguments.network, Common.json,
    ]

    static func run(_ context: CommandContext) async throws {
        let key = try WalletArguments.store(context).key(context[WalletArguments.address])
        let text = try context[Common.json] ? key.keyInfo() : key.keyInfoHex()
        // Straight from the guarded memory: a String could not be wiped.
        try text.withBytes { try unsafe PrivateFile.print($0.raw) }
        context.print("")
    }
}
