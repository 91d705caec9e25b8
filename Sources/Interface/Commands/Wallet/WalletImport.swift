import Keys
import System

/// `quarry wallet import`: a key that was exported, here or by Lotus.
enum WalletImport: Command {
    static let path = ["wallet", "import"]
    static let summary = "Store a key that was exported"
    static let example = "quarry wallet import key"
    static let discussion = """
        Reads what 'quarry wallet export' or 'lotus wallet export' printed, hexadecimal or JSON, from a file or \
        from standard input. The file is left as it is: remove it.
        """
    static let file = Argument<String?>.optionalPositional(
        "FILE", "File of the exported key; '-' or nothing: standard input")
    static let asDefault = Argument<Bool>.flag("--as-default", "Make it the default key")
    static let arguments: [any ArgumentProtocol] = [
        file, asDefault, WalletArguments.keystore, WalletArguments.network, Common.json,
    ]

    static func run(_ context: CommandContext) async throws {
        let path = context[file] ?? "-"
        if path == "-", PrivateFile.inputIsTerminal {
            context.note("paste the exported key, then press Enter and Ctrl-D")
        }
        let text = try SecretBytes(capacity: PrivateKey.keyInfoLimit) { space in
            try unsafe PrivateFile.readAny(path, into: space.raw)
        }
        let store = WalletArguments.store(context)
        let address = try store.add(PrivateKey(keyInfo: text))
        if context[asDefault] { try store.setDefault(address) }
        if context[Common.json] {
            try context.print(json: WalletEntry(address, default: store.defaultAddress(), context))
        } else {
            context.print("imported key \(WalletArguments.text(address, context)) successfully")
        }
    }
}
